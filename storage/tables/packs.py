"""Every version of every pack that ever ran."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.base import key, moment


class PackVersion(SQLModel, table=True):
    """A pack as JSON, so that a form begun under it survives an edit and a restart."""

    __tablename__ = "pack_versions"
    __table_args__ = (UniqueConstraint("charity", "version"),)

    id: int | None = key()
    charity: str
    version: str
    content: dict[str, Any] = Field(sa_type=JSON)
    at: datetime = moment()
