"""Core statements compiled once and run straight on the driver.

SQLAlchemy looks a statement up, builds a context and a result for every execution; a turn runs a dozen statements,
and most of its time went there (measured: 75 us a statement that way, 15 us this way). The statements, their types
and the errors stay SQLAlchemy's.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Executable, Insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.elements import CompilerElement

from storage import pipelined

Values = Mapping[str, Any]
Convert = Callable[[Any], Any]


class _Compiled(NamedTuple):
    """One statement for one dialect. `order` names the parameters of a positional driver, None for a named one."""

    sql: str
    order: Sequence[str] | None
    fixed: Values
    binds: Mapping[str, Convert]
    row: Callable[[Sequence[Any]], Any]
    results: Sequence[tuple[int, Convert]]


class Prepared:
    """A statement ready to run with named values; nothing of `values` reaches an error's text.

    Give a mapping by dialect name where the dialects differ. Lists (`IN` with a changing length) are for
    `Connection.execute`. Every method raises `sqlalchemy.exc.DBAPIError`.
    """

    def __init__(self, statement: Executable | Mapping[str, Executable]) -> None:
        self._statement = statement
        # By the dialect itself, not by its name: each engine's dialect carries that engine's keys.
        self._compiled: dict[tuple[Dialect, tuple[str, ...]], _Compiled] = {}

    def all(self, connection: Connection, values: Values) -> list[Any]:
        """The rows, with a column's name for an attribute."""
        return self.send(connection, values).all()

    def first(self, connection: Connection, values: Values) -> Any | None:
        return self.send(connection, values).first()

    def one(self, connection: Connection, values: Values) -> Any:
        """The row; `LookupError` where there is none."""
        return self.send(connection, values).one()

    def scalar(self, connection: Connection, values: Values) -> Any | None:
        """The first column of the first row, or None."""
        row = self.first(connection, values)
        return None if row is None else row[0]

    def run(self, connection: Connection, values: Values) -> int:
        """How many rows were changed."""
        return self.send(connection, values).changed()

    def send(self, connection: Connection, values: Values) -> "Sent":
        """Send it without waiting for the answer, where the driver can; an error comes out at the next wait."""
        dialect = connection.dialect
        # An insert names the columns that it is given; the other statements always get the same names.
        key = (dialect, tuple(values))
        compiled = self._compiled.get(key) or self._compile(key, dialect)
        given = {**compiled.fixed, **values}
        for name, convert in compiled.binds.items():
            given[name] = convert(given[name])
        parameters = given if compiled.order is None else [given[name] for name in compiled.order]
        driver: Any = connection.connection.driver_connection
        with _errors(connection, compiled.sql):
            return Sent(connection, compiled, driver.execute(compiled.sql, parameters))

    def _compile(self, key: tuple[Dialect, tuple[str, ...]], dialect: Dialect) -> _Compiled:
        statement: Any = self._statement[dialect.name] if isinstance(self._statement, Mapping) else self._statement
        names = key[1] if isinstance(statement, Insert) else None
        made = self._compiled[key] = _compiled(statement, dialect, names)
        return made


class Sent:
    """The answer of one statement, which may still be under way: each method waits for it."""

    __slots__ = ("_compiled", "_connection", "_cursor")

    def __init__(self, connection: Connection, compiled: _Compiled, cursor: Any) -> None:
        self._connection, self._compiled, self._cursor = connection, compiled, cursor

    def all(self) -> list[Any]:
        with _errors(self._connection, self._compiled.sql):
            rows = self._cursor.fetchall()
        return [_convert(self._compiled, row) for row in rows]

    def first(self) -> Any | None:
        with _errors(self._connection, self._compiled.sql):
            row = self._cursor.fetchone()
            self._cursor.close()
        return None if row is None else _convert(self._compiled, row)

    def one(self) -> Any:
        """The row; `LookupError` where there is none."""
        row = self.first()
        if row is None:
            raise LookupError("no such row")
        return row

    def changed(self) -> int:
        """How many rows were changed."""
        if self._cursor.rowcount < 0:
            self.wait()
        return int(self._cursor.rowcount)

    def wait(self) -> None:
        """Until this and all that was sent before it is answered."""
        with _errors(self._connection, self._compiled.sql):
            pipelined.wait(self._connection.connection.driver_connection)


@contextmanager
def _errors(connection: Connection, sql: str) -> Iterator[None]:
    """The driver's errors as SQLAlchemy's. One that comes late may be about an earlier statement than `sql`."""
    dialect = connection.dialect
    try:
        yield
    except dialect.loaded_dbapi.Error as error:
        raise _wrapped(sql, error, dialect, connection.connection.driver_connection) from error


def _compiled(statement: CompilerElement, dialect: Dialect, names: Sequence[str] | None) -> _Compiled:
    made: Any = statement.compile(
        dialect=dialect,
        **({"column_keys": list(names)} if names else {}),  # type: ignore[arg-type]  # Insert's own argument
    )
    columns = made._result_columns
    processors = [entry.type._cached_result_processor(dialect, None) for entry in columns]
    row: Any = namedtuple("Row", [entry.keyname for entry in columns]) if columns else None
    return _Compiled(
        sql=made.string,
        order=made.positiontup if made.positional else None,
        fixed={name: value for name, value in made.params.items() if value is not None},
        binds=dict(made._bind_processors),
        row=row._make if row else tuple,
        results=[(place, convert) for place, convert in enumerate(processors) if convert],
    )


def _convert(compiled: _Compiled, row: Sequence[Any]) -> Any:
    if not compiled.results:
        return compiled.row(row)
    cells = list(row)
    for place, convert in compiled.results:
        cells[place] = convert(cells[place])
    return compiled.row(cells)


def _wrapped(sql: str, error: Any, dialect: Dialect, driver: Any) -> BaseException:
    lost = dialect.is_disconnect(error, driver, None)
    wrapped: BaseException = DBAPIError.instance(
        sql,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=dialect,
    )
    return wrapped
