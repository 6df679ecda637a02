"""A file from a provider, read as a stream: never more of it than was asked for."""

import aiohttp

from channels.base import FetchError

_CHUNK = 64 * 1024
_GONE = (400, 404, 410)


async def download(
    session: aiohttp.ClientSession, url: str, *, most: int, seconds: float, headers: dict[str, str] | None = None
) -> bytes:
    """The file at the URL, after at most three redirects. Raises `FetchError`.

    aiohttp withholds an Authorization header from a host that it is redirected to.
    """
    # A compressed answer could be small on the wire and endless in memory.
    plain = {"Accept-Encoding": "identity", **(headers or {})}
    limit = aiohttp.ClientTimeout(total=seconds)
    try:
        async with session.get(url, headers=plain, timeout=limit, max_redirects=3) as answer:
            if answer.status != 200:
                raise FetchError("gone" if answer.status in _GONE else "transient", str(answer.status))
            return await _read(answer, most)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:  # ValueError: no URL at all
        raise FetchError("transient", type(error).__name__) from None


async def _read(answer: aiohttp.ClientResponse, most: int) -> bytes:
    if (answer.content_length or 0) > most:
        raise FetchError("size")
    content = bytearray()
    async for chunk in answer.content.iter_chunked(_CHUNK):
        content += chunk
        if len(content) > most:
            raise FetchError("size")
    return bytes(content)
