"""A conversation and the events that came in for it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import SQLModel

from storage.states import EventState, Owner
from storage.tables.base import key, link, maybe_link, maybe_moment, moment, secret_json

# Partial indexes: nearly every row is done, and only the few that are not are ever looked for.
WAITING = text("state = 'waiting'")


class Conversation(SQLModel, table=True):
    """One address talking with one charity. `epoch` grows at every change between bot and people;
    `version` at every turn. `owner_staff_id` holds it until `lease_until`.
    `knocked_at`: when the person was last told, by an approved template, that something waits for them.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        UniqueConstraint("address_id"),
        Index("ix_conversations_charity_owner", "charity", "owner", "last_inbound_at"),
    )

    id: int | None = key()
    charity: str
    channel: str
    address_id: int = link("addresses.id")
    session: Any = secret_json(nullable=True)
    version: int = 0
    owner: str = Owner.BOT
    owner_staff_id: int | None = maybe_link("staff.id")
    lease_until: datetime | None = maybe_moment()
    epoch: int = 0
    last_inbound_at: datetime | None = maybe_moment()
    knocked_at: datetime | None = maybe_moment()
    created_at: datetime = moment()
    updated_at: datetime = moment()


class InboxEvent(SQLModel, table=True):
    """One inbound event, unique for charity, channel and provider id. `payload` is the `Incoming` as JSON.
    `error` is the class name of what went wrong, never its text (it may quote the person).
    """

    __tablename__ = "inbox_events"
    __table_args__ = (
        UniqueConstraint("charity", "channel", "provider_id"),
        Index("ix_inbox_events_waiting", "conversation_id", "id", sqlite_where=WAITING, postgresql_where=WAITING),
    )

    id: int | None = key()
    charity: str
    channel: str
    provider_id: str
    conversation_id: int | None = maybe_link("conversations.id")
    kind: str
    payload: Any = secret_json()
    state: str = EventState.WAITING
    attempts: int = 0
    error: str = ""
    received_at: datetime = moment()
    handled_at: datetime | None = maybe_moment()
