"""Server-sent events: "changed" whenever a page would look different, "gone" when the sign-in has ended."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from sse_starlette import EventSourceResponse, ServerSentEvent

from bot.console import conversation, queue, secure
from bot.console.conversation import Key
from bot.console.place import ports_of
from storage.signals import Signals
from storage.staff import SignedIn

routes = APIRouter()
PAUSE = 2.0
Stamp = Callable[[], Awaitable[str]]


@routes.get("/events")
async def of_queue(request: Request, who: Annotated[SignedIn, Depends(secure.present)]) -> EventSourceResponse:
    ports = ports_of(request)

    async def stamp() -> str:
        return await queue.stamp(ports, who)

    return _stream(request, stamp, None)


@routes.get("/c/{key}/events")
async def of_conversation(
    request: Request, key: Key, who: Annotated[SignedIn, Depends(secure.present)]
) -> EventSourceResponse:
    ports = ports_of(request)

    async def stamp() -> str:
        return await ports.database.read(conversation.stamp, key, who)

    if not await stamp():
        raise HTTPException(404)
    return _stream(request, stamp, key)


def _stream(request: Request, stamp: Stamp, key: int | None) -> EventSourceResponse:
    return EventSourceResponse(_changes(request, stamp, key), ping=20, send_timeout=30)


async def _changes(request: Request, stamp: Stamp, key: int | None) -> AsyncIterator[ServerSentEvent]:
    """The stamp is the event's id: a page tells the last it saw, so that it misses nothing in between."""
    last = request.headers.get("last-event-id") or request.query_params.get("seen", "")
    async with _news(ports_of(request).signals, key) as news:
        while True:
            try:
                await secure.present(request)
            except secure.NotSignedIn:
                yield ServerSentEvent("", event="gone")
                return
            if (now := await stamp()) != last:
                yield ServerSentEvent("", event="changed", id=now)
                last = now
            news.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(PAUSE):
                    await news.wait()


@asynccontextmanager
async def _news(signals: Signals, conversation: int | None) -> AsyncIterator[asyncio.Event]:
    """Set as soon as the conversation has something new; never set for the queue, which is only polled."""
    news = asyncio.Event()

    async def listen(key: int) -> None:
        async for _ in signals.subscribe(key):
            news.set()

    listening = asyncio.create_task(listen(conversation)) if conversation is not None else None
    try:
        yield news
    finally:
        if listening:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening
