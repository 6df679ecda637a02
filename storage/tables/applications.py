"""An application and everything that happens to it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.tables.base import key, link, maybe_link, maybe_moment, moment, secret_json


class Application(SQLModel, table=True):
    """One request for one service. `answers` is {field id: {"value", "how", "at", "shown"}}.

    `origin` is the address it came from (see `storage.dossier.origin`): whoever writes from there may hear of it.
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
    submitted_at: datetime = moment()
    updated_at: datetime = moment()


class ApplicationEvent(SQLModel, table=True):
    """One change of an application. `actor` is person, bot, system or `staff:<id>`; `note` is encrypted."""

    __tablename__ = "application_events"

    id: int | None = key()
    application_id: int = link("applications.id", index=True)
    actor: str
    before: str
    after: str
    note: Any = secret_json(nullable=True)
    at: datetime = moment()


class Document(SQLModel, table=True):
    """One paper of an application. `keep` is `file` or `seen`; a `seen` paper keeps no reference once looked at."""

    __tablename__ = "documents"

    id: int | None = key()
    application_id: int = link("applications.id", index=True)
    kind: str
    media: Any = secret_json(nullable=True)
    keep: str
    seen_at: datetime | None = maybe_moment()
    seen_by: int | None = maybe_link("staff.id")
    created_at: datetime = moment()


class Declaration(SQLModel, table=True):
    """What was declared true, and how it was signed. The name signed is encrypted; the rest are digests."""

    __tablename__ = "declarations"

    id: int | None = key()
    application_id: int = link("applications.id", index=True)
    text_version: str
    text_digest: str
    answers_digest: str
    signed_name: Any = secret_json()
    inbox_id: int | None = maybe_link("inbox_events.id")
    at: datetime = moment()


class Appointment(SQLModel, table=True):
    """An interview or a field visit. `kind` is interview or field_visit; `place` and the outcome are encrypted."""

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
