"""Yes or no to a condition in the words that the pack lists for it: "I have an iqama", "widowed", "it has expired"."""

from collections.abc import Iterator, Sequence

from flows import ours
from flows.answers.yes_no import denies
from flows.arabic import words
from flows.service import Condition

YES, NO, UNSURE = "yes", "no", "unsure"
# In a longer text, words that happen to be in it answer nothing; of themselves people say it plainly.
MOST, MOST_OWN = 12, 30
_NO, _NEITHER = frozenset({"لا", "لع", "no", "nope"}), frozenset({"ولا", "nor"})
_SELF = frozenset(
    {"انا", "اني", "و", "بس", "لكن", "نعم", "ايه", "اي", "ايوه", "i", "am", "im", "but", "and", "a", "yes"}
)


def verdict(condition: Condition | None, text: str, *, own: bool = False) -> str:
    """yes, no, unsure or "". With `own` only what people plainly say of themselves counts: nobody has asked them."""
    told = words(text)
    if condition is None or len(told) > (MOST_OWN if own else MOST) or "؟" in text or "?" in text:
        return ""
    if any(_places(told, condition.says_unsure)):
        return UNSURE
    agreed = said(told, condition.says_yes, own=own)
    refused = said(told, condition.says_no, own=own)
    return "" if agreed == refused else YES if agreed else NO


def said(told: Sequence[str], phrases: Sequence[str], *, own: bool = False) -> bool:
    """Does one of the phrases stand there without a word before it that denies it?"""
    found = [(at, size) for at, size in _places(told, phrases) if not _denied(told, at)]
    return any(not own or size > 1 or at == 0 or told[at - 1] in _SELF for at, size in found)


def _denied(told: Sequence[str], at: int) -> bool:
    """Is it denied? Not by the no of "no, a resident"; twice in "neither widowed nor divorced"."""
    if at == 0 or (at == 1 and told[0] in _NO and not _NEITHER & set(told)):
        return False
    return denies(told[at - 1]) or told[at - 1] in _NEITHER


def _places(told: Sequence[str], phrases: Sequence[str]) -> Iterator[tuple[int, int]]:
    """(start, words) of every phrase in the text, an "and" joined to its first word or not."""
    spoken, bare = tuple(told), [word.removeprefix("و") for word in told]
    for phrase in filter(None, map(ours.words, phrases)):
        for at in range(len(spoken) - len(phrase) + 1):
            if phrase[0] in (spoken[at], bare[at]) and phrase[1:] == spoken[at + 1 : at + len(phrase)]:
                yield at, len(phrase)
