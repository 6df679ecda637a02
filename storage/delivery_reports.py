"""What providers report of deliveries: states only move forward, and an address may want nothing more."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from flows.message import Incoming
from storage.prepared import Prepared, Sent
from storage.states import FORWARD
from storage.tables import Address, Delivery, table

_delivery, _address = table(Delivery), table(Address)

_FIND_SENT = Prepared(
    select(_delivery.c.id, _delivery.c.address).where(
        _delivery.c.charity == bindparam("charity"),
        _delivery.c.channel == bindparam("channel"),
        _delivery.c.provider_id == bindparam("provider"),
    )
)
_MOVE = {
    after: update(_delivery)
    .where(_delivery.c.id == bindparam("key"), _delivery.c.state.in_([str(state) for state in before]))
    .values(state=str(after), error=bindparam("why"))
    for after, before in FORWARD.items()
}
_BLOCK = Prepared(
    update(_address)
    .where(
        _address.c.charity == bindparam("charity_"),
        _address.c.channel == bindparam("channel_"),
        _address.c.address == bindparam("address_"),
    )
    .values(blocked_at=bindparam("at"))
)


def take(connection: Connection, charity: str, channel: str, status: Incoming, now: datetime) -> bool:
    """Move the delivery that a provider reports on, forward only. False where no such delivery is known (yet).

    A provider may find out only then that the person wants nothing more from us.
    """
    where = {"charity": charity, "channel": channel, "provider": status.ref}
    rows = _FIND_SENT.all(connection, where)
    move = _MOVE.get(status.state)
    if move is not None:
        for row in rows:
            moved = connection.execute(move, {"key": row.id, "why": status.error}).rowcount
            if moved and status.error == "blocked":
                block(connection, charity, channel, row.address, now).changed()
    return bool(rows)


def block(connection: Connection, charity: str, channel: str, address: str, now: datetime) -> Sent:
    """Nothing more goes to this address until the person writes again."""
    where = {"charity_": charity, "channel_": channel, "address_": address}
    return _BLOCK.send(connection, {**where, "at": now})
