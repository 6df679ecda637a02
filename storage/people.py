"""Know a beneficiary again by the blind index of the identity number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.statements import insert_id, insert_once, run_once
from storage.tables import Address, Person, table
from storage.turns import Held
from storage.types import keyring_of

_person, _address = table(Person), table(Address)
# Kinds of `flows.answers`. A national id and an iqama are one series of numbers; `identity` takes either.
NUMBERS = ("identity", "national_id", "iqama")
KEPT = ("full_name", *NUMBERS, "mobile", "iban", "date_of_birth")

_NEW_ONCE = insert_once(_person, ("charity", "identity_index"))
_NEW = insert(_person)
_FIND = (
    select(_person.c.id, _person.c.identity)
    .where(_person.c.charity == bindparam("charity"), _person.c.identity_index == bindparam("index"))
    .with_for_update()
)
_ADD = (
    update(_person)
    .where(_person.c.id == bindparam("key"))
    .values(identity=bindparam("known"), updated_at=bindparam("at"))
)
_LINK = (
    update(_address)
    .where(_address.c.id == bindparam("key"), _address.c.person_id.is_(None))
    .values(person_id=bindparam("person"))
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a form says about who somebody is: `known` by kind; `number` a national id or an iqama, or ""."""

    known: Mapping[str, str]
    number: str
    mobile: str

    @classmethod
    def of(cls, said: Mapping[str, str]) -> "Identity":
        number = next((said[kind] for kind in NUMBERS if said.get(kind)), "")
        return cls({kind: said[kind] for kind in KEPT if kind in said}, number, said.get("mobile", ""))


def number_of(known: Mapping[str, str] | None) -> str:
    """The identity number among what is known of a person, or ""."""
    return next((known[kind] for kind in NUMBERS if known.get(kind)), "") if known else ""


def link(connection: Connection, held: Held, identity: Identity, now: datetime) -> int:
    """The person of this identity, made where it is new; the address is linked to them, but not verified."""
    if identity.number:
        person = of_number(connection, held.charity, identity, now)
    else:
        person = held.person_id or without_number(connection, held.charity, identity, now)
    connection.execute(_LINK, {"key": held.address_id, "person": person})
    return person


def of_number(connection: Connection, charity: str, identity: Identity, now: datetime) -> int:
    """The person with this identity number, made where they are new."""
    values = _values(connection, charity, identity, now)
    added = run_once(connection, _NEW_ONCE, values)
    if added is not None:
        return added
    where = {"charity": charity, "index": values["identity_index"]}
    row = connection.execute(_FIND, where).one()
    # What was known stays: a number that somebody merely typed must not rewrite another person's record.
    known = {**identity.known, **(row.identity or {})}
    connection.execute(_ADD, {"key": row.id, "known": known, "at": now})
    return int(row.id)


def without_number(connection: Connection, charity: str, identity: Identity, now: datetime) -> int:
    """A new person whose identity number we do not know."""
    return insert_id(connection, _NEW, _values(connection, charity, identity, now))


def _values(connection: Connection, charity: str, identity: Identity, now: datetime) -> dict[str, object]:
    blind = keyring_of(connection.dialect).blind
    return {
        "charity": charity,
        "identity": dict(identity.known),
        "identity_index": blind(charity, "identity", identity.number) if identity.number else None,
        "mobile_index": blind(charity, "mobile", identity.mobile) if identity.mobile else None,
        "created_at": now,
        "updated_at": now,
    }
