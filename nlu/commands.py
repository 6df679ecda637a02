"""What `sanad nlu train|parse|evaluate` do, without the terminal."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlu import dataset, learning, renewal, training, trial, versions
from nlu.dataset import Example
from nlu.evaluate import Engine, Report, evaluate, read_lines, readings
from nlu.gate import Gate, measuring
from nlu.learning import Proposal
from nlu.renewal import Outcome

if TYPE_CHECKING:
    from nlu.unanswered import Guessed  # It needs what serving must not import.


def train(folder: Path, *, learned: Path | None = None, force: str = "") -> Outcome:
    """Train from `nlu/data` and what was learned. Raises `DataError` or `ModelError`; then the old model stays."""
    return renewal.renew(dataset.load(learned=learned), folder, force=force)


async def parse_line(engine: Engine, text: str, charity: str = "") -> dict[str, Any]:
    """One text as `sanad nlu parse` prints it."""
    meaning = await engine.read(text, charity=charity)
    return {
        "text": text,
        "intent": meaning.intent,
        "confidence": meaning.confidence,
        "ranking": [[intent, confidence] for intent, confidence in meaning.ranking],
        "entities": [{"entity": e.name, "value": e.value, "confidence": e.confidence} for e in meaning.entities],
    }


def evaluate_file(engine: Engine, path: Path) -> Report:
    """Measure on `{"text", "intent", "charity"?, "style"?}` lines. Raises `ValueError` naming the bad line."""
    return asyncio.run(evaluate(engine, read_lines(path)))


def roll_back(folder: Path, name: str = "", *, learned: Path | None = None, reason: str = "") -> str:
    """Return to an earlier model; the name of its file. Raises `ModelError`."""
    try:
        weighed = training.digest(dataset.load(learned=learned))
    except dataset.DataError:
        weighed = ""  # The way back must be open even where the data are what went wrong.
    return versions.roll_back(folder, name, weighed=weighed, reason=reason)


async def report(engine: Engine, files: Sequence[Path], folder: Path, *, about: str) -> Path:
    """Write the page about these labelled lines, or about the messages held aside. Raises `ValueError`."""
    from nlu import report as pages

    files = files or [trial.MESSAGES]
    lines = [line for path in files for line in read_lines(path)]
    read = await readings(engine, lines)
    return pages.write(folder, lines, read, about=f"{about}, {', '.join(path.name for path in files)}")


def proposals(found: "Sequence[Guessed]", *, learned: Path | None = None) -> list[Proposal]:
    """The groups as examples, without the texts that `acceptable` would refuse for more than a star in them."""
    gate = Gate(dataset.load(learned=learned), measuring())
    made = []
    for guessed in found:
        texts = [learning.plain(text) for text in guessed.group.texts]
        fit = [t for t in texts if not gate.why_not(Example(guessed.intent, t.replace("*", ""), ""))]
        made.append(Proposal(guessed.intent, tuple(fit), guessed.about))
    return [one for one in made if one.texts]


def acceptable(path: Path, *, learned: Path | None = None) -> list[Example]:
    """The examples of the file. Raises `DataError` that tells every one that must not be learnt, and why."""
    gate = Gate(dataset.load(learned=learned), measuring())
    found = dataset.examples_of(path)
    refused = [f"{example.where}: {why}" for example in found if (why := gate.why_not(example))]
    if refused or not found:
        raise dataset.DataError("\n".join(refused) or f"{path.name}: no examples")
    return found
