"""Addresses that are one person's: a mobile number on WhatsApp and by SMS, and those that proved it to be theirs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, and_, bindparam, insert, or_, select, update

from flows.events import Joined
from storage.tables import Address, AddressLink, table
from storage.turns import Held

PHONES = ("whatsapp", "sms")

_address, _link = table(Address), table(AddressLink)
_NUMBERS = select(_link.c.number).where(_link.c.address_id == bindparam("address"), _link.c.undone_at.is_(None))
_AROUND = select(_address.c.id, _address.c.channel, _address.c.address).where(
    _address.c.charity == bindparam("charity"),
    or_(
        and_(_address.c.address.in_(bindparam("numbers", expanding=True)), _address.c.channel.in_(PHONES)),
        _address.c.id.in_(
            select(_link.c.address_id).where(
                _link.c.charity == bindparam("charity"),
                _link.c.number.in_(bindparam("numbers", expanding=True)),
                _link.c.undone_at.is_(None),
            )
        ),
    ),
)
_STANDS = select(_link.c.id).where(
    _link.c.address_id == bindparam("address"), _link.c.number == bindparam("number"), _link.c.undone_at.is_(None)
)
_JOIN = insert(_link)
_OF = (
    select(_link.c.id, _link.c.number, _link.c.how, _link.c.joined_at, _address.c.channel)
    .join_from(_link, _address, _link.c.address_id == _address.c.id)
    .where(
        _link.c.charity == bindparam("charity"),
        _link.c.undone_at.is_(None),
        or_(_link.c.address_id == bindparam("address"), _link.c.number == bindparam("number")),
    )
    .order_by(_link.c.id)
)
_UNDO = (
    update(_link)
    .where(_link.c.id == bindparam("key"), _link.c.undone_at.is_(None))
    .values(undone_at=bindparam("at"), undone_by=bindparam("staff"), reason=bindparam("why"))
)


class Place(Protocol):
    """One address of a charity: a `Held` conversation, or a row of the console."""

    @property
    def charity(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def address_id(self) -> int: ...
    @property
    def address(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Circle:
    """The ids of the person's addresses, and where their applications came from."""

    addresses: tuple[int, ...]
    origins: tuple[str, ...]


def origin(channel: str, address: str) -> str:
    """Where an application came from. One number is one person on WhatsApp and by SMS: both providers prove it."""
    return f"phone:{address}" if channel in PHONES else f"{channel}:{address}"


def circle(connection: Connection, place: Place, proved: str = "") -> Circle:
    """The place's own number, those proved there (`proved` just now), and the addresses that proved one of them.

    It goes no further: a number proved by one of those addresses is not everybody's.
    """
    numbers = set(connection.execute(_NUMBERS, {"address": place.address_id}).scalars())
    numbers |= {proved} if proved else set()
    numbers |= {place.address} if place.channel in PHONES else set()
    rows = connection.execute(_AROUND, {"charity": place.charity, "numbers": sorted(numbers)}).all()
    addresses = dict.fromkeys([place.address_id, *(row.id for row in rows)])
    return Circle(tuple(addresses), _origins(place, numbers, rows))


def _origins(place: Place, numbers: set[str], rows: Iterable[Any]) -> tuple[str, ...]:
    phones = [origin("sms", number) for number in sorted(numbers)]
    found = [origin(row.channel, row.address) for row in rows]
    return tuple(dict.fromkeys([origin(place.channel, place.address), *phones, *found]))


def join(connection: Connection, held: Held, event: Joined, now: datetime) -> None:
    """Join the address to the number, once. Nothing that either has is changed."""
    where = {"address": held.address_id, "number": event.number}
    if connection.execute(_STANDS, where).first() is None:
        values = {"charity": held.charity, "address_id": held.address_id, "number": event.number}
        connection.execute(_JOIN, {**values, "how": event.how, "joined_at": now, "reason": ""})


def of(connection: Connection, place: Place) -> list[Any]:
    """What joins this address with others: rows of id, number, how, joined_at and the channel that proved it."""
    where = {"charity": place.charity, "address": place.address_id, "number": place.address}
    return list(connection.execute(_OF, where).all())


def undo(connection: Connection, key: int, *, staff: int | None, why: str, now: datetime) -> bool:
    """Take the addresses apart again. False where they were apart already."""
    values = {"key": key, "staff": staff, "why": why, "at": now}
    return connection.execute(_UNDO, values).rowcount == 1
