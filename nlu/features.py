"""A text as numbers: four ways of seeing it, each a TF-IDF vector of its own length, side by side in one vector.

The ways are letters as written, words as one dialect would say them, consonants as heard, and how it begins and ends.
Written here rather than taken from scikit-learn so that serving needs only numpy, and so that training and
serving cannot differ.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from flows.arabic import fold
from nlu.dialect import plain
from nlu.preamble import strip
from nlu.sound import sound

LIMIT = 1000  # a longer text keeps its head and its tail: what people want stands there
_HEAD = 700
Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Vector = tuple[Ints, Floats]  # places and values of a sparse vector


def capped(text: str) -> str:
    """At most `LIMIT` characters of the text."""
    return text if len(text) <= LIMIT else f"{text[:_HEAD]} {text[_HEAD - LIMIT + 1 :]}"


def core(text: str) -> str:
    """What is classified: capped, folded, without courtesies around it. "" when no letter or digit is left."""
    return strip(fold(capped(text)))


def grams(word: str, low: int, high: int) -> Iterable[str]:
    """Every run of `low`..`high` characters of the word with a space at either side."""
    padded = f" {word} "
    for size in range(low, min(high, len(padded)) + 1):
        for start in range(len(padded) - size + 1):
            yield padded[start : start + size]


# People use few words often, so what a word is made of is kept; the limits bound what a flood of odd words can fill.
_KEPT = 4096
_LONGEST = 32


@lru_cache(_KEPT)
def _written(word: str) -> tuple[str, ...]:
    return tuple(grams(word, 2, 4))


@lru_cache(_KEPT)
def _heard(word: str) -> tuple[str, ...]:
    return tuple(grams(sound(word), 3, 4))


def _letters(folded: str) -> Iterable[str]:
    return chain.from_iterable(_written(word[:_LONGEST]) for word in folded.split())


def _meanings(folded: str) -> Iterable[str]:
    words = plain(folded)
    return chain(words, (f"{a} {b}" for a, b in pairwise(words)))


def _sounds(folded: str) -> Iterable[str]:
    return chain.from_iterable(_heard(word[:_LONGEST]) for word in folded.split())


def _edges(folded: str) -> Iterable[str]:
    words = folded.split()
    if not words:
        return ()
    return (f"^{words[0]}", f"{words[-1]}$", *((f"^{words[0]} {words[1]}",) if len(words) > 1 else ()))


View = Callable[[str], Iterable[str]]
VIEWS: tuple[tuple[View, float], ...] = ((_letters, 1.0), (_meanings, 0.8), (_sounds, 0.8), (_edges, 0.6))
_SHARES = np.array([share for _, share in VIEWS])
MEANINGS = 1  # the place of the second view: its single words are stems


@dataclass(frozen=True, slots=True)
class Vectoriser:
    """`columns[view][term]` is the term's place in the vector; `weights` is the rarity (IDF) of every place."""

    columns: tuple[dict[str, int], ...]
    weights: Floats

    def vector(self, folded: str) -> Vector:
        """Places and values of the terms the training set knows; both empty when it knows none."""
        places, values, _ = self.rows([folded])
        return places, values

    def rows(self, texts: Sequence[str]) -> tuple[Ints, Floats, NDArray[np.intp]]:
        """The vectors of the folded texts one after another, and where each ends."""
        places: list[int] = []
        counts: list[int] = []
        sizes: list[int] = []
        for text in texts:
            for (view, _), column in zip(VIEWS, self.columns, strict=True):
                known = {column[term]: count for term, count in Counter(view(text)).items() if term in column}
                places += known
                counts += known.values()
                sizes.append(len(known))
        at = np.array(places, np.int32)
        values = self.weights[at] * (1 + np.log(np.array(counts, np.float32)))
        part = np.repeat(np.arange(len(sizes)), sizes)
        length = np.sqrt(np.bincount(part, values * values, len(sizes)))
        scale = np.divide(np.tile(_SHARES, len(texts)), length, out=np.ones_like(length), where=length > 0)
        return at, (values * scale[part]).astype(np.float32), np.cumsum(sizes)[len(VIEWS) - 1 :: len(VIEWS)]


def learn(texts: Sequence[str]) -> Vectoriser:
    """The terms of the folded texts and how rare each is."""
    columns: list[dict[str, int]] = []
    rarity: list[float] = []
    for view, _ in VIEWS:
        seen = Counter(chain.from_iterable(set(view(text)) for text in texts))
        terms = sorted(seen)
        columns.append({term: len(rarity) + place for place, term in enumerate(terms)})
        rarity += [float(np.log((1 + len(texts)) / (1 + seen[term]))) + 1 for term in terms]
    return Vectoriser(tuple(columns), np.asarray(rarity, np.float32))
