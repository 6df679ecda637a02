"""`sanad broadcast`: one text to a group, looked at before it is sent; `sanad broadcasts`: what became of them."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli_plain import plain_errors

app = typer.Typer(no_args_is_help=True)

_WAYS = {
    "whatsapp": "WhatsApp",
    "whatsapp_later": "WhatsApp, after an approved template",
    "telegram": "Telegram",
    "web": "the website, when they come back",
    "sms": "SMS",
    "opted_out": "left out: stopped our messages",
    "blocked": "left out: blocked us",
    "window": "left out: WhatsApp's 24 hours are over, and there is no template and no SMS",
    "no_channel": "left out: their channel is not open",
}


def broadcast(
    charity: Annotated[str, typer.Option(help="The charity's slug.")],
    text_file: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="The text, in UTF-8.")],
    by: Annotated[str, typer.Option(help="Who sends it: the e-mail of a supervisor's or admin's account.")] = "",
    service: Annotated[list[str] | None, typer.Option(help="Who asked for this service; may be repeated.")] = None,
    status: Annotated[list[str] | None, typer.Option(help="Whose request stands so; may be repeated.")] = None,
    city: Annotated[list[str] | None, typer.Option(help="Who lives there; may be repeated.")] = None,
    consent: Annotated[bool, typer.Option("--consent", help="Only who said that they want messages.")] = False,
    rate: Annotated[int, typer.Option(min=1, max=50, help="At most so many messages a second.")] = 5,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show whom it reaches and what it costs.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Send one text to a group. Who stopped our messages is left out; answers always go first."""
    from bot import broadcasting
    from bot.settings import read

    with plain_errors():
        asked = broadcasting.filter_of(service or [], status or [], city or [], consent=consent)
        with broadcasting.prepared(read(), charity, asked, text_file.read_text("utf-8")) as sending:
            found = sending.plan()
            for way, count in sorted(found.ways.items(), key=lambda pair: list(_WAYS).index(pair[0])):
                cost = f": {found.segments} segments each, {found.segments * count} in all" if way == "sms" else ""
                typer.echo(f"{count:>6}  {_WAYS[way]}{cost}")
            typer.echo(f"{found.reached:>6}  people in all")
            if dry_run:
                return
            staff = sending.account(by)
            if not found.reached or not (yes or typer.confirm("Send?")):
                raise typer.Exit(1)
            typer.echo(
                f"Broadcast {sending.begin(rate, staff)} is on its way; sanad broadcasts list shows how far it is."
            )


@app.command("list")
def list_broadcasts(charity: Annotated[str, typer.Option(help="Only this charity's.")] = "") -> None:
    """List the broadcasts: who, when, how far. No words and no addresses."""
    from bot import broadcasting
    from bot.settings import read

    with plain_errors():
        for line in broadcasting.lines(read(), charity):
            typer.echo(line)


@app.command()
def stop(number: Annotated[int, typer.Argument(help="As `list` shows it.")]) -> None:
    """Stop a broadcast: who was not written to yet is not written to any more."""
    from bot import broadcasting
    from bot.settings import read

    with plain_errors():
        if not broadcasting.stop(read(), number):
            typer.echo("sanad: no such broadcast is on its way", err=True)
            raise typer.Exit(1)
        typer.echo("Stopped.")
