"""Sending: in order, claimed once, retried only where nothing was sent, and never blindly."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import housekeeping, inbox, outbox, turn
from channels.base import SendError
from channels.fake import Fake
from flows.message import Incoming, Kind
from storage import sweep
from storage.engine import Database
from tests import line
from tests.line import CHANNEL, CHARITY, Clock, said


async def speak(ports: Any, text: str = "hi", key: str = "1") -> None:
    await inbox.accept(ports, CHARITY, CHANNEL, [said(text, key)])
    await turn.take(ports, 1)


def built(database: Database, folder: Path, **parts: Any) -> tuple[Any, Fake, Clock]:
    ports = line.ports(database, folder, **parts)
    return ports, ports.channels[CHARITY, CHANNEL], ports.clock  # type: ignore[return-value]


def deliveries(database: Database) -> list[tuple[Any, ...]]:
    return line.rows(database, "SELECT state, attempts, error FROM deliveries ORDER BY id")


async def test_a_rate_limit_waits_as_long_as_the_provider_asked(database: Database, tmp_path: Path) -> None:
    ports, channel, clock = built(database, tmp_path)
    channel.fail(SendError("rate", retry_after=30))
    await speak(ports)
    assert deliveries(database) == [("queued", 1, "rate")]
    clock.turn(29)
    await outbox.deliver(ports, 1)
    assert channel.texts() == []
    clock.turn(1)
    await outbox.deliver(ports, 1)
    assert deliveries(database) == [("sent", 2, "")]


async def test_trouble_is_retried_ever_more_slowly_and_given_up(database: Database, tmp_path: Path) -> None:
    ports, channel, clock = built(database, tmp_path, settings={"send_attempts": 4})
    channel.fail(SendError("transient"), times=10)
    await speak(ports)
    for attempt in (1, 2, 3):
        assert deliveries(database) == [("queued", attempt, "transient")]
        clock.turn(2**attempt)
        await outbox.deliver(ports, 1)
    assert deliveries(database) == [("failed", 4, "transient")]


def test_the_pause_grows_is_jittered_and_has_a_limit(database: Database, tmp_path: Path) -> None:
    ports, *_ = built(database, tmp_path)
    for attempt, most in ((0, 1), (3, 8), (20, 300)):
        pauses = [outbox.pause(ports, attempt, None) for _ in range(200)]
        assert all(0 <= pause <= most for pause in pauses)
        assert max(pauses) > most / 2 > min(pauses)


@pytest.mark.parametrize("kind", ["blocked", "invalid"])
async def test_a_refusal_is_final_kept_and_does_not_hold_up_the_next(
    database: Database, tmp_path: Path, kind: str
) -> None:
    ports, channel, _ = built(database, tmp_path)
    channel.fail(SendError(kind), delivered=False)
    await speak(ports, "twice")
    assert deliveries(database) == [("failed", 1, kind), ("sent", 1, "")]
    blocked = line.rows(database, "SELECT blocked_at IS NOT NULL FROM addresses")[0][0]
    assert bool(blocked) is (kind == "blocked")


@pytest.mark.parametrize("error", [SendError("unknown"), TimeoutError(), RuntimeError("odd")])
async def test_nobody_sends_again_what_may_have_arrived(database: Database, tmp_path: Path, error: Exception) -> None:
    class Odd(Fake):
        async def send(self, address: str, payload: Any) -> str:
            if not self.sent:
                await super().send(address, payload)
                raise error
            return await super().send(address, payload)

    ports, channel, clock = built(database, tmp_path, channels={(CHARITY, CHANNEL): Odd()})
    await speak(ports)
    clock.turn(3600)
    await outbox.deliver(ports, 1)
    await speak(ports, "next", "2")
    assert [row[0] for row in deliveries(database)] == ["unknown", "sent"]
    assert channel.texts() == ["1: hi", "2: next"]


async def test_a_call_that_hangs_becomes_unknown(database: Database, tmp_path: Path) -> None:
    class Hanging(Fake):
        async def send(self, address: str, payload: Any) -> str:
            await asyncio.sleep(60)
            raise AssertionError

    ports, *_ = built(database, tmp_path, channels={(CHARITY, CHANNEL): Hanging()}, settings={"send_seconds": 0.05})
    await speak(ports)
    assert deliveries(database) == [("unknown", 1, "timeout")]


async def test_later_messages_wait_for_the_one_to_be_retried(database: Database, tmp_path: Path) -> None:
    ports, channel, clock = built(database, tmp_path)
    channel.fail(SendError("rate", retry_after=10))
    await speak(ports, "twice")
    await speak(ports, "later", "2")
    assert channel.texts() == []
    clock.turn(10)
    await outbox.deliver(ports, 1)
    assert channel.texts() == ["1: twice", "1: twice again", "2: later"]
    assert [row[1] for row in deliveries(database)] == [2, 1, 1]


async def test_what_a_dead_worker_was_sending_is_unknown_after_its_lease(database: Database, tmp_path: Path) -> None:
    class Dying(Fake):
        async def send(self, address: str, payload: Any) -> str:
            raise asyncio.CancelledError

    ports, _, clock = built(database, tmp_path, channels={(CHARITY, CHANNEL): Dying()})
    with pytest.raises(asyncio.CancelledError):
        await speak(ports)
    assert deliveries(database) == [("sending", 0, "")]
    after, channel, _ = built(database, tmp_path, clock=clock)
    clock.turn(30)
    await outbox.deliver(after, 1)
    assert deliveries(database) == [("sending", 0, "")]
    clock.turn(31)
    await outbox.deliver(after, 1)
    assert deliveries(database) == [("unknown", 0, "stale")]
    assert channel.texts() == []


async def test_where_a_repeat_does_no_harm_it_is_sent_again(database: Database, tmp_path: Path) -> None:
    class Page(Fake):
        idempotent = True

    class DyingPage(Page):
        async def send(self, address: str, payload: Any) -> str:
            raise asyncio.CancelledError

    ports, _, clock = built(database, tmp_path, channels={(CHARITY, CHANNEL): DyingPage()})
    with pytest.raises(asyncio.CancelledError):
        await speak(ports)
    after, channel, _ = built(database, tmp_path, clock=clock, channels={(CHARITY, CHANNEL): Page()})
    clock.turn(61)
    await outbox.deliver(after, 1)
    assert channel.texts() == ["1: hi"]


def swept(database: Database, clock: Clock) -> list[int]:
    return database.read_now(sweep.left_lying, before=clock(), now=clock(), stale=clock() - timedelta(minutes=1))


async def test_what_stands_behind_a_message_that_has_to_wait_is_not_swept(database: Database, tmp_path: Path) -> None:
    """Else the few places of a sweep are taken by those who can only wait, while a provider is down."""
    ports, channel, clock = built(database, tmp_path)
    channel.fail(SendError("rate", retry_after=30))
    await speak(ports, "first", "1")
    await speak(ports, "second", "2")
    clock.turn(20)
    assert swept(database, clock) == []
    clock.turn(20)
    assert swept(database, clock) == [1]


async def test_an_answer_does_not_stand_behind_a_broadcast_that_waits(database: Database, tmp_path: Path) -> None:
    ports, channel, clock = built(database, tmp_path)
    channel.fail(SendError("rate", retry_after=30))
    await speak(ports, "first", "1")
    database.write_now(lambda connection: connection.exec_driver_sql("UPDATE deliveries SET author = 'broadcast'"))
    channel.fail(SendError("rate", retry_after=10))
    await speak(ports, "second", "2")
    clock.turn(20)
    assert swept(database, clock) == [1]


async def test_a_report_that_overtakes_our_receipt_is_not_lost(database: Database, tmp_path: Path) -> None:
    report = Incoming(Kind.STATUS, "s1", "", ref="f1", state="delivered")

    class Fast(Fake):
        async def send(self, address: str, payload: Any) -> str:
            sent = await super().send(address, payload)
            await inbox.accept(ports, CHARITY, CHANNEL, [report])
            return sent

    ports, *_ = built(database, tmp_path, channels={(CHARITY, CHANNEL): Fast()})
    await speak(ports)
    assert deliveries(database)[0][0] == "sent"
    await housekeeping.once(ports, ports.wake.wake)
    assert deliveries(database)[0][0] == "delivered"
    assert line.rows(database, "SELECT state FROM inbox_events WHERE kind = 'status'") == [("done",)]


async def test_a_report_about_nothing_of_ours_is_laid_aside_in_time(database: Database, tmp_path: Path) -> None:
    ports, _, clock = built(database, tmp_path)
    await inbox.accept(ports, CHARITY, CHANNEL, [Incoming(Kind.STATUS, "s1", "", ref="x", state="sent")])
    await housekeeping.once(ports, ports.wake.wake)
    assert line.rows(database, "SELECT state FROM inbox_events") == [("waiting",)]
    clock.turn(700)
    await housekeeping.once(ports, ports.wake.wake)
    assert line.rows(database, "SELECT state FROM inbox_events") == [("ignored",)]


async def test_a_charity_whose_channel_was_closed_fails_its_deliveries(database: Database, tmp_path: Path) -> None:
    ports, channel, clock = built(database, tmp_path)
    channel.fail(SendError("rate", retry_after=1))
    await speak(ports)
    clock.turn(2)
    await outbox.deliver(line.ports(database, tmp_path, channels={}, clock=clock), 1)
    assert deliveries(database) == [("failed", 2, "no such channel")]
