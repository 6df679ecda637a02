"""Which approved question of the pack is being asked. A wrong answer given with confidence is worse than none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlu.dialect import plain
from nlu.features import Floats, Ints, Vector, Vectoriser, core

# Every phrasing of the five packs (2,118), asked with itself taken out of the index: 95.6 % of what passes is right.
ANSWER = 0.70  # score from which an answer may be given without asking
_MARGIN = 0.1  # and by how much it must beat the next question
_SAME = 0.98  # the very words of a phrasing, courtesies aside
_LISTED = 5
_EMPTY = """
في من علي عن الي ان هل ما لا يا او ثم هذا اللي انا انت هو هي كل مع عند عندكم لكم لي لك بس طيب ممكن ابي
the a an is are do does i you my your to of for in on can please
"""
_EMPTY_WORDS = frozenset(_EMPTY.split())


@dataclass(frozen=True, slots=True)
class Index:
    """A charity's questions, ready to be compared with a text: all phrasings at once, since every message asks.

    The phrasings of `questions[n]` stand together, from `starts[n]` on. Their sparse vectors, each of length 1, lie by
    term: the term `terms[n]` has the `values` from `first[n]` to `first[n + 1]`, in the phrasings that `owners`
    names there. `words` says which phrasings have a telling word, `sizes` how many telling words each has.
    """

    vectoriser: Vectoriser
    questions: tuple[str, ...]
    starts: NDArray[np.intp]
    terms: Ints
    first: NDArray[np.intp]
    owners: NDArray[np.intp]
    values: Floats
    words: Mapping[str, Sequence[int]]
    sizes: NDArray[np.intp]

    @classmethod
    def of(cls, questions: Mapping[str, Sequence[str]], vectoriser: Vectoriser) -> "Index":
        """From question id -> phrasings."""
        phrases = [(name, folded) for name, ways in questions.items() for folded in map(core, ways) if folded]
        vectors = [vectoriser.vector(folded) for _, folded in phrases]
        telling = [_telling(folded) for _, folded in phrases]
        words: dict[str, list[int]] = {}
        for number, told in enumerate(telling):
            for word in told:
                words.setdefault(word, []).append(number)
        places = np.concatenate([np.empty(0, np.int32), *(places for places, _ in vectors)])
        values = np.concatenate([np.empty(0, np.float32), *(_unit(values) for _, values in vectors)])
        owners = np.repeat(np.arange(len(phrases)), [len(places) for places, _ in vectors])
        by_term = np.argsort(places, kind="stable")
        terms, first = np.unique(places[by_term], return_index=True)
        starts = [n for n, (name, _) in enumerate(phrases) if n == 0 or name != phrases[n - 1][0]]
        return cls(
            vectoriser,
            questions=tuple(phrases[n][0] for n in starts),
            starts=np.array(starts, np.intp),
            terms=terms,
            first=np.append(first, len(places)),
            owners=owners[by_term],
            values=values[by_term],
            words=words,
            sizes=np.array([len(told) for told in telling], np.intp),
        )

    def rank(self, folded: str, vector: Vector | None = None) -> tuple[tuple[str, float], ...]:
        """(question id, score 0..1), best first, for a text as `features.core` makes it, and its vector if known."""
        if not self.questions:
            return ()
        near, telling = self._near(vector or self.vectoriser.vector(folded)), _telling(folded)
        told = bool(telling) & (self.sizes > 0)
        # Of all telling words in either, the part that is in both (Dice).
        shared = 2 * self._common(telling) / np.maximum(self.sizes + len(telling), 1)
        scores = np.where(told, 0.5 * near + 0.5 * shared, 0.8 * near)
        best = zip(self.questions, np.maximum.reduceat(scores, self.starts).tolist(), strict=True)
        ordered = sorted(best, key=lambda pair: (-pair[1], pair[0]))
        return tuple((question, round(score, 4)) for question, score in ordered[:_LISTED])

    def _near(self, vector: Vector) -> NDArray[np.float64]:
        """The cosine with every phrasing; 0 where either has no term that is known."""
        places, values = vector
        at = np.minimum(np.searchsorted(self.terms, places), len(self.terms) - 1)
        known = self.terms[at] == places
        begin, end = self.first[at[known]], self.first[at[known] + 1]
        # Every entry of these terms: only what the text has in common with some phrasing is looked at.
        counts = end - begin
        entries = np.repeat(end - counts.cumsum(), counts) + np.arange(counts.sum())
        weighed = np.repeat(_unit(values)[known], counts) * self.values[entries]
        return np.bincount(self.owners[entries], weighed, len(self.sizes)).astype(np.float64)

    def _common(self, telling: frozenset[str]) -> NDArray[np.intp]:
        """How many telling words every phrasing has in common with these."""
        numbers = [number for word in telling for number in self.words.get(word, ())]
        return np.bincount(np.array(numbers, np.intp), minlength=len(self.sizes))


def answered(ranking: Sequence[tuple[str, float]], *, foreign: bool = False) -> str:
    """The question that may be answered without asking, or "". A `foreign` text must be the very words of one."""
    if not ranking or ranking[0][1] < (_SAME if foreign else ANSWER):
        return ""
    best, next_best = ranking[0][1], ranking[1][1] if len(ranking) > 1 else 0.0
    return ranking[0][0] if best - next_best >= _MARGIN or best >= _SAME > next_best else ""


def _telling(folded: str) -> frozenset[str]:
    return frozenset(word for word in plain(folded) if word not in _EMPTY_WORDS)


def _unit(values: Floats) -> Floats:
    length = float(np.sqrt(values @ values))
    return values / np.float32(length) if length else values
