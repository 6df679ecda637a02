"""Saudi mobiles in every way people type them, to E.164."""

import re

import phonenumbers

from flows.answers.common import unsure
from flows.answers.figures import figures
from flows.answers.parsed import Parsed, refuse
from flows.answers.whose import renewed, stale, without_relatives

_LOCAL = re.compile(r"(?:00966|966)?0?(5\d{8})")
_ABROAD = re.compile(r"(?:\+|(?<![\d])(?<!\d[ \-.])00)\s*(?!966|0)\d")


def mobile(text: str) -> Parsed:
    """The one Saudi mobile in the text as +9665XXXXXXXX."""
    if unsure(text) or stale(text):
        return refuse("mobile.ambiguous" if any(map(str.isdigit, text)) else "mobile.missing")
    text = without_relatives(text)
    # A bracketed zero ("+966 (0)5...") is joined like any other piece; a foreign prefix spoils its whole run.
    runs = figures(re.sub(r"(?:\+|(?<!\d[ \-.])\b00)\s*(?!966|0)\d[\d \-().]*", " x ", text))
    found = {number for run in runs for number in _mobiles(run)}
    if len(found) > 1 and (new := renewed(text)):
        found = {number for run in figures(new) for number in _mobiles(run)}
    if len(found) > 1:
        return refuse("mobile.ambiguous")
    if found:
        return Parsed(found.pop())
    if _ABROAD.search(text):
        return refuse("mobile.foreign")
    return refuse("mobile.invalid" if any(sum(map(len, run)) > 5 for run in runs) else "mobile.missing")


def _mobiles(run: tuple[str, ...]) -> list[str]:
    alone = [number for piece in run if (number := _e164(piece))]
    joined = _e164("".join(run))
    return alone or ([joined] if joined else [])


def _e164(digits: str) -> str:
    local = _LOCAL.fullmatch(digits)
    if not local:
        return ""
    parsed = phonenumbers.parse(local[1], "SA")
    mobile_kind = phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.MOBILE
    if not (mobile_kind and phonenumbers.is_valid_number_for_region(parsed, "SA")):
        return ""
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
