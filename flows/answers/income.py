"""A month's income in riyals, from amounts as people say them."""

import re

from flows import arabic, numerals
from flows.answers import earnings as words
from flows.answers.common import UNSURE, has, opens_question
from flows.answers.household import MANY
from flows.answers.parsed import Parsed, refuse
from flows.answers.plain import is_negative

_JOINED = re.compile(r"\+|،|,|;|\n|/|\bو|\band\b|\bplus\b")
_LEAST, _MOST = 100, 100_000


def monthly_income(text: str) -> Parsed:
    """Riyals a month, rounded. Amounts joined by "and" are added; a yearly one is divided by 12; "none" is 0."""
    if is_negative(text):
        return refuse("income.implausible")
    folded = arabic.fold(_spaced(text))
    if has(folded, words.CURRENCIES) or re.search(r"[$€£]", text):
        return refuse("income.currency")
    amounts = [] if opens_question(text) else _amounts(text)
    if not amounts:
        return _without_amount(folded)
    if (
        has(folded, UNSURE)
        or has(folded, words.UNSTEADY)
        or _is_range(text, folded)
        or has(folded, words.ODD_PERIOD)
        or _owed(folded)
        or any(map(_cut_short, amounts))
    ):
        return refuse("income.ambiguous")
    return _added(amounts, text, folded)


def _without_amount(folded: str) -> Parsed:
    none = (
        folded == "بدون"
        or has(folded, words.NONE)
        or words.NO_INCOME.search(folded)
        or (len(folded.split()) <= 4 and has(folded, words.NOTHING))
        or (len(folded.split()) <= 6 and has(folded, words.NOTHING_AT_ALL))
    )
    if none and not has(folded, words.IRREGULAR) and not has(re.sub(r"\bو?لا \w+", " ", folded), words.BUT):
        return Parsed(0)
    return refuse("income.missing")


def _owed(folded: str) -> bool:
    return has(folded, words.OWED) and not has(folded, words.EARNED)


def _cut_short(amount: numerals.Number) -> bool:
    """Is it "two thousand and five" in words, meant as 2,500 oftener than as 2,005?"""
    return amount.spelled and amount.value > 1000 and 0 < amount.value % 1000 < 10


def _is_range(text: str, folded: str) -> bool:
    return has(folded, words.BOUNDS) or bool(re.search(r"\d ?k? ?[-–~] ?\d", text, re.IGNORECASE))


def _spaced(text: str) -> str:
    return re.sub(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)", " ", text)


def _amounts(text: str) -> list[numerals.Number]:
    """The numbers that can be money. "4.500" and "4 500" are thousands: nobody writes mills of a riyal."""
    text = re.sub(r"(?<=\d) ?/ ?(?:ال)?شهر\b", " شهريا", text)
    text = re.sub(r"(?<![\d.,])(\d{1,3})[. ](\d{3})(?![\d.,]| ?\d)", r"\1\2", text)
    found = numerals.tokens(text)
    return [number for number in numerals.numbers(found) if _money(found, number)]


def _money(found: list[str], number: numerals.Number) -> bool:
    after = found[number.end] if number.end < len(found) else ""
    before = found[number.start - 1] if number.start else ""
    people = before.removeprefix("و") in MANY
    return after not in words.NOT_MONEY and before not in words.NOT_AMOUNT_BEFORE and not people


def _added(amounts: list[numerals.Number], text: str, folded: str) -> Parsed:
    values = [amount.value for amount in amounts]
    yearly = has(folded, words.YEARLY)
    if len(values) > 1:
        if len(set(values)) == 1 and not _JOINED.search(text):
            values = values[:1]
        elif values[-1] == sum(values[:-1]) and len(values) > 2:
            values = values[-1:]
        elif yearly or has(folded, words.EXPENSES) or not _JOINED.search(text):
            return refuse("income.ambiguous")
    explicit = has(folded, "ريال|ريالات|ر س|رس|sar|sr|riyal|riyals")
    if any(0 < value < (10 if explicit else _LEAST) for value in values):
        return refuse("income.ambiguous")
    total = sum(values) / (12 if yearly else 1)
    return Parsed(round(total)) if total <= _MOST else refuse("income.implausible")
