"""Databases, Redis and providers for the tests: SQLite always, PostgreSQL and Redis where they are installed."""

import os
import shutil
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from cryptography.fernet import Fernet

from storage import schema
from storage.crypto import Keyring
from storage.engine import Database
from tests.fakes.serve import serve
from tests.fakes.telegram_api import TelegramApi
from tests.fakes.twilio_api import TwilioApi

POSTGRES = os.environ.get("SANAD_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432")


def missing(what: str) -> None:
    """Skip with a notice; where CI=true everything must be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is required where CI=true")
    pytest.skip(f"{what} is not available here")


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    return Keyring([Fernet.generate_key().decode()])


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A throwaway database on the server at SANAD_TEST_POSTGRES."""
    server = POSTGRES.rstrip("/")
    name = f"sanad_test_{uuid.uuid4().hex[:12]}"
    try:
        connection = psycopg.connect(f"{server}/postgres", autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        missing("PostgreSQL")
        return
    with connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
        yield f"{server}/{name}"
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory, keyring: Keyring) -> Path:
    """A migrated SQLite file to copy: migrating one for each test takes longer than the test."""
    path = tmp_path_factory.mktemp("migrated") / "sanad.db"
    database = Database(f"sqlite:///{path}", keyring)
    schema.upgrade(database)
    database.close()
    return path


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'sanad.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def database(database_url: str, keyring: Keyring, request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty, migrated database of each kind."""
    opened = Database(database_url, keyring)
    if opened.sqlite:
        shutil.copy(request.getfixturevalue("migrated"), str(opened.engine.url.database))
    else:
        schema.upgrade(opened)
    yield opened
    opened.close()
    if not opened.sqlite:
        _empty(database_url)


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis server of our own on a free port."""
    with redis_server(tmp_path_factory.mktemp("redis")) as url:
        yield url


class redis_server:  # noqa: N801  used like a function in `with`
    """`with redis_server(folder) as url`; `stop` and `start` play an outage on the same port."""

    def __init__(self, folder: Path) -> None:
        if shutil.which("redis-server") is None:
            missing("redis-server")
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        command = ["redis-server", "--port", str(self._port), "--save", "", "--dir", str(self._folder)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        for _ in range(400):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self._port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError("redis-server did not start")

    def stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def __enter__(self) -> str:
        self.start()
        return self.url

    def __exit__(self, *_: object) -> None:
        self.stop()


def _empty(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        names = ", ".join(f'"{row[0]}"' for row in rows if row[0] != "alembic_version")
        connection.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE".encode())


@pytest.fixture(scope="module")
def twilio_server() -> Iterator[tuple[str, TwilioApi]]:
    """One for a file's tests, which say what each of them begins with; its address first."""
    api = TwilioApi()
    with serve(api.app) as url:
        yield url, api


@pytest.fixture(scope="module")
def telegram_server() -> Iterator[tuple[str, TelegramApi]]:
    """As above."""
    api = TelegramApi()
    with serve(api.app) as url:
        yield url, api
