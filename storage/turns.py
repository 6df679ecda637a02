"""What a turn reads and writes of its conversation, under the conversation's lock."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    func,
    literal_column,
    not_,
    or_,
    select,
    update,
)

from flows.message import Incoming
from storage import wire
from storage.prepared import Prepared
from storage.states import EventState, Owner
from storage.tables import Address, AddressLink, Conversation, Delivery, InboxEvent, Message, table

_address, _conversation, _delivery = table(Address), table(Conversation), table(Delivery)
_inbox, _message, _link = table(InboxEvent), table(Message), table(AddressLink)

# Written out, not bound: both databases use a partial index only for the very words of its condition.
_WAITS: ColumnElement[bool] = literal_column("inbox_events.state = 'waiting'")
_UNSENT: ColumnElement[bool] = literal_column("deliveries.state IN ('queued', 'sending')")
_PARKED: ColumnElement[bool] = literal_column("deliveries.state = 'parked'")
_earlier = _inbox.alias("earlier")

_WAITING = Prepared(
    select(
        _inbox.c.id,
        _inbox.c.payload,
        _inbox.c.attempts,
        _inbox.c.received_at,
        _inbox.c.charity,
        _inbox.c.channel,
    )
    .where(_inbox.c.conversation_id == bindparam("conversation"), _WAITS)
    .order_by(_inbox.c.id)
    .limit(bindparam("most"))
)
_HOLD = Prepared(
    select(
        _conversation.c.id,
        _conversation.c.charity,
        _conversation.c.channel,
        _conversation.c.address_id,
        _address.c.address,
        _address.c.person_id,
        _address.c.verified_at,
        _conversation.c.session,
        _conversation.c.version,
        _conversation.c.owner,
        _conversation.c.owner_staff_id,
        _conversation.c.lease_until,
        _conversation.c.epoch,
        select(_delivery.c.id)
        # An answer need not wait behind a text to many.
        .where(_delivery.c.conversation_id == bindparam("conversation"), _UNSENT, _delivery.c.author != "broadcast")
        .exists()
        .label("unsent"),
        select(_delivery.c.id)
        .where(_delivery.c.conversation_id == bindparam("conversation"), _PARKED)
        .exists()
        .label("parked"),
        select(_link.c.id)
        .where(
            _link.c.undone_at.is_(None),
            or_(
                _link.c.address_id == _conversation.c.address_id,
                and_(_link.c.charity == _conversation.c.charity, _link.c.number == _address.c.address),
            ),
        )
        .exists()
        .label("joined"),
    )
    .join_from(_conversation, _address, _conversation.c.address_id == _address.c.id)
    .where(_conversation.c.id == bindparam("conversation"))
    .with_for_update(of=_conversation, key_share=True)
)
_DONE = Prepared(
    update(_inbox)
    .where(
        _inbox.c.id == bindparam("event"),
        _WAITS,
        not_(
            select(_earlier.c.id)
            .where(
                _earlier.c.conversation_id == bindparam("conversation"),
                literal_column("earlier.state = 'waiting'"),
                _earlier.c.id < bindparam("event"),
            )
            .exists()
        ),
    )
    .values(state=EventState.DONE.value, handled_at=bindparam("at"))
)
_PART = Prepared(
    update(_inbox)
    .where(_inbox.c.id == bindparam("event"), _WAITS)
    .values(state=EventState.DONE.value, handled_at=bindparam("at"))
)
_FAILED = Prepared(
    update(_inbox)
    .where(_inbox.c.id == bindparam("event"), _WAITS)
    .values(attempts=_inbox.c.attempts + 1, error=bindparam("why"), state=bindparam("after"))
)
_SAVE = Prepared(
    update(_conversation)
    .where(_conversation.c.id == bindparam("key"))
    .values(
        session=bindparam("state"),
        version=bindparam("next"),
        owner=bindparam("owner_"),
        owner_staff_id=bindparam("staff"),
        lease_until=bindparam("lease"),
        epoch=bindparam("epoch_"),
        # Nobody wrote where a colleague or the house itself changed the conversation.
        last_inbound_at=func.coalesce(
            bindparam("inbound", type_=_conversation.c.last_inbound_at.type), _conversation.c.last_inbound_at
        ),
        updated_at=bindparam("at"),
    )
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One event that waits for its turn. `attempts` counts the turns that failed on it.

    `parts` are further events handled in the same turn: the other pictures of an album.
    """

    id: int
    conversation: int
    charity: str
    channel: str
    incoming: Incoming
    attempts: int
    received_at: datetime
    parts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A conversation under lock, as it was when the lock was got. `session` is JSON.

    `unsent`: something older is still to be sent; `parked`: something waits until the person writes;
    `joined`: another address is the same person's, see `storage.links`.
    """

    id: int
    charity: str
    channel: str
    address_id: int
    address: str
    person_id: int | None
    verified: bool
    session: dict[str, Any] | None
    version: int
    owner: str
    owner_staff_id: int | None
    lease_until: datetime | None
    epoch: int
    unsent: bool = False
    parked: bool = False
    joined: bool = False


def waiting(connection: Connection, conversation: int, most: int = 20) -> list[Waiting]:
    """The conversation's waiting events, oldest first."""
    rows = _WAITING.all(connection, {"conversation": conversation, "most": most})
    return [
        Waiting(
            id=row.id,
            conversation=conversation,
            charity=row.charity,
            channel=row.channel,
            incoming=wire.load(row.payload),
            attempts=row.attempts,
            received_at=row.received_at,
        )
        for row in rows
    ]


def hold(connection: Connection, conversation: int) -> Held:
    """Lock the conversation until the commit, then load it."""
    return _held(_HOLD.one(connection, {"conversation": conversation}))


def take_up(connection: Connection, event: Waiting, now: datetime) -> Held | None:
    """Lock the event's conversation and take the event; None when it is no longer the next one."""
    # Sent together, read together: the first answer brings the second.
    held = _HOLD.send(connection, {"conversation": event.conversation})
    taken = _DONE.send(connection, {"event": event.id, "conversation": event.conversation, "at": now})
    row = held.one()
    if taken.changed() != 1:
        return None
    for part in event.parts:
        _PART.send(connection, {"event": part, "at": now})
    return _held(row)


def _held(row: Any) -> Held:
    return Held(
        id=row.id,
        charity=row.charity,
        channel=row.channel,
        address_id=row.address_id,
        address=row.address,
        person_id=row.person_id,
        verified=row.verified_at is not None,
        session=row.session,
        version=row.version,
        owner=row.owner,
        owner_staff_id=row.owner_staff_id,
        lease_until=row.lease_until,
        epoch=row.epoch,
        unsent=bool(row.unsent),
        parked=bool(row.parked),
        joined=bool(row.joined),
    )


def mark_failed(connection: Connection, event: Waiting, error: str, *, final: bool) -> bool:
    """Count a failed attempt; a `final` one makes the event a dead letter. False when it is no longer waiting."""
    after = EventState.FAILED if final else EventState.WAITING
    where = {"event": event.id, "why": error, "after": after.value}
    return _FAILED.run(connection, where) == 1


def save(
    connection: Connection,
    held: Held,
    session: dict[str, Any] | None,
    *,
    owner: str,
    epoch: int,
    inbound: datetime | None = None,
    now: datetime,
) -> None:
    """Write the conversation back, one version further. A conversation without staff has no lease.

    `inbound` is when the person wrote, None where they did not.
    """
    keeps_staff = owner == Owner.STAFF
    values = {
        "key": held.id,
        "state": session,
        "next": held.version + 1,
        "owner_": str(owner),
        "staff": held.owner_staff_id if keeps_staff else None,
        "lease": held.lease_until if keeps_staff else None,
        "epoch_": epoch,
        "inbound": inbound,
        "at": now,
    }
    _SAVE.send(connection, values)
