"""Counting the people in a text: figures with a noun, a noun alone, figures alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from flows import numerals
from flows.answers import household as words
from flows.answers.common import NOT_THIS
from flows.answers.heads import Heads

_KIN = words.ONE | words.TWO | words.MANY | words.PERSONS
_UNJOINED = _KIN | words.SELF | words.PARENT.keys()
_BETWEEN_AGES = words.AGE_UNITS | {"و", "and"}


@dataclass(frozen=True)
class _Words:
    """Folded words, those joined by "and" (`joined`, by place), and the numbers that begin at a place."""

    found: list[str]
    joined: frozenset[int]
    numbers: dict[int, numerals.Number]

    def at(self, place: int) -> str:
        return self.found[place] if 0 <= place < len(self.found) else ""

    def before(self, place: int, count: int) -> set[str]:
        return set(self.found[max(0, place - count) : place])


def counted(told: Sequence[str]) -> Heads:
    """`told` are `numerals.tokens`. Ages, rooms, the dead and those who are said not to be are left out."""
    found = [_bare_word(word) for word in told]
    joined = frozenset(
        at for at, word in enumerate(told) if word in ("و", "and", "w", "wa") or (word[0] == "و" and word != found[at])
    )
    found = _parents(found, joined)
    text = _Words(found, joined, {number.start: number for number in numerals.numbers(found)})
    heads = Heads(speaker=bool(words.SELF & set(found)))
    at = 0
    while at < len(found):
        number = text.numbers.get(at)
        if text.at(at) in words.AGED:
            at = _past_ages(text, at + 1)
            continue
        at += _take_number(heads, text, number) if number else _take_noun(heads, text, at)
    return heads


def _past_ages(text: _Words, at: int) -> int:
    """The place after the ages "3 and 5 and 7"; a figure that counts somebody is no age."""
    while at < len(text.found):
        number = text.numbers.get(at)
        if number is None and text.at(at) not in _BETWEEN_AGES:
            return at
        if number is None and text.at(at) == "و" and at + 1 not in text.numbers:
            return at
        if number and text.at(number.end) in _KIN:
            return at
        at = number.end if number else at + 1
    return at


def _told_of(text: _Words, at: int) -> int:
    """How many words after this noun say whose they are, or what they are like: "عيال اخوي", "ايتام من اخوي"."""
    if at + 1 in text.joined:
        return 0
    if text.at(at + 1) in words.LIKE:
        return 1
    by = 2 if text.at(at + 1) == "من" else 1
    return by if text.at(at) in words.OF and text.at(at + by) in words.OWNERS else 0


def _take_number(heads: Heads, text: _Words, number: numerals.Number) -> int:
    """A figure and the noun it counts, if any; how many words were used."""
    size, noun = number.end - number.start, text.at(number.end)
    if noun in words.AGE_UNITS:
        return size + 1
    if not isinstance(number.value, int):
        heads.fraction = True
        return size
    if text.before(number.start, 1) & NOT_THIS:
        return size
    if noun in words.MANY or noun in words.COUNTABLE:
        detailed = not heads.kin and noun in words.TOTALS and number.end + 1 not in text.joined
        heads.total_first = heads.total_first or detailed
        heads.kin.append(number.value)
        return size + 1 + _told_of(text, number.end)
    if (heads.kin or heads.bare) and (said := _of_them(text, number)) is not None:
        heads.uncounted = heads.uncounted or said in words.ON_THEIR_OWN
        return size + 1
    if noun == "من" and text.at(number.end + 1) in words.MANY:
        heads.kin.append(number.value)
        return size + 2
    heads.bare.append(number.value)
    return size + (noun in words.PERSONS)


def _of_them(text: _Words, number: numerals.Number) -> str | None:
    """What is said of some of those counted before ("one of them disabled"), None where all are meant."""
    if text.at(number.end) in words.OF_THEM:
        return text.at(number.end + 1)
    return text.at(number.end) if text.before(number.start, 1) & words.OF_THEM else None


def _take_noun(heads: Heads, text: _Words, at: int) -> int:
    """A person, a pair, or a plural with its figure after it; how many words were used."""
    noun, follower = text.at(at), text.at(at + 1)
    grown = noun in words.MANY and follower in words.GROWN and at + 1 not in text.joined
    number = text.numbers.get(at + 1 + grown)
    if noun not in _KIN or (text.before(at, 2) & words.DENYING and not text.before(at, 2) & words.BUT):
        return 1
    if noun in words.TWO and text.at(at - 1) == "من" and heads.kin:
        # "Eight children of two wives": whether these are supported as well is not said.
        heads.uncounted = True
        return 1
    if follower in words.GONE or (follower == "الله" and text.at(at + 2) in words.GONE):
        return 2
    after = text.at(number.end) if number and number.end not in text.joined else ""
    if number and isinstance(number.value, int) and after not in words.MANY | words.AGE_UNITS:
        # "ولد واحد" and "بنتين ثنتين" say one thing twice.
        several = noun in words.MANY | words.PERSONS
        if several or number.value == (1 if noun in words.ONE else 2):
            (heads.bare if noun in words.PERSONS else heads.kin).append(number.value)
            return number.end - at
    if noun in words.MANY | words.PERSONS or (noun in words.CHILD and follower in words.ELDEST):
        heads.uncounted = True
        return 1 + _told_of(text, at)
    heads.kin.append(1 if noun in words.ONE else 2)
    return 1 + _told_of(text, at) + (follower in words.SMALL and at + 1 not in text.joined)


def _parents(found: list[str], joined: frozenset[int]) -> list[str]:
    """The words, "ام" as "الام" where it is a mother: "وام كبيره بالسن", "ولد وبنت وام", "ام واخت"."""
    return [
        words.PARENT[word] if word in words.PARENT and _is_parent(found, at, joined) else word
        for at, word in enumerate(found)
    ]


def _is_parent(found: list[str], at: int, joined: frozenset[int]) -> bool:
    """Is this "ام" no kunya ("ام محمد") and not the writer ("انا ام")?"""
    if at + 1 == len(found):
        return at > 0 and found[at - 1] not in words.SELF
    return found[at + 1] in words.FRAIL or found[at + 1] == "و" or (at + 1 in joined and found[at + 1] in _KIN)


def _bare_word(word: str) -> str:
    """Without a joined و, and without ال before a figure: "عيالي الثلاثه"."""
    if word.startswith("و") and word[1:] in _UNJOINED and word not in words.ONE | words.TWO:
        return word[1:]
    for joined in ("ال", "ل", "ب"):
        if word.startswith(joined) and numerals.number(word) is None and numerals.number(word.removeprefix(joined)):
            return word.removeprefix(joined)
    return word
