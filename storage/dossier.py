"""What the records say that a turn may need: the person's applications, and those named by reference."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, literal_column, select

from flows.life import ENDED, State
from flows.message import ApplicationView, Dossier, Proof
from storage import codes, others
from storage.links import circle, origin
from storage.prepared import Prepared
from storage.tables import Application, ApplicationEvent, Declaration, Document, table
from storage.turns import Held

_application, _document, _declaration = table(Application), table(Document), table(Declaration)
_event = table(ApplicationEvent)

_columns = (
    _application.c.reference,
    _application.c.service,
    _application.c.status,
    _application.c.updated_at,
)
# By dialect: how several rows' words become one.
_GATHER = {"sqlite": func.group_concat, "postgresql": func.string_agg}


def _with_missing(*where: ColumnElement[bool]) -> Prepared:
    """The applications, each with the kinds of papers still to come between commas, oldest first.

    One statement, and an index of the few papers that are wanted: whoever lacks none pays nothing.
    """
    return Prepared({name: _statement(gather).where(*where) for name, gather in _GATHER.items()})


def _statement(gather: Any) -> Select[Any]:
    missing = (
        select(gather(_document.c.kind, literal_column("','")))
        .where(_document.c.application_id == _application.c.id, literal_column("documents.wanted"))
        .scalar_subquery()
        .label("missing")
    )
    return select(*_columns, missing).order_by(_application.c.id)


_FROM_HERE = _with_missing(_application.c.charity == bindparam("charity"), _application.c.origin == bindparam("origin"))
_OF_PERSON = _with_missing(
    _application.c.charity == bindparam("charity"), _application.c.person_id == bindparam("person")
)
_ASKED = (
    select(_event.c.note)
    .join(_application, _application.c.id == _event.c.application_id)
    .where(
        _application.c.charity == bindparam("charity"),
        _application.c.reference == bindparam("reference"),
        _event.c.move == "ask_information",
    )
    .order_by(_event.c.id.desc())
    .limit(1)
)


_SIGNED = (
    select(_declaration.c.signed_name)
    .join(_application, _application.c.id == _declaration.c.application_id)
    .where(_application.c.charity == bindparam("charity"), _application.c.reference == bindparam("reference"))
    .order_by(_declaration.c.id.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a turn asks for beyond the person's own applications.

    `references` are named by the message or in hand; `signing` is the application whose signer's name is compared with
    a new signature; `twin` is the (service, identity number) of a form that is filled in. `card` is a mobile number
    that the provider vouches for in this message, `code` one typed in it; `proving`: a number is being proved.
    """

    references: Sequence[str] = ()
    signing: str = ""
    twin: tuple[str, str] | None = None
    card: str = ""
    code: str = ""
    proving: bool = False


def dossier(connection: Connection, held: Held, wanted: Wanted, now: datetime) -> Dossier:
    """The applications made from this address and from those joined with it, those of the person where staff
    verified that the address is theirs, and those named by reference (`own` is false: a reference alone proves little).

    An identity number that was merely typed never opens somebody else's applications.
    """
    rows: dict[str, Any] = {}
    proof = _proof(connection, held, wanted, now)
    places = [origin(held.channel, held.address)]
    if held.joined or proof.number:
        found = circle(connection, held, proof.number).origins
        places += [place for place in found if place not in places]
    for place in places:
        for row in _FROM_HERE.all(connection, {"charity": held.charity, "origin": place}):
            rows[row.reference] = _view(row, own=True)
            proof = replace(proof, brings=proof.brings or place != places[0])
    if held.verified and held.person_id is not None:
        for row in _OF_PERSON.all(connection, {"charity": held.charity, "person": held.person_id}):
            rows.setdefault(row.reference, _view(row, own=True))
    if wanted.signing in rows:
        signed = connection.execute(_SIGNED, {"charity": held.charity, "reference": wanted.signing}).scalar()
        rows[wanted.signing] = replace(rows[wanted.signing], signer=signed or "")
    for reference in [view.reference for view in rows.values() if view.status == State.NEEDS_INFORMATION]:
        rows[reference] = replace(rows[reference], asked=_asked(connection, held, reference))
    if strange := [reference for reference in wanted.references if reference not in rows]:
        rows |= {view.reference: view for view in others.named(connection, held, strange, now)}
    twins = others.twins(connection, held.charity, *wanted.twin) if wanted.twin else []
    marked = tuple(replace(twin, own=twin.reference in rows and rows[twin.reference].own) for twin in twins)
    return Dossier(applications=tuple(rows.values()), twins=marked, proof=proof)


def _proof(connection: Connection, held: Held, wanted: Wanted, now: datetime) -> Proof:
    if wanted.card:
        return Proof(wanted.card, "contact")
    return codes.look(connection, held, wanted.code, now) if wanted.proving else Proof()


def _asked(connection: Connection, held: Held, reference: str) -> str:
    """What staff asked for last."""
    where = {"charity": held.charity, "reference": reference}
    return str(connection.execute(_ASKED, where).scalar() or "")


def _view(row: Any, *, own: bool) -> ApplicationView:
    # Of an application that has come to its end no papers are asked for.
    asked = own and row.missing and row.status not in ENDED
    missing = tuple(row.missing.split(",")) if asked else ()
    return ApplicationView(row.reference, row.service, row.status, row.updated_at, own=own, missing=missing)
