"""Which approved question of the pack is being asked. A wrong answer given with confidence is worse than none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nlu.dialect import plain
from nlu.features import Floats, Ints, Vectoriser, core

# Each phrasing of a 53-question pack, asked with itself taken out of the index: 95 % of what passes these is right.
ANSWER = 0.75  # score from which an answer may be given without asking
_MARGIN = 0.1  # and by how much it must beat the next question
_SAME = 0.98  # the very words of a phrasing, courtesies aside
_LISTED = 5
_EMPTY = """
في من علي عن الي ان هل ما لا يا او ثم هذا اللي انا انت هو هي كل مع عند عندكم لكم لي لك بس طيب ممكن ابي
the a an is are do does i you my your to of for in on can please
"""
_EMPTY_WORDS = frozenset(_EMPTY.split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way of asking a question: its sparse vector and its telling words."""

    question: str
    places: Ints
    values: Floats
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Index:
    """A charity's questions, ready to be compared with a text."""

    vectoriser: Vectoriser
    phrases: tuple[Phrase, ...]

    @classmethod
    def of(cls, questions: Mapping[str, Sequence[str]], vectoriser: Vectoriser) -> "Index":
        """From question id -> phrasings."""
        phrases = [
            Phrase(question, *vectoriser.vector(folded), _telling(folded))
            for question, ways in questions.items()
            for folded in map(core, ways)
            if folded
        ]
        return cls(vectoriser, tuple(phrases))

    def rank(self, folded: str) -> tuple[tuple[str, float], ...]:
        """(question id, score 0..1), best first, for a text as `features.core` makes it."""
        telling = _telling(folded)
        places, values = self.vectoriser.vector(folded)
        dense = np.zeros(len(self.vectoriser.weights), np.float32)
        dense[places] = values
        length = float(np.sqrt(values @ values))
        best: dict[str, float] = {}
        for phrase in self.phrases:
            near = _cosine(dense, length, phrase)
            score = 0.5 * near + 0.5 * _shared(telling, phrase.words) if telling and phrase.words else 0.8 * near
            best[phrase.question] = max(best.get(phrase.question, 0.0), score)
        ordered = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple((question, round(score, 4)) for question, score in ordered[:_LISTED])


def answered(ranking: Sequence[tuple[str, float]], *, foreign: bool = False) -> str:
    """The question that may be answered without asking, or "". A `foreign` text must be the very words of one."""
    if not ranking or ranking[0][1] < (_SAME if foreign else ANSWER):
        return ""
    best, next_best = ranking[0][1], ranking[1][1] if len(ranking) > 1 else 0.0
    return ranking[0][0] if best - next_best >= _MARGIN or best >= _SAME > next_best else ""


def _telling(folded: str) -> frozenset[str]:
    return frozenset(word for word in plain(folded) if word not in _EMPTY_WORDS)


def _shared(asked: frozenset[str], known: frozenset[str]) -> float:
    """Of all telling words in either, the part that is in both (Dice)."""
    return 2 * len(asked & known) / (len(asked) + len(known))


def _cosine(dense: Floats, length: float, phrase: Phrase) -> float:
    other = float(np.sqrt(phrase.values @ phrase.values))
    return float(dense[phrase.places] @ phrase.values) / (length * other) if length and other else 0.0
