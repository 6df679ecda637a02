"""An application and everything that happens to it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from storage.tables.base import key, link, maybe_link, maybe_moment, moment, secret_json, word

# A partial index: nearly every paper has come, and only the few that have not are looked for.
WANTED = text("wanted")


class Application(SQLModel, table=True):
    """One request for one service. `answers` is {field id: {"value", "how", "at", "shown"}}.

    `origin` is the address it came from (see `storage.dossier.origin`): whoever writes from there may hear of it.
    `recommendation` (accept or reject) and `recommended_by` are of the latest recommendation.
    """

    __tablename__ = "applications"
    __table_args__ = (
        Index("ix_applications_charity_origin", "charity", "origin"),
        Index("ix_applications_charity_status", "charity", "status", "submitted_at"),
    )

    id: int | None = key()
    reference: str = Field(unique=True)
    charity: str
    person_id: int | None = maybe_link("people.id", index=True)
    conversation_id: int | None = maybe_link("conversations.id", index=True)
    origin: str = ""
    service: str
    status: str
    answers: Any = secret_json()
    pack: str
    recommendation: str = word()
    recommended_by: int | None = maybe_link("staff.id")
    submitted_at: datetime = moment()
    updated_at: datetime = moment()


class ApplicationEvent(SQLModel, table=True):
    """One change of an application. `actor` is person, bot, system or `staff:<id>`; `note` is encrypted.

    `move` is one of `flows.life`, or `correct` for a corrected answer, whose old value is then the note. `detail` is
    which way a recommendation went, whether a visit was held, the field that was corrected, the papers asked for, or
    the way by which staff were given the application (`storage.intake`).
    `message_id` is what the person was told; `untold` why they could not be (see `storage.reach`).
    """

    __tablename__ = "application_events"

    id: int | None = key()
    application_id: int = link("applications.id", index=True)
    actor: str
    move: str = word()
    before: str
    after: str
    detail: str = word()
    note: Any = secret_json(nullable=True)
    message_id: int | None = maybe_link("messages.id")
    untold: str = word()
    at: datetime = moment()


class Document(SQLModel, table=True):
    """One paper of an application, sent or still to come. `media` is the answer as in a form: {"value", "how", "at",
    "shown"}, its value as in `flows.papers`.

    `keep` is `file` or `seen`; a `seen` paper loses its files once somebody looked at it. `wanted`: one is still to
    come, or a better one. `mark` is what its date told (expired, too_old, undated), `verdict` what staff found
    (matches, differs, expired).
    """

    __tablename__ = "documents"
    __table_args__ = (
        Index("ix_documents_application_id_kind", "application_id", "kind", unique=True),
        Index("ix_documents_wanted", "application_id", sqlite_where=WANTED, postgresql_where=WANTED),
    )

    id: int | None = key()
    application_id: int = link("applications.id", index=True)
    kind: str
    media: Any = secret_json(nullable=True)
    keep: str
    wanted: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    mark: str = word()
    verdict: str = word()
    seen_at: datetime | None = maybe_moment()
    seen_by: int | None = maybe_link("staff.id")
    created_at: datetime = moment()


class PaperFile(SQLModel, table=True):
    """One file in the private store (`storage.papers`), by its `name` there. Deleted files keep their row, and with
    it the digest (SHA-256) of what was sent; `pages` is 0 where it is not known.
    """

    __tablename__ = "paper_files"
    __table_args__ = (Index("ix_paper_files_conversation_id", "conversation_id", "received_at"),)

    id: int | None = key()
    name: str = Field(unique=True)
    charity: str
    conversation_id: int = link("conversations.id")
    document_id: int | None = maybe_link("documents.id", index=True)
    digest: str
    mime: str
    size: int
    pages: int = 0
    received_at: datetime = moment(index=True)
    deleted_at: datetime | None = maybe_moment()


class StatusCheck(SQLModel, table=True):
    """Somebody asked for a status from another address and gave the identity number's last digits."""

    __tablename__ = "status_checks"

    id: int | None = key()
    application_id: int = link("applications.id", index=True)
    address_id: int = link("addresses.id", index=True)
    passed: bool
    at: datetime = moment()


class Declaration(SQLModel, table=True):
    """What was declared true, and how it was signed. The name signed is encrypted; the rest are digests.

    `form_digest` is of the answers without the papers: it can be made again when a paper is gone. `channel` is
    where it was signed, `inbox_id` the message that signed it; `way` is how, where staff took it down
    (`storage.intake`).
    """

    __tablename__ = "declarations"

    id: int | None = key()
    application_id: int = link("applications.id", index=True)
    text_version: str
    text_digest: str
    answers_digest: str
    form_digest: str = word()
    signed_name: Any = secret_json()
    channel: str = word()
    way: str = word()
    inbox_id: int | None = maybe_link("inbox_events.id")
    at: datetime = moment()


class Appointment(SQLModel, table=True):
    """An interview or a field visit. `kind` is interview or field_visit; `place` and the outcome are encrypted.

    `state` is planned, held, missed or cancelled.
    """

    __tablename__ = "appointments"

    id: int | None = key()
    application_id: int = link("applications.id", index=True)
    kind: str
    staff_id: int | None = maybe_link("staff.id", index=True)
    at: datetime = moment(index=True)
    place: Any = secret_json(nullable=True)
    state: str = "planned"
    outcome: Any = secret_json(nullable=True)
    created_at: datetime = moment()
