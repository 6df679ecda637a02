"""Who speaks for the charity: claim, renew, release and hand back, each a conditional UPDATE under the row's lock."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, insert, or_, select, update

from flows.session import dump, load
from storage.statements import insert_id
from storage.states import CaseState, Owner
from storage.tables import Case, Conversation, table

_conversation, _case = table(Conversation), table(Case)
LEASE = timedelta(minutes=15)
# A case that no hand-off opened: a member of staff stepped in by herself.
STEPPED_IN, UNURGENT = "stepped_in", 3

_HERS = and_(_conversation.c.owner == Owner.STAFF.value, _conversation.c.owner_staff_id == bindparam("staff"))
_NOT_HERS = or_(_conversation.c.owner_staff_id != bindparam("staff"), _conversation.c.owner_staff_id.is_(None))
_FREE = or_(
    _conversation.c.owner != Owner.STAFF.value,
    _conversation.c.lease_until.is_(None),
    _conversation.c.lease_until <= bindparam("now"),
)


def _change(*where: ColumnElement[bool]) -> Any:
    """Another owner, under the next epoch: what the bot decided before will not be sent."""
    return (
        update(_conversation)
        .where(_conversation.c.id == bindparam("key"), *where)
        .values(
            owner=bindparam("owner_"),
            owner_staff_id=bindparam("holder"),
            lease_until=bindparam("lease"),
            epoch=_conversation.c.epoch + 1,
            version=_conversation.c.version + 1,
            updated_at=bindparam("now"),
        )
    )


_CLAIM, _TAKE_OVER, _LEAVE = _change(_NOT_HERS, _FREE), _change(_NOT_HERS), _change(_HERS)
_RENEW = (
    update(_conversation).where(_conversation.c.id == bindparam("key"), _HERS).values(lease_until=bindparam("lease"))
)
_SESSION = select(_conversation.c.session).where(_conversation.c.id == bindparam("key"))
_KEEP_SESSION = update(_conversation).where(_conversation.c.id == bindparam("key")).values(session=bindparam("state"))
_ABOUT = select(_conversation.c.charity, _conversation.c.epoch).where(_conversation.c.id == bindparam("key"))
_OPEN = (_case.c.conversation_id == bindparam("conversation"), _case.c.state != CaseState.CLOSED.value)
_TAKE_CASE = (
    update(_case)
    .where(*_OPEN)
    .values(state=CaseState.CLAIMED.value, claimed_by=bindparam("staff"), claimed_at=bindparam("now"))
)
_FREE_CASE = update(_case).where(*_OPEN).values(state=CaseState.OPEN.value, claimed_by=None, claimed_at=None)
_CLOSE_CASE = (
    update(_case)
    .where(*_OPEN)
    .values(
        state=CaseState.CLOSED.value,
        claimed_by=bindparam("staff"),
        closed_at=bindparam("now"),
        outcome=bindparam("how"),
    )
)
_ANSWER_CASE = update(_case).where(*_OPEN, _case.c.answered_at.is_(None)).values(answered_at=bindparam("now"))
_NEW_CASE = insert(_case)


def claim(connection: Connection, conversation: int, staff: int, *, now: datetime, over: bool = False) -> bool:
    """Give the conversation to her, unless another one holds it (`over` takes it all the same). Did she get it?"""
    statement = _TAKE_OVER if over else _CLAIM
    if not _moved(connection, statement, conversation, Owner.STAFF, staff=staff, now=now):
        # Not an error where it is hers already: the claim then only renews the lease.
        return renew(connection, conversation, staff, now)
    if connection.execute(_TAKE_CASE, {"conversation": conversation, "staff": staff, "now": now}).rowcount == 0:
        _open_case(connection, conversation, staff, now)
    return True


def renew(connection: Connection, conversation: int, staff: int, now: datetime) -> bool:
    """Prolong her lease. False where the conversation is not hers."""
    return connection.execute(_RENEW, {"key": conversation, "staff": staff, "lease": now + LEASE}).rowcount == 1


def release(connection: Connection, conversation: int, staff: int, now: datetime) -> bool:
    """Put it back into the queue, its case open again. False where it is not hers."""
    if not _moved(connection, _LEAVE, conversation, Owner.QUEUE, staff=staff, now=now):
        return False
    connection.execute(_FREE_CASE, {"conversation": conversation})
    return True


def give_back(connection: Connection, conversation: int, staff: int, *, now: datetime, close: bool) -> bool:
    """Give it to the bot and close its case, or leave that open for later. False where it is not hers."""
    if not _moved(connection, _LEAVE, conversation, Owner.BOT, staff=staff, now=now):
        return False
    if close:
        how = {"conversation": conversation, "staff": staff, "now": now, "how": "handed_back"}
        connection.execute(_CLOSE_CASE, how)
    else:
        connection.execute(_FREE_CASE, {"conversation": conversation})
    return True


def answered(connection: Connection, conversation: int, now: datetime) -> None:
    """Staff have spoken for the first time."""
    connection.execute(_ANSWER_CASE, {"conversation": conversation, "now": now})


def _moved(
    connection: Connection, statement: Any, conversation: int, owner: Owner, *, staff: int, now: datetime
) -> bool:
    with_staff = owner is Owner.STAFF
    values = {
        "key": conversation,
        "staff": staff,
        "now": now,
        "owner_": owner.value,
        "holder": staff if with_staff else None,
        "lease": now + LEASE if with_staff else None,
    }
    if connection.execute(statement, values).rowcount != 1:
        return False
    # The engine keeps the owner in the session too; the row is locked by the UPDATE, so this is the last word.
    session = load(connection.execute(_SESSION, {"key": conversation}).scalar_one())
    connection.execute(_KEEP_SESSION, {"key": conversation, "state": dump(replace(session, owner=owner.value))})
    return True


def _open_case(connection: Connection, conversation: int, staff: int, now: datetime) -> None:
    row = connection.execute(_ABOUT, {"key": conversation}).one()
    case = {
        "charity": row.charity,
        "conversation_id": conversation,
        "reason": STEPPED_IN,
        "priority": UNURGENT,
        "detail": "",
        "epoch": row.epoch,
        "state": CaseState.CLAIMED.value,
        "opened_at": now,
        "claimed_by": staff,
        "claimed_at": now,
        "outcome": "",
    }
    insert_id(connection, _NEW_CASE, case)
