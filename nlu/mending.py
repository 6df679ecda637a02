"""A mistyped word as it was meant: the known word a letter away, the most frequent one where there are several."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from rapidfuzz.distance import OSA

from nlu.dialect import plain

_SHORTEST = 4  # letters; in a shorter word one letter is much
_OFTEN = 3  # times in the examples: a rarer word may itself be a slip


def frequent(counts: Mapping[str, int]) -> dict[str, int]:
    """The words that a mistyped one may be taken for."""
    return {word: count for word, count in counts.items() if count >= _OFTEN and len(word) >= _SHORTEST}


class Mender:
    """`words` are those of `frequent`; whatever has a stem in `stems` is known and stays as it is."""

    def __init__(self, words: Mapping[str, int], stems: Mapping[str, int]) -> None:
        self._words, self._stems = words, stems
        self._near: dict[str, list[str]] = defaultdict(list)
        for word in words:
            for form in _forms(word):
                self._near[form].append(word)

    def mend(self, folded: str) -> str:
        """The folded text with its unknown words mended."""
        return " ".join(map(self._mended, folded.split()))

    def _mended(self, word: str) -> str:
        if len(word) < _SHORTEST or not word.isalpha() or plain(word)[0] in self._stems:
            return word
        near = {other for form in _forms(word) for other in self._near.get(form, ())}
        meant = [other for other in near if OSA.distance(word, other) == 1]
        return max(meant, key=lambda other: (self._words[other], other), default=word)


def _forms(word: str) -> Iterable[str]:
    """The word, and the word without each of its letters: two words a letter apart have one of these in common."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
