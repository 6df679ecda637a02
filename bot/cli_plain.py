"""What every command does with a mistake of the operator."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import typer


@contextmanager
def plain_errors(*others: type[Exception]) -> Iterator[None]:
    """A mistake of the operator, a database that is away, and the `others` are one clear line, not a traceback."""
    from sqlalchemy.exc import DBAPIError

    from bot.packs import PackError
    from bot.settings import SettingsError
    from storage.crypto import KeyringError

    mistakes: tuple[type[Exception], ...] = (PackError, SettingsError, KeyringError, *others)
    try:
        yield
    except mistakes as error:
        typer.echo(f"sanad: {error}", err=True)
        raise typer.Exit(1) from None
    except DBAPIError as error:
        # The driver's own words, without the statement; their first line says what it could not reach.
        typer.echo(f"sanad: database: {str(error.orig).partition(chr(10))[0]}", err=True)
        raise typer.Exit(1) from None


def data_errors() -> AbstractContextManager[None]:
    """Besides, data or a model that cannot be read: `sanad nlu` is given files."""
    return plain_errors(ValueError, OSError)
