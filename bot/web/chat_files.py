"""Files that people send from the page: streamed in, known by their first bytes, kept where no web server looks."""

import asyncio
import os
import secrets
import shutil
from collections.abc import AsyncGenerator, AsyncIterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

LIMIT = 10 * 1024 * 1024
# The boundaries, headers and the caption field around the file.
_AROUND = 64 * 1024
# A body that is too large is read this far and thrown away, so that the browser hears our answer and not a reset.
_PATIENCE = 4 * LIMIT
_HEAD = 64
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
# What a store's entry is called in a message: `files/<random>`, relative to the data folder.
FOLDER = "files"


class UploadRefused(Exception):  # noqa: N818  it decides the answer; nothing went wrong here
    """An upload that is not taken: `status` is 400, 413 or 415."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


@dataclass(frozen=True, slots=True)
class Stored:
    """`ref` is a path relative to the data folder, `mime` what the bytes are, `size` in bytes."""

    ref: str
    mime: str
    size: int
    name: str


def sniff(head: bytes) -> str | None:
    """The type that the first 64 bytes tell: JPEG, PNG, WebP, HEIC or PDF; None for anything else."""
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        return "image/heic"
    # Some scanners write a byte order mark or an empty line first.
    return "application/pdf" if head.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-") else None


async def store(request: Request, data: Path) -> Stored:
    """Take the form's `file` into `{data}/files/`. Raises `UploadRefused`."""
    if int(request.headers.get("content-length") or 0) > _PATIENCE:
        raise UploadRefused(413)
    upload = await _file_of(request)
    try:
        size = upload.size or 0
        if size > LIMIT:
            raise UploadRefused(413)
        mime = sniff(await upload.read(_HEAD))
        if mime is None:
            raise UploadRefused(415)
        await upload.seek(0)
        key = secrets.token_urlsafe(24)
        await asyncio.to_thread(_keep, upload.file, data / FOLDER, key)
        return Stored(f"{FOLDER}/{key}", mime, size, _plain(upload.filename or ""))
    finally:
        await upload.close()


async def _file_of(request: Request) -> UploadFile:
    try:
        body = _within(request.stream(), LIMIT + _AROUND)
        form = await MultiPartParser(request.headers, body, max_files=1, max_fields=4).parse()
    except (MultiPartException, KeyError) as error:  # KeyError: no content type at all
        raise UploadRefused(400) from error
    upload = form.get("file")
    if not isinstance(upload, UploadFile):
        raise UploadRefused(400)
    return upload


async def _within(stream: AsyncIterable[bytes], limit: int) -> AsyncGenerator[bytes, None]:
    seen = 0
    async for chunk in stream:
        seen += len(chunk)
        if seen > _PATIENCE:
            raise UploadRefused(413)
        if seen <= limit:
            yield chunk
    if seen > limit:
        raise UploadRefused(413)


def _keep(source: BinaryIO, folder: Path, key: str) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = folder / key
    try:
        with os.fdopen(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as target:
            shutil.copyfileobj(source, target)
            target.flush()
            # The message that names the file is committed later: it must not outlive the file in a power cut.
            os.fsync(target.fileno())
    except OSError:
        place.unlink(missing_ok=True)
        raise


def _plain(name: str) -> str:
    """The bare file name without control and direction characters, at most 100 characters."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in bare if letter.isprintable())[:100]
