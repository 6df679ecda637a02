"""Advisory locks: one worker at a time on one conversation. They only save work; SQL keeps it right without them."""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Protocol

from redis.exceptions import RedisError

from storage.redis_client import connect

log = logging.getLogger(__name__)
_RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"


class Locks(Protocol):
    """`async with locks.hold(conversation) as mine`: False means that another one waits already to do the same."""

    def hold(self, conversation: int) -> AbstractAsyncContextManager[bool]: ...

    async def close(self) -> None: ...


class LocalLocks:
    """Locks within this process. One holder and one waiter are enough: the waiter sees all that came meanwhile."""

    def __init__(self) -> None:
        self._locks: dict[int, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def hold(self, conversation: int) -> AsyncIterator[bool]:
        lock, users = self._locks.get(conversation, (None, 0))
        if users >= 2:
            yield False
            return
        lock = lock or asyncio.Lock()
        self._locks[conversation] = (lock, users + 1)
        try:
            async with lock:
                yield True
        finally:
            self._forget(conversation)

    def _forget(self, conversation: int) -> None:
        lock, users = self._locks[conversation]
        if users == 1:
            del self._locks[conversation]
        else:
            self._locks[conversation] = (lock, users - 1)

    async def close(self) -> None:
        """Nothing to close."""


class RedisLocks:
    """Locks between processes, behind the local ones. Without Redis they let everybody through."""

    def __init__(self, url: str, *, ttl: float = 60.0, wait: float = 20.0) -> None:
        self._redis = connect(url)
        self._release = self._redis.register_script(_RELEASE)
        self._local = LocalLocks()
        self._ttl = ttl
        self._wait = wait

    @asynccontextmanager
    async def hold(self, conversation: int) -> AsyncIterator[bool]:
        async with self._local.hold(conversation) as mine:
            if not mine:
                yield False
                return
            name, token = f"sanad:lock:{conversation}", secrets.token_hex(8)
            held = await self._acquire(name, token)
            try:
                yield True
            finally:
                if held:
                    # Not released is not lost: the lock expires by itself.
                    with suppress(RedisError, OSError):
                        await self._release(keys=[name], args=[token])

    async def _acquire(self, name: str, token: str) -> bool:
        """True when held; False when Redis is away or the holder took longer than we wait: then SQL decides."""
        pause, waited = 0.01, 0.0
        try:
            while not await self._redis.set(name, token, nx=True, px=int(self._ttl * 1000)):
                if waited > self._wait:
                    return False
                await asyncio.sleep(pause)
                waited += pause
                pause = min(pause * 2, 0.1)
        except (RedisError, OSError) as error:
            log.warning("lock without redis", extra={"error": type(error).__name__})
            return False
        return True

    async def close(self) -> None:
        await self._redis.aclose()
