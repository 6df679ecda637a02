"""File an application as the person declared it."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from flows.events import Corrected, Declared, Submitted
from flows.life import PERSON
from flows.pack import Pack
from flows.session import Answer
from flows.signing import answers_digest
from storage import corrections, documents
from storage.corrections import Correction
from storage.links import origin
from storage.people import Identity, link
from storage.statements import insert_id, insert_once, run_once
from storage.tables import Application, ApplicationEvent, Declaration, table
from storage.turns import Held

_NEW = insert_once(table(Application), ("reference",))
_EVENT = insert(table(ApplicationEvent))
_DECLARATION = insert(table(Declaration))
_application = table(Application)
_FILED = select(_application.c.id, _application.c.answers).where(
    _application.c.charity == bindparam("charity"), _application.c.reference == bindparam("reference")
)
SUBMITTED = "submitted"


class ReferenceTaken(Exception):  # noqa: N818  it asks for another draw; nothing went wrong
    """The proposed reference belongs to another application: take the turn again with a new draw."""


def submit(
    connection: Connection, held: Held, event: Submitted, *, pack: Pack, now: datetime, inbox: int | None
) -> int:
    """Store the application, its papers and its declaration; the application's id. Raises `ReferenceTaken`."""
    whose = {
        "charity": held.charity,
        "person_id": link(connection, held, identity_of(event, pack), now),
        "conversation_id": held.id,
        "origin": origin(held.channel, held.address),
    }
    application = file(connection, event, whose, {"actor": PERSON}, now=now)
    documents.add(connection, held.charity, application, event.documents, pack=pack, now=now)
    signing = {"channel": held.channel, "inbox_id": inbox, "at": now}
    add_declaration(connection, application, event.declared, answers=event.answers, signing=signing)
    return application


def file(
    connection: Connection, event: Submitted, whose: Mapping[str, object], told: Mapping[str, object], *, now: datetime
) -> int:
    """Store the application and the event that it begins with; its id. Raises `ReferenceTaken`.

    `whose` are its columns charity, person_id, conversation_id and origin; `told` those of the event: actor, and detail
    and note where there are any.
    """
    values = {
        **whose,
        "reference": event.reference,
        "service": event.service,
        "status": SUBMITTED,
        "answers": _plain(event.answers),
        "pack": event.pack,
        "submitted_at": now,
        "updated_at": now,
    }
    application = run_once(connection, _NEW, values)
    if application is None:
        raise ReferenceTaken(event.reference)
    filed = {"move": "submit", "before": "draft", "after": SUBMITTED, **told}
    connection.execute(_EVENT, {"application_id": application, "at": now, **filed})
    return application


def correct(
    connection: Connection, held: Held, event: Corrected, *, pack: Pack, now: datetime, inbox: int | None
) -> None:
    """Replace the answer, keep the old one in the application's event, and file the new declaration.

    Raises `flows.life.Impossible` where staff moved the application on meanwhile: the turn is then taken again.
    """
    wish = Correction(held.charity, event.reference, event.field, event.answer, PERSON, (PERSON,))
    corrections.correct(connection, wish, pack=pack, now=now)
    row = connection.execute(_FILED, {"charity": held.charity, "reference": event.reference}).one()
    answers = {name: Answer(**answer) for name, answer in row.answers.items()}
    declared = replace(event.declared, answers_digest=answers_digest(answers))
    signing = {"channel": held.channel, "inbox_id": inbox, "at": now}
    add_declaration(connection, row.id, declared, answers=answers, signing=signing)


def add_declaration(
    connection: Connection,
    application: int,
    declared: Declared,
    *,
    answers: dict[str, Answer],
    signing: Mapping[str, object],
) -> None:
    """Keep one signature under these answers. `signing` are the columns that say when, where and how it was given."""
    # The papers' answers are in the other digest; a paper that was only looked at leaves nothing to digest again.
    known = {"application_id": application, "form_digest": answers_digest(answers), **signing}
    insert_id(connection, _DECLARATION, {**known, **asdict(declared)})


def identity_of(event: Submitted, pack: Pack) -> Identity:
    """The answers that say who the person is, by the kind of their fields."""
    kinds = {field.id: field.kind for field in pack.fields}
    said = {kinds.get(name, ""): str(answer.value) for name, answer in event.answers.items() if answer.value}
    return Identity.of(said)


def _plain(answers: dict[str, Answer]) -> dict[str, dict[str, object]]:
    return {name: asdict(answer) for name, answer in answers.items()}
