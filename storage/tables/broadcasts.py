"""One text to many, and to whom."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.base import key, link, maybe_link, maybe_moment, moment, secret_json, word


class Broadcast(SQLModel, table=True):
    """A text that a member of staff sends to a group. `asked` is the filter ({"services", "statuses", "cities",
    "consent"}), `rate` the most messages a second. `state` is running, done or stopped; nothing more is queued
    before `next_at`.
    """

    __tablename__ = "broadcasts"

    id: int | None = key()
    charity: str
    text: Any = secret_json()
    asked: dict[str, Any] = Field(sa_type=JSON)
    rate: int
    staff_id: int = link("staff.id")
    state: str = "running"
    next_at: datetime = moment()
    created_at: datetime = moment()
    ended_at: datetime | None = maybe_moment()


class BroadcastTarget(SQLModel, table=True):
    """One person of the group, by a conversation with them. `state` is waiting, queued (`message_id` says which) or
    skipped, with the reason in `why`.
    """

    __tablename__ = "broadcast_targets"
    __table_args__ = (
        UniqueConstraint("broadcast_id", "conversation_id"),
        Index("ix_broadcast_targets_broadcast_id_state", "broadcast_id", "state", "id"),
    )

    id: int | None = key()
    broadcast_id: int = link("broadcasts.id")
    conversation_id: int = link("conversations.id")
    state: str = "waiting"
    why: str = word()
    message_id: int | None = maybe_link("messages.id")
    at: datetime = moment()
