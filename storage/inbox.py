"""Accept inbound events: each one once, whatever the provider repeats."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from flows.message import Incoming, Kind
from storage import delivery_reports, wire
from storage.prepared import Prepared
from storage.statements import insert_once
from storage.states import EventState, Owner
from storage.tables import Address, Conversation, InboxEvent, table

_address, _conversation, _inbox = table(Address), table(Conversation), table(InboxEvent)

# Kept for the record, but nobody waits for an answer to them: a broadcast channel, the bot's standing in a chat, the
# provider's own notices.
_NOT_FOR_US = ("channel", "member", "notice")
# A group is no conversation with a person. It is told so once.
_GROUP = "group"

_FIND = Prepared(
    select(_conversation.c.id, _conversation.c.address_id, _address.c.blocked_at)
    .join_from(_conversation, _address, _conversation.c.address_id == _address.c.id)
    .where(
        _address.c.charity == bindparam("charity"),
        _address.c.channel == bindparam("channel"),
        _address.c.address == bindparam("address"),
    )
    # Two webhooks of one person at once must get their numbers in the order in which they are committed.
    .with_for_update(of=_conversation, key_share=True)
)
_FIND_ADDRESS = Prepared(
    select(_address.c.id).where(
        _address.c.charity == bindparam("charity"),
        _address.c.channel == bindparam("channel"),
        _address.c.address == bindparam("address"),
    )
)
_NEW_ADDRESS = Prepared(insert_once(_address, ("charity", "channel", "address")))
_NEW_CONVERSATION = Prepared(insert_once(_conversation, ("address_id",)))
_NEW_EVENT = Prepared(insert_once(_inbox, ("charity", "channel", "provider_id")))
_SET_BLOCKED = Prepared(update(_address).where(_address.c.id == bindparam("key")).values(blocked_at=bindparam("at")))
_SETTLE = Prepared(
    update(_inbox).where(_inbox.c.id == bindparam("key")).values(state=bindparam("new"), handled_at=bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class Accepted:
    """`stored` counts the events that were new; `waiting` are the conversations with something to answer."""

    stored: int = 0
    waiting: tuple[int, ...] = ()


def accept(
    connection: Connection, charity: str, channel: str, incomings: Sequence[Incoming], now: datetime
) -> Accepted:
    """Store the events of one request; repeats change nothing."""
    stored, waiting = 0, dict[int, None]()
    for incoming in incomings:
        if incoming.kind is Kind.STATUS:
            stored += _accept_status(connection, charity, channel, incoming, now)
            continue
        conversation, new = _conversation_of(connection, charity, channel, incoming, now)
        state = EventState.WAITING if conversation and _answered(incoming, new=new) else EventState.IGNORED
        if _store(connection, charity, channel, incoming, conversation, state, now):
            stored += 1
            if conversation is not None and state is EventState.WAITING:
                waiting[conversation] = None
    return Accepted(stored, tuple(waiting))


def settle_status(connection: Connection, event: int, state: EventState, now: datetime) -> None:
    """Close a status report that had to wait for its delivery."""
    _SETTLE.run(connection, {"key": event, "new": state, "at": now})


def _accept_status(connection: Connection, charity: str, channel: str, incoming: Incoming, now: datetime) -> bool:
    known = delivery_reports.take(connection, charity, channel, incoming, now)
    # A report may overtake our own receipt: it then waits for housekeeping to match it.
    state = EventState.DONE if known else EventState.WAITING
    return _store(connection, charity, channel, incoming, None, state, now)


def _store(
    connection: Connection,
    charity: str,
    channel: str,
    incoming: Incoming,
    conversation: int | None,
    state: EventState,
    now: datetime,
) -> bool:
    values = {
        "charity": charity,
        "channel": channel,
        "provider_id": incoming.provider_id,
        "conversation_id": conversation,
        "kind": incoming.kind,
        "payload": wire.dump(incoming),
        "state": state,
        "attempts": 0,
        "error": "",
        "received_at": now,
        "handled_at": None if state is EventState.WAITING else now,
    }
    return _NEW_EVENT.scalar(connection, values) is not None


def _answered(incoming: Incoming, *, new: bool) -> bool:
    """Does anybody wait for an answer? In a group only to its very first event."""
    silent = incoming.kind is Kind.BLOCKED or incoming.error in _NOT_FOR_US
    return not silent and (new or incoming.error != _GROUP)


def _conversation_of(
    connection: Connection, charity: str, channel: str, incoming: Incoming, now: datetime
) -> tuple[int | None, bool]:
    """The conversation of the sender, and whether it was made just now.

    None for an event without a sender, and where none is begun by something that nobody said.
    """
    if not incoming.address:
        return None, False
    where = {"charity": charity, "channel": channel, "address": incoming.address}
    row = _FIND.first(connection, where)
    if row is None and incoming.error in _NOT_FOR_US:
        return None, False
    if row is None:
        return _begin(connection, where, incoming, now), True
    if incoming.kind is Kind.BLOCKED or row.blocked_at is not None:
        at = now if incoming.kind is Kind.BLOCKED else None
        _SET_BLOCKED.run(connection, {"key": row.address_id, "at": at})
    return int(row.id), False


def _begin(connection: Connection, where: dict[str, str], incoming: Incoming, now: datetime) -> int:
    blocked = now if incoming.kind is Kind.BLOCKED else None
    address = {**where, "name": incoming.name or None, "created_at": now, "blocked_at": blocked}
    _NEW_ADDRESS.scalar(connection, address)
    address_id = _FIND_ADDRESS.one(connection, where).id
    conversation = {
        "charity": where["charity"],
        "channel": where["channel"],
        "address_id": address_id,
        "version": 0,
        "owner": Owner.BOT,
        "epoch": 0,
        "created_at": now,
        "updated_at": now,
    }
    _NEW_CONVERSATION.scalar(connection, conversation)
    return int(_FIND.one(connection, where).id)
