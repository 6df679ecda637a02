"""A mistyped word as it was meant: of the known words one slip away the likeliest."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from rapidfuzz.distance import OSA

from nlu.dialect import plain
from nlu.slips import likelihood

_SHORTEST = 2  # letters
_LONGEST = 32


class Mender:
    """`words` are those of the examples with how often they stand there; of what has a stem in `stems` too nothing is
    mended.
    """

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
        if word in self._words or not word.isalpha() or plain(word)[0] in self._stems:
            return word
        near = {other for form in _forms(word) for other in self._near.get(form, ())}
        meant = [other for other in near if OSA.distance(word, other) == 1]
        return max(meant, key=lambda other: (self._words[other] * likelihood(word, other), other), default=word)


def _forms(word: str) -> Iterable[str]:
    """The word, and the word without each of its letters: two words a slip apart have one of these in common."""
    if not _SHORTEST <= len(word) <= _LONGEST:
        return ()
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
