"""Throwaway databases on the PostgreSQL server of the tests."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from tests.conftest import POSTGRES, missing

_SERVER = POSTGRES.rstrip("/")


def command(statement: str) -> None:
    """Run one statement as the server's owner. Names in it are ours."""
    with psycopg.connect(f"{_SERVER}/postgres", autocommit=True, connect_timeout=3) as connection:
        connection.execute(statement.encode())


@contextmanager
def throwaway() -> Iterator[str]:
    """The URL of an empty database, dropped afterwards; skipped with a notice where there is no server."""
    name = f"sanad_drill_{uuid.uuid4().hex[:12]}"
    try:
        command(f'CREATE DATABASE "{name}"')
    except psycopg.OperationalError:
        missing("PostgreSQL")
    try:
        yield f"{_SERVER}/{name}"
    finally:
        command(f'DROP DATABASE "{name}" WITH (FORCE)')
