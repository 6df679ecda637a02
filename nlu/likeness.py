"""Groups of messages that are alike, so that what many ask is taught once."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.cluster import AgglomerativeClustering

from nlu.features import Vectoriser, core
from nlu.fitting import matrix

MOST = 2000  # messages compared with one another: the table of distances has 32 MB
FAR = 0.7  # cosine distance within a group, on average; see docs/reference/understanding.md


@dataclass(frozen=True, slots=True)
class Asked:
    """One message: its number, who asked (any key), of which charity."""

    number: int
    text: str
    asker: int
    charity: str


@dataclass(frozen=True, slots=True)
class Group:
    """`texts` differ, the most typical first; `number` is the oldest message's, `numbers` all messages', `typical` that
    of the first text.
    """

    number: int
    typical: int
    numbers: tuple[int, ...]
    texts: tuple[str, ...]
    people: int
    charities: tuple[str, ...]


def groups(asked: Sequence[Asked], vectoriser: Vectoriser) -> list[Group]:
    """What was asked most often first. Messages without letters teach nothing and belong to no group."""
    alike: dict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        words = core(one.text)
        if any(char.isalpha() for char in words):
            alike[words].append(one)
    folded = list(alike)[-MOST:]
    labels = _labels(folded, vectoriser)
    made = [_group([alike[folded[at]] for at in np.flatnonzero(labels == label)]) for label in np.unique(labels)]
    return sorted(made, key=lambda group: (-len(group.numbers), group.number))


def _labels(folded: Sequence[str], vectoriser: Vectoriser) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    if len(folded) < 2:
        return np.zeros(len(folded), np.intp)
    rows = matrix(vectoriser, folded)
    lengths = np.sqrt(rows.multiply(rows).sum(1)).A1
    units = rows.multiply(1 / np.maximum(lengths, 1e-9)[:, None]).tocsr()
    distances = np.clip(1 - (units @ units.T).toarray(), 0, 2)
    found = AgglomerativeClustering(None, metric="precomputed", linkage="average", distance_threshold=FAR)
    labels: np.ndarray[tuple[int], np.dtype[np.intp]] = found.fit_predict(distances)
    return labels


def _group(alike: Sequence[Sequence[Asked]]) -> Group:
    """Of lists of messages with the same words; the list that came most often is the most typical."""
    ordered = sorted(alike, key=lambda same: (-len(same), same[0].number))
    everyone = [one for same in ordered for one in same]
    return Group(
        number=min(one.number for one in everyone),
        typical=ordered[0][0].number,
        numbers=tuple(sorted(one.number for one in everyone)),
        texts=tuple(same[0].text for same in ordered),
        people=len({one.asker for one in everyone}),
        charities=tuple(name for name, _ in Counter(one.charity for one in everyone).most_common()),
    )
