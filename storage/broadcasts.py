"""Broadcasts: begun, their turns, and who was written to. Rows, so that a crash stops nothing and doubles nothing."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from storage.audience import Filter
from storage.statements import insert_id
from storage.tables import Broadcast, BroadcastTarget, Delivery, Staff, table

_broadcast, _target, _delivery, _staff = table(Broadcast), table(BroadcastTarget), table(Delivery), table(Staff)
RUNNING, DONE, STOPPED = "running", "done", "stopped"
WAITING, QUEUED, SKIPPED = "waiting", "queued", "skipped"

_RUNNING = select(_broadcast).where(_broadcast.c.state == RUNNING).order_by(_broadcast.c.id)
_TURN = (
    update(_broadcast)
    .where(_broadcast.c.id == bindparam("key"), _broadcast.c.state == RUNNING, _broadcast.c.next_at <= bindparam("now"))
    .values(next_at=bindparam("next"))
)
_NEXT = (
    select(_target.c.id, _target.c.conversation_id)
    .where(_target.c.broadcast_id == bindparam("broadcast"), _target.c.state == WAITING)
    .order_by(_target.c.id)
    .limit(bindparam("most"))
)
_SETTLE = (
    update(_target)
    .where(_target.c.id == bindparam("key"), _target.c.state == WAITING)
    .values(state=bindparam("after"), why=bindparam("reason"), at=bindparam("now"))
)
_SAID = update(_target).where(_target.c.id == bindparam("key")).values(message_id=bindparam("message"))
_END = (
    update(_broadcast)
    .where(_broadcast.c.id == bindparam("key"), _broadcast.c.state == RUNNING)
    .values(state=bindparam("after"), ended_at=bindparam("now"))
)
_ALL = (
    select(_broadcast, _staff.c.name.label("staff"))
    .join(_staff, _broadcast.c.staff_id == _staff.c.id)
    .where(_broadcast.c.charity.in_(bindparam("charities", expanding=True)))
    .order_by(_broadcast.c.id.desc())
    .limit(bindparam("most"))
)
_COUNTS = (
    select(_target.c.state, _delivery.c.state.label("delivery"), func.count().label("number"))
    .outerjoin(_delivery, _delivery.c.message_id == _target.c.message_id)
    .where(_target.c.broadcast_id == bindparam("broadcast"))
    .group_by(_target.c.state, _delivery.c.state)
)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be sent to whom, by which member of staff, and at most how many a second."""

    asked: Filter
    text: str
    rate: int
    staff: int


def begin(connection: Connection, charity: str, order: Order, homes: Iterable[int], now: datetime) -> int:
    """A new broadcast to these conversations; its number."""
    values = {"charity": charity, "text": order.text, "asked": asdict(order.asked), "rate": order.rate}
    times = {"state": RUNNING, "next_at": now, "created_at": now}
    number = insert_id(connection, insert(_broadcast), {**values, "staff_id": order.staff, **times})
    rows = [{"broadcast_id": number, "conversation_id": home, "state": WAITING, "why": "", "at": now} for home in homes]
    if rows:
        connection.execute(insert(_target), rows)
    return number


def running(connection: Connection) -> list[Any]:
    """The broadcasts that are not at their end."""
    return list(connection.execute(_RUNNING).all())


def turn(connection: Connection, broadcast: Any, seconds: float, now: datetime) -> list[Any]:
    """The next targets, as many as its rate allows in these seconds; [] where another worker has had this turn."""
    taken = {"key": broadcast.id, "now": now, "next": now + timedelta(seconds=seconds)}
    if connection.execute(_TURN, taken).rowcount != 1:
        return []
    where = {"broadcast": broadcast.id, "most": max(1, int(broadcast.rate * seconds))}
    rows = list(connection.execute(_NEXT, where).all())
    if not rows:
        end(connection, broadcast.id, DONE, now)
    return rows


def settle(connection: Connection, target: int, now: datetime, *, why: str = "") -> bool:
    """Written to, or skipped with a reason. False where another worker was faster."""
    values = {"key": target, "after": SKIPPED if why else QUEUED, "reason": why, "now": now}
    return connection.execute(_SETTLE, values).rowcount == 1


def said(connection: Connection, target: int, message: int) -> None:
    connection.execute(_SAID, {"key": target, "message": message})


def end(connection: Connection, broadcast: int, state: str, now: datetime) -> bool:
    """It is done, or somebody stops it: what waits is never sent. False where it had ended before."""
    return connection.execute(_END, {"key": broadcast, "after": state, "now": now}).rowcount == 1


def all_of(connection: Connection, charities: Collection[str], most: int = 50) -> list[Any]:
    """The newest first, each with the name of who sent it (`staff`)."""
    return list(connection.execute(_ALL, {"charities": list(charities), "most": most}).all())


def counts(connection: Connection, broadcast: int) -> dict[str, int]:
    """How many are waiting and skipped, and of those written to how many messages stand where."""
    rows = connection.execute(_COUNTS, {"broadcast": broadcast})
    return {str(row.delivery or row.state): int(row.number) for row in rows}
