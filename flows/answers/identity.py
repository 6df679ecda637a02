"""National ID and iqama: ten digits, first 1 for citizens and 2 for residents, Luhn check digit."""

import re

from stdnum import luhn

from flows.answers.common import unsure
from flows.answers.figures import figures
from flows.answers.parsed import Parsed, refuse
from flows.answers.whose import somebody_elses, stale, without_labelled, without_relatives

# A plus makes it a phone number, one or two letters a passport or half an IBAN; a longer word may stand before it
# ("iqama2..."), and so may "ID" and "no".
_MARKED = re.compile(
    r"\+\s*\d[\d \-]*|(?<![A-Za-z])(?![Ii][Dd]\d|[Nn][Oo]\d)[A-Za-z]{1,2}\d{6,}|\d{6,}[A-Za-z]+|00\d{9,}"
)

_DATE = re.compile(r"(?<!\d)\d{1,4}/\d{1,2}/\d{1,4}(?!\d)")
_STRAY = 3


def national_id(text: str) -> Parsed:
    """A citizen's ID. `text` is clean, with ASCII digits; so in all parsers."""
    return _one(text, "1")


def iqama(text: str) -> Parsed:
    """A resident's ID."""
    return _one(text, "2")


def identity(text: str) -> Parsed:
    """Either of them."""
    return _one(text, "12")


def _one(text: str, first: str) -> Parsed:
    if unsure(text) or stale(text):
        doubtful = any(char.isdigit() for char in text)
        return refuse("identity.ambiguous" if doubtful else "identity.missing")
    text = without_labelled(_DATE.sub(" x ", without_relatives(text)))
    if somebody_elses(text):
        return refuse("identity.others")
    runs = figures(_MARKED.sub(" x ", text))
    found = {number for run in runs for number in _tens(run)}
    if not found:
        return refuse("identity.length" if any(sum(map(len, run)) > 5 for run in runs) else "identity.missing")
    if len(found) > 1:
        return refuse("identity.ambiguous")
    return _checked(found.pop(), first)


def _tens(run: tuple[str, ...]) -> list[str]:
    """The ten-digit numbers of a run; a mobile beside the ID is none."""
    # A digit or two after the tenth are more of the number than belongs to it.
    if len(run) > 1 and len(run[-2]) == 10 and len(run[-1]) <= _STRAY:
        return []
    whole = [piece for piece in run if len(piece) >= 10]
    pieces = whole or ["".join(run)]
    return [piece for piece in pieces if len(piece) == 10 and not piece.startswith("05")]


def _checked(number: str, first: str) -> Parsed:
    if number[0] not in "12":
        return refuse("identity.prefix")
    if not luhn.is_valid(number):
        return refuse("identity.checksum")
    if number[0] not in first:
        return refuse("national_id.is_iqama" if first == "1" else "iqama.is_national_id")
    return Parsed(number)
