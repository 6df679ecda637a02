"""From what was not understood to training data: proposals for a person to edit, and what must not be learnt."""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

from flows.arabic import fold
from flows.redact import anonymous
from nlu import emergency
from nlu.dataset import Dataset, Example
from nlu.intents import EMERGENCY, OUT_OF_SCOPE

HELD_OUT = Path(__file__).with_name("held_out")
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


def measuring() -> dict[str, str]:
    """Folded text -> file of every message that figures are measured on: ours, and the shared ones where they are."""
    shared = os.environ.get("SANAD_SHARED")
    everywhere = [HELD_OUT, *([Path(shared) / "eval"] if shared else [])]
    found: dict[str, str] = {}
    for path in sorted(path for folder in everywhere for path in folder.glob("*.jsonl")):
        for row in path.read_text(encoding="utf-8").split("\n"):
            if row.strip() and isinstance(text := json.loads(row).get("text"), str):
                found[fold(text)] = path.name
    return found


class Gate:
    """What must not be learnt. `measured` is as `measuring` gives it; what passes once does not pass again."""

    def __init__(self, data: Dataset, measured: Mapping[str, str]) -> None:
        self._measured = measured
        self._known = {fold(example.text): f"{example.where} ({example.intent})" for example in data.examples}
        self._known |= {fold(text): "calm.txt" for text in data.calm}

    def why_not(self, example: Example) -> str:
        """The reason, or "": then the example is known from now on."""
        key = fold(example.text)
        why = self._why_not(example, key)
        if not why:
            self._known[key] = f"{example.where} ({example.intent})"
        return why

    def _why_not(self, example: Example, key: str) -> str:
        if not any(char.isalpha() for char in key):
            return "no words to learn"
        if key in self._known:
            return f"repeats {self._known[key]}"
        if key in self._measured:
            return f"stands in {self._measured[key]}, which figures are measured on"
        if anonymous(example.text) != example.text or "*" in example.text:
            return "has a number, an address or a name of somebody, or a star in its place"
        if example.intent != EMERGENCY and emergency.proven(example.text):
            return f"its words prove danger, and it is to be learnt as {example.intent}"
        return ""


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
