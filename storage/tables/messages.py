"""The transcript and the outbox."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, text
from sqlmodel import Field, SQLModel

from storage.states import DeliveryState
from storage.tables.base import key, link, maybe_link, maybe_moment, moment, secret_json

PENDING = text("state IN ('queued', 'sending')")
# What somebody has to look at: few, among very many.
TROUBLED = text("state IN ('failed', 'unknown')")
PARKED = text("state = 'parked'")


class Message(SQLModel, table=True):
    """One message as people may read it: identity numbers and IBANs are masked. `direction` is in or out.
    `buttons` is [{"id", "label"}], `media` [{"ref", "mime", "name", "size"}].
    """

    __tablename__ = "messages"
    __table_args__ = (Index("ix_messages_conversation_id_id", "conversation_id", "id"),)

    id: int | None = key()
    conversation_id: int = link("conversations.id")
    direction: str
    author: str
    text: str = ""
    buttons: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
    media: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    inbox_id: int | None = maybe_link("inbox_events.id")
    staff_id: int | None = maybe_link("staff.id")
    created_at: datetime = moment()


class Delivery(SQLModel, table=True):
    """One payload to send. `claimed_by` is the worker that is sending it, since `claimed_at`.
    `error` is a kind of `channels.base.SendError` or a provider's code, never a text.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        Index("ix_deliveries_pending", "conversation_id", "id", sqlite_where=PENDING, postgresql_where=PENDING),
        Index("ix_deliveries_parked", "conversation_id", "id", sqlite_where=PARKED, postgresql_where=PARKED),
        Index("ix_deliveries_provider", "charity", "channel", "provider_id"),
        Index("ix_deliveries_troubled", "id", sqlite_where=TROUBLED, postgresql_where=TROUBLED),
    )

    id: int | None = key()
    message_id: int | None = maybe_link("messages.id", index=True)
    conversation_id: int = link("conversations.id")
    charity: str
    channel: str
    address: str
    payload: Any = secret_json()
    author: str
    epoch: int
    state: str = DeliveryState.QUEUED
    attempts: int = 0
    due_at: datetime = moment()
    claimed_by: str = ""
    claimed_at: datetime | None = maybe_moment()
    provider_id: str | None = None
    error: str = ""
    created_at: datetime = moment()
    settled_at: datetime | None = maybe_moment()


class Pause(SQLModel, table=True):
    """Until when a provider wants nothing more from one account of ours. Read where no Redis is shared."""

    __tablename__ = "pauses"

    account: str = Field(primary_key=True)
    until: datetime = moment()
