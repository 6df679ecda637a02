"""What must not be learnt: what is known already, what figures are measured on, and what tells of somebody."""

import json
import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from rapidfuzz import fuzz, process

from flows.arabic import fold
from flows.redact import anonymous
from nlu import emergency
from nlu.dataset import Dataset, Example
from nlu.features import core
from nlu.intents import EMERGENCY

HELD_OUT = Path(__file__).with_name("held_out")
# As the data's own tests have it: below so many letters or words, one letter is much.
_LETTERS, _WORDS = 15, 4
_TWINS, _MEASURED = 95, 92  # percent of the letters in common


def measuring() -> dict[str, str]:
    """Text -> file of every message that figures are measured on: ours, and the shared ones where they are."""
    shared = os.environ.get("SANAD_SHARED")
    everywhere = [HELD_OUT, *([Path(shared) / "eval"] if shared else [])]
    found: dict[str, str] = {}
    for path in sorted(path for folder in everywhere for path in folder.glob("*.jsonl")):
        for row in path.read_text(encoding="utf-8").split("\n"):
            if row.strip() and isinstance(text := json.loads(row).get("text"), str):
                found[text] = path.name
    return found


class Gate:
    """Over the data and `measured` (as `measuring` gives it). What passes once does not pass again."""

    def __init__(self, data: Dataset, measured: Mapping[str, str]) -> None:
        self._measured = {fold(text): file for text, file in measured.items()}
        self._sentences = [text for text in map(core, measured) if len(text.split()) >= _WORDS]
        self._known = {fold(text): "calm.txt" for text in data.calm}
        self._long: dict[str, list[str]] = defaultdict(list)
        for example in data.examples:
            self._take(example)

    def why_not(self, example: Example) -> str:
        """The reason, or "": then the example is known from now on."""
        why = self._same(example) or self._near(example) or self._risky(example)
        if not why:
            self._take(example)
        return why

    def _take(self, example: Example) -> None:
        self._known[fold(example.text)] = f"{example.where} ({example.intent})"
        if len(text := core(example.text)) >= _LETTERS:
            self._long[example.intent].append(text)

    def _same(self, example: Example) -> str:
        key = fold(example.text)
        if not any(char.isalpha() for char in key):
            return "no words to learn"
        if key in self._known:
            return f"repeats {self._known[key]}"
        return f"stands in {self._measured[key]}, which figures are measured on" if key in self._measured else ""

    def _near(self, example: Example) -> str:
        text = core(example.text)
        if len(text) < _LETTERS:
            return ""
        if twin := _nearest(text, self._long[example.intent], _TWINS):
            return f"differs by a letter or so from {twin!r}"
        measured = _nearest(text, self._sentences, _MEASURED)
        return f"is nearly a message that figures are measured on: {measured!r}" if measured else ""

    def _risky(self, example: Example) -> str:
        if anonymous(example.text) != example.text or "*" in example.text:
            return "has a number, an address or a name of somebody, or a star in its place"
        if example.intent != EMERGENCY and emergency.proven(example.text):
            return f"its words prove danger, and it is to be learnt as {example.intent}"
        return ""


def _nearest(text: str, others: Sequence[str], least: int) -> str:
    found = process.extractOne(text, others, scorer=fuzz.ratio, score_cutoff=least)
    return found[0] if found else ""
