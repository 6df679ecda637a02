"""Wake-ups by Taskiq: in this process, or through Redis to whoever works. One that is lost is found by the sweeper."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress
from typing import Any, Protocol

from redis.asyncio import Redis
from redis.exceptions import RedisError
from taskiq import AsyncBroker, BrokerMessage, InMemoryBroker
from taskiq.api import run_receiver_task
from taskiq_redis import ListQueueBroker

from bot import log
from bot.points import reach

logger = log.get(__name__)
Handler = Callable[[int], Awaitable[None]]
# Seconds: how long a webhook's answer may wait for a wake-up, and the pause before Redis is tried again.
PATIENCE = 1.0
PAUSE = 0.5


class Wake(Protocol):
    """`wake` asks for a conversation to be handled soon; it never raises."""

    async def start(self, handler: Handler | None) -> None: ...

    async def wake(self, conversation: int) -> None: ...

    async def stop(self) -> None: ...


class TaskiqWake:
    """`remote` brokers carry the wake-up to another process; the in-memory one runs it here."""

    def __init__(self, broker: AsyncBroker, *, remote: bool, at_once: int = 32) -> None:
        self._broker = broker
        self._remote = remote
        self._at_once = at_once
        self._handler: Handler | None = None
        self._receiving: asyncio.Task[None] | None = None

        async def take(conversation: int) -> None:  # Taskiq names the task after a plain function
            await self._take(conversation)

        self._task: Any = broker.register_task(take, task_name="take")

    async def start(self, handler: Handler | None) -> None:
        """Begin to wake; with a handler, this process is also woken."""
        self._handler = handler
        with suppress(RedisError, OSError):
            await self._broker.startup()
        if self._remote and handler:
            self._receiving = asyncio.create_task(self._receive(), name="wake-ups")

    async def wake(self, conversation: int) -> None:
        if not self._remote and self._handler is None:
            return
        try:
            async with asyncio.timeout(PATIENCE):
                await self._task.kiq(conversation)
        except Exception as error:
            # Whatever it was: the message is stored, and the sweeper will find it.
            logger.warning("wake-up failed", conversation=conversation, error=type(error).__name__)
        reach("wake.after")

    async def stop(self) -> None:
        """Take no more wake-ups; those under way are finished by the worker."""
        if self._receiving:
            self._receiving.cancel()
            with suppress(asyncio.CancelledError):
                await self._receiving
        with suppress(RedisError, OSError):
            await self._broker.shutdown()

    async def _take(self, conversation: int) -> None:
        if self._handler:
            await self._handler(conversation)

    async def _receive(self) -> None:
        """Listen for ever: Redis may be away, restarted or flushed meanwhile."""
        while True:
            try:
                await run_receiver_task(self._broker, max_async_tasks=self._at_once, sync_workers=1)
            except asyncio.CancelledError:
                raise
            except Exception as error:
                logger.warning("wake-ups interrupted", error=type(error).__name__)
            await asyncio.sleep(PAUSE)


def local(at_once: int = 32) -> TaskiqWake:
    """Wake-ups within this process."""
    return TaskiqWake(InMemoryBroker(max_async_tasks=at_once, cast_types=False), remote=False, at_once=at_once)


def redis(url: str, at_once: int = 32) -> TaskiqWake:
    """Wake-ups through a list in Redis."""
    # A short timeout: accepting a message must not wait for a Redis that is away.
    broker = _PatientBroker(url, queue_name="sanad:wake", socket_connect_timeout=1.0)
    return TaskiqWake(broker, remote=True, at_once=at_once)


class _PatientBroker(ListQueueBroker):
    """Taskiq listens again at once when Redis is away, as fast as it can; this one takes a breath between.

    It also keeps one client, where Taskiq makes one a message.
    """

    def __init__(self, url: str, **options: Any) -> None:
        super().__init__(url, **options)
        self._client: Redis = Redis(connection_pool=self.connection_pool)

    async def kick(self, message: BrokerMessage) -> None:
        await self._client.lpush(self.queue_name, message.message)

    async def listen(self) -> AsyncGenerator[bytes, None]:
        while True:
            try:
                # Without a timeout it waits until there is one.
                popped: Any = await self._client.brpop([self.queue_name])
                yield popped[1]
            except (RedisError, OSError) as error:
                logger.warning("no wake-ups without redis", error=type(error).__name__)
                await asyncio.sleep(PAUSE)
