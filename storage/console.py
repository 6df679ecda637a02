"""What the console shows: the queue, the list of conversations, one conversation. Queries never commit."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, case, func, or_, select

from storage.links import circle
from storage.states import Author, CaseState
from storage.tables import (
    Address,
    Application,
    AuditEntry,
    Case,
    CaseNote,
    Conversation,
    Delivery,
    Message,
    Staff,
    table,
)

_conversation, _address, _case, _staff = table(Conversation), table(Address), table(Case), table(Staff)
_message, _delivery, _note = table(Message), table(Delivery), table(CaseNote)
_application, _audit = table(Application), table(AuditEntry)
# Whoever waits longer than this is as urgent as somebody who asked for a person: the oldest never starves.
PATIENCE = timedelta(hours=2)
MOST_QUEUED = 200
MOVES = ("claim", "take_over", "release", "hand_back", "separate")

_open = _case.c.state != CaseState.CLOSED.value
_rank = case(
    (_case.c.priority == 1, 1),
    (or_(_case.c.priority == 2, _case.c.opened_at <= bindparam("impatient")), 2),
    else_=3,
)
_ours: ColumnElement[bool] = _conversation.c.charity.in_(bindparam("charities", expanding=True))
_last_reply = (
    select(func.max(_message.c.created_at))
    .where(_message.c.conversation_id == _conversation.c.id, _message.c.author == Author.STAFF.value)
    .scalar_subquery()
)
_standing = (
    _conversation.c.id.label("conversation"),
    _conversation.c.charity,
    _conversation.c.channel,
    _conversation.c.owner,
    _conversation.c.owner_staff_id,
    _conversation.c.lease_until,
    _conversation.c.last_inbound_at,
    _staff.c.name.label("holder"),
    _address.c.name,
)


def _conversations(*more: Any) -> Select[Any]:
    return (
        select(*_standing, *more)
        .join_from(_conversation, _address, _conversation.c.address_id == _address.c.id)
        .outerjoin(_staff, _conversation.c.owner_staff_id == _staff.c.id)
    )


_QUEUE = (
    _conversations(
        _case.c.id.label("case"),
        _case.c.reason,
        _case.c.priority,
        _case.c.detail,
        _case.c.opened_at,
        _last_reply.label("last_reply"),
    )
    .join(_case, _case.c.conversation_id == _conversation.c.id)
    .where(_case.c.charity.in_(bindparam("charities", expanding=True)), _open)
    .order_by(_rank, _case.c.opened_at, _case.c.id)
    .limit(MOST_QUEUED)
)
_RECENT = (
    _conversations(_conversation.c.updated_at)
    .where(_ours)
    .order_by(_conversation.c.updated_at.desc(), _conversation.c.id.desc())
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_ONE = _conversations(
    _conversation.c.session,
    _conversation.c.epoch,
    _address.c.id.label("address_id"),
    _address.c.address,
    _address.c.person_id,
    _address.c.verified_at,
    _address.c.blocked_at,
    _address.c.opted_out_at,
).where(_conversation.c.id == bindparam("key"), _ours)
_CASES = (
    select(_case, _staff.c.name.label("holder"))
    .outerjoin(_staff, _case.c.claimed_by == _staff.c.id)
    .where(_case.c.conversation_id == bindparam("key"))
    .order_by(_case.c.id.desc())
)
_NOTES = (
    select(_note.c.id, _note.c.text, _note.c.at, _staff.c.name.label("staff"))
    .join(_case, _note.c.case_id == _case.c.id)
    .join(_staff, _note.c.staff_id == _staff.c.id)
    .where(_case.c.conversation_id == bindparam("key"))
    .order_by(_note.c.id)
)
_HISTORY = (
    select(_audit.c.action, _audit.c.at, _staff.c.name.label("staff"))
    .outerjoin(_staff, _audit.c.staff_id == _staff.c.id)
    .where(_audit.c.subject == bindparam("subject"), _audit.c.action.in_(MOVES))
    .order_by(_audit.c.id)
)
_APPLICATIONS = (
    select(
        _application.c.id,
        _application.c.reference,
        _application.c.service,
        _application.c.status,
        _application.c.updated_at,
    )
    .where(
        _application.c.charity == bindparam("charity"),
        or_(
            _application.c.conversation_id == bindparam("key"),
            _application.c.origin.in_(bindparam("origins", expanding=True)),
            # Only where staff made sure that the address is this person's.
            and_(_application.c.person_id == bindparam("person"), bindparam("verified")),
        ),
    )
    .order_by(_application.c.id.desc())
)
_STAMP = select(
    _conversation.c.version,
    _conversation.c.epoch,
    _conversation.c.owner_staff_id,
    select(func.max(_message.c.id)).where(_message.c.conversation_id == bindparam("key")).scalar_subquery(),
    select(func.max(_note.c.id))
    .join_from(_note, _case, _note.c.case_id == _case.c.id)
    .where(_case.c.conversation_id == bindparam("key"))
    .scalar_subquery(),
).where(_conversation.c.id == bindparam("key"), _ours)
_recent_messages = (
    select(_message.c.id).where(_message.c.conversation_id == bindparam("key")).order_by(_message.c.id.desc()).limit(30)
)
_STATES = (
    select(_delivery.c.id, _delivery.c.state)
    .where(_delivery.c.message_id.in_(_recent_messages))
    .order_by(_delivery.c.id)
)


def queue(connection: Connection, charities: Sequence[str], now: datetime) -> list[Any]:
    """Conversations with an open case: emergencies, then who asked for a person or waited long, then the rest; each by
    age. Rows of `conversation`, `case`, `reason`, `priority`, `opened_at`, `last_reply` and who holds it.
    """
    where = {"charities": list(charities), "impatient": now - PATIENCE}
    return list(connection.execute(_QUEUE, where).all())


def recent(connection: Connection, charities: Sequence[str], *, skip: int, most: int) -> list[Any]:
    """Conversations, the one that changed last first."""
    return list(connection.execute(_RECENT, {"charities": list(charities), "skip": skip, "most": most}).all())


def conversation(connection: Connection, key: int, charities: Sequence[str]) -> Any | None:
    """The conversation with its session JSON and address, or None where it is none of these charities'."""
    return connection.execute(_ONE, {"key": key, "charities": list(charities)}).first()


def cases(connection: Connection, key: int) -> list[Any]:
    """Every case of the conversation, the newest first, with the name of who held it (`holder`)."""
    return list(connection.execute(_CASES, {"key": key}).all())


def notes(connection: Connection, key: int) -> list[Any]:
    return list(connection.execute(_NOTES, {"key": key}).all())


def history(connection: Connection, key: int) -> list[Any]:
    """Who took the conversation and gave it away, oldest first."""
    return list(connection.execute(_HISTORY, {"subject": f"conversation:{key}"}).all())


def applications(connection: Connection, row: Any) -> list[Any]:
    """The applications made in this conversation (a row of `conversation`), from its addresses, or by its person."""
    where = {
        "charity": row.charity,
        "key": row.conversation,
        "origins": circle(connection, row).origins,
        "person": row.person_id,
        "verified": row.verified_at is not None,
    }
    return list(connection.execute(_APPLICATIONS, where).all())


def stamp(connection: Connection, key: int, charities: Sequence[str]) -> str:
    """A text that changes whenever the conversation's page would. "" where it may not be seen."""
    row = connection.execute(_STAMP, {"key": key, "charities": list(charities)}).first()
    if row is None:
        return ""
    states = [tuple(state) for state in connection.execute(_STATES, {"key": key})]
    return repr((tuple(row), states))
