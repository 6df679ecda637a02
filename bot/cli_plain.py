"""What every command of `sanad nlu` does with a mistake of the operator."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer


@contextmanager
def plain_errors() -> Iterator[None]:
    """Bad data, a bad model, a bad setting or a database that is away is one clear line, not a traceback."""
    from sqlalchemy.exc import DBAPIError

    from bot.packs import PackError
    from bot.settings import SettingsError

    try:
        yield
    except (PackError, SettingsError, ValueError, OSError) as error:  # DataError and ModelError are ValueErrors.
        typer.echo(f"sanad: {error}", err=True)
        raise typer.Exit(1) from None
    except DBAPIError as error:
        # The driver's own words, without the statement; their first line says what it could not reach.
        typer.echo(f"sanad: database: {str(error.orig).partition(chr(10))[0]}", err=True)
        raise typer.Exit(1) from None
