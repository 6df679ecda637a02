"""The official Twilio client on one shared connection pool, and what its failures mean for the message."""

import asyncio
from typing import Any

import aiohttp
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from channels.base import SendError
from channels.fetching import PublicResolver
from channels.twilio_media import basic, fetch, trusted

_BLOCKED = {21610, 63014, 63033}
_WINDOW = {63016}
_RATE = {20429, 21611, 30001, 63018}
# Of the Content template or its variables: the same in words will still be taken.
_CONTENT = {21655, 21656, 21657, 21658, 63005, 63013, 63027, 63028}
# Credentials or account: nothing was sent, and messages must not be lost while that is being put right.
_ACCOUNT = {20003, 20005}
# As many as are sent at once: a call that waited for a connection would come later than the limits allowed it.
_CONNECTIONS = 128


class Http(AsyncTwilioHttpClient):  # type: ignore[misc]  # twilio ships no types
    """Twilio's own client passes "no timeout" with each request, so the connection's is put back here."""

    def __init__(self, connect_timeout: float, base_url: str) -> None:
        super().__init__(pool_connections=False)
        # Shorter than the 60 s after which the other side closes: a post on a closed connection may not be repeated.
        connector = aiohttp.TCPConnector(
            limit=_CONNECTIONS, keepalive_timeout=30, ttl_dns_cache=300, resolver=PublicResolver(trusted(base_url))
        )
        self.session = aiohttp.ClientSession(connector=connector)
        self._timeout = aiohttp.ClientTimeout(total=None, connect=connect_timeout)

    async def request(self, method: str, url: str, **options: Any) -> Response:
        """Send and read the whole answer. A 429 becomes `SendError` here, where its Retry-After is still at hand."""
        user, password = options.get("auth") or ("", "")
        async with self.session.request(
            method,
            url,
            params=options.get("params"),
            **_body(options),
            headers={**(options.get("headers") or {}), "Authorization": basic(user, password)},
            allow_redirects=False,
            timeout=self._timeout,
        ) as answer:
            if answer.status == 429:
                raise SendError("rate", "429", retry_after=_seconds(answer.headers.get("Retry-After")))
            return Response(answer.status, await answer.text(), answer.headers)


def _body(options: dict[str, Any]) -> dict[str, Any]:
    """The data as the headers announce it. The client writes null for every field of JSON that was not given."""
    named = (options.get("headers") or {}).get("Content-Type", "")
    return {"json": _given(options.get("data"))} if named == "application/json" else {"data": options.get("data")}


def _given(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _given(value) for key, value in data.items() if value is not None}
    return [_given(value) for value in data] if isinstance(data, list) else data


def client(account_sid: str, auth_token: str, *, base_url: str, content_url: str, connect_timeout: float) -> Client:
    """A client whose API addresses may be a stand-in's. To be built inside the running loop."""
    built = Client(account_sid, auth_token, http_client=Http(connect_timeout, base_url))
    built.api.base_url, built.content.base_url = base_url, content_url
    return built


async def fetched(built: Client, url: str, *, base_url: str, most: int, seconds: float) -> bytes:
    """A file of at most `most` bytes. Raises `FetchError`."""
    shown = basic(built.username, built.password)
    session = built.http_client.session
    return await fetch(session, url, base_url=base_url, authorization=shown, most=most, seconds=seconds)


def decided(error: Exception) -> SendError:
    """The decision for this failure.

    Twilio has no idempotency key, so whatever broke after the request may have left is unknown: a timeout, a reset,
    an answer that is no JSON, a 5xx other than 503 (which refuses before anything is done).
    """
    if isinstance(error, SendError):
        return error
    if isinstance(error, TwilioRestException | TwilioServiceException):
        return SendError(_kind(error.status, error.code or 0), f"{error.status} {error.code}")
    if isinstance(error, aiohttp.ConnectionTimeoutError | aiohttp.ClientConnectorError):
        return SendError("transient", type(error).__name__)
    if isinstance(error, TwilioException) and isinstance(error.args[-1], Response):  # a page of a list
        return SendError(_kind(error.args[-1].status_code, 0), str(error.args[-1].status_code))
    if isinstance(error, TypeError | TwilioException):
        return SendError("invalid", type(error).__name__)  # the client refused the parameters
    return SendError("unknown", type(error).__name__)


def _kind(status: int, code: int) -> str:
    named = {"blocked": _BLOCKED, "window": _WINDOW, "rate": _RATE, "transient": _ACCOUNT, "content": _CONTENT}
    for kind, codes in named.items():
        if code in codes:
            return kind
    if status == 429:
        return "rate"
    if status in (401, 503):
        return "transient"
    return "invalid" if 400 <= status < 500 and status != 408 else "unknown"


def _seconds(header: str | None) -> float | None:
    try:
        return float(header) if header else None
    except ValueError:
        return None  # a date: the caller's own backoff serves as well


async def close(built: Client, loop: asyncio.AbstractEventLoop | None) -> None:
    """Close the pool, unless its loop has gone and took the connections with it."""
    if loop is asyncio.get_running_loop():
        await built.http_client.close()
