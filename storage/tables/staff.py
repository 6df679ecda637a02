"""Who works in the console, their sign-ins, and what they looked at and did."""

from datetime import datetime

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from storage.tables.base import key, link, maybe_link, maybe_moment, moment


class Staff(SQLModel, table=True):
    """One member of staff. `password` is an argon2 hash; `role` researcher, supervisor, committee, delegate,
    auditor or admin; `charities` the slugs they may see.
    """

    __tablename__ = "staff"

    id: int | None = key()
    login: str = Field(unique=True)
    name: str
    password: str
    role: str
    charities: list[str] = Field(default_factory=list, sa_type=JSON)
    disabled_at: datetime | None = maybe_moment()
    created_at: datetime = moment()


class StaffSession(SQLModel, table=True):
    """One sign-in. `token` is the SHA-256 of the cookie's 256-bit token, never the token."""

    __tablename__ = "staff_sessions"

    id: int | None = key()
    staff_id: int = link("staff.id", index=True)
    token: str = Field(unique=True)
    csrf: str
    created_at: datetime = moment()
    seen_at: datetime = moment()
    ended_at: datetime | None = maybe_moment()


class AuditEntry(SQLModel, table=True):
    """One act of staff, reading included. `subject` names a row (`application:12`), never its content."""

    __tablename__ = "audit_entries"

    id: int | None = key()
    staff_id: int | None = maybe_link("staff.id", index=True)
    charity: str = Field(index=True)
    action: str
    subject: str = Field(index=True)
    at: datetime = moment()
