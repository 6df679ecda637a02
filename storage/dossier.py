"""What the records say that a turn may need: the person's applications, and those named by reference."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from flows.message import ApplicationView, Dossier
from storage.prepared import Prepared
from storage.tables import Application, table
from storage.turns import Held

_application = table(Application)
_PHONES = ("whatsapp", "sms")

_columns = (
    _application.c.reference,
    _application.c.service,
    _application.c.status,
    _application.c.updated_at,
)
_FROM_HERE = Prepared(
    select(*_columns)
    .where(_application.c.charity == bindparam("charity"), _application.c.origin == bindparam("origin"))
    .order_by(_application.c.id)
)
_OF_PERSON = Prepared(
    select(*_columns)
    .where(_application.c.charity == bindparam("charity"), _application.c.person_id == bindparam("person"))
    .order_by(_application.c.id)
)
_NAMED = (
    select(*_columns)
    .where(
        _application.c.charity == bindparam("charity"),
        _application.c.reference.in_(bindparam("references", expanding=True)),
    )
    .order_by(_application.c.id)
)


def origin(channel: str, address: str) -> str:
    """Where an application came from. One number is one person on WhatsApp and by SMS: both providers prove it."""
    return f"phone:{address}" if channel in _PHONES else f"{channel}:{address}"


def dossier(connection: Connection, held: Held, references: Sequence[str] = ()) -> Dossier:
    """The applications made from this address, those of the person where staff verified that the address is
    theirs, and those named by reference (`own` is false: a reference alone proves little).

    An identity number that was merely typed never opens somebody else's applications.
    """
    rows: dict[str, Any] = {}
    here = {"charity": held.charity, "origin": origin(held.channel, held.address)}
    for row in _FROM_HERE.all(connection, here):
        rows[row.reference] = _view(row, own=True)
    if held.verified and held.person_id is not None:
        for row in _OF_PERSON.all(connection, {"charity": held.charity, "person": held.person_id}):
            rows.setdefault(row.reference, _view(row, own=True))
    if references:
        for row in connection.execute(_NAMED, {"charity": held.charity, "references": list(references)}):
            rows.setdefault(row.reference, _view(row, own=False))
    return Dossier(applications=tuple(rows.values()))


def _view(row: Any, *, own: bool) -> ApplicationView:
    return ApplicationView(row.reference, row.service, row.status, row.updated_at, own=own)
