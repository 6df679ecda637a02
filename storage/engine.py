"""The database: one engine, and every transaction as one plain function run in a worker thread."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlmodel import Session, SQLModel

import storage.tables  # noqa: F401  registers every table with the metadata
from storage import pipelined
from storage.crypto import Keyring
from storage.prepared import Prepared

P = ParamSpec("P")
T = TypeVar("T")
THREADS = 6
# Trouble of the database itself: it counts against nothing that was asked of it, and may be over the next time.
AWAY = (OperationalError, InterfaceError)
# Ours to begin and to end. SQLite's driver begins late and without the write lock: IMMEDIATE takes it before anything
# is read. PostgreSQL's waits for the answer to BEGIN, and after a ROLLBACK it prepares every statement anew.
_BEGIN = Prepared({"sqlite": text("BEGIN IMMEDIATE"), "postgresql": text("BEGIN")})
_BEGIN_TO_READ, _COMMIT, _ROLLBACK = (Prepared(text(word)) for word in ("BEGIN", "COMMIT", "ROLLBACK"))


class Database:
    """`url` as SANAD_DATABASE_URL: `sqlite:///path`, `sqlite://` (in memory) or `postgresql://...`.

    A transaction never sees an `await`, so it cannot wait for the network. All SQLite writers of this process share
    one thread: they would only queue for the file's lock, and a queue of our own is fair and cheap.
    """

    def __init__(self, url: str, keyring: Keyring, *, threads: int = THREADS) -> None:
        address = _normal(url)
        self.sqlite = address.get_backend_name() == "sqlite"
        self.memory = self.sqlite and address.database in (None, "", ":memory:")
        self.engine = _engine(address, threads, memory=self.memory)
        self.engine.dialect.sanad_keyring = keyring  # type: ignore[attr-defined]  # see storage.types
        self.keyring = keyring
        self._local = threading.local()
        self._kept: list[Connection] = []
        writers = 1 if self.sqlite else threads
        self._writers = ThreadPoolExecutor(writers, "sanad-write", self._settle_in)
        apart = self.sqlite and not self.memory
        self._readers = ThreadPoolExecutor(threads, "sanad-read", self._settle_in) if apart else self._writers

    async def write(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work(connection, ...)` in one transaction and commit it; any exception rolls it back."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._writers, self._run, True, partial(_call, work, args, kwargs))

    async def read(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work(connection, ...)`; nothing it writes is kept. On SQLite all of it sees one state of the data."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, self._run, False, partial(_call, work, args, kwargs))

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
        return self._here(True, partial(_call, work, args, kwargs))

    def read_now(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`read` for code outside the event loop."""
        return self._here(False, partial(_call, work, args, kwargs))

    def _here(self, keep: bool, work: Callable[[Connection], T]) -> T:
        # In memory there is only one connection, hence only one thread that may use it.
        return self._writers.submit(self._run, keep, work).result() if self.memory else self._run(keep, work)

    def _run(self, keep: bool, work: Callable[[Connection], T]) -> T:
        try:
            return self._attempt(keep, work)
        except DBAPIError as error:
            if not error.connection_invalidated or getattr(error, "sanad_committing", False):
                raise
        # The server had closed the connection meanwhile; nothing was committed, so once more on a new one.
        return self._attempt(keep, work)

    def _attempt(self, keep: bool, work: Callable[[Connection], T]) -> T:
        connection, done = self._connection(), False
        try:
            transaction = connection.begin()
            # Past SQLAlchemy: its own event for this would slow down every statement.
            (_BEGIN if keep else _BEGIN_TO_READ).send(connection, {})
            result = work(connection)
            done = True
            (_COMMIT if keep else _ROLLBACK).send(connection, {}).wait()
            transaction.commit()
            return result
        except BaseException as error:
            self._drop(connection, error)
            _hide_values(error)
            error.sanad_committing = done  # type: ignore[attr-defined]  # nobody knows what became of it
            raise
        finally:
            if not getattr(self._local, "keeps", False):
                connection.close()

    def _drop(self, connection: Connection, error: BaseException) -> None:
        """Whatever went wrong, the next transaction gets a connection in a known state."""
        self._local.connection = None
        if connection in self._kept:
            self._kept.remove(connection)
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            connection.invalidate()
        connection.close()

    def _settle_in(self) -> None:
        """A thread of ours keeps its connection: taking one from the pool each time costs more than a statement."""
        self._local.keeps = True

    def _connection(self) -> Connection:
        kept: Connection | None = getattr(self._local, "connection", None)
        if kept is None:
            kept = self.engine.connect()
            if getattr(self._local, "keeps", False):
                self._local.connection = kept
                self._kept.append(kept)
        return kept

    def create_all(self) -> None:
        """Make every table at once: for tests and for the in-memory database, where nothing is to be migrated."""
        SQLModel.metadata.create_all(self.engine)

    def close(self) -> None:
        """Finish the transactions under way and close every connection."""
        self._writers.shutdown()
        self._readers.shutdown()
        for connection in self._kept:
            connection.close()
        self.engine.dispose()


def _normal(url: str) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        # SQLAlchemy quotes the part it cannot read, which may be half of the password.
        raise ValueError("the address cannot be read; write @ : / in a password as %40 %3A %2F") from None
    if address.get_backend_name() in ("postgres", "postgresql"):
        return address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() != "sqlite":
        raise ValueError(f"database {address.get_backend_name()!r} is not supported: use SQLite or PostgreSQL")
    return address


def _engine(address: URL, threads: int, *, memory: bool) -> Engine:
    # hide_parameters: an error's text must not carry what the person wrote.
    options: dict[str, Any] = {"hide_parameters": True}
    if memory:
        options |= {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    elif address.get_backend_name() == "sqlite":
        options |= {"pool_size": threads + 1, "max_overflow": 8, "connect_args": {"check_same_thread": False}}
    else:
        connect = {"options": "-c timezone=utc", "connect_timeout": 5}
        # Autocommit from the connection's first moment: transactions begin and end by statements of ours, and to change
        # it later would ask a server that may have gone, past SQLAlchemy's errors.
        options |= {"pool_size": threads, "max_overflow": 8, "connect_args": connect, "isolation_level": "AUTOCOMMIT"}
    engine = create_engine(address, **options)
    if address.get_backend_name() == "sqlite":
        event.listen(engine.pool, "connect", _tune_sqlite)
    else:
        pipelined.install(engine)
    return engine


def _tune_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _hide_values(error: BaseException) -> None:
    """Cut PostgreSQL's DETAIL off: it quotes the row."""
    for part in (error, getattr(error, "orig", None)):
        if isinstance(error, DBAPIError) and part is not None:
            part.args = tuple(str(arg).split("\nDETAIL")[0] for arg in part.args)


def _call(work: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any], connection: Connection) -> T:
    return work(connection, *args, **kwargs)
