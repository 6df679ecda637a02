"""What the database and the provider say after a drill, and what is wrong with it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, select, union_all

from storage import unsettled
from storage.states import DeliveryState, EventState
from storage.tables import Address, Application, Conversation, Delivery, InboxEvent, Message, table

_DONE = {DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.READ}
_PENDING = (DeliveryState.QUEUED, DeliveryState.SENDING)
Rows = Sequence[RowMapping]
# What the provider took, in order: "id", "to" (an address, its channel before it or not) and "body".
Sent = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Books:
    """Every row of the line, each table in the order of its ids; `address` of each conversation by id."""

    address: Mapping[int, str]
    inbox: Rows
    messages: Rows
    deliveries: Rows
    applications: Rows


def books(connection: Connection) -> Books:
    conversation, address = table(Conversation), table(Address)
    joined = select(conversation.c.id, address.c.address).join_from(conversation, address)
    tables = (table(kind) for kind in (InboxEvent, Message, Delivery, Application))
    rows = [connection.execute(select(kind).order_by(kind.c.id)).mappings().all() for kind in tables]
    return Books({row.id: row.address for row in connection.execute(joined)}, *rows)


def settled(connection: Connection) -> bool:
    """Nothing waits, is on its way or may still be sent again. Asked often, so it reads no more than it must."""
    inbox, delivery = table(InboxEvent), table(Delivery)
    waits = select(inbox.c.id).where(inbox.c.state == EventState.WAITING)
    on_its_way = select(delivery.c.id).where(delivery.c.state.in_(_PENDING))
    # One statement, one moment: between two a message may pass from one of these to another.
    return not connection.execute(union_all(waits, on_its_way, unsettled.OPEN)).first()


def unknown(found: Books) -> int:
    """How many messages may or may not have arrived: those that a death took in the middle of the call."""
    return sum(row["state"] == DeliveryState.UNKNOWN for row in found.deliveries)


def faults(found: Books, acknowledged: int, sent: Sent, killed: Collection[int]) -> Iterator[str]:
    """What must not be, in words. `acknowledged` events were answered by 2xx; `killed` are the workers that died."""
    states = Counter(str(row["state"]) for row in found.inbox)
    if states != {"done": acknowledged}:
        yield f"{acknowledged} messages were acknowledged, and the inbox holds {dict(states)}"
    yield from (
        f"the turn of event {row['id']} failed, which no death excuses" for row in found.inbox if row["attempts"]
    )
    yield from _out_of_step(found)
    yield from _undelivered(found, sent, killed)


def _out_of_step(found: Books) -> Iterator[str]:
    """Each inbound stands in the transcript once, in the order of acceptance, and has an answer."""
    said, accepted = defaultdict(list), defaultdict(list)
    for row in found.inbox:
        accepted[row["conversation_id"]].append(row["id"])
    before: dict[int, str] = {}
    for row in found.messages:
        conversation = row["conversation_id"]
        if row["direction"] == "in":
            said[conversation].append(row["inbox_id"])
            if before.get(conversation) == "in":
                yield f"conversation {conversation}: a message was not answered"
        before[conversation] = row["direction"]
    yield from (f"conversation {key}: a message was not answered" for key, last in before.items() if last == "in")
    for conversation, events in accepted.items():
        if said[conversation] != events:
            yield f"conversation {conversation}: accepted {events}, in the transcript {said[conversation]}"


def _undelivered(found: Books, sent: Sent, killed: Collection[int]) -> Iterator[str]:
    """Each delivery reached the provider once and in order; only a worker that was killed may leave one unknown."""
    heard, decided = defaultdict(list), defaultdict(list)
    for record in sent:
        heard[str(record["to"]).rpartition(":")[2]].append(record)
    for row in found.deliveries:
        # What a death left behind and the provider's list shows never left is sent again, as a delivery of its own.
        if row["state"] not in _DONE | {DeliveryState.UNKNOWN, DeliveryState.RETRIED}:
            yield f"delivery {row['id']} is {row['state']}"
        if row["state"] == DeliveryState.UNKNOWN and int(row["claimed_by"].rpartition(":")[2]) not in killed:
            yield f"delivery {row['id']} was lost though its worker lived"
        decided[row["address"]].append(row)
    if strangers := heard.keys() - decided.keys():
        yield f"the provider has messages to {len(strangers)} people to whom nothing was decided"
    for address, rows in decided.items():
        yield from _out_of_order(rows, heard[address])


def _out_of_order(rows: Rows, heard: Sent) -> Iterator[str]:
    """Walk both lists: only what is unknown may be missing at the provider, and nothing may be there twice."""
    received = {_sid(row["provider_id"]) for row in rows}
    left = list(reversed(heard))
    for row in rows:
        if row["state"] in _DONE:
            if not left:
                yield f"delivery {row['id']} never reached the provider"
            elif str(left.pop()["id"]) != _sid(row["provider_id"]):
                yield f"delivery {row['id']} was doubled or overtaken"
        elif row["state"] == DeliveryState.UNKNOWN and left and _is(row, left[-1], received):
            left.pop()  # It arrived; only its receipt was lost. One that was sent again must not have arrived.
    if left:
        yield f"the provider has {len(left)} messages that were never decided, or has them twice"


def _is(row: RowMapping, record: Mapping[str, Any], received: Collection[str]) -> bool:
    return record["id"] not in received and bool(record["body"] == row["payload"].get("body", ""))


def _sid(provider_id: str | None) -> str:
    """The provider's own id; Telegram's is kept behind its chat's."""
    return (provider_id or "").rpartition(":")[2]
