"""HTTP/1.1 as raw as it may be: the load generator shares two cores with what it measures."""

import asyncio
from typing import cast
from urllib.parse import urlsplit

import httptools

from channels.base import Request


def encode(request: Request) -> bytes:
    """The bytes of this POST on a connection that stays open."""
    where = urlsplit(request.url)
    headers = {"host": where.netloc, "content-length": str(len(request.body)), **request.headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST {where.path} HTTP/1.1\r\n{head}\r\n".encode("latin-1") + request.body


class Link(asyncio.Protocol):
    """One person's connection to the server: one request at a time, its status as the answer."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._answer: asyncio.Future[int] | None = None

    async def post(self, data: bytes) -> int:
        """Send and wait for the whole answer; its status. `ConnectionError` when the server hangs up."""
        if self._transport is None or self._transport.is_closing():
            raise ConnectionError("the server closed the connection")
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(data)
        return await self._answer

    def close(self) -> None:
        if self._transport:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's own class, which does the same

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_exception(ConnectionError("the server closed the connection"))

    def on_message_complete(self) -> None:
        status = self._parser.get_status_code()
        if self._answer and not self._answer.done():
            self._answer.set_result(status)


async def connect(host: str, port: int) -> Link:
    """A new connection."""
    _, link = await asyncio.get_running_loop().create_connection(Link, host, port)
    return link
