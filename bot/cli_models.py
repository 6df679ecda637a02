"""`sanad nlu models|rollback`: the models that were made, and the way back."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli_plain import data_errors

if TYPE_CHECKING:
    from nlu.versions import Version

app = typer.Typer()


@app.command()
def models(as_json: Annotated[bool, typer.Option("--json", help="The same as data.")] = False) -> None:
    """List the models, the newest first: which one is in use, how each does, what was decided about it."""
    from bot import settings
    from nlu import versions

    with data_errors():
        found = versions.versions(settings.read().data_dir / "models")
        typer.echo(json.dumps([asdict(v) for v in found], ensure_ascii=False) if as_json else _table(found))


@app.command()
def rollback(
    model: Annotated[str, typer.Argument(help="The model; by default the one that was in use before.")] = "",
    reason: Annotated[str, typer.Option(help="Why; it is written down.")] = "",
) -> None:
    """Put an earlier model in use; running workers take it up by themselves."""
    from bot import settings
    from nlu import commands

    with data_errors():
        read = settings.read()
        typer.echo(commands.roll_back(read.data_dir / "models", model, learned=read.learned, reason=reason))


def _table(found: "list[Version]") -> str:
    if not found:
        return "No model was made yet: sanad nlu train"
    head = f"  {'model':<30} {'made':<19} {'examples':>8} {'accuracy':>8} {'danger':>6}  what became of it"
    return "\n".join([head, *map(_row, found)])


def _row(version: "Version") -> str:
    mark = "*" if version.current else " "
    if version.error:
        return f"{mark} {version.name:<30} {version.error.removeprefix(f'{version.name}: ')}"
    meta, told = version.meta, version.meta.get("aside", {})
    accuracy, recall = (f"{told[key]:.3f}" if key in told else "-" for key in ("accuracy", "emergency_recall"))
    became = f"{version.what}{': ' if version.reason else ''}{version.reason}"
    made = str(meta["created"])[:19]
    return f"{mark} {version.name:<30} {made:<19} {meta['examples']:>8} {accuracy:>8} {recall:>6}  {became}".rstrip()
