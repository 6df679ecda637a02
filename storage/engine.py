"""The database: one engine, and every transaction as one plain function run in a worker thread."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel

import storage.tables  # noqa: F401  registers every table with the metadata
from storage.crypto import Keyring

P = ParamSpec("P")
T = TypeVar("T")
THREADS = 6


class Database:
    """`url` as SANAD_DATABASE_URL: `sqlite:///path`, `sqlite://` (in memory) or `postgresql://...`.

    A transaction never sees an `await`, so it cannot wait for the network. All SQLite writers of this process share
    one thread: they would only queue for the file's lock, and a queue of our own is fair and cheap.
    """

    def __init__(self, url: str, keyring: Keyring, *, threads: int = THREADS) -> None:
        address = _normal(url)
        self.sqlite = address.get_backend_name() == "sqlite"
        self.engine = _engine(address, threads)
        self.engine.dialect.sanad_keyring = keyring  # type: ignore[attr-defined]  # see storage.types
        self.keyring = keyring
        self._writing = self.engine.execution_options(sanad_write=True)
        writers, memory = (1 if self.sqlite else threads), _in_memory(address)
        self._writers = ThreadPoolExecutor(writers, "sanad-write")
        self._readers = self._writers if memory or not self.sqlite else ThreadPoolExecutor(threads - 1, "sanad-read")

    async def write(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work(connection, ...)` in one transaction and commit it; any exception rolls it back."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._writers, lambda: self.write_now(work, *args, **kwargs))

    async def read(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work(connection, ...)` over one consistent view; nothing it writes is kept."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, lambda: self.read_now(work, *args, **kwargs))

    async def session(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Like `write`, for code that works with SQLModel objects: `work(session, ...)`, committed at the end."""

        def inside(connection: Connection) -> T:
            with Session(connection, expire_on_commit=False) as session:
                result = work(session, *args, **kwargs)
                session.flush()
                session.expunge_all()
                return result

        return await self.write(inside)

    def write_now(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`write` for code outside the event loop. Raises `sqlalchemy.exc.DBAPIError` for database trouble."""
        for last in (False, True):
            with self._writing.connect() as connection:
                try:
                    result = work(connection, *args, **kwargs)
                except DBAPIError as error:
                    # A pooled connection that the server closed meanwhile: nothing was committed, so once more.
                    if error.connection_invalidated and not last:
                        continue
                    raise
                connection.commit()
                return result
        raise AssertionError("unreachable")

    def read_now(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        for last in (False, True):
            with self.engine.connect() as connection:
                try:
                    return work(connection, *args, **kwargs)
                except DBAPIError as error:
                    if not error.connection_invalidated or last:
                        raise
        raise AssertionError("unreachable")

    def create_all(self) -> None:
        """Make every table at once: for tests and for the in-memory database, where nothing is to be migrated."""
        SQLModel.metadata.create_all(self.engine)

    def close(self) -> None:
        """Finish the transactions under way and close every connection."""
        self._writers.shutdown()
        self._readers.shutdown()
        self.engine.dispose()


def _normal(url: str) -> URL:
    address = make_url(url)
    if address.get_backend_name() in ("postgres", "postgresql"):
        return address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() != "sqlite":
        raise ValueError(f"database {address.get_backend_name()!r} is not supported: use SQLite or PostgreSQL")
    return address


def _in_memory(address: URL) -> bool:
    return address.get_backend_name() == "sqlite" and address.database in (None, "", ":memory:")


def _engine(address: URL, threads: int) -> Engine:
    # hide_parameters: an error's text must not carry what the person wrote.
    options: dict[str, Any] = {"hide_parameters": True}
    if _in_memory(address):
        options |= {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    elif address.get_backend_name() == "sqlite":
        options |= {"pool_size": threads, "max_overflow": 4, "connect_args": {"check_same_thread": False}}
    else:
        options |= {"pool_size": threads, "max_overflow": 4, "connect_args": {"options": "-c timezone=utc"}}
    engine = create_engine(address, **options)
    if address.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _tune_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _tune_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # Ours to begin: Python's driver would begin late and without the write lock.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # IMMEDIATE takes the write lock before anything is read: lock, then load.
    write = connection.get_execution_options().get("sanad_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
