"""Applications that are not the asker's own: the check by last digits, and twins by one identity number."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, func, insert, or_, select

from flows.events import Checked
from flows.life import ENDED
from flows.message import ApplicationView
from storage.people import number_of
from storage.prepared import Prepared
from storage.tables import Application, Person, StatusCheck, table
from storage.turns import Held
from storage.types import keyring_of

_application, _person, _check = table(Application), table(Person), table(StatusCheck)
DAY = timedelta(days=1)
LAST = 4

_NAMED = (
    select(
        _application.c.id,
        _application.c.reference,
        _application.c.service,
        _application.c.status,
        _application.c.updated_at,
        _person.c.identity,
    )
    .join_from(_application, _person, _application.c.person_id == _person.c.id, isouter=True)
    .where(
        _application.c.charity == bindparam("charity"),
        _application.c.reference.in_(bindparam("references", expanding=True)),
    )
    .order_by(_application.c.id)
)
# Whoever tries from many addresses meets the application's own count.
_TRIES = select(func.count()).where(
    or_(_check.c.application_id == bindparam("application"), _check.c.address_id == bindparam("address")),
    _check.c.passed.is_(False),
    _check.c.at > bindparam("since"),
)
_ID = select(_application.c.id).where(
    _application.c.charity == bindparam("charity"), _application.c.reference == bindparam("reference")
)
_KEEP = insert(_check)
_TWINS = Prepared(
    select(_application.c.reference, _application.c.service, _application.c.status, _application.c.updated_at)
    .join(_person, _application.c.person_id == _person.c.id)
    .where(
        _person.c.charity == bindparam("charity"),
        _person.c.identity_index == bindparam("blind"),
        _application.c.service == bindparam("service"),
    )
    .order_by(_application.c.id)
)


def named(connection: Connection, held: Held, references: Sequence[str], now: datetime) -> list[ApplicationView]:
    """The applications with these references, with what it takes to check who asks."""
    rows = connection.execute(_NAMED, {"charity": held.charity, "references": list(references)}).all()
    views = []
    for row in rows:
        view = ApplicationView(row.reference, row.service, row.status, row.updated_at, own=False)
        wrong = tries(connection, row.id, held, now)
        views.append(replace(view, last_four=number_of(row.identity)[-LAST:], tries=wrong))
    return views


def tries(connection: Connection, application: int, held: Held, now: datetime) -> int:
    """The wrong last digits of the last day, about this application or from this address."""
    where = {"application": application, "address": held.address_id, "since": now - DAY}
    return int(connection.execute(_TRIES, where).scalar_one())


def twins(connection: Connection, charity: str, service: str, number: str) -> list[ApplicationView]:
    """The open applications for this service by this identity number, whoever made them."""
    blind = keyring_of(connection.dialect).blind(charity, "identity", number)
    rows = _TWINS.all(connection, {"charity": charity, "blind": blind, "service": service})
    return [
        ApplicationView(row.reference, row.service, row.status, row.updated_at, own=False)
        for row in rows
        if row.status not in ENDED
    ]


def keep_check(connection: Connection, held: Held, event: Checked, now: datetime) -> None:
    """Count a try of the last digits."""
    application = connection.execute(_ID, {"charity": held.charity, "reference": event.reference}).scalar()
    if application is not None:
        tried = {"application_id": application, "address_id": held.address_id, "passed": event.passed, "at": now}
        connection.execute(_KEEP, tried)
