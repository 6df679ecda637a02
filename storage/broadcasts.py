"""Broadcasts: whom a filter finds, and who was written to. Rows, so that a crash stops nothing and doubles nothing."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from storage.links import origin
from storage.statements import insert_id
from storage.tables import (
    Address,
    Application,
    Broadcast,
    BroadcastTarget,
    Consent,
    Conversation,
    Delivery,
    Staff,
    table,
)

_address, _conversation, _application = table(Address), table(Conversation), table(Application)
_broadcast, _target, _consent = table(Broadcast), table(BroadcastTarget), table(Consent)
_delivery, _staff = table(Delivery), table(Staff)
RUNNING, DONE, STOPPED = "running", "done", "stopped"
WAITING, QUEUED, SKIPPED = "waiting", "queued", "skipped"

_EVERYBODY = (
    select(
        _conversation.c.id,
        _conversation.c.channel,
        _conversation.c.last_inbound_at,
        _conversation.c.address_id,
        _address.c.address,
        _address.c.person_id,
        _address.c.verified_at,
        _address.c.blocked_at,
        _address.c.opted_out_at,
    )
    .join_from(_conversation, _address, _conversation.c.address_id == _address.c.id)
    .where(_conversation.c.charity == bindparam("charity"))
    .order_by(_conversation.c.id)
)
_AGREED = select(_consent.c.address_id).where(_consent.c.subject == "messages", _consent.c.given)
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
class Filter:
    """Whom to write to: everybody whom the charity knows, or who asked for one of these services, whose request stands
    so, who lives there; `consent`: only who said in so many words that they want messages.
    """

    services: Sequence[str] = ()
    statuses: Sequence[str] = ()
    cities: Sequence[str] = ()
    consent: bool = False

    @property
    def of_applications(self) -> bool:
        return bool(self.services or self.statuses or self.cities)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be sent to whom, by which member of staff, and at most how many a second."""

    asked: Filter
    text: str
    rate: int
    staff: int


@dataclass(frozen=True, slots=True)
class Reached:
    """One conversation of somebody in the group."""

    id: int
    channel: str
    address: str
    inbound: datetime | None
    blocked: bool
    opted_out: bool


def group(connection: Connection, charity: str, asked: Filter) -> list[list[Reached]]:
    """The people whom the filter finds, each with all conversations that are theirs."""
    matching = _matching(connection, charity, asked) if asked.of_applications else None
    agreed = set(connection.execute(_AGREED).scalars()) if asked.consent else None
    people, found = _People(), set()
    for row in connection.execute(_EVERYBODY, {"charity": charity}):
        people.add(_reached(row), _names(row))
        if (matching is None or _names(row) & matching) and (agreed is None or row.address_id in agreed):
            found.add(row.id)
    return [its for its in people.groups() if found.intersection(each.id for each in its)]


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


def _matching(connection: Connection, charity: str, asked: Filter) -> set[str]:
    """Conversations, origins and people of the applications that the filter finds, as in `_names`."""
    columns = [_application.c.conversation_id, _application.c.origin, _application.c.person_id]
    statement = select(*columns, *([_application.c.answers] if asked.cities else []))
    statement = statement.where(_application.c.charity == charity)
    if asked.services:
        statement = statement.where(_application.c.service.in_(asked.services))
    if asked.statuses:
        statement = statement.where(_application.c.status.in_(asked.statuses))
    found = set()
    for row in connection.execute(statement):
        if not asked.cities or _lives(row.answers) in asked.cities:
            found |= {f"conversation:{row.conversation_id}", row.origin, f"person:{row.person_id}"}
    return found - {"conversation:None", "", "person:None"}


def _lives(answers: Any) -> str:
    return str((answers or {}).get("city", {}).get("value", ""))


class _People:
    """Conversations put together where they share a name: a number, or a person."""

    def __init__(self) -> None:
        self._of: dict[str, tuple[list[Reached], set[str]]] = {}

    def add(self, reached: Reached, names: Collection[str]) -> None:
        mine = ([reached], set(names))
        for its in {id(self._of[name]): self._of[name] for name in names if name in self._of}.values():
            mine[0].extend(its[0])
            mine[1].update(its[1])
        self._of.update(dict.fromkeys(mine[1], mine))

    def groups(self) -> list[list[Reached]]:
        return [group for group, _ in {id(its): its for its in self._of.values()}.values()]


def _names(row: Any) -> set[str]:
    """A phone number is one person on WhatsApp and by SMS; other addresses only where staff made sure of it."""
    names = {f"conversation:{row.id}", origin(row.channel, row.address)}
    verified = row.person_id is not None and row.verified_at is not None
    return names | ({f"person:{row.person_id}"} if verified else set())


def _reached(row: Any) -> Reached:
    blocked, opted_out = row.blocked_at is not None, row.opted_out_at is not None
    return Reached(row.id, row.channel, row.address, row.last_inbound_at, blocked, opted_out)
