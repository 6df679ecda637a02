"""The kinds without a subject of their own: free text, e-mail, a number."""

import re

from flows import arabic, numerals
from flows.answers.common import has
from flows.answers.parsed import Parsed, refuse

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9-])")
_RANGE = "بين|الي|او|لين|to|or|between"
_DASHED = re.compile(r"\d ?[-–] ?\d")
_NEGATIVE = re.compile(r"(?<![\w\-])[-−–]\s?\d|\bسالب\b|\bminus\b")
_NONE = "ولا واحد|ولا وحده|ما عندي|ماعندي|ما عندنا|لا يوجد|لايوجد|مافي|ما في|مافيه|ما فيه|ولا شي|لا شي|none|nothing"


def free_text(text: str) -> Parsed:
    """Anything that can be seen."""
    return Parsed(text)


def email(text: str) -> Parsed:
    """The one address in the text, in lower case."""
    found = {address.lower() for address in _EMAIL.findall(text)}
    one = found.pop() if len(found) == 1 else ""
    local = one.partition("@")[0]
    sound = one and not local.startswith(".") and not local.endswith(".") and ".." not in one
    return Parsed(one) if sound and text.count("@") == 1 else refuse("email.invalid")


def is_range(text: str) -> bool:
    """Two figures with "between", "to" or a dash: no single number was given."""
    found = numerals.tokens(text)
    read = numerals.numbers(found)
    # "من 4 ل 6" is a range, "سته من الاولاد" none.
    begun = any(number.start and found[number.start - 1] == "من" for number in read)
    return bool(_DASHED.search(text)) or (len(read) > 1 and (begun or has(arabic.fold(text), _RANGE)))


def is_negative(text: str) -> bool:
    """A minus before the figure."""
    return bool(_NEGATIVE.search(text))


def number(text: str) -> Parsed:
    """One number, whole or not, in digits or words; "none" is 0."""
    if is_negative(text):
        return refuse("number.negative")
    none = has(arabic.fold(text), _NONE)
    found = numerals.numbers(numerals.tokens(text))
    if none and (not found or has(arabic.fold(text), "ولا واحد|ولا وحده")):
        return Parsed(0)
    if not found:
        return refuse("number.missing")
    if len({one.value for one in found}) > 1 or is_range(text):
        return refuse("number.ambiguous")
    return Parsed(found[0].value)
