"""What every table shares: names for constraints (migrations need them) and short column helpers."""

from datetime import datetime
from typing import Any

from sqlalchemy import Table
from sqlmodel import Field, SQLModel

from storage.types import EncryptedJson, Id, Moment

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def key() -> Any:
    """The row's own number."""
    return Field(default=None, primary_key=True, sa_type=Id)


def link(target: str, *, index: bool = False) -> Any:
    """A required reference to another row (`"people.id"`)."""
    return Field(foreign_key=target, index=index, sa_type=Id)


def maybe_link(target: str, *, index: bool = False) -> Any:
    """A reference that may be missing."""
    return Field(default=None, foreign_key=target, index=index, nullable=True, sa_type=Id)


def moment(*, index: bool = False) -> Any:
    """A required aware time."""
    return Field(sa_type=Moment, nullable=False, index=index)


def maybe_moment() -> Any:
    """An aware time that may not have come."""
    return Field(default=None, sa_type=Moment, nullable=True)


def secret_json(*, nullable: bool = False) -> Any:
    """A JSON value that is stored encrypted."""
    return Field(default=None, sa_type=EncryptedJson, nullable=nullable)


def word() -> Any:
    """A short word that may be blank; rows of before the column was made have it blank too."""
    return Field(default="", sa_column_kwargs={"server_default": ""})


def table(model: type[SQLModel]) -> Table:
    """The Core table of a model, for prepared statements."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


__all__ = [
    "SQLModel", "datetime", "key", "link", "maybe_link", "maybe_moment", "moment", "secret_json", "table", "word",
]  # fmt: skip
