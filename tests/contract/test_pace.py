"""Limits and pauses that workers share: within one process and over a real Redis alike."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.pacing import Gate, Line
from channels.base import SendError
from storage.crypto import Keyring
from storage.engine import Database
from storage.outbox import Claimed
from storage.pace import LocalPace, Pace, RedisPace, Wish
from storage.states import Author
from tests.line import Clock

LINE = Line("account", "sender", 20)
BOT = Line("bot", "bot", 1000, burst=3)


class Counting:
    """A pace that counts how often it was asked."""

    def __init__(self, inner: Pace) -> None:
        self.inner, self.asked = inner, 0

    async def ask(self, account: str, wishes: Any) -> Any:
        self.asked += 1
        return await self.inner.ask(account, wishes)

    async def pause(self, account: str, until: datetime) -> None:
        await self.inner.pause(account, until)

    async def close(self) -> None:
        await self.inner.close()


def delivery(conversation: int = 1, *, channel: str = "sms", author: Author = Author.BOT) -> Claimed:
    return Claimed(1, conversation, "yusr", channel, "someone", {}, author=author)


def gate(shared: Pace, clock: Any = None) -> Gate:
    return Gate({("yusr", "sms"): LINE, ("yusr", "telegram"): BOT}, shared, clock or Clock())


@pytest.fixture(params=["local", "redis"])
async def two(request: pytest.FixtureRequest, tmp_path: Path, keyring: Keyring) -> AsyncIterator[list[Pace]]:
    """What two workers have. Without Redis they share the pauses only, by SQL."""
    database = Database(f"sqlite:///{tmp_path / 'sanad.db'}", keyring)
    database.create_all()
    made: list[Pace]
    if request.param == "local":
        made = [LocalPace(database, fresh=0.0), LocalPace(database, fresh=0.0)]
    else:
        url = request.getfixturevalue("redis_url")
        made = [RedisPace(url, database), RedisPace(url, database)]
        await made[0]._redis.flushdb()  # type: ignore[attr-defined]  # it is one of ours
    yield made
    for each in made:
        await each.close()
    database.close()


async def test_no_more_than_the_limit_is_granted_and_the_wait_is_told(two: list[Pace]) -> None:
    words = [await two[0].ask("a", [Wish("a", 5)]) for _ in range(8)]
    assert [bool(word.waits[0]) for word in words] == [False] * 5 + [True] * 3
    assert all(0.5 < word.waits[0] <= 1.01 for word in words[5:])
    assert (await two[0].ask("b", [Wish("b", 5)])).waits == (0.0,)


async def test_several_limits_are_asked_in_one_question(two: list[Pace]) -> None:
    await two[0].ask("a", [Wish("chat", 1, seconds=3)])
    word = await two[0].ask("a", [Wish("a", 5, cost=3), Wish("chat", 1, seconds=3)])
    assert word.waits[0] == 0.0
    assert 2.5 < word.waits[1] <= 3.01


async def test_a_pause_is_known_to_the_other_worker_and_never_shortened(two: list[Pace]) -> None:
    now = datetime.now(UTC)
    await two[0].pause("a", now + timedelta(seconds=60))
    await two[1].pause("a", now + timedelta(seconds=30))
    words = [await each.ask("a", [Wish("a", 5)]) for each in two]
    assert all(word.until and abs(word.until - now - timedelta(seconds=60)) < timedelta(seconds=1) for word in words)
    assert (await two[1].ask("b", [Wish("b", 5)])).until is None


async def test_workers_count_together_through_redis_and_alone_without_it(two: list[Pace]) -> None:
    waits = [(await each.ask("a", [Wish("a", 4)])).waits[0] for _ in range(4) for each in two]
    granted = sum(not wait for wait in waits)
    assert granted == (8 if isinstance(two[0], LocalPace) else 4)


async def test_without_redis_a_worker_keeps_the_limit_by_itself(database: Database) -> None:
    alone = RedisPace("redis://127.0.0.1:1/0", database)
    waits = [(await alone.ask("a", [Wish("a", 2)])).waits[0] for _ in range(3)]
    await alone.pause("a", datetime.now(UTC) + timedelta(seconds=60))
    assert [bool(wait) for wait in waits] == [False, False, True]
    assert (await alone.ask("a", [Wish("a", 2)])).until
    await alone.close()


async def test_the_gate_never_lets_more_through_than_the_sender_may(two: list[Pace]) -> None:
    gates = [gate(shared) for shared in two]
    started, passed = time.monotonic(), 0
    while time.monotonic() - started < 0.9:
        passed += sum([not await each.wait(delivery()) for each in gates])
        await asyncio.sleep(0.002)
    assert passed <= LINE.rate * (2 if isinstance(two[0], LocalPace) else 1)
    assert passed >= LINE.rate - 2


async def test_who_has_to_wait_is_told_places_one_behind_the_other(two: list[Pace]) -> None:
    one, started = gate(two[0]), time.monotonic()
    waits = [await one.wait(delivery()) for _ in range(LINE.rate + 10)]
    asking = time.monotonic() - started
    behind = [wait for wait in waits if wait]
    assert len(behind) >= 10
    assert behind == sorted(behind)
    assert behind[-1] - behind[0] == pytest.approx((len(behind) - 1) / LINE.rate, abs=0.1 + asking)


async def test_one_chat_gets_a_short_burst_and_holds_nobody_else_up(two: list[Pace]) -> None:
    one = gate(two[0])
    waits = [await one.wait(delivery(7, channel="telegram")) for _ in range(4)]
    assert [bool(wait) for wait in waits] == [False, False, False, True]
    assert not await one.wait(delivery(8, channel="telegram"))


async def test_broadcasts_leave_room_for_answers(two: list[Pace]) -> None:
    one = gate(two[0])
    many = [await one.wait(delivery(author=Author.BROADCAST)) for _ in range(40)]
    assert sum(not wait for wait in many) <= LINE.rate * 0.6
    assert [await one.wait(delivery()) for _ in range(3)] == [0.0] * 3


async def test_a_busy_worker_asks_far_less_than_once_a_message(two: list[Pace]) -> None:
    counting = Counting(two[0])
    busy = Gate({("yusr", "sms"): Line("a", "fast", 5000)}, counting, Clock())
    waits = [await busy.wait(delivery()) for _ in range(400)]
    assert not any(waits)
    assert counting.asked < 60


async def test_retry_after_silences_the_account_for_every_worker_and_channel(two: list[Pace]) -> None:
    def clock() -> datetime:
        return datetime.now(UTC)

    gates = [gate(shared, clock) for shared in two]
    await gates[0].heard(delivery(), SendError("rate", retry_after=30))
    await gates[0].heard(delivery(), SendError("rate", retry_after=2))
    assert [29 < await each.wait(delivery()) <= 30 for each in gates] == [True, True]
    assert not await gates[1].wait(delivery(channel="telegram"))


async def test_a_provider_that_is_down_is_left_alone(two: list[Pace]) -> None:
    one = gate(two[0])
    for _ in range(10):
        await one.heard(delivery(channel="telegram"), SendError("unknown"))
    assert await one.wait(delivery(channel="telegram")) > 1
    assert not await one.wait(delivery())


async def test_our_own_website_is_never_held_up(two: list[Pace]) -> None:
    counting = Counting(two[0])
    one = gate(counting)
    assert not any([await one.wait(delivery(channel="web")) for _ in range(100)])
    assert counting.asked == 0
