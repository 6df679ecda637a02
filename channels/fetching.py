"""A file from a provider, read as a stream: never more of it than was asked for, and from nowhere else."""

import ipaddress
from collections.abc import Collection
from typing import Any
from urllib.parse import urljoin

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import DefaultResolver

from channels.base import FetchError

_CHUNK = 64 * 1024
_GONE = (400, 404, 410)


class PublicResolver(AbstractResolver):
    """Refuses names that lead into a private network: what a provider's name says is not ours to trust blindly.

    `besides` are the names (an operator's own stand-in) that may lead anywhere.
    """

    def __init__(self, besides: Collection[str] = ()) -> None:
        self._besides = frozenset(besides)
        self._inner = DefaultResolver()

    async def resolve(self, host: str, port: int = 0, family: Any = 0) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        if host not in self._besides and not all(ipaddress.ip_address(at["host"]).is_global for at in found):
            raise OSError("a private address")
        return found

    async def close(self) -> None:
        await self._inner.close()


async def download(
    session: aiohttp.ClientSession, url: str, *, most: int, seconds: float, headers: dict[str, str] | None = None
) -> bytes:
    """The file at the URL itself. Raises `FetchError`, a redirect included."""
    found = await follow(session, url, most=most, seconds=seconds, headers=headers)
    if isinstance(found, str):
        raise FetchError("transient", "redirected")
    return found


async def follow(
    session: aiohttp.ClientSession, url: str, *, most: int, seconds: float, headers: dict[str, str] | None = None
) -> bytes | str:
    """The file, or the address to which we are sent on: whether to go there is the caller's decision.

    Raises `FetchError`.
    """
    # A compressed answer could be small on the wire and endless in memory.
    plain = {"Accept-Encoding": "identity", **(headers or {})}
    limit = aiohttp.ClientTimeout(total=seconds)
    try:
        async with session.get(url, headers=plain, timeout=limit, allow_redirects=False) as answer:
            if 300 <= answer.status < 400 and "Location" in answer.headers:
                return urljoin(url, answer.headers["Location"])
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
