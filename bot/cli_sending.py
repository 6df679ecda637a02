"""`sanad deliveries`: what was not delivered, and another attempt of it."""

from typing import Annotated

import typer

from bot.cli_plain import plain_errors

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_deliveries(
    charity: Annotated[str, typer.Option(help="Only this charity's.")] = "",
    most: Annotated[int, typer.Option(help="At most so many, the newest first.")] = 200,
) -> None:
    """List what failed, and what may or may not have been sent. No addresses and no words."""
    from bot import settings, undelivered

    with plain_errors():
        for line in undelivered.lines(settings.read(), charity, most):
            typer.echo(line)


@app.command()
def retry(
    numbers: Annotated[list[int] | None, typer.Argument(help="Numbers of deliveries, as `list` shows them.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Everything that failed.")] = False,
    charity: Annotated[str, typer.Option(help="With --all: only this charity's.")] = "",
) -> None:
    """Make a new attempt of the same messages; a worker sends them within seconds.

    --all leaves out what may have been sent: those are retried by their numbers only.
    """
    from bot import settings, undelivered

    with plain_errors():
        if not numbers and not every:
            typer.echo("sanad: give numbers, or --all", err=True)
            raise typer.Exit(2)
        done = undelivered.retry(settings.read(), numbers or [], charity, every=every)
        typer.echo(f"Tried again: {done}")
