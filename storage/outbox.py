"""The outbox: what is to be sent, by whom it is being sent, and what became of it. States only move forward."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, insert, literal_column, select, update

from storage import delivery_reports
from storage.prepared import Prepared, Sent
from storage.states import Author, DeliveryState
from storage.tables import Conversation, Delivery, table

_delivery, _conversation = table(Delivery), table(Conversation)

# Written out, not bound: both databases use a partial index only for the very words of its condition.
_WAITS: ColumnElement[bool] = literal_column("deliveries.state IN ('queued', 'sending')")

# What `claimed` reads of a row.
CLAIMED = (
    _delivery.c.id,
    _delivery.c.conversation_id,
    _delivery.c.charity,
    _delivery.c.channel,
    _delivery.c.address,
    _delivery.c.payload,
    _delivery.c.attempts,
    _delivery.c.author,
    _delivery.c.epoch,
)

_ADD = Prepared(insert(_delivery).returning(_delivery.c.id))
_FIRST = Prepared(
    select(
        *CLAIMED,
        _delivery.c.state,
        _delivery.c.due_at,
        _delivery.c.claimed_at,
        _conversation.c.epoch.label("present"),
    )
    .join_from(_delivery, _conversation, _delivery.c.conversation_id == _conversation.c.id)
    .where(_delivery.c.conversation_id == bindparam("conversation"), _WAITS)
    # In order, but nobody's answer stands behind a text to many.
    .order_by(literal_column("deliveries.author = 'broadcast'"), _delivery.c.id)
    .limit(1)
)
_CLAIM = Prepared(
    update(_delivery)
    .where(_delivery.c.id == bindparam("key"), _delivery.c.state == DeliveryState.QUEUED.value)
    .values(state=DeliveryState.SENDING.value, claimed_by=bindparam("worker"), claimed_at=bindparam("at"))
)
_RENEW = Prepared(
    update(_delivery)
    .where(_delivery.c.id == bindparam("key"), _delivery.c.state == DeliveryState.SENDING.value)
    .values(claimed_at=bindparam("at"))
)
_END = Prepared(
    update(_delivery)
    .where(_delivery.c.id == bindparam("key"), _delivery.c.state == bindparam("before"))
    .values(state=bindparam("after"), error=bindparam("why"), settled_at=bindparam("at"))
)
_EPOCH = Prepared(select(_conversation.c.epoch).where(_conversation.c.id == bindparam("conversation")))
_RECEIPT = Prepared(
    update(_delivery)
    # A sweep may have called it unknown while we were still waiting for the provider: what we know now is better.
    .where(_delivery.c.id == bindparam("key"), literal_column("state IN ('sending', 'unknown')"))
    .values(
        state=bindparam("after"),
        provider_id=bindparam("provider"),
        error=bindparam("why"),
        due_at=bindparam("due"),
        attempts=_delivery.c.attempts + bindparam("tried"),
        settled_at=bindparam("at"),
    )
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """One delivery that this worker, and no other, is to send now. `attempts` counts those before this one."""

    id: int
    conversation: int
    charity: str
    channel: str
    address: str
    payload: Mapping[str, Any]
    attempts: int = 0
    author: str = Author.BOT
    epoch: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a claimed delivery. `due` is the next attempt's time for one that is queued again.

    `tried` is false for one that was given back without a call, because an earlier one has to wait.
    """

    delivery: Claimed
    state: DeliveryState
    provider_id: str | None = None
    error: str = ""
    due: datetime | None = None
    tried: bool = True


def add(
    connection: Connection,
    delivery: Claimed,
    *,
    message: int | None,
    now: datetime,
    claimed_by: str = "",
) -> int:
    """Put one payload in the outbox, claimed at once where the caller will send it after its commit; its id."""
    return int(put(connection, delivery, message=message, now=now, claimed_by=claimed_by).one().id)


def put(
    connection: Connection,
    delivery: Claimed,
    *,
    message: int | None,
    now: datetime,
    claimed_by: str = "",
) -> Sent:
    """`add` without waiting: `one().id` waits for its id."""
    values = {
        "message_id": message,
        "conversation_id": delivery.conversation,
        "charity": delivery.charity,
        "channel": delivery.channel,
        "address": delivery.address,
        "payload": dict(delivery.payload),
        "author": str(delivery.author),
        "epoch": delivery.epoch,
        "state": (DeliveryState.SENDING if claimed_by else DeliveryState.QUEUED).value,
        "attempts": delivery.attempts,
        "due_at": now,
        "claimed_by": claimed_by,
        "claimed_at": now if claimed_by else None,
        "error": "",
        "created_at": now,
    }
    return _ADD.send(connection, values)


def claim_next(
    connection: Connection,
    conversation: int,
    *,
    worker: str,
    now: datetime,
    stale_before: datetime,
    idempotent: frozenset[str],
) -> Claimed | None:
    """Claim the conversation's oldest unsent delivery, or None where there is nothing to do now.

    Drops what the bot decided before a person took over. A delivery claimed before `stale_before` lost its worker:
    on an `idempotent` channel it is sent again, elsewhere nobody knows whether it arrived.
    """
    while (row := _FIRST.first(connection, {"conversation": conversation})) is not None:
        if row.state == DeliveryState.SENDING:
            if row.claimed_at > stale_before:
                return None
            after = DeliveryState.QUEUED if row.channel in idempotent else DeliveryState.UNKNOWN
            _end(connection, row.id, before=row.state, after=after, why="stale", now=now)
        elif row.author == Author.BOT and row.epoch < row.present:
            _end(connection, row.id, before=row.state, after=DeliveryState.DROPPED, why="stale epoch", now=now)
        elif row.due_at > now:
            return None
        else:
            # Claim before sending: two workers may see the same row.
            won = _CLAIM.run(connection, {"key": row.id, "worker": worker, "at": now})
            return claimed(row) if won else None
    return None


def renew(connection: Connection, claimed: Claimed, now: datetime) -> bool:
    """Hold on to a claim while the messages before it took their time.

    False when it must not be sent any more: a person has taken over, or a sweep has called it lost.
    """
    present = _EPOCH.one(connection, {"conversation": claimed.conversation}).epoch
    if claimed.author == Author.BOT and claimed.epoch < present:
        _end(connection, claimed.id, before="sending", after=DeliveryState.DROPPED, why="stale epoch", now=now)
        return False
    return _RENEW.run(connection, {"key": claimed.id, "at": now}) == 1


def settle(connection: Connection, receipts: Sequence[Receipt], now: datetime) -> None:
    """Write down what became of claimed deliveries."""
    sent = []
    for receipt in receipts:
        again = receipt.state is DeliveryState.QUEUED
        values = {
            "key": receipt.delivery.id,
            "after": receipt.state.value,
            "provider": receipt.provider_id,
            "why": receipt.error,
            "due": receipt.due or now,
            "tried": int(receipt.tried),
            "at": None if again else now,
        }
        sent.append(_RECEIPT.send(connection, values))
        if receipt.error == "blocked":
            to = receipt.delivery
            sent.append(delivery_reports.block(connection, to.charity, to.channel, to.address, now))
    # Waited for before the commit: a connection found dead here is surely one that has written nothing.
    for statement in sent[-1:]:
        statement.changed()


def _end(connection: Connection, delivery: int, *, before: str, after: DeliveryState, why: str, now: datetime) -> None:
    values = {"key": delivery, "before": before, "after": after.value, "why": why, "at": now}
    _END.run(connection, values)


def claimed(row: Any) -> Claimed:
    """A row with the columns `CLAIMED`."""
    return Claimed(
        id=row.id,
        conversation=row.conversation_id,
        charity=row.charity,
        channel=row.channel,
        address=row.address,
        payload=row.payload,
        attempts=row.attempts,
        author=row.author,
        epoch=row.epoch,
    )
