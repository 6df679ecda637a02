"""How many people somebody supports, the writer not counted: "انا وزوجتي وثلاث عيال" is 4."""

import re

from flows import arabic, numerals
from flows.answers import household as words
from flows.answers.common import has, opens_question, unsure
from flows.answers.counting import counted
from flows.answers.heads import Heads
from flows.answers.parsed import Parsed, refuse
from flows.answers.plain import is_negative, is_range

_MOST = 30


def dependents(text: str) -> Parsed:
    """0 to 30; a range, an estimate or an incomplete list is refused."""
    # A list in brackets is no "six wives" after "6".
    text = re.sub(r"[(:=]", " يعني ", text)
    folded = arabic.fold(text)
    if is_negative(text):
        return refuse("dependents.implausible")
    if unsure(text) or is_range(text) or has(folded, words.HEAVY):
        return refuse("dependents.ambiguous")
    if opens_question(text):
        return refuse("dependents.missing")
    none = _none(folded)
    rest = words.EXCEPT.split(folded, maxsplit=1)[1:] if none else [text]
    heads = counted(numerals.tokens(rest[0])) if rest else Heads()
    if none and not (heads.kin or heads.bare):
        # "ما عندي عيال وعندي امي" denies one thing and states another.
        return Parsed(0) if not counted(_after_denial(folded)).kin else refuse("dependents.ambiguous")
    if len(heads.bare) == 1 and has(folded, words.AMONG) and sum(heads.kin) <= heads.bare[0]:
        return _sized(heads.bare[0] - has(folded, words.INCLUSIVE))
    total = heads.total()
    if total is None:
        return refuse("dependents.ambiguous" if heads.kin or heads.bare or heads.uncounted else "dependents.missing")
    return _sized(total - _writer_counted(heads, folded))


def _none(folded: str) -> bool:
    lonely = has(folded, words.LONELY) and not numerals.numbers(numerals.tokens(folded))
    return lonely or has(folded, words.NONE) or folded in words.BARE_NONE.split("|")


def _after_denial(folded: str) -> list[str]:
    for phrase in sorted(f"{words.NONE}|{words.LONELY}".split("|"), key=len, reverse=True):
        folded = f" {folded} ".replace(f" {phrase} ", " ").strip()
    return numerals.tokens(folded)


def _writer_counted(heads: Heads, folded: str) -> bool:
    """Is the writer among those counted? Not where everybody is listed besides the number."""
    if heads.uncounted and heads.speaker and has(folded, words.TOGETHER):
        return True
    if has(folded, words.WITHOUT_SELF) or (heads.kin and heads.bare):
        return False
    return has(folded, words.INCLUSIVE) or (has(folded, words.TOGETHER) and not heads.kin)


def _sized(total: int) -> Parsed:
    return Parsed(total) if 0 <= total <= _MOST else refuse("dependents.implausible")
