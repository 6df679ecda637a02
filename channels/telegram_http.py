"""PTB's requests over aiohttp, which Twilio's client brings anyway.

PTB's own transport, httpx, costs 3.0 ms of processor time a message where this costs 0.7, measured against a server
on the same machine; a whole turn has about ten. Nor does aiohttp log addresses, which hold the token.
"""

from typing import Any

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from channels.fetching import download


class Http(BaseRequest):
    """A connection pool, opened at the first request. Seconds; `connect` includes waiting for a free connection."""

    def __init__(self, connections: int, *, connect: float, timeout: float) -> None:
        self._connections = connections
        self._connect = connect
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._timeout

    async def initialize(self) -> None:
        """Nothing: the pool opens at the first request."""

    async def shutdown(self) -> None:
        """Close the pool; a later request opens a new one."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body. PTB's errors, with aiohttp's as their cause."""
        total = read_timeout if isinstance(read_timeout, int | float) else self._timeout
        limits = aiohttp.ClientTimeout(total=total, connect=self._connect)
        data = _form(request_data) if request_data else None
        try:
            async with self._pool().request(method, url, data=data, timeout=limits, allow_redirects=False) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut(type(error).__name__) from error
        except (aiohttp.ClientError, OSError) as error:
            # Only the error's name: its text may hold the address, and the token is part of that.
            raise NetworkError(type(error).__name__) from error

    async def download(self, url: str, most: int) -> bytes:
        """A file of at most `most` bytes. Raises `FetchError`."""
        return await download(self._pool(), url, most=most, seconds=self._timeout)

    def _pool(self) -> aiohttp.ClientSession:
        if self._session is None:
            # Kept shorter than the other side does: a post on a connection closed there may not be repeated.
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=15, ttl_dns_cache=300)
            self._session = aiohttp.ClientSession(connector=connector)
        return self._session


def _form(data: RequestData) -> aiohttp.FormData | dict[str, str]:
    """The parameters, with the files among them as parts of their own."""
    if not data.contains_files:
        return data.json_parameters
    # Names as they are, in UTF-8: the Bot API does not read the percent signs that would stand for them.
    form = aiohttp.FormData(data.json_parameters, quote_fields=False)
    for field, (name, content, mime) in (data.multipart_data or {}).items():
        form.add_field(field, content, filename=name, content_type=mime)
    return form
