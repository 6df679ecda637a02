"""A submitted application as its receipt tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from flows.papers import files
from flows.session import Answer
from storage.tables import Application, Conversation, Declaration, Document, table

_application, _declaration = table(Application), table(Declaration)
_document, _conversation = table(Document), table(Conversation)

_FIND = (
    select(
        _application.c.id,
        _application.c.service,
        _application.c.answers,
        _application.c.submitted_at,
        _conversation.c.session,
    )
    .select_from(_application)
    .outerjoin(_conversation, _conversation.c.id == _application.c.conversation_id)
    .where(_application.c.charity == bindparam("charity"), _application.c.reference == bindparam("reference"))
)
_DECLARED = (
    select(
        _declaration.c.text_version,
        _declaration.c.text_digest,
        _declaration.c.form_digest,
        _declaration.c.signed_name,
        _declaration.c.channel,
        _declaration.c.at,
    )
    .where(_declaration.c.application_id == bindparam("application"))
    .order_by(_declaration.c.id.desc())
    .limit(1)
)
_PAPERS = select(_document.c.kind, _document.c.wanted, _document.c.media, _document.c.seen_at).where(
    _document.c.application_id == bindparam("application")
)


@dataclass(frozen=True, slots=True)
class Filed:
    """`given` and `missing` are kinds of papers; `declared_at` and what follows are of the latest declaration.

    `text_version` is "<the charity's number>@<the pack's version>"; `digest` is of the answers alone (64 hex digits).
    """

    reference: str
    service: str
    answers: Mapping[str, Answer]
    given: frozenset[str]
    missing: frozenset[str]
    submitted_at: datetime
    language: str
    text_version: str
    text_digest: str
    digest: str
    signed_name: str
    channel: str
    declared_at: datetime


def find(connection: Connection, charity: str, reference: str) -> Filed | None:
    """What was filed under the reference, None where nothing is or nobody signed it."""
    row = connection.execute(_FIND, {"charity": charity, "reference": reference}).first()
    declared = row and connection.execute(_DECLARED, {"application": row.id}).first()
    if row is None or declared is None:
        return None
    papers = connection.execute(_PAPERS, {"application": row.id}).all()
    return Filed(
        reference=reference,
        service=row.service,
        answers={name: Answer(**answer) for name, answer in row.answers.items()},
        given=frozenset(paper.kind for paper in papers if _came(paper)),
        missing=frozenset(paper.kind for paper in papers if paper.wanted),
        submitted_at=row.submitted_at,
        language=(row.session or {}).get("language", "ar"),
        text_version=declared.text_version,
        text_digest=declared.text_digest,
        digest=declared.form_digest,
        signed_name=declared.signed_name,
        channel=declared.channel,
        declared_at=declared.at,
    )


def _came(paper: Any) -> bool:
    """A paper that was looked at may keep no files; an optional one may have been left out."""
    return not paper.wanted and (paper.seen_at is not None or bool(paper.media and files(Answer(**paper.media))))
