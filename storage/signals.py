"""Tell whoever is looking at a conversation that it has something new. A lost signal harms nobody: pages also poll."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from typing import Protocol

from redis.asyncio import Redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
CHANNEL = "sanad:signals"


class Signals(Protocol):
    """`subscribe` yields once for every batch of news, from the moment its first item is awaited."""

    async def start(self) -> None: ...

    async def publish(self, conversation: int) -> None: ...

    def subscribe(self, conversation: int) -> AsyncIterator[int]: ...

    async def close(self) -> None: ...


class LocalSignals:
    """Signals within this process."""

    def __init__(self) -> None:
        self._listeners: dict[int, set[asyncio.Event]] = {}

    async def start(self) -> None:
        """Nothing to start."""

    async def publish(self, conversation: int) -> None:
        for listener in self._listeners.get(conversation, ()):
            listener.set()

    async def subscribe(self, conversation: int) -> AsyncIterator[int]:
        news = asyncio.Event()
        listeners = self._listeners.setdefault(conversation, set())
        listeners.add(news)
        try:
            while True:
                await news.wait()
                news.clear()
                yield conversation
        finally:
            listeners.discard(news)
            if not listeners and self._listeners.get(conversation) is listeners:
                del self._listeners[conversation]

    async def close(self) -> None:
        """Nothing to close."""


class RedisSignals:
    """Signals between processes, by one subscription a process that comes back whenever Redis does.

    What happens within `gather` seconds goes out in one message: nobody sees the difference, and a busy worker does.
    """

    def __init__(self, url: str, *, pause: float = 0.5, gather: float = 0.02) -> None:
        self._redis = Redis.from_url(url, socket_connect_timeout=1.0, health_check_interval=10)
        self._local = LocalSignals()
        self._pause, self._gather = pause, gather
        self._news: set[int] = set()
        self._telling: asyncio.Task[None] | None = None
        self._listening: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._listening = asyncio.create_task(self._listen(), name="signals")

    async def publish(self, conversation: int) -> None:
        self._news.add(conversation)
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell(), name="signal")

    def subscribe(self, conversation: int) -> AsyncIterator[int]:
        return self._local.subscribe(conversation)

    async def close(self) -> None:
        if self._telling:
            await self._telling
        if self._listening:
            self._listening.cancel()
            with suppress(asyncio.CancelledError):
                await self._listening
        await self._redis.aclose()

    async def _tell(self) -> None:
        while self._news:
            await asyncio.sleep(self._gather)
            news, self._news = self._news, set()
            try:
                await self._redis.publish(CHANNEL, " ".join(map(str, news)))
            except (RedisError, OSError) as error:
                log.warning("signal without redis", extra={"error": type(error).__name__})
                # At least the pages that this very process serves.
                await self._spread(news)

    async def _spread(self, news: Iterable[int]) -> None:
        for conversation in news:
            await self._local.publish(conversation)

    async def _listen(self) -> None:
        while True:
            try:
                async with self._redis.pubsub() as subscription:
                    await subscription.subscribe(CHANNEL)
                    async for message in subscription.listen():
                        if message["type"] == "message":
                            await self._spread(map(int, message["data"].split()))
            except (RedisError, OSError, ValueError) as error:
                log.warning("signals interrupted", extra={"error": type(error).__name__})
            await asyncio.sleep(self._pause)
