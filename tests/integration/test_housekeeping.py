"""The chores behind the main line: one that fails keeps no other from its turn, and nobody's news holds up the rest."""

from pathlib import Path
from typing import Any

from sqlalchemy import update

from bot import broadcasts, inbox, reminders, staff, turn
from bot.clock import now
from bot.worker import Worker
from channels.fake import Fake
from flows.message import Kind
from storage import broadcasts as rows
from storage import inbox as inbox_rows
from storage import reminders as planned
from storage.audience import Filter
from storage.broadcasts import Order
from storage.engine import Database
from storage.tables import Conversation, InboxEvent, table
from tests import line
from tests.line import CHANNEL, CHARITY, said, until


async def someone(ports: Any, who: str) -> int:
    """A conversation in which nothing waits any more."""
    accepted = await inbox.accept(ports, CHARITY, CHANNEL, [said("hi", who, who=who)])
    await turn.take(ports, accepted.waiting[0])
    return accepted.waiting[0]


def broadcast(ports: Any, *homes: int) -> None:
    """A running broadcast to these conversations."""
    by = staff.add(ports.database, "Muna", "muna@sanad.example", "a long enough password", "admin", [CHARITY])
    ports.database.write_now(rows.begin, CHARITY, Order(Filter(), "news", 50, by), homes, ports.clock())


def spoil(database: Database, conversation: int) -> None:
    """Its session becomes one that this code cannot read."""
    conversations = table(Conversation)
    statement = update(conversations).where(conversations.c.id == conversation).values(session=[7])
    database.write_now(lambda connection: connection.execute(statement))


async def test_a_chore_that_fails_leaves_the_sweeper_alive(database: Database, tmp_path: Path) -> None:
    channel = Fake()
    ports = line.ports(database, tmp_path, clock=now, channels={(CHARITY, CHANNEL): channel})
    # A status report that this code cannot read waits for its delivery, and is met in every round.
    report = said("", "report", who="", kind=Kind.STATUS)
    database.write_now(inbox_rows.accept, CHARITY, CHANNEL, [report], now())
    events = table(InboxEvent)
    database.write_now(lambda connection: connection.execute(update(events).values(payload={"kind": "of tomorrow"})))
    worker = Worker(ports)
    await worker.start()
    try:
        for place in ("1", "2"):
            await inbox.accept(ports, CHARITY, CHANNEL, [said("hi", place)])
            await until(lambda told=f"{place}: hi": told in channel.texts(line.PERSON))
    finally:
        await worker.stop()


async def test_one_whom_a_broadcast_cannot_reach_holds_up_no_other(database: Database, tmp_path: Path) -> None:
    ports = line.ports(database, tmp_path)
    first, second = await someone(ports, "first"), await someone(ports, "second")
    spoil(database, first)
    broadcast(ports, first, second)
    assert await broadcasts.feed(ports) == 1
    states = line.rows(database, "SELECT state, why FROM broadcast_targets ORDER BY id")
    assert states == [("skipped", "trouble"), ("queued", "")]


async def test_a_reminder_that_cannot_be_said_holds_up_no_other(database: Database, tmp_path: Path) -> None:
    ports = line.ports(database, tmp_path)
    first, second = await someone(ports, "first"), await someone(ports, "second")
    for conversation in (first, second):
        database.write_now(planned.plan, conversation, "remind.form", subject="food", due=ports.clock())
    spoil(database, first)
    ports.clock.turn(3 * 3600)  # type: ignore[attr-defined]  # the clock of the tests
    await reminders.send(ports)
    waiting = line.rows(database, "SELECT conversation_id FROM reminders WHERE done_at IS NULL")
    assert waiting == [(first,)]
    assert database.read_now(planned.due, ports.clock()) == []
