"""`sanad flows`: the shared flows as drawings."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli_plain import plain_errors

app = typer.Typer(no_args_is_help=True)


class Language(StrEnum):
    ARABIC = "ar"
    ENGLISH = "en"


@app.callback()
def flows() -> None:
    """Keeps `draw` a command of its own: a group of one would lose its name."""


@app.command()
def draw(
    flow: Annotated[str, typer.Argument(help="The flow's id; without one, all of them are listed.")] = "",
    charity: Annotated[str, typer.Option(help="Draw with this charity's own texts.")] = "",
    language: Annotated[Language, typer.Option(help="Of the words in it.")] = Language.ARABIC,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The SVG file; FLOW.svg by default.")] = None,
) -> None:
    """Draw a flow as SVG, or list the flows with one line each."""
    from bot import drawing, settings
    from bot.drawing_words import Speaker
    from bot.packs import load
    from flows import library

    with plain_errors():
        pack = load(settings.read().charities_dir / charity, library.texts()) if charity else None
        speaker = Speaker(pack.texts if pack else library.texts(), language.value, pack)
        shared = library.load()
        if not flow:
            typer.echo("\n".join(f"{name:<18} {speaker.say(f'flow.{name}')}" for name in shared))
            return
        if flow not in shared:
            typer.echo(f"sanad: no flow {flow!r}; there are: {', '.join(shared)}", err=True)
            raise typer.Exit(1)
        file = output or Path(f"{flow}.svg")
        file.write_text(drawing.draw(shared[flow], speaker), "utf-8")
        typer.echo(f"Drawn: {file}")
