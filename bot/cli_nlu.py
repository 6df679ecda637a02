"""`sanad nlu`: train, parse, evaluate."""

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import cli_learning, cli_models
from bot.cli_plain import data_errors

if TYPE_CHECKING:
    from bot.ports import Understander

app = typer.Typer(no_args_is_help=True)
app.add_typer(cli_models.app)
app.add_typer(cli_learning.app)
_WORSE = 3  # the exit code of a training whose model is not taken
Engine = Annotated[str, typer.Option(help="The engine: embedded, or rasa (`make rasa`, `make rasa-serve`).")]
Charity = Annotated[str, typer.Option(help="Whose services and questions to know.")]


@app.command()
def train(
    force: Annotated[
        str | None, typer.Option(help="Why the new model is to be used although it is worse; written down.")
    ] = None,
) -> None:
    """Train the embedded engine from nlu/data and what was learned; prints the figures and the model's path.

    The new model is put in use unless emergency recall or accuracy falls on messages held aside (exit code 3).
    """
    from bot import settings
    from nlu import commands

    with data_errors():
        if force is not None and not force.strip():
            raise ValueError("--force needs the reason in words")
        read = settings.read()
        outcome = commands.train(read.data_dir / "models", learned=read.learned, force=force or "")
        typer.echo(f"{outcome.trial.text()}\n\n{outcome.what}\n{outcome.path}")
    if outcome.what == "refused":
        worse = " and ".join(outcome.trial.falls)
        typer.echo(f"sanad: {worse}: the model in use stays. To use the new one: --force REASON", err=True)
        raise typer.Exit(_WORSE)


@app.command()
def rasa(pipeline: Annotated[Path, typer.Option(help="A pipeline of Rasa's.")] = Path("config.yml")) -> None:
    """Train Rasa (`make rasa`) from nlu/data and what was learned, where no model fits; prints the model's path."""
    from bot import settings
    from nlu import rasa_training

    with data_errors():
        read = settings.read()
        typer.echo(rasa_training.ensure(pipeline, read.data_dir / "rasa", learned=read.learned))


@app.command()
def parse(engine: Engine = "embedded", charity: Charity = "yusr") -> None:
    """Read one text a line; print {"text","intent","confidence","ranking","entities"} a line."""
    from nlu import commands

    with data_errors(), _reading(engine) as (reader, runner):
        for line in sys.stdin:
            if text := line.rstrip("\n"):
                parsed = runner.run(commands.parse_line(reader, text, charity))
                print(json.dumps(parsed, ensure_ascii=False), flush=True)


@app.command()
def evaluate(
    file: Path,
    engine: Engine = "embedded",
    as_json: Annotated[bool, typer.Option("--json", help="The same as data.")] = False,
) -> None:
    """Measure on labelled lines ({"text", "intent", ...}): accuracy, F1, emergencies, coverage."""
    from nlu.evaluate import evaluate as measure
    from nlu.evaluate import read_lines

    with data_errors(), _reading(engine) as (reader, runner):
        report = runner.run(measure(reader, read_lines(file)))
        typer.echo(report.json() if as_json else report.text())


@app.command()
def report(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Labelled lines as for evaluate; by default those held aside.")
    ] = None,
    engine: Engine = "embedded",
    out: Annotated[Path | None, typer.Option(help="The folder to write; by default <data>/report.")] = None,
) -> None:
    """Write a page to look at: figures, confusion matrix, reliability plot, and the worst fifty errors."""
    from bot import settings
    from nlu import commands

    with data_errors(), _reading(engine) as (reader, runner):
        folder = out or settings.read().data_dir / "report"
        typer.echo(runner.run(commands.report(reader, files or [], folder, about=engine)))


@contextmanager
def _reading(name: str) -> Iterator[tuple["Understander", asyncio.Runner]]:
    """The engine and one loop for all that it reads: connections that it keeps belong to that loop."""
    engine = _engine(name)
    with asyncio.Runner() as runner:
        try:
            yield engine, runner
        finally:
            if close := getattr(engine, "close", None):
                runner.run(close())


def _engine(name: str) -> "Understander":
    from bot import packs, settings, understanding
    from flows import library

    read = settings.read(engine=name)
    return understanding.understander(read, packs.load_all(read.charities_dir, library.texts()), alone=True)
