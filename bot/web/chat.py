"""The website's chat: the page and what it asks for. Messages themselves come in by `POST /hooks/{charity}/web`."""

import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Protocol, runtime_checkable

from fastapi import FastAPI
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.context import Ports
from bot.web import chat_files, chat_page, chat_stream, widget
from bot.web.chat_assets import Assets
from bot.web.chat_rate import Brake
from bot.web.chat_words import WORDS
from storage import transcript

HEARTBEAT = 15
# One mobile operator shows many people under one address, so these only stop a machine.
SESSIONS, UPLOADS, UPLOADS_ADDRESS, WINDOW = 60, 30, 120, 600.0
_NO_STORE = {"Cache-Control": "no-store"}


@runtime_checkable
class Sessions(Protocol):
    """The part of the website's channel that knows its anonymous sessions."""

    def issue(self) -> str: ...

    def session(self, token: str) -> str: ...


def install(app: FastAPI, ports: Ports) -> None:
    """Add the routes of the chat."""
    chat, assets = Chat(ports), Assets(chat_page.HERE / "static", "chat", "widget")
    widget.install(app, ports, assets)

    async def page(request: Request) -> Response:
        pack = ports.packs.get(request.path_params["charity"])
        if pack is None:
            raise HTTPException(404)
        return await chat_page.show(request, ports, pack, assets)

    routes: tuple[tuple[str, str, Callable[[Request], Awaitable[Response]]], ...] = (
        ("GET", "/chat/{charity}", page),
        ("GET", "/chat/assets/{digest}/{name}", assets.serve),
        ("POST", "/chat/{charity}/session", chat.open_session),
        ("GET", "/chat/{charity}/messages", chat.messages),
        ("GET", "/chat/{charity}/events", chat.events),
        ("POST", "/chat/{charity}/files", chat.take_file),
    )
    for method, path, answer in routes:
        app.add_route(path, answer, methods=[method])


class Chat:
    """The requests of the page. Every one but the first carries `Authorization: Bearer <token>`.

    A header and not a cookie: the hook takes the same token, no other site can make a browser send it, and it works
    in a frame on the charity's site, where browsers withhold cookies. It never stands in an address, so in no log;
    hence the page reads its events by `fetch`, since an `EventSource` sends no header.
    """

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._sessions = Brake(SESSIONS, WINDOW)
        self._uploads = Brake(UPLOADS, WINDOW)
        self._uploads_address = Brake(UPLOADS_ADDRESS, WINDOW)

    async def open_session(self, request: Request) -> Response:
        """`{"token"}` of a new anonymous session; nothing is stored before its first message."""
        line = self._line(request)
        if not self._sessions.allows(_address(request)):
            raise _too_many()
        return JSONResponse({"token": line.issue()}, 201, _NO_STORE)

    async def messages(self, request: Request) -> Response:
        """The lines after `?after=ID`, without it the newest hundred, as a list; empty before the first message."""
        given = request.query_params.get("after")
        after = None if given is None else _number(given)
        session, conversation = await self._conversation(request)
        if conversation is None:
            return JSONResponse([], headers=_NO_STORE)
        if after is None:
            excerpt = await self._ports.database.read(transcript.read_last, conversation)
        else:
            excerpt = await self._ports.database.read(transcript.read_on, conversation, after)
        link = self._link(request)
        lines = [chat_stream.as_json(line, session, link) for line in excerpt.lines]
        return JSONResponse(lines, headers=_NO_STORE)

    async def events(self, request: Request) -> Response:
        """The lines after `Last-Event-ID` (or `?after=`) and all that follow, as server-sent events."""
        session, conversation = await self._conversation(request)
        if conversation is None:
            raise HTTPException(404, "nothing was said yet")
        after = _number(request.headers.get("last-event-id") or request.query_params.get("after") or "0")
        lines = self._lines(conversation, after, session, self._link(request))
        return EventSourceResponse(lines, ping=HEARTBEAT, send_timeout=HEARTBEAT, headers=_NO_STORE)

    async def take_file(self, request: Request) -> Response:
        """Store one file (form field `file`): 201 `{"ref", "mime", "size", "name"}`, which a message may then name."""
        session = self._person(request)
        if not self._uploads.allows(session) or not self._uploads_address.allows(_address(request)):
            raise _too_many()
        try:
            stored = await chat_files.store(request, self._ports.papers, most=self._ports.settings.paper_bytes)
        except chat_files.UploadRefused as refusal:
            why = {413: "file_large", 415: "file_kind"}.get(refusal.status, "refused")
            # The rest of a body that was not read to its end must not be waited for.
            raise HTTPException(refusal.status, WORDS["ar"][why], {"Connection": "close"}) from refusal
        answer = {"ref": stored.ref, "mime": stored.mime, "size": stored.size, "name": stored.name}
        return JSONResponse(answer, 201, _NO_STORE)

    async def _lines(
        self, conversation: int, after: int, session: str, link: chat_stream.Link | None
    ) -> AsyncGenerator[ServerSentEvent, None]:
        async for line in chat_stream.follow(self._ports, conversation, after):
            text = json.dumps(chat_stream.as_json(line, session, link), ensure_ascii=False)
            yield ServerSentEvent(text, id=str(line.id))

    def _link(self, request: Request) -> chat_stream.Link | None:
        """Addresses seen from the page, which lies two steps below the root; so a proxy may put a path before it."""
        files, charity = self._ports.files, request.path_params["charity"]
        return (lambda file: f"../{files.path(charity, file)}") if files else None

    async def _conversation(self, request: Request) -> tuple[str, int | None]:
        session, charity = self._person(request), request.path_params["charity"]
        return session, await self._ports.database.read(transcript.find, charity, "web", session)

    def _person(self, request: Request) -> str:
        """The session of the bearer token: 401 without one, 403 for one that we did not issue."""
        line = self._line(request)
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise HTTPException(401, "no session token", {"WWW-Authenticate": "Bearer"})
        try:
            return line.session(token.strip())
        except ValueError as error:
            raise HTTPException(403, "bad session token") from error

    def _line(self, request: Request) -> Sessions:
        line = self._ports.channels.get((request.path_params["charity"], "web"))
        if not isinstance(line, Sessions):
            raise HTTPException(404)
        return line


def _address(request: Request) -> str:
    """Kept in memory only. Behind a proxy it is the visitor's where uvicorn trusts that proxy's header."""
    return request.client.host if request.client else ""


def _number(text: str) -> int:
    # Eighteen digits: what a 64-bit column can be compared with.
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise HTTPException(400, "after is no message id")
    return int(text)


def _too_many() -> HTTPException:
    return HTTPException(429, "too many requests", {"Retry-After": "60"})
