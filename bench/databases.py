"""A database for one run, and what must be in it afterwards."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy import create_engine, text

from bench.generator import Result

SERVER = os.environ.get("SANAD_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432").rstrip("/")
QUERIES = {
    "messages answered": "SELECT count(*) FROM inbox_events WHERE kind = 'text' AND state = 'done'",
    "messages left": "SELECT count(*) FROM inbox_events WHERE state <> 'done'",
    "answers sent": "SELECT count(*) FROM deliveries WHERE state = 'sent'",
    "answers not sent": "SELECT count(*) FROM deliveries WHERE state <> 'sent'",
    "applications": "SELECT count(*) FROM applications WHERE service = 'family_consultation' AND status = 'submitted'",
    "other applications": "SELECT count(*) FROM applications WHERE status <> 'submitted'",
    "applicants": "SELECT count(DISTINCT origin) FROM applications",
    "declarations": "SELECT count(*) FROM declarations",
    "cases": "SELECT count(*) FROM cases",
}


@contextmanager
def database(mode: str, folder: Path) -> Iterator[tuple[str, str]]:
    """The URL and the name of an empty database, gone afterwards."""
    if mode == "sqlite":
        yield f"sqlite:///{folder / 'bench.db'}", ""
        return
    name = f"sanad_bench_{uuid4().hex[:12]}"
    _command(f'CREATE DATABASE "{name}"')
    try:
        yield f"{SERVER}/{name}", name
    finally:
        _command(f'DROP DATABASE "{name}" WITH (FORCE)')


def counts(url: str, queries: Mapping[str, str] = QUERIES) -> dict[str, int]:
    """What a run left in the records: the number that each query gives."""
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:", 1))
    try:
        with engine.connect() as connection:
            return {name: int(connection.execute(text(query)).scalar_one()) for name, query in queries.items()}
    finally:
        engine.dispose()


def contradictions(found: dict[str, int], result: Result) -> list[str]:
    """Where the records and what the generator saw disagree: nothing may be lost, doubled or left lying."""
    wanted = {
        "messages answered": result.posted,
        "messages left": 0,
        "answers sent": result.delivered,
        "answers not sent": 0,
        "applications": result.finished,
        "other applications": 0,
        "applicants": result.finished,
        "declarations": result.finished,
        "cases": 0,
    }
    return [f"{name}: {found[name]}, not {number}" for name, number in wanted.items() if found[name] != number]


def _command(statement: str) -> None:
    """Run one statement as the server's owner. Names in it are ours."""
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True, connect_timeout=3) as connection:
        connection.execute(statement.encode())
