"""Webhooks: verified, parsed, committed, and only then answered."""

from sqlalchemy.exc import DataError, SQLAlchemyError
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response

from bot import inbox, log
from bot.context import Ports
from channels.base import Request
from flows.message import Incoming

logger = log.get(__name__)
_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
_TWILIO = ("whatsapp", "sms")
# A session of the website is anybody's for the asking, so it may send so many messages in so many seconds.
MESSAGES, WINDOW = 100, 600.0


class TooLarge(Exception):  # noqa: N818  it decides the answer; nothing went wrong here
    """The body is longer than it may be."""


async def receive(http: HttpRequest) -> Response:
    """`POST /hooks/{charity}/{channel}`: 2xx only once every event is committed, 503 when it could not be."""
    ports: Ports = http.app.state.ports
    charity, channel = http.path_params["charity"], http.path_params["channel"]
    line = ports.channels.get((charity, channel))
    if line is None:
        return _refuse(404, "no such charity or channel")
    try:
        request = Request(
            url=_public_url(ports, http),
            headers=dict(http.headers),
            body=await read_body(http, ports.settings.hook_bytes),
            query=dict(http.query_params),
        )
    except TooLarge:
        return _refuse(413, "too large")
    if not line.verify(request):
        return _refuse(403, "not signed by the provider")
    try:
        if hasattr(line, "meant") and (meant := ports.channels.get((charity, line.meant(request)))):
            line, channel = meant, meant.name
        incomings = line.parse(request)
    except ValueError:
        return _refuse(400, "not understood")
    if channel == "web" and not all(http.app.state.brake.allows(said.address) for said in incomings):
        return _refuse(429, "too many messages", {"Retry-After": "60"})
    return await _accept(ports, charity, channel, incomings)


async def read_body(http: HttpRequest, most: int) -> bytes:
    """The body, or `TooLarge` as soon as it is longer than `most` bytes, without reading the rest."""
    announced = http.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > most:
        raise TooLarge
    parts, size = [], 0
    async for part in http.stream():
        size += len(part)
        if size > most:
            raise TooLarge
        parts.append(part)
    return b"".join(parts)


async def _accept(ports: Ports, charity: str, channel: str, incomings: list[Incoming]) -> Response:
    try:
        await inbox.accept(ports, charity, channel, incomings)
    except DataError:
        return _refuse(400, "cannot be stored")
    except SQLAlchemyError as error:
        logger.error("not accepted", charity=charity, channel=channel, exc_info=error)
        return _refuse(503, "try again", {"Retry-After": "5"})
    if channel in _TWILIO:
        return Response(_TWIML, media_type="text/xml")
    return JSONResponse({"ok": True})


def _public_url(ports: Ports, http: HttpRequest) -> str:
    """The address that the provider signed: ours as configured, never what a proxy shows us."""
    path = http.scope.get("raw_path") or http.scope["path"].encode()
    query = http.scope.get("query_string", b"")
    shown = path.decode("latin-1") + (f"?{query.decode('latin-1')}" if query else "")
    return f"{ports.settings.public_url}{shown}"


def _refuse(status: int, why: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"ok": False, "error": why}, status, headers)
