"""Files that people send from the page: streamed in, known by their first bytes, put in the private store."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from bot.inspection import HEAD, sniff
from storage.papers import Papers

# The boundaries, headers and the caption field around the file.
_AROUND = 64 * 1024
# A body that is too large is read up to so many times the limit and thrown away, so that the browser hears our answer
# and not a reset.
_PATIENCE = 4


class UploadRefused(Exception):  # noqa: N818  it decides the answer; nothing went wrong here
    """An upload that is not taken: `status` is 400, 413 or 415."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


@dataclass(frozen=True, slots=True)
class Stored:
    """`ref` is the name in the store, `mime` what the first bytes say, `size` in bytes."""

    ref: str
    mime: str
    size: int
    name: str


async def store(request: Request, papers: Papers, *, most: int) -> Stored:
    """Take the form's `file`, of at most `most` bytes, into the store. Raises `UploadRefused`.

    Here only its mark is looked at, so that the page hears of a wrong file at once; the message that names the file has
    it examined.
    """
    if int(request.headers.get("content-length") or 0) > _PATIENCE * most:
        raise UploadRefused(413)
    upload = await _file_of(request, most)
    try:
        content = await upload.read()
        if len(content) > most:
            raise UploadRefused(413)
        mime = sniff(content[:HEAD])
        if not mime:
            raise UploadRefused(415)
        name = await asyncio.to_thread(papers.put, content)
        return Stored(name, mime, len(content), _plain(upload.filename or ""))
    finally:
        await upload.close()


async def _file_of(request: Request, most: int) -> UploadFile:
    try:
        body = _within(request.stream(), most + _AROUND, patience=_PATIENCE * most)
        form = await MultiPartParser(request.headers, body, max_files=1, max_fields=4).parse()
    except (MultiPartException, KeyError) as error:  # KeyError: no content type at all
        raise UploadRefused(400) from error
    upload = form.get("file")
    if not isinstance(upload, UploadFile):
        raise UploadRefused(400)
    return upload


async def _within(stream: AsyncIterable[bytes], limit: int, *, patience: int) -> AsyncGenerator[bytes, None]:
    seen = 0
    async for chunk in stream:
        seen += len(chunk)
        if seen > patience:
            raise UploadRefused(413)
        if seen <= limit:
            yield chunk
    if seen > limit:
        raise UploadRefused(413)


def _plain(name: str) -> str:
    """The bare file name without control and direction characters, at most 100 characters."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in bare if letter.isprintable())[:100]
