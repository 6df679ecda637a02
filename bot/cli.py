"""`sanad`: every command of the house. Each one imports what it needs when it runs, so that all of them start fast."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot import cli_broadcast, cli_channels, cli_flows, cli_nlu, cli_sending
from bot.cli_plain import plain_errors

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
app.add_typer(cli_nlu.app, name="nlu", help="Understanding: train, parse, evaluate.")
app.add_typer(cli_flows.app, name="flows", help="The shared flows as drawings.")
app.add_typer(cli_channels.app, name="channels", help="What the providers have to know of us.")
app.command("broadcast")(cli_broadcast.broadcast)
app.add_typer(cli_broadcast.app, name="broadcasts", help="What became of the broadcasts: list them, stop one.")
app.add_typer(cli_sending.app, name="deliveries", help="What was not delivered: list it, try it again.")
staff_app = typer.Typer(no_args_is_help=True)
app.add_typer(staff_app, name="staff", help="People who work in the console.")
answers_app = typer.Typer(no_args_is_help=True)
app.add_typer(answers_app, name="answers", help="The parsers of a form's answers.")

Charity = Annotated[str, typer.Option("--charity", help="The charity's slug.")]


@app.command()
def serve(
    demo: Annotated[bool, typer.Option(help="Make console accounts and show every address.")] = False,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
) -> None:
    """Answer webhooks, web chat and console; without Redis the worker runs inside."""
    with plain_errors():
        from bot import serving, settings

        given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
        serving.serve(settings.read(**given, **({"demo": True} if demo else {})))


@app.command()
def work() -> None:
    """Take conversations and send what is due (needs the database, and Redis to be quick)."""
    with plain_errors():
        from bot import settings, worker

        worker.run(settings.read())


@app.command()
def doctor() -> None:
    """Look whether everything is there that this installation needs; ends with 1 where something fails."""
    with plain_errors():
        from bot import doctor as doctors
        from bot import settings

        found = []
        for finding in doctors.examine(settings.read()):
            found.append(finding)
            typer.echo(str(finding))
    raise typer.Exit(any(finding.well is False for finding in found))


@app.command()
def migrate() -> None:
    """Bring the database to the newest shape."""
    with plain_errors():
        from bot import migrate as migration
        from bot import settings

        migration.upgrade(settings.read())
        typer.echo("The database is up to date.")


@app.command()
def check() -> None:
    """Check every charity's pack and every flow; a finding names file, line and remedy."""
    with plain_errors():
        from bot import check as checking
        from bot import settings

        found = checking.everything(settings.read().charities_dir)
        typer.echo(checking.report(found))
        raise typer.Exit(1 if checking.failed(found) else 0)


@app.command()
def chat(
    charity: Charity, channel: Annotated[str, typer.Option(help="telegram, whatsapp, sms or web.")] = "web"
) -> None:
    """Talk to Sanad here in the terminal. Nothing is kept."""
    from bot import terminal
    from bot.replay_people import ReplayError

    with plain_errors(ReplayError):
        asyncio.run(terminal.chat(charity, channel))


@app.command()
def replay(
    charity: Charity, channel: Annotated[str, typer.Option(help="telegram, whatsapp, sms or web.")] = "web"
) -> None:
    """Read one JSON object a line and print what happened upon each.

    The person: {"text": ...}, {"tap": label or number}, {"media": path, "caption": ...}. With any line: "from" (an
    address), "channel", "after" (seconds).

    Staff: {"staff": "take"}, {"staff": "reply", "text": ...}, {"staff": "hand_back"}, or a move of the conversation's
    last application (or of "reference"): {"staff": "check"}, {"staff": "ask_information", "words": ...}, {"staff":
    "recommend", "way": "accept", "words": ...}, {"staff": "accept"} ... All of them: docs/reference/flows.md.
    """
    from bot import terminal
    from bot.replay_people import ReplayError

    with plain_errors(ReplayError):
        asyncio.run(terminal.replay_lines(charity, channel, sys.stdin))


@app.command()
def drill(
    kills: Annotated[int, typer.Option(min=1, help="Deaths at each of the named points.")] = 1,
) -> None:
    """Kill a throw-away installation at every named point while people write to it, and audit what it answered.

    SQLite, the charities of this installation, a stand-in for WhatsApp's provider; nothing of the real data is touched.
    Ends with 1 where a message was lost, doubled or overtaken.
    """
    from bot import drill as drills
    from bot import settings

    with plain_errors(drills.DrillError):
        result = asyncio.run(drills.hold(settings.read(), kills, typer.echo))
        typer.echo(str(result))
        for fault in result.faults:
            typer.echo(f"  {fault}", err=True)
    raise typer.Exit(1 if result.faults else 0)


@staff_app.command("add")
def staff_add(
    email: str,
    name: Annotated[str, typer.Option(prompt=True)],
    charities: Annotated[str, typer.Option(prompt=True, help="Slugs, separated by commas; * for all.")],
    role: Annotated[
        str, typer.Option(help="researcher, supervisor, committee, delegate, auditor or admin.")
    ] = "researcher",
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)] = "",
) -> None:
    """Add a colleague who may sign in at /console."""
    from bot import serving, settings
    from bot.staff import StaffError

    with plain_errors(StaffError):
        read = settings.read()
        number = serving.add_staff(read, email, name, password, role, charities)
        typer.echo(f"Added as number {number}; sign in at {read.public_url}/console")


@answers_app.command("parse")
def answers_parse(
    file: Annotated[
        Path | None, typer.Argument(exists=True, dir_okay=False, help="JSON lines; standard input by default.")
    ] = None,
) -> None:
    """Read {"kind","text","options"?} a line and print {"value","error"} a line."""
    from bot import clock
    from flows.answers import KINDS, parse

    today = clock.now().date()
    lines = file.read_text("utf-8").splitlines() if file else sys.stdin
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            asked = json.loads(line)
            kind, text, options = asked["kind"], str(asked["text"]), [str(o) for o in asked.get("options") or ()]
        except (ValueError, KeyError, TypeError):
            typer.echo(f"sanad: line {number}: not an object with kind and text", err=True)
            raise typer.Exit(1) from None
        if kind not in KINDS:
            typer.echo(f"sanad: line {number}: no kind {kind!r}; there are {', '.join(KINDS)}", err=True)
            raise typer.Exit(1)
        parsed = parse(kind, text, options=options, today=today)
        print(json.dumps({"value": parsed.value, "error": parsed.error or None}, ensure_ascii=False), flush=True)
