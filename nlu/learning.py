"""From what was not understood to training data: proposals for a person to edit, and files of what was accepted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

from nlu.dataset import Example
from nlu.intents import OUT_OF_SCOPE

_HEAD = """\
# What was not understood, as the engine guesses it. Put the right intent, delete what teaches nothing, and where a star
# stands for a number or somebody could be known, write it otherwise. Then: sanad nlu learn <this file>
"""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Texts that are alike, the intent they may have, and a line for whoever decides."""

    intent: str
    texts: tuple[str, ...]
    about: str


def plain(text: str) -> str:
    """As an example may stand in a file: one line, nothing invisible, no marks of annotation."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return line.translate(str.maketrans("[]{}", "()()")).lstrip("- ")


def draft(proposals: Iterable[Proposal]) -> str:
    """A file in Rasa's format with a comment over every group."""
    return _HEAD + _file((made.intent or OUT_OF_SCOPE, made.texts, made.about) for made in proposals)


def place(folder: Path, today: date) -> Path:
    """A file of today that is not there yet."""
    names = (f"{today.isoformat()}{f'-{number}' if number else ''}.yml" for number in count())
    return next(folder / name for name in names if not (folder / name).exists())


def write(examples: Sequence[Example], path: Path) -> None:
    """An intent a block, whole or not at all. Raises `FileExistsError` rather than write over what is there."""
    by_intent: dict[str, list[str]] = {}
    for example in examples:
        by_intent.setdefault(example.intent, []).append(example.text)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        raise FileExistsError(f"{path} exists already")
    part = path.with_suffix(".part")
    part.write_text(_file((intent, texts, "") for intent, texts in by_intent.items()), encoding="utf-8")
    part.replace(path)


def _file(blocks: Iterable[tuple[str, Sequence[str], str]]) -> str:
    lines = ['version: "3.1"', "", "nlu:"]
    for intent, texts, about in blocks:
        lines += [f"# {about}"] if about else []
        lines += [f"- intent: {intent}", "  examples: |", *(f"    - {text}" for text in texts), ""]
    return "\n".join(lines)
