"""What was not understood, in groups, with what the engine takes each for: a table for people, data for programs."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from flows.message import Meaning
from nlu.evaluate import Engine
from nlu.features import Vectoriser
from nlu.likeness import Asked, Group, groups

_SHOWN = 3  # texts of a group in the table
_NEAR = 3  # intents


@dataclass(frozen=True, slots=True)
class Guessed:
    """A group and the nearest intents and questions, (name, 0..1), of its most typical text."""

    group: Group
    intents: tuple[tuple[str, float], ...]
    questions: tuple[tuple[str, float], ...]

    @property
    def intent(self) -> str:
        return self.intents[0][0] if self.intents else ""

    @property
    def about(self) -> str:
        """One line for whoever decides."""
        group = self.group
        asked = f"{group.number}: {len(group.numbers)} times by {group.people}, {' '.join(group.charities)}"
        near = ", ".join(f"{name} {share:.2f}" for name, share in self.intents)
        question = f"; question {self.questions[0][0]} {self.questions[0][1]:.2f}" if self.questions else ""
        return f"{asked}; {near}{question}"


async def guess(asked: Sequence[Asked], engine: Engine, vectoriser: Vectoriser) -> list[Guessed]:
    """What is still not understood, in groups, the most frequent first; a later model may know the rest by now."""
    read = {one.number: await engine.read(one.text, charity=one.charity) for one in asked}
    puzzling = [one for one in asked if not _understood(read[one.number])]
    return [_guessed(group, read[group.typical]) for group in groups(puzzling, vectoriser)]


def _understood(meaning: Meaning) -> bool:
    """By now; a mere guess of danger is acted upon, and is no understanding."""
    return bool(meaning.answered) or (meaning.sure and (meaning.certain or not meaning.emergency))


def _guessed(group: Group, meaning: Meaning) -> Guessed:
    return Guessed(group, meaning.ranking[:_NEAR], meaning.answers[:1])


def table(found: Sequence[Guessed]) -> str:
    """A page for a terminal: a line a group, its texts under it."""
    if not found:
        return "Nothing is unanswered."
    lines = []
    for guessed in found:
        texts, more = guessed.group.texts[:_SHOWN], len(guessed.group.texts) - _SHOWN
        lines += [
            guessed.about,
            *(f"    {text}" for text in texts),
            *([f"    and {more} more"] if more > 0 else []),
            "",
        ]
    return "\n".join(lines).rstrip()


def as_json(found: Sequence[Guessed]) -> str:
    """The same as data."""
    rows = [
        {**asdict(g.group), "times": len(g.group.numbers), "intents": g.intents, "questions": g.questions}
        for g in found
    ]
    return json.dumps(rows, ensure_ascii=False)
