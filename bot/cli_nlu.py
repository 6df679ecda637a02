"""`sanad nlu`: train, parse, evaluate."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.ports import Understander

app = typer.Typer(no_args_is_help=True)
Engine = Annotated[str, typer.Option(help="The engine: embedded.")]
Charity = Annotated[str, typer.Option(help="Whose services and questions to know.")]


@contextmanager
def plain_errors() -> Iterator[None]:
    """Bad data, a bad model or a bad setting is one clear line."""
    from bot.packs import PackError
    from bot.settings import SettingsError
    from nlu.dataset import DataError
    from nlu.model import ModelError

    try:
        yield
    except (DataError, ModelError, PackError, SettingsError, ValueError, OSError) as error:
        typer.echo(f"sanad: {error}", err=True)
        raise typer.Exit(1) from None


@app.command()
def train() -> None:
    """Train the embedded engine from nlu/data; prints the model's path."""
    from bot import settings
    from nlu import commands

    with plain_errors():
        typer.echo(commands.train(settings.read().data_dir / "models"))


@app.command()
def parse(engine: Engine = "embedded", charity: Charity = "yusr") -> None:
    """Read one text a line; print {"text","intent","confidence","ranking","entities"} a line."""
    from nlu import commands

    with plain_errors():
        reader = _engine(engine)
        for line in sys.stdin:
            if text := line.rstrip("\n"):
                print(json.dumps(commands.parse_line(reader, text, charity), ensure_ascii=False), flush=True)


@app.command()
def evaluate(
    file: Path,
    engine: Engine = "embedded",
    as_json: Annotated[bool, typer.Option("--json", help="The same as data.")] = False,
) -> None:
    """Measure on labelled lines ({"text", "intent", ...}): accuracy, F1, emergencies, coverage."""
    from nlu import commands

    with plain_errors():
        report = commands.evaluate_file(_engine(engine), file)
        typer.echo(report.json() if as_json else report.text())


def _engine(name: str) -> "Understander":
    from bot import bootstrap, packs, settings
    from flows import library

    if name != "embedded":
        raise ValueError(f"no engine {name!r}; there is: embedded")
    read = settings.read()
    return bootstrap.understander(read, packs.load_all(read.charities_dir, library.texts()))
