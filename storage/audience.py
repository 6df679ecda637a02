"""Whom a broadcast's filter finds: people, each with all conversations that are theirs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from storage.links import origin
from storage.tables import Address, Application, Consent, Conversation, table

_address, _conversation = table(Address), table(Conversation)
_application, _consent = table(Application), table(Consent)

_EVERYBODY = (
    select(
        _conversation.c.id,
        _conversation.c.channel,
        _conversation.c.last_inbound_at,
        _conversation.c.address_id,
        _address.c.address,
        _address.c.person_id,
        _address.c.verified_at,
        _address.c.blocked_at,
        _address.c.opted_out_at,
    )
    .join_from(_conversation, _address, _conversation.c.address_id == _address.c.id)
    .where(_conversation.c.charity == bindparam("charity"))
    .order_by(_conversation.c.id)
)
_AGREED = select(_consent.c.address_id).where(_consent.c.subject == "messages", _consent.c.given)


@dataclass(frozen=True, slots=True)
class Filter:
    """Whom to write to: everybody whom the charity knows, or who asked for one of these services, whose request stands
    so, who lives there; `consent`: only who said in so many words that they want messages.
    """

    services: Sequence[str] = ()
    statuses: Sequence[str] = ()
    cities: Sequence[str] = ()
    consent: bool = False

    @property
    def of_applications(self) -> bool:
        return bool(self.services or self.statuses or self.cities)


@dataclass(frozen=True, slots=True)
class Reached:
    """One conversation of somebody in the group."""

    id: int
    channel: str
    address: str
    inbound: datetime | None
    blocked: bool
    opted_out: bool


def find(connection: Connection, charity: str, asked: Filter) -> list[list[Reached]]:
    """The people whom the filter finds, each with all conversations that are theirs."""
    matching = _matching(connection, charity, asked) if asked.of_applications else None
    agreed = set(connection.execute(_AGREED).scalars()) if asked.consent else None
    people, found = _People(), set()
    for row in connection.execute(_EVERYBODY, {"charity": charity}):
        people.add(_reached(row), _names(row))
        if (matching is None or _names(row) & matching) and (agreed is None or row.address_id in agreed):
            found.add(row.id)
    return [its for its in people.groups() if found.intersection(each.id for each in its)]


def _matching(connection: Connection, charity: str, asked: Filter) -> set[str]:
    """Conversations, origins and people of the applications that the filter finds, as in `_names`."""
    columns = [_application.c.conversation_id, _application.c.origin, _application.c.person_id]
    statement = select(*columns, *([_application.c.answers] if asked.cities else []))
    statement = statement.where(_application.c.charity == charity)
    if asked.services:
        statement = statement.where(_application.c.service.in_(asked.services))
    if asked.statuses:
        statement = statement.where(_application.c.status.in_(asked.statuses))
    found = set()
    for row in connection.execute(statement):
        if not asked.cities or _lives(row.answers) in asked.cities:
            found |= {f"conversation:{row.conversation_id}", row.origin, f"person:{row.person_id}"}
    return found - {"conversation:None", "", "person:None"}


def _lives(answers: Any) -> str:
    return str((answers or {}).get("city", {}).get("value", ""))


class _People:
    """Conversations put together where they share a name: a number, or a person."""

    def __init__(self) -> None:
        self._of: dict[str, tuple[list[Reached], set[str]]] = {}

    def add(self, reached: Reached, names: Collection[str]) -> None:
        mine = ([reached], set(names))
        for its in {id(self._of[name]): self._of[name] for name in names if name in self._of}.values():
            mine[0].extend(its[0])
            mine[1].update(its[1])
        self._of.update(dict.fromkeys(mine[1], mine))

    def groups(self) -> list[list[Reached]]:
        return [group for group, _ in {id(its): its for its in self._of.values()}.values()]


def _names(row: Any) -> set[str]:
    """A phone number is one person on WhatsApp and by SMS; other addresses only where staff made sure of it."""
    names = {f"conversation:{row.id}", origin(row.channel, row.address)}
    verified = row.person_id is not None and row.verified_at is not None
    return names | ({f"person:{row.person_id}"} if verified else set())


def _reached(row: Any) -> Reached:
    blocked, opted_out = row.blocked_at is not None, row.opted_out_at is not None
    return Reached(row.id, row.channel, row.address, row.last_inbound_at, blocked, opted_out)
