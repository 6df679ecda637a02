"""`sanad nlu unanswered|propose|dismiss|learn`: from what was not understood to examples that training reads."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import settings
from bot.cli_plain import data_errors

if TYPE_CHECKING:
    from bot.settings import Settings
    from nlu.unanswered import Guessed
    from storage.engine import Database
    from storage.unanswered import Unanswered

app = typer.Typer()
_MOST = 10_000  # messages looked at, the newest
Charity = Annotated[str, typer.Option(help="Only of this charity.")]
Limit = Annotated[int, typer.Option(min=1, help="At most so many groups, the most frequent first.")]


@app.command()
def unanswered(
    charity: Charity = "",
    limit: Limit = 50,
    as_json: Annotated[bool, typer.Option("--json", help="The same as data, every text included.")] = False,
) -> None:
    """List what was not understood or not answered, in groups of like messages, with what is nearest."""
    from nlu import unanswered as listing

    with data_errors():
        found = _guessed(charity)[:limit]
        typer.echo(listing.as_json(found) if as_json else listing.table(found))


@app.command()
def propose(file: Path, charity: Charity = "", limit: Limit = 50) -> None:
    """Write the groups as examples in Rasa's format, for a person to correct: then `sanad nlu learn FILE`."""
    from nlu import commands, learning

    with data_errors():
        if file.exists():
            raise FileExistsError(f"{file} exists already")
        proposals = commands.proposals(_guessed(charity)[:limit], learned=settings.read().learned)
        if not proposals:
            raise ValueError("there is nothing to propose")
        file.write_text(learning.draft(proposals), encoding="utf-8")
        typer.echo(f"{file}: {sum(len(made.texts) for made in proposals)} texts in {len(proposals)} groups")


@app.command()
def learn(
    file: Path,
    out: Annotated[Path | None, typer.Option(help="The file to write; by default a new one in <data>/learned.")] = None,
) -> None:
    """Accept the examples of a file for training; refuses all of them when one must not be learnt."""
    from bot import clock
    from flows.arabic import fold
    from nlu import commands, learning

    with data_errors():
        read = settings.read()
        found = commands.acceptable(file, learned=read.learned)
        path = out or learning.place(read.learned, clock.now().date())
        learning.write(found, path)
        taught = {fold(example.text) for example in found}
        settled = _settle(read, [one.id for one in _waiting(read, "") if fold(learning.plain(one.text)) in taught])
        typer.echo(f"{path}: {len(found)} examples, {settled} messages settled; now: sanad nlu train")


@app.command()
def dismiss(
    numbers: Annotated[list[int], typer.Argument(help="Numbers of groups, as `unanswered` lists them.")],
) -> None:
    """Lay groups aside that teach nothing."""
    with data_errors():
        groups = {guessed.group.number: guessed.group.numbers for guessed in _guessed("")}
        if missing := [number for number in numbers if number not in groups]:
            raise ValueError(f"no group {', '.join(map(str, missing))}; see `sanad nlu unanswered`")
        settled = _settle(settings.read(), [one for number in numbers for one in groups[number]])
        typer.echo(f"{settled} messages laid aside")


def _guessed(charity: str) -> "list[Guessed]":
    from bot import packs, understanding
    from flows import library
    from nlu import unanswered, versions
    from nlu.likeness import Asked

    read = settings.read(engine="embedded")  # A guess to begin with needs no server.
    loaded = packs.load_all(read.charities_dir, library.texts())
    if charity and charity not in loaded:
        raise ValueError(f"there is no charity {charity!r}; there is {', '.join(sorted(loaded))}")
    asked = [Asked(one.id, one.text, one.conversation, one.charity) for one in _waiting(read, charity)]
    engine = understanding.understander(read, loaded)
    return asyncio.run(unanswered.guess(asked, engine, versions.in_use(read.data_dir / "models").vectoriser))


def _waiting(read: "Settings", charity: str) -> "list[Unanswered]":
    from storage import unanswered

    with _database(read) as database:
        return database.read_now(unanswered.waiting, charities=[charity] if charity else None, most=_MOST)


def _settle(read: "Settings", numbers: list[int]) -> int:
    from bot import clock
    from storage import unanswered

    with _database(read) as database:
        return database.write_now(unanswered.settle, numbers, clock.now())


@contextmanager
def _database(read: "Settings") -> Iterator["Database"]:
    from bot import migrate
    from bot.database import open_database

    migrate.upgrade(read)
    database = open_database(read)
    try:
        yield database
    finally:
        database.close()
