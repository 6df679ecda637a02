"""File an application as the person declared it."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, insert

from flows.events import Submitted
from flows.pack import Pack
from flows.session import Answer
from storage.dossier import origin
from storage.people import Identity, link
from storage.statements import insert_id, insert_once, run_once
from storage.tables import Application, ApplicationEvent, Declaration, Document, table
from storage.turns import Held

_NEW = insert_once(table(Application), ("reference",))
_EVENT, _DOCUMENT = insert(table(ApplicationEvent)), insert(table(Document))
_DECLARATION = insert(table(Declaration))
SUBMITTED = "submitted"


class ReferenceTaken(Exception):  # noqa: N818  it asks for another draw; nothing went wrong
    """The proposed reference belongs to another application: take the turn again with a new draw."""


def submit(
    connection: Connection, held: Held, event: Submitted, *, pack: Pack, now: datetime, inbox: int | None
) -> int:
    """Store the application, its papers and its declaration; the application's id. Raises `ReferenceTaken`."""
    person = link(connection, held, _identity(event, pack), now)
    values = {
        "reference": event.reference,
        "charity": held.charity,
        "person_id": person,
        "conversation_id": held.id,
        "origin": origin(held.channel, held.address),
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
    filed = {"application_id": application, "actor": "person", "before": "draft", "after": SUBMITTED, "at": now}
    connection.execute(_EVENT, filed)
    _add_documents(connection, application, event, pack, now)
    _add_declaration(connection, application, event, now, inbox)
    return application


def _add_documents(connection: Connection, application: int, event: Submitted, pack: Pack, now: datetime) -> None:
    for kind, answer in event.documents.items():
        paper = pack.document(kind)
        document = {
            "application_id": application,
            "kind": kind,
            "media": asdict(answer),
            "keep": paper.keep if paper else "seen",
            "created_at": now,
        }
        connection.execute(_DOCUMENT, document)


def _add_declaration(
    connection: Connection, application: int, event: Submitted, now: datetime, inbox: int | None
) -> None:
    declared = {"application_id": application, "inbox_id": inbox, "at": now, **asdict(event.declared)}
    insert_id(connection, _DECLARATION, declared)


def _identity(event: Submitted, pack: Pack) -> Identity:
    """The answers that say who the person is, by the kind of their fields."""
    kinds = {field.id: field.kind for field in pack.fields}
    said = {kinds.get(name, ""): str(answer.value) for name, answer in event.answers.items() if answer.value}
    return Identity.of(said)


def _plain(answers: dict[str, Answer]) -> dict[str, dict[str, object]]:
    return {name: asdict(answer) for name, answer in answers.items()}
