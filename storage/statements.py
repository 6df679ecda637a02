"""What the prepared statements share."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite

Prepared = Mapping[str, Insert]


def insert_once(table: Table, unique: Sequence[str]) -> Prepared:
    """An insert that does nothing where the row exists, by dialect; it returns the new row's id, or no row."""
    names = [table.c[name] for name in unique]
    return {
        "sqlite": sqlite.insert(table).on_conflict_do_nothing(index_elements=names).returning(table.c.id),
        "postgresql": postgresql.insert(table).on_conflict_do_nothing(index_elements=names).returning(table.c.id),
    }


def run_once(connection: Connection, prepared: Prepared, values: Mapping[str, Any]) -> int | None:
    """The id of the new row, or None where it was there before."""
    return connection.execute(prepared[connection.dialect.name], values).scalar()


def insert_id(connection: Connection, statement: Insert, values: Mapping[str, Any]) -> int:
    """Insert one row; its id."""
    row = connection.execute(statement, values).inserted_primary_key
    assert row is not None
    return int(row[0])
