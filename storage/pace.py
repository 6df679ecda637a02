"""How fast the providers take what we send, shared by all workers: limits, and until when an account has to be silent.

Counted in moving windows: in this process, or in Redis where there is one by the script of the library `limits`.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from limits.storage import RedisStorage
from redis.exceptions import RedisError
from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from storage.engine import Database
from storage.prepared import Prepared
from storage.redis_client import connect
from storage.tables import Pause, table
from storage.windows import Windows

log = logging.getLogger(__name__)
# The library's own script: its storage would make a call of its own for each wish.
_ACQUIRE = RedisStorage.SCRIPT_ACQUIRE_MOVING_WINDOW.decode()
_LATER = """
local known = redis.call('get', KEYS[1])
if known and tonumber(known) >= tonumber(ARGV[1]) then return 0 end
redis.call('set', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
"""
_pause = table(Pause)
_UNTIL = Prepared(select(_pause.c.until).where(_pause.c.account == bindparam("account")))
_PAUSE: dict[str, Any] = {
    name: made.on_conflict_do_update(
        # Never shortened: two answers may come out of order.
        index_elements=["account"],
        set_={"until": made.excluded.until},
        where=made.excluded.until > _pause.c.until,
    )
    for name, made in (("sqlite", sqlite.insert(_pause)), ("postgresql", postgresql.insert(_pause)))
}


@dataclass(frozen=True, slots=True)
class Wish:
    """`cost` messages under the limit `name`, of which `amount` may go in any `seconds`."""

    name: str
    amount: int
    seconds: int = 1
    cost: int = 1


@dataclass(frozen=True, slots=True)
class Word:
    """Seconds to wait for each wish, 0 where it was granted; until when the account is silent, if it is."""

    waits: tuple[float, ...]
    until: datetime | None = None


class Pace(Protocol):
    """Shared by every worker that can be reached. It never raises."""

    async def ask(self, account: str, wishes: Sequence[Wish]) -> Word: ...

    async def pause(self, account: str, until: datetime) -> None:
        """The provider wants nothing more from this account before `until`."""
        ...

    async def close(self) -> None: ...


class LocalPace:
    """Limits of this process; pauses in SQL, so that workers without a common Redis know of them, and after a restart.

    SQL is looked into when what is known is `fresh` seconds old.
    """

    def __init__(self, database: Database, fresh: float = 0.25) -> None:
        self._database = database
        self._fresh = fresh
        self._windows = Windows()
        self._known: dict[str, tuple[float, datetime | None]] = {}

    async def ask(self, account: str, wishes: Sequence[Wish]) -> Word:
        looked, until = self._known.get(account, (float("-inf"), None))
        if time.monotonic() - looked >= self._fresh:
            try:
                until = await self._database.read(_read, account)
            except SQLAlchemyError as error:
                log.warning("pauses without a database", extra={"error": type(error).__name__})
            self._known[account] = (time.monotonic(), until)
        return Word(
            tuple(self._windows.take(wish.name, wish.amount, wish.seconds, wish.cost) for wish in wishes), until
        )

    async def pause(self, account: str, until: datetime) -> None:
        self._known.pop(account, None)
        try:
            await self._database.write(_write, account, until)
        except SQLAlchemyError as error:
            log.warning("pause not kept", extra={"error": type(error).__name__})

    async def close(self) -> None:
        """Nothing to close."""


class RedisPace:
    """One pipelined call a question. Without Redis each process keeps the limits by itself."""

    def __init__(self, url: str, database: Database) -> None:
        self._redis = connect(url)
        self._local = LocalPace(database)

    async def ask(self, account: str, wishes: Sequence[Wish]) -> Word:
        now = time.time()
        calls = self._redis.pipeline(transaction=False)
        calls.get(f"sanad:pause:{account}")
        for wish in wishes:
            key = f"sanad:pace:{wish.name}"
            calls.eval(_ACQUIRE, 1, key, now, wish.amount, wish.seconds, wish.cost)
            # The message that has to leave the window first.
            calls.lindex(key, wish.amount - wish.cost)
        try:
            until, *counted = await calls.execute()
        except (RedisError, OSError) as error:
            log.warning("limits without redis", extra={"error": type(error).__name__})
            return await self._local.ask(account, wishes)
        pairs = zip(wishes, counted[::2], counted[1::2], strict=True)
        waits = tuple(0.0 if taken else _free(wish, oldest, now) for wish, taken, oldest in pairs)
        return Word(waits, datetime.fromtimestamp(float(until), UTC) if until else None)

    async def pause(self, account: str, until: datetime) -> None:
        left = max(1.0, until.timestamp() - time.time())
        try:
            # Never shortened: two answers may come out of order.
            await self._redis.eval(_LATER, 1, f"sanad:pause:{account}", until.timestamp(), int(left * 1000))
        except (RedisError, OSError) as error:
            log.warning("pause without redis", extra={"error": type(error).__name__})
        # In SQL too: for whoever cannot reach Redis, and for a Redis that forgets.
        await self._local.pause(account, until)

    async def close(self) -> None:
        await self._redis.aclose()


def _free(wish: Wish, oldest: bytes | None, now: float) -> float:
    return max(float(oldest) + wish.seconds - now if oldest else 0.0, 1 / wish.amount)


def _read(connection: Connection, account: str) -> datetime | None:
    found: datetime | None = _UNTIL.scalar(connection, {"account": account})
    return found


def _write(connection: Connection, account: str, until: datetime) -> None:
    connection.execute(_PAUSE[connection.dialect.name], {"account": account, "until": until})
