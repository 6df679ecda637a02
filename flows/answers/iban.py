"""Saudi IBAN: SA and 22 digits, mod 97. Letters inside the account part are not in use in the Kingdom."""

import re

from stdnum import iban as standard

from flows.answers.common import doubts, unsure
from flows.answers.figures import dictated
from flows.answers.parsed import Parsed, refuse
from flows.answers.whose import renewed, somebody_elses, stale, without_relatives

_RUN = re.compile(r"(?:(?<![A-Z])|(?<=IBAN))(S ?A|[A-Z]{2})?[ :.\-]*(?<!\d)(\d+(?:[ .\-–_]+\d+)*)(?![A-Z]?\d)")
_LENGTH = 22


def iban(text: str) -> Parsed:
    """The one IBAN in the text; "SA" may be missing when the digits pass with it."""
    text = without_relatives(text)
    if (new := renewed(text)) and not doubts(text):
        text = new
    if unsure(text) or stale(text):
        return refuse("iban.ambiguous" if any(map(str.isdigit, text)) else "iban.missing")
    if somebody_elses(text):
        return refuse("iban.others")
    runs = [(match[1] or "", match[2]) for match in _RUN.finditer(text.upper())]
    runs = runs or [("", " ".join(run)) for run in dictated(text)]
    found = {_account(digits) for country, digits in runs if _saudi(country)} - {""}
    if len(found) > 1:
        return refuse("iban.ambiguous")
    if not found:
        return _nothing(runs)
    number = "SA" + found.pop()
    return Parsed(number) if standard.is_valid(number, check_country=False) else refuse("iban.checksum")


def _saudi(country: str) -> bool:
    # "NO" before a number is English for number far oftener than it is Norway, whose IBAN has only 13 digits.
    return country.replace(" ", "") in ("", "SA", "NO", "IS")


def _account(digits: str) -> str:
    pieces: list[str] = re.findall(r"\d+", digits)
    if len(pieces[0]) == _LENGTH:
        return pieces[0]
    joined = "".join(pieces)
    return joined if len(joined) == _LENGTH else ""


def _nothing(runs: list[tuple[str, str]]) -> Parsed:
    if any(not _saudi(country) and len(digits) > 12 for country, digits in runs):
        return refuse("iban.foreign")
    return refuse("iban.length" if any(len(digits) > 8 for _, digits in runs) else "iban.missing")
