"""PostgreSQL connections in pipeline mode: a statement is sent without waiting for the answer of the one before.

A turn writes a dozen rows and needs the answer of few of them; waiting for each costs more than the statement does.
`storage.prepared` waits where it reads; everything that SQLAlchemy runs itself waits at once, as it expects.
"""

from contextlib import suppress
from typing import Any

from sqlalchemy import Engine, event


def install(engine: Engine) -> None:
    """Keep every connection of this psycopg engine in pipeline mode."""
    # After SQLAlchemy's own listeners, which still speak with the server one statement at a time.
    event.listen(engine.pool, "connect", _enter)
    event.listen(engine.pool, "close", _leave)
    event.listen(engine, "do_execute", _execute)
    event.listen(engine, "do_executemany", _execute_many)


def wait(driver: Any) -> None:
    """Wait until all that this driver connection sent was answered. Raises the first error among it, as psycopg's."""
    pipeline = getattr(driver, "sanad_pipeline", None)
    if pipeline is not None:
        pipeline.sync()


def _enter(driver: Any, _record: object) -> None:
    # The context manager is kept as well: dropping it would end the pipeline.
    driver.sanad_manager = driver.pipeline()
    driver.sanad_pipeline = driver.sanad_manager.__enter__()


def _leave(driver: Any, _record: object) -> None:
    # A connection that the server has closed has nothing to leave; psycopg only complains.
    with suppress(Exception):
        driver.sanad_manager.__exit__(None, None, None)


def _execute(cursor: Any, statement: str, parameters: Any, _context: object) -> bool:
    cursor.execute(statement, parameters)
    wait(cursor.connection)
    return True


def _execute_many(cursor: Any, statement: str, parameters: Any, _context: object) -> bool:
    cursor.executemany(statement, parameters)
    wait(cursor.connection)
    return True
