"""WhatsApp's 24 hours: what waits until the person writes again, and whom to tell that something waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, bindparam, literal_column, null, or_, select, update

from storage.prepared import Prepared
from storage.states import Author, DeliveryState
from storage.tables import Address, Conversation, Delivery, table

_address, _conversation, _delivery = table(Address), table(Conversation), table(Delivery)
# Before the reference: why something is parked that waits for an identity number's digits (see `storage.private`).
PRIVATE = "private:"
# WhatsApp takes free text for this long after the person's last message.
WINDOW = timedelta(hours=24)

# Written out, not bound: both databases use a partial index only for the very words of its condition.
_PARKED: ColumnElement[bool] = literal_column("deliveries.state = 'parked'")
_OPENLY: ColumnElement[bool] = ~_delivery.c.error.startswith(PRIVATE)
_shut = select(_conversation.c.id).where(
    _conversation.c.id == bindparam("conversation"),
    _conversation.c.channel == "whatsapp",
    or_(_conversation.c.last_inbound_at.is_(None), _conversation.c.last_inbound_at <= bindparam("before")),
)
_PARK = Prepared(
    update(_delivery)
    .where(
        _delivery.c.conversation_id == bindparam("conversation"),
        literal_column("deliveries.state IN ('queued', 'sending')"),
        _delivery.c.state == DeliveryState.QUEUED.value,
        _delivery.c.author != Author.KNOCK.value,
        _shut.exists(),
    )
    .values(state=DeliveryState.PARKED.value, error="window", settled_at=bindparam("at"))
)
_FREE = Prepared(
    update(_delivery)
    # What said that something waits is of no more use.
    .where(
        _delivery.c.conversation_id == bindparam("conversation"),
        _PARKED,
        _delivery.c.author != Author.KNOCK.value,
        _OPENLY,
    )
    .values(state=DeliveryState.QUEUED.value, error="", due_at=bindparam("at"), settled_at=null(), provider_id=null())
)
_KNOCKED = Prepared(
    select(
        and_(
            _conversation.c.knocked_at.is_not(None),
            or_(
                _conversation.c.last_inbound_at.is_(None), _conversation.c.knocked_at >= _conversation.c.last_inbound_at
            ),
        ).label("knocked")
    ).where(_conversation.c.id == bindparam("conversation"))
)
_unaware = or_(
    _conversation.c.knocked_at.is_(None),
    _conversation.c.knocked_at < _conversation.c.last_inbound_at,
)
# Where something waits of somebody who wants to hear from us.
_waiting = (
    select(_conversation.c.id)
    .join_from(_delivery, _conversation, _delivery.c.conversation_id == _conversation.c.id)
    .join(_address, _conversation.c.address_id == _address.c.id)
    .where(_PARKED, _OPENLY, _address.c.blocked_at.is_(None), _address.c.opted_out_at.is_(None))
    .distinct()
    .limit(bindparam("most"))
)
_UNAWARE = _waiting.where(_delivery.c.charity.in_(bindparam("charities", expanding=True)), _unaware)
# The report that a message came too late may itself come after the person has written.
_ANSWERED = _waiting.where(_conversation.c.last_inbound_at > _delivery.c.settled_at)
_KNOCK_AGAIN = (
    update(_conversation).where(_conversation.c.id == bindparam("conversation")).values(knocked_at=bindparam("at"))
)
_KNOCK = _KNOCK_AGAIN.where(_unaware)


@dataclass(frozen=True, slots=True)
class Freed:
    """What was parked is queued now. `knocked`: the person had been told that it waits."""

    count: int
    knocked: bool


def shut(channel: str, last_inbound: datetime | None, now: datetime) -> bool:
    """Does the channel refuse free text now?"""
    return channel == "whatsapp" and quiet(last_inbound, now)


def quiet(last_inbound: datetime | None, now: datetime) -> bool:
    """Has nobody written for so long that no talk is going on?"""
    return last_inbound is None or now - last_inbound >= WINDOW


def park(connection: Connection, conversation: int, now: datetime) -> int:
    """Before anything is sent: lay aside what WhatsApp would refuse now; how many messages."""
    return _PARK.run(connection, {"conversation": conversation, "before": now - WINDOW, "at": now})


def free(connection: Connection, conversation: int, now: datetime) -> Freed:
    """The person has written: what is parked goes out, the oldest first."""
    told = knocked(connection, conversation)
    return Freed(_FREE.run(connection, {"conversation": conversation, "at": now}), told)


def unaware(connection: Connection, charities: Sequence[str], most: int = 50) -> list[int]:
    """Conversations in which something is parked and the person was not told since they last wrote."""
    found = connection.execute(_UNAWARE, {"charities": list(charities), "most": most})
    return [int(row.id) for row in found]


def answered(connection: Connection, most: int = 50) -> list[int]:
    """Conversations in which something is parked though the person has written since it was tried."""
    return [int(row.id) for row in connection.execute(_ANSWERED, {"most": most})]


def knocked(connection: Connection, conversation: int) -> bool:
    """Has the person not written since they were told that something waits?"""
    return bool(_KNOCKED.one(connection, {"conversation": conversation}).knocked)


def knock_again(connection: Connection, conversation: int, now: datetime) -> None:
    """They were told once more, in answer to what they wrote."""
    connection.execute(_KNOCK_AGAIN, {"conversation": conversation, "at": now})


def knock(connection: Connection, conversation: int, now: datetime) -> bool:
    """Take it on to tell the person. False where another worker was faster."""
    return connection.execute(_KNOCK, {"conversation": conversation, "at": now}).rowcount == 1
