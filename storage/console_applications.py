"""What the console shows of applications: the list, and one with everything around it. Queries never commit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select

from flows.life import ENDED, State
from storage.tables import (
    Application,
    ApplicationEvent,
    Appointment,
    Conversation,
    Declaration,
    Delivery,
    Document,
    Person,
    Staff,
    table,
)

_application, _event, _person, _staff = table(Application), table(ApplicationEvent), table(Person), table(Staff)
_document, _declaration, _appointment = table(Document), table(Declaration), table(Appointment)
_delivery, _conversation = table(Delivery), table(Conversation)
WAITING = tuple(state.value for state in State if state not in ENDED | {State.DRAFT})

_ours = _application.c.charity.in_(bindparam("charities", expanding=True))
_short = (
    _application.c.id,
    _application.c.reference,
    _application.c.charity,
    _application.c.service,
    _application.c.status,
    _application.c.submitted_at,
    _application.c.updated_at,
)
_LIST = (
    select(*_short, _person.c.identity)
    .outerjoin(_person, _application.c.person_id == _person.c.id)
    .where(_ours, _application.c.status.in_(bindparam("statuses", expanding=True)))
    # Since when it stands where it stands: who has waited longest for the next step is first.
    .order_by(_application.c.updated_at, _application.c.id)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_LIST_OF_SERVICE = _LIST.where(_application.c.service == bindparam("service"))
_ONE = (
    select(
        *_short,
        _application.c.answers,
        _application.c.pack,
        _application.c.conversation_id,
        _application.c.person_id,
        _application.c.recommendation,
        _application.c.recommended_by,
        _conversation.c.channel,
    )
    .outerjoin(_conversation, _application.c.conversation_id == _conversation.c.id)
    .where(_application.c.id == bindparam("key"), _ours)
)
_of_application: BindParameter[int] = bindparam("key")
_EVENTS = select(_event).where(_event.c.application_id == _of_application).order_by(_event.c.id)
_SENT = (
    select(_delivery.c.message_id, _delivery.c.channel, _delivery.c.state, _delivery.c.error)
    .where(_delivery.c.message_id.in_(bindparam("messages", expanding=True)))
    .order_by(_delivery.c.id)
)
_NAMES = select(_staff.c.id, _staff.c.name).where(_staff.c.id.in_(bindparam("staff", expanding=True)))
_DOCUMENTS = (
    select(
        _document.c.id,
        _document.c.kind,
        _document.c.media,
        _document.c.wanted,
        _document.c.seen_at,
        _staff.c.name.label("staff"),
    )
    .outerjoin(_staff, _document.c.seen_by == _staff.c.id)
    .where(_document.c.application_id == _of_application)
    .order_by(_document.c.id)
)
_DECLARED = (
    select(_declaration)
    .where(_declaration.c.application_id == _of_application)
    .order_by(_declaration.c.id.desc())
    .limit(1)
)
_APPOINTMENTS = (
    select(_appointment, _staff.c.name.label("staff"))
    .outerjoin(_staff, _appointment.c.staff_id == _staff.c.id)
    .where(_appointment.c.application_id == _of_application)
    .order_by(_appointment.c.id)
)
_OTHERS = (
    select(*_short)
    .where(
        _application.c.charity == bindparam("charity"),
        _application.c.person_id == bindparam("person"),
        _application.c.id != _of_application,
    )
    .order_by(_application.c.id.desc())
)


@dataclass(frozen=True, slots=True)
class Happened:
    """One event. `by` is a name of staff or ""; `deliveries` are (state, error) of what was said on `channel`."""

    id: int
    move: str
    before: str
    after: str
    detail: str
    note: Any
    at: datetime
    actor: str
    by: str
    untold: str
    channel: str = ""
    deliveries: tuple[tuple[str, str], ...] = ()


def listed(
    connection: Connection,
    charities: Collection[str],
    statuses: Collection[str],
    *,
    service: str = "",
    skip: int,
    most: int,
) -> list[Any]:
    """Applications of these states, whoever waits longest first; `identity` is the person's (`full_name` and so on)."""
    where: dict[str, Any] = {"charities": list(charities), "statuses": list(statuses), "skip": skip, "most": most}
    if service:
        return list(connection.execute(_LIST_OF_SERVICE, {**where, "service": service}).all())
    return list(connection.execute(_LIST, where).all())


def application(connection: Connection, key: int, charities: Collection[str]) -> Any | None:
    """The application, or None where it is none of these charities'."""
    return connection.execute(_ONE, {"key": key, "charities": list(charities)}).first()


def events(connection: Connection, key: int) -> list[Happened]:
    """Everything that happened to the application, oldest first."""
    rows = connection.execute(_EVENTS, {"key": key}).all()
    names = _names(connection, {_number(row.actor) for row in rows})
    sent: dict[int, list[Any]] = {}
    for part in connection.execute(_SENT, {"messages": [row.message_id for row in rows if row.message_id]}):
        sent.setdefault(part.message_id, []).append(part)
    return [_happened(row, names.get(_number(row.actor), ""), sent.get(row.message_id, [])) for row in rows]


def documents(connection: Connection, key: int) -> list[Any]:
    """The papers: kind, answer (`media`), whether one is still to come (`wanted`), when it was seen and by whom."""
    return list(connection.execute(_DOCUMENTS, {"key": key}).all())


def declaration(connection: Connection, key: int) -> Any | None:
    """The latest declaration."""
    return connection.execute(_DECLARED, {"key": key}).first()


def appointments(connection: Connection, key: int) -> list[Any]:
    """Interviews and visits, in the order in which they were planned, with the name of who planned them (`staff`)."""
    return list(connection.execute(_APPOINTMENTS, {"key": key}).all())


def others(connection: Connection, row: Any) -> list[Any]:
    """The same person's other applications, known by the blind index of the identity number; the newest first."""
    if row.person_id is None:
        return []
    where = {"charity": row.charity, "person": row.person_id, "key": row.id}
    return list(connection.execute(_OTHERS, where).all())


def _names(connection: Connection, staff: Collection[int]) -> dict[int, str]:
    return {row.id: row.name for row in connection.execute(_NAMES, {"staff": list(staff)})}


def _number(actor: str) -> int:
    kind, _, number = actor.partition(":")
    return int(number) if kind == "staff" else 0


def _happened(row: Any, by: str, sent: Sequence[Any]) -> Happened:
    return Happened(
        id=row.id,
        move=row.move,
        before=row.before,
        after=row.after,
        detail=row.detail,
        note=row.note,
        at=row.at,
        actor=row.actor,
        by=by,
        untold=row.untold,
        channel=sent[0].channel if sent else "",
        deliveries=tuple((part.state, part.error) for part in sent),
    )
