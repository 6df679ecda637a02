"""An answer put right within the same message: "12, no, I mean 21" is 21, "12, not 21" is 12."""

import re

from flows import numerals
from flows.answers.kinds import DATES, NUMBERS

# Kinds that are figures and nothing else: what was taken back must never be stored in place of what was meant.
_EXACT = NUMBERS | DATES
_COUNTED = _EXACT | {"number_of_dependents", "monthly_income", "number", "choice"}
_MEANT = r"(?<!مو )(?<!ما )(?<!مب )(?<!وش )(?:[أا]?قصدي|[أا]قصد)|\bi mean(?:t)?"
_RIGHT = r"الصح|الصحيح|تصحيح|correction|actually"
# These are also mere courtesies, so they correct only figures, and only by other figures.
_NO = r"لا|no"
_SORRY = r"لا +لا|عفو[اى]|[اآأ]سف[هة]?|معليش|غلطت|غلط|خط[أا]|sorry"
_MARKS = "[\u064b-\u0652]*"


def _last(phrases: str) -> re.Pattern[str]:
    return re.compile(rf".*(?<![^\W\d])و?(?:{phrases}){_MARKS}(?![^\W\d])[ :،,.\-]*(.*)", re.IGNORECASE)


_BY_MEANING = _last(_MEANT)
_BY_WORDS = _last(f"{_MEANT}|{_RIGHT}")
_BY_ANY = _last(f"{_MEANT}|{_RIGHT}|{_SORRY}")
_NOT_IT = r"(?:[ :،,.]*(?:مو|مب|مش|ماهو|not) (?:هذا|هذي|هاذا|كذا|this|that|it)(?!\w))?"
# "4000, no, 4500" and "4000, wrong, 4500": between two figures a "no" alone takes back the first.
_TURNING = re.compile(rf"(?<!\w)(?:{_MEANT}|{_RIGHT}|{_SORRY}|{_NO}){_MARKS}(?!\w){_NOT_IT}", re.IGNORECASE)
_FIGURE = re.compile(r"(?:S ?A ?)?\d", re.IGNORECASE)
# "It was 5000 and is 2000 now."
_PAST = re.compile(r"(?<!\w)(?:كان|كانت|كنت|قبل|سابق[اًا]*|was)(?!\w)")
_NOW = _last(r"(?:ال|هال|ها?الا?)?حين|دحين|هلق|دلوقتي|ال[اآ]ن|حاليا?|صار|صارت|اصبح|now")
# "Not the basket, the electricity": what is ruled out comes first.
_RULED_OUT = re.compile(r"(?:لا +)?(?:مو|مب|مش|موب|ماهو|مهو|not) [^،,]+[،,] *(.+)", re.IGNORECASE)
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
    turned = _between_figures(text) if kind in _COUNTED else ""
    if turned or (turned := _by_now(text) if kind in _COUNTED - _EXACT else ""):
        return turned
    if kind == "choice" and (denied := _RULED_OUT.fullmatch(text)):
        return denied[1]
    # "No, no, thank you" corrects nothing, and an apology is no name.
    pattern = _BY_MEANING if kind == "yes_no" else _BY_ANY if kind in _EXACT else _BY_WORDS
    match = pattern.match(text)
    return match[1] if match else ""


def _between_figures(text: str) -> str:
    """From the figure on that follows the last "no" or correction after a figure, or ""."""
    for match in reversed(list(_TURNING.finditer(text))):
        after = text[match.end() :].lstrip(" :،,.-")
        if _has_figure(text[: match.start()]) and _begins_with_figure(after):
            return after
    return ""


def _by_now(text: str) -> str:
    """What is said of now, where a figure of the past was told before it, or ""."""
    match = _NOW.match(text)
    before = text[: match.start(1)] if match else ""
    return match[1] if match and _PAST.search(before) and _has_figure(before) else ""


def _has_figure(text: str) -> bool:
    return bool(numerals.numbers(numerals.tokens(text)))


def _begins_with_figure(text: str) -> bool:
    read = numerals.numbers(numerals.tokens(text))
    return bool(_FIGURE.match(text)) or bool(read and read[0].start == 0)


def final(kind: str, text: str, after: str) -> bool:
    """Do these words after a correction take back all before them, even where they cannot be read?"""
    return kind in _EXACT and bool(_BY_MEANING.match(text) or _has_figure(after))
