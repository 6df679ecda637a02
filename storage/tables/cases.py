"""What needs a person: escalations and their notes, ratings, complaints, unanswered questions, reminders."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, text
from sqlmodel import Field, SQLModel

from storage.states import CaseState
from storage.tables.base import key, link, maybe_link, maybe_moment, moment, secret_json, word

UNDONE = text("done_at IS NULL")


class Case(SQLModel, table=True):
    """One escalation. `priority`: 1 emergency, 2 asked for a person, 3 unclear. `detail` is redacted.
    `epoch` is the conversation's at its opening; `answered_at` the first word of staff.
    """

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_charity_state", "charity", "state", "priority", "opened_at"),
        Index("ix_cases_conversation_id_state", "conversation_id", "state"),
    )

    id: int | None = key()
    charity: str
    conversation_id: int = link("conversations.id")
    reason: str
    priority: int
    detail: str = ""
    epoch: int
    state: str = CaseState.OPEN
    opened_at: datetime = moment()
    claimed_by: int | None = maybe_link("staff.id")
    claimed_at: datetime | None = maybe_moment()
    answered_at: datetime | None = maybe_moment()
    closed_at: datetime | None = maybe_moment()
    outcome: str = ""


class CaseNote(SQLModel, table=True):
    """What staff write among themselves. A table of its own: nothing here can ever be sent."""

    __tablename__ = "case_notes"

    id: int | None = key()
    case_id: int = link("cases.id", index=True)
    staff_id: int = link("staff.id")
    text: Any = secret_json()
    at: datetime = moment()


class Rating(SQLModel, table=True):
    """One to five stars. `words` are redacted."""

    __tablename__ = "ratings"

    id: int | None = key()
    charity: str = Field(index=True)
    conversation_id: int = link("conversations.id")
    service: str = ""
    reference: str = word()
    stars: int
    words: str = ""
    at: datetime = moment()


class Note(SQLModel, table=True):
    """A complaint, a suggestion, an offer to volunteer or donate: for the record, read in the console."""

    __tablename__ = "notes"
    __table_args__ = (Index("ix_notes_charity_subject", "charity", "subject", "at"),)

    id: int | None = key()
    charity: str
    conversation_id: int = link("conversations.id")
    subject: str
    text: Any = secret_json()
    extra: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    at: datetime = moment()


class UnansweredQuestion(SQLModel, table=True):
    """Something we could not answer (redacted), to be taught later."""

    __tablename__ = "unanswered_questions"
    __table_args__ = (Index("ix_unanswered_questions_charity", "charity", "taught_at", "at"),)

    id: int | None = key()
    charity: str
    conversation_id: int = link("conversations.id")
    text: str
    intent: str
    at: datetime = moment()
    taught_at: datetime | None = maybe_moment()


class Reminder(SQLModel, table=True):
    """Something to say later, once, kept as a row so that a restart loses none. `text_key` is a text of the pack,
    `subject` what it is about: an application's reference, or a service whose form was not finished.
    """

    __tablename__ = "reminders"
    __table_args__ = (
        Index("ix_reminders_once", "conversation_id", "text_key", "subject", unique=True),
        Index("ix_reminders_waiting", "due_at", sqlite_where=UNDONE, postgresql_where=UNDONE),
    )

    id: int | None = key()
    conversation_id: int = link("conversations.id", index=True)
    text_key: str
    subject: str = word()
    due_at: datetime = moment(index=True)
    done_at: datetime | None = maybe_moment()
