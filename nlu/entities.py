"""What a text names: a service of the pack, a reference number, a kind of consultation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from flows import reference
from flows.arabic import script, words
from flows.message import Entity
from nlu.dialect import stem
from nlu.sound import sound

_ALIKE = 86.0  # of 100: one wrong letter in seven
_HEARD = 5  # consonants; by sound alone fewer are too many other words
_SHORT = 4  # letters; a shorter name must match exactly, nearly everything is one letter away from it
_MOST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Names to look for. `names` are (value, stems joined by spaces, number of words), `sounds` the Arabic ones as they
    sound, for those who write them in Latin letters.
    """

    names: tuple[tuple[str, str, int], ...]
    sounds: tuple[tuple[str, str, int], ...] = ()

    @classmethod
    def of(cls, values: Mapping[str, Sequence[str]]) -> "Lexicon":
        """From value -> the names it goes by."""
        told = [(value, words(name)) for value, names in values.items() for name in names]
        names = {(value, " ".join(map(stem, name)), len(name)) for value, name in told}
        heard = {
            (value, " ".join(map(sound, name)), len(name)) for value, name in told if script("".join(name)) == "arabic"
        }
        return cls(
            tuple(sorted(name for name in names if name[1])),
            tuple(sorted(name for name in heard if len(name[1]) >= _HEARD)),
        )

    def find(self, text_words: Sequence[str]) -> dict[str, float]:
        """Every value named in the folded words -> how alike the best name is (0..1)."""
        told = text_words[:_MOST_WORDS]
        found = _found(self.names, [stem(word) for word in told])
        # Whoever writes Arabic needs no sounds, and English words are best read as they are.
        if not found and script("".join(told)) == "latin":
            found = _found(self.sounds, [sound(word) for word in told])
        return found


def entities(text: str, services: Lexicon, kinds: Lexicon) -> tuple[Entity, ...]:
    """Every entity of the text, the most alike first within a name."""
    said = words(text)
    found = [Entity("reference", code) for code in reference.find(text)]
    for name, lexicon in (("service", services), ("consultation_type", kinds)):
        values = sorted(lexicon.find(said).items(), key=lambda pair: (-pair[1], pair[0]))
        found += [Entity(name, value, round(alike, 3)) for value, alike in values]
    return tuple(found)


def _found(names: Sequence[tuple[str, str, int]], told: Sequence[str]) -> dict[str, float]:
    spans = {size: _spans(told, size) for size in {size for _, _, size in names}}
    found: dict[str, float] = {}
    for value, name, size in names:
        # A name of one short word says little; two of them rarely meet by chance.
        least = 100.0 if len(name) < _SHORT + 2 * (size == 1) else _ALIKE
        best = process.extractOne(name, spans[size], scorer=fuzz.ratio, score_cutoff=least)
        if best:
            found[value] = max(found.get(value, 0.0), best[1] / 100)
    return found


def _spans(stems: Sequence[str], size: int) -> list[str]:
    return [" ".join(stems[start : start + size]) for start in range(len(stems) - size + 1)]
