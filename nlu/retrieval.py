"""Which approved question of the pack is being asked. A wrong answer given with confidence is worse than none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlu.dialect import plain
from nlu.features import Floats, Ints, Vector, core
from nlu.model import Model

# What speaks for a question, see `Measures.kinship`, and for none of them: log-odds, by `python -m bench.questions`.
WEIGHTS = (4.28, 4.30, 3.71, 5.90, 5.94)
# Of the phrasings of a pack, weighed by what the other packs teach, 95 % that pass are right.
ANSWER = 0.951  # share from which an answer may be given without asking
SAME = 1.0  # the very words of a phrasing, courtesies aside; nothing else has as much
# Nearly its words, and not nearly another question's. No phrasing is another's copy, so the weights cannot know this.
_NEARLY = 0.99
_LIKE, _LEAD = 0.7, 0.35
_LISTED = 5
_MOST_ALIKE = 3  # phrasings of a question that speak for it
_EMPTY = """
في من علي عن الي ان هل ما لا يا او ثم هذا اللي انا انت هو هي كل مع عند عندكم لكم لي لك بس طيب ممكن ابي
the a an is are do does i you my your to of for in on can please
"""
_EMPTY_WORDS = frozenset(_EMPTY.split())


@dataclass(frozen=True, slots=True)
class Measures:
    """What speaks for every question, all 0..1.

    `kinship` has a row a question: how like its nearest phrasings are, how many telling words they have in common with
    the text, how much of the text's are in any of its phrasings, and how much both are of one kind to the classifier.
    `likeness` is that of the very nearest phrasing.
    """

    kinship: NDArray[np.float64]
    likeness: NDArray[np.float64]

    def shares(self, weights: Sequence[float] = WEIGHTS) -> NDArray[np.float64]:
        """Of every question, among all of them and none; `weights` of the columns, and last what none has."""
        powers = np.exp(self.kinship @ np.array(weights[:-1]) - weights[-1])
        shares: NDArray[np.float64] = np.minimum(powers / (1 + powers.sum()), _NEARLY)
        *_, second, first = np.sort(np.append(self.likeness, 0.0))
        if first >= _LIKE and first - second >= _LEAD:
            shares[self.likeness.argmax()] = _NEARLY
        return shares


@dataclass(frozen=True, slots=True)
class Index:
    """A charity's questions, ready to be compared with a text: all phrasings at once, since every message asks.

    Row n of `grid` has the numbers of the phrasings of `questions[n]`, filled up with a number that none has. The
    phrasings' sparse vectors, each of length 1, lie by term: the term `terms[n]` has the `values` from `first[n]` to
    `first[n + 1]`, in the phrasings that `owners` names there. `words` says which phrasings and which questions have a
    telling word, `rarity` how much it tells, `sizes` what the telling words of every phrasing weigh. `kinds` is what
    the classifier makes of every question. `same` knows the very words.
    """

    questions: tuple[str, ...]
    grid: NDArray[np.intp]
    terms: Ints
    first: NDArray[np.intp]
    owners: NDArray[np.intp]
    values: Floats
    words: Mapping[str, tuple[list[int], list[int]]]
    rarity: Mapping[str, float]
    sizes: NDArray[np.float64]
    kinds: Floats
    same: Mapping[str, str]

    @classmethod
    def of(cls, questions: Mapping[str, Sequence[str]], model: Model) -> "Index":
        """From question id -> phrasings."""
        ways = {name: [folded for folded in map(core, texts) if folded] for name, texts in questions.items()}
        ways = {name: folded for name, folded in ways.items() if folded}
        phrases = [(number, folded) for number, name in enumerate(ways) for folded in ways[name]]
        vectors = [model.vectoriser.vector(folded) for _, folded in phrases]
        places = np.concatenate([np.empty(0, np.int32), *(places for places, _ in vectors)])
        values = np.concatenate([np.empty(0, np.float32), *(_unit(values) for _, values in vectors)])
        owners = np.repeat(np.arange(len(phrases)), [len(places) for places, _ in vectors])
        by_term = np.argsort(places, kind="stable")
        terms, first = np.unique(places[by_term], return_index=True)
        asked = np.array([number for number, _ in phrases], np.intp)
        numbers = [np.flatnonzero(asked == number) for number in range(len(ways))]
        longest = max(map(len, numbers), default=0)
        telling = [_telling(folded) for _, folded in phrases]
        words: dict[str, list[int]] = {}
        for number, told in enumerate(telling):
            for word in told:
                words.setdefault(word, []).append(number)
        rarity = {word: _rarity(len(phrases), len(found)) for word, found in words.items()}
        likely = [model.likely(vector) for vector in vectors]
        return cls(
            questions=tuple(ways),
            grid=np.array([np.pad(n, (0, longest - len(n)), constant_values=len(phrases)) for n in numbers], np.intp),
            terms=terms,
            first=np.append(first, len(places)),
            owners=owners[by_term],
            values=values[by_term],
            words={word: (found, sorted({int(asked[n]) for n in found})) for word, found in words.items()},
            rarity=rarity,
            sizes=np.array([sum(rarity[word] for word in told) for told in telling]),
            kinds=np.sqrt([np.mean([likely[n] for n in of_one], axis=0) for of_one in numbers]),
            same={folded: name for name, texts in ways.items() for folded in texts},
        )

    def rank(self, folded: str, vector: Vector, likely: Floats) -> tuple[tuple[str, float], ...]:
        """(question id, its share among all questions and none), best first.

        For a text as `features.core` makes it, its vector, and the probabilities of the intents.
        """
        if not self.questions:
            return ()
        shares = self.measures(folded, vector, likely).shares().tolist()
        best = dict(zip(self.questions, shares, strict=True))
        if folded in self.same:
            best[self.same[folded]] = SAME
        ordered = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple((question, round(share, 4)) for question, share in ordered[:_LISTED])

    def measures(self, folded: str, vector: Vector, likely: Floats) -> Measures:
        """What speaks for every question; arguments as of `rank`."""
        telling = _telling(folded)
        weight = {word: self.rarity.get(word) or _rarity(len(self.sizes), 0) for word in telling}
        total = sum(weight.values()) or 1.0
        shared, covered = np.zeros(len(self.sizes)), np.zeros(len(self.questions))
        for word in telling & self.words.keys():
            phrasings, questions = self.words[word]
            shared[phrasings] += weight[word]
            covered[questions] += weight[word]
        near, both = self._near(vector), 2 * shared / (total + self.sizes)
        kin = self.kinds @ np.sqrt(likely)
        return Measures(
            np.stack([self._nearest(near), self._nearest(both), covered / total, kin], axis=1),
            self._nearest((near + both) / 2, 1),
        )

    def _nearest(self, scores: NDArray[np.float64], most: int = _MOST_ALIKE) -> NDArray[np.float64]:
        """For every question the mean of its best phrasings' scores."""
        best = np.sort(np.append(scores, 0.0)[self.grid], axis=1)[:, -most:]
        counts = np.minimum((self.grid < len(scores)).sum(1), most)
        means: NDArray[np.float64] = best.sum(1) / counts
        return means

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


def answered(ranking: Sequence[tuple[str, float]], *, foreign: bool = False) -> str:
    """The question that may be answered without asking, or "". A `foreign` text must be the very words of one."""
    return ranking[0][0] if ranking and ranking[0][1] >= (SAME if foreign else ANSWER) else ""


def _rarity(phrasings: int, found: int) -> float:
    return float(np.log((1 + phrasings) / (1 + found))) + 1


def _telling(folded: str) -> frozenset[str]:
    return frozenset(word for word in plain(folded) if word not in _EMPTY_WORDS)


def _unit(values: Floats) -> Floats:
    length = float(np.sqrt(values @ values))
    return values / np.float32(length) if length else values
