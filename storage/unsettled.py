"""Deliveries that failed, or of which nobody knows: found, tried again, or settled by the provider's own list."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, exists, literal_column, or_, select, update

from storage import outbox
from storage.outbox import Claimed
from storage.states import DeliveryState
from storage.tables import Conversation, Delivery, Message, table

_delivery, _conversation, _message = table(Delivery), table(Conversation), table(Message)
# Written out, not bound: both databases use a partial index only for the very words of its condition.
_TROUBLED: ColumnElement[bool] = literal_column("deliveries.state IN ('failed', 'unknown')")
# Why an unknown delivery is looked at no more: nobody can find out, or the conversation went on without it.
UNCONFIRMED, OVERTAKEN = "unconfirmed", "overtaken"

# Whether the person has written since; of what they wrote in one go, whether something later was answered.
_overtaken = or_(
    _conversation.c.last_inbound_at > _delivery.c.created_at,
    exists().where(
        _message.c.conversation_id == _delivery.c.conversation_id,
        _message.c.id > _delivery.c.message_id,
        _message.c.direction == "in",
    ),
)
_joined = select(
    *outbox.CLAIMED,
    _delivery.c.message_id,
    _delivery.c.state,
    _delivery.c.error,
    _delivery.c.claimed_at,
    _delivery.c.created_at,
    _delivery.c.settled_at,
    _overtaken.label("overtaken"),
).join_from(_delivery, _conversation, _delivery.c.conversation_id == _conversation.c.id)
_open = (
    _TROUBLED,
    _delivery.c.state == DeliveryState.UNKNOWN.value,
    _delivery.c.error.not_in([UNCONFIRMED, OVERTAKEN]),
)
# The ids of what is unknown and may still be settled.
OPEN = select(_delivery.c.id).where(*_open)
_UNKNOWN = (
    _joined.where(
        *_open,
        _delivery.c.settled_at < bindparam("before"),
        _delivery.c.created_at > bindparam("after"),
    )
    .order_by(_delivery.c.id)
    .limit(bindparam("most"))
)
_LIST = (
    _joined.where(_TROUBLED, _delivery.c.charity.in_(bindparam("charities", expanding=True)))
    .order_by(_delivery.c.id.desc())
    .limit(bindparam("most"))
)
_THESE = _joined.where(_TROUBLED, _delivery.c.id.in_(bindparam("keys", expanding=True))).order_by(_delivery.c.id)
_KNOWN = select(_delivery.c.provider_id).where(
    _delivery.c.charity == bindparam("charity"),
    _delivery.c.channel == bindparam("channel"),
    _delivery.c.provider_id.in_(bindparam("ids", expanding=True)),
)
_RETIRE = (
    update(_delivery)
    .where(_delivery.c.id == bindparam("key"), _TROUBLED)
    .values(state=DeliveryState.RETRIED.value, settled_at=bindparam("at"))
)
_unknown = update(_delivery).where(_delivery.c.id == bindparam("key"), _delivery.c.state == DeliveryState.UNKNOWN.value)
_FOUND = _unknown.values(state=DeliveryState.SENT.value, provider_id=bindparam("provider"), error="")
_LEAVE = _unknown.values(error=bindparam("why"))


@dataclass(frozen=True, slots=True)
class Troubled:
    """One such delivery. `overtaken`: the conversation went on without it."""

    id: int
    message: int | None
    claimed: Claimed
    state: str
    error: str
    claimed_at: datetime | None
    created_at: datetime
    settled_at: datetime | None
    overtaken: bool


def unknown(connection: Connection, *, before: datetime, after: datetime, most: int = 100) -> list[Troubled]:
    """What is unknown since `before` and was decided after `after`, and may still be settled; oldest first."""
    where = {"before": before, "after": after, "most": most}
    return [_troubled(row) for row in connection.execute(_UNKNOWN, where)]


def troubled(connection: Connection, charities: Collection[str], most: int = 200) -> list[Troubled]:
    """What failed or is unknown, the newest first."""
    return [_troubled(row) for row in connection.execute(_LIST, {"charities": list(charities), "most": most})]


def these(connection: Connection, keys: Sequence[int]) -> list[Troubled]:
    """Those of the deliveries that are still failed or unknown."""
    return [_troubled(row) for row in connection.execute(_THESE, {"keys": list(keys)})]


def known(connection: Connection, charity: str, channel: str, ids: Collection[str]) -> set[str]:
    """Which of the provider's ids are of deliveries that we know."""
    where = {"charity": charity, "channel": channel, "ids": list(ids)}
    return {str(row[0]) for row in connection.execute(_KNOWN, where)}


def found(connection: Connection, delivery: int, provider_id: str) -> bool:
    """It stands in the provider's list: it was sent. False where it is no longer unknown."""
    return connection.execute(_FOUND, {"key": delivery, "provider": provider_id}).rowcount == 1


def leave(connection: Connection, delivery: int, why: str) -> bool:
    """It stays unknown for good: staff may look at it."""
    return connection.execute(_LEAVE, {"key": delivery, "why": why}).rowcount == 1


def again(connection: Connection, old: Troubled, now: datetime, *, epoch: int | None = None) -> bool:
    """A new attempt of the same message; the old one is over. False where somebody was faster.

    With `epoch`, the present one, it is a person's wish: sent whoever took over meanwhile, its attempts counted anew.
    """
    if connection.execute(_RETIRE, {"key": old.id, "at": now}).rowcount != 1:
        return False
    attempt = replace(old.claimed, id=0)
    if epoch is not None:
        attempt = replace(attempt, epoch=epoch, attempts=0)
    outbox.add(connection, attempt, message=old.message, now=now)
    return True


def _troubled(row: Any) -> Troubled:
    return Troubled(
        id=row.id,
        message=row.message_id,
        claimed=outbox.claimed(row),
        state=row.state,
        error=row.error,
        claimed_at=row.claimed_at,
        created_at=row.created_at,
        settled_at=row.settled_at,
        overtaken=bool(row.overtaken),
    )
