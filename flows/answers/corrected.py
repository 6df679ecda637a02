"""An answer put right within the same message: "12, no, I mean 21" is 21, "12, not 21" is 12."""

import re

from flows import numerals
from flows.answers.kinds import DATES, NUMBERS

# Kinds that are figures and nothing else: what was taken back must never be stored in place of what was meant.
_EXACT = NUMBERS | DATES
_COUNTED = _EXACT | {"number_of_dependents", "monthly_income", "number"}
_MEANT = r"(?<!مو )(?<!ما )(?<!مب )(?<!وش )(?:[أا]?قصدي|[أا]قصد)|\bi mean(?:t)?"
_RIGHT = r"الصح|الصحيح|تصحيح|correction|actually"
# These are also mere courtesies, so they correct only figures, and only by other figures.
_SORRY = r"لا +لا|عفو[اى]|[اآأ]سف[هة]?|معليش|غلطت|غلط|خط[أا]|sorry"
_MARKS = "[\u064b-\u0652]*"


def _last(phrases: str) -> re.Pattern[str]:
    return re.compile(rf".*(?<![^\W\d])و?(?:{phrases}){_MARKS}(?![^\W\d])[ :،,.\-]*(.*)", re.IGNORECASE)


_BY_MEANING = _last(_MEANT)
_BY_WORDS = _last(f"{_MEANT}|{_RIGHT}")
_BY_ANY = _last(f"{_MEANT}|{_RIGHT}|{_SORRY}")
_DENIED = re.compile(
    r"(?<![^\W\d])(?:بدل|بدال|مو|مب|موب|مهب|مهو|مش|ليس|ليست|not) +(?:SA ?)?\d+(?:[ ./\-]+\d+)*(?!\w)", re.IGNORECASE
)


def without_denied(kind: str, text: str) -> str:
    """The text without figures that are named only to be denied; where nothing else is left, without their digits."""
    if kind not in _COUNTED:
        return text
    rest = _DENIED.sub(" ", text).strip(" ،,.")
    return rest or re.sub(r"\d", "", text)


def put_right(kind: str, text: str) -> str:
    """What follows the last correction, or ""."""
    # "No, no, thank you" corrects nothing, and an apology is no name.
    pattern = _BY_MEANING if kind == "yes_no" else _BY_ANY if kind in _EXACT else _BY_WORDS
    match = pattern.match(text)
    return match[1] if match else ""


def final(kind: str, text: str, after: str) -> bool:
    """Do these words after a correction take back all before them, even where they cannot be read?"""
    return kind in _EXACT and bool(_BY_MEANING.match(text) or numerals.numbers(numerals.tokens(after)))
