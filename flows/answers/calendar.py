"""Finding the dates in a text: day, month, year as written, not yet checked against any calendar."""

import re
from dataclasses import dataclass

from flows import arabic, numerals
from flows.answers.days import FILLING, LABELS, in_figures
from flows.answers.months import month_at

_SEPARATOR = r" ?[/\\.,،\-–‐] ?"
_THREE = rf"(\d{{1,4}}){_SEPARATOR}(\d{{1,4}}){_SEPARATOR}(\d{{1,4}})"
# Nothing of a longer row of figures: "5/6/7/1990" is no date.
_ALONE = "".join(rf"(?<!\d{gap})" for gap in ("", r"[/\\.\-–‐]", r"[/\\.\-–‐] ", r" [/\\.\-–‐]", r" [/\\.\-–‐] "))
_NUMERIC = re.compile(rf"{_ALONE}{_THREE}(?!\d|{_SEPARATOR}\d)")
_TWO = re.compile(rf"{_ALONE}{_THREE} ?[/\\.,،\-–‐~] ?{_THREE}(?!\d|{_SEPARATOR}\d)")
_SOLID = re.compile(r"(?<![\d+])\d{8}(?!\d)")


@dataclass(frozen=True)
class Written:
    """A date as written. `calendar` is "g", "h", or "" when only the year can tell; `year` has any number of digits."""

    day: int
    month: int
    year: int
    calendar: str = ""


def written_dates(text: str) -> list[Written]:
    """Every full date in the text: slashes (day first unless the year leads), month names, solid digits, words."""
    calendar = _marked(text)
    # "1/2/1977 - 1/3/1977" is two dates.
    text = _TWO.sub(r"\1/\2/\3 | \4/\5/\6", text)
    matches = list(_NUMERIC.finditer(text))
    if matches:
        found = [_ordered(match[1], match[2], match[3], calendar if len(matches) == 1 else "") for match in matches]
        return [date for date in found if date]
    named = _named(text)
    if named:
        return [named]
    return _in_a_row(text, calendar) or _solid(text, calendar)


def _marked(text: str) -> str:
    """The calendar said by a suffix: هـ or م, hijri or AD."""
    folded = f" {arabic.fold(re.sub(r'(?<=[0-9])(?=[^0-9])', ' ', text))} "
    hijri = re.search(r" (ه|هجري|هجريه|بالهجري|هجرى|hijri|ah|h) ", folded)
    # Before the day "ميلادي" is "my birth" and no calendar.
    gregorian = re.search(r" (م|بالميلادي|ad|ce) |\d.* (ميلادي|ميلاديه) ", folded)
    return "" if bool(hijri) == bool(gregorian) else "h" if hijri else "g"


def _ordered(first: str, second: str, third: str, calendar: str) -> Written | None:
    if len(second) > 2 or (len(first) > 2 and len(third) > 2):
        return None
    if len(first) > 2:
        return Written(int(third), int(second), int(first), calendar)
    return Written(int(first), int(second), int(third), calendar)


def _named(text: str) -> Written | None:
    """Day and year around one month name."""
    found = numerals.tokens(
        re.sub(r"(?<=ربيع|جماد|مادى|مادي) ?([12])\b", lambda m: " الاول" if m[1] == "1" else " الثاني", text)
    )
    months = []
    rest: list[str] = []
    at = 0
    while at < len(found):
        month = month_at(found, at)
        months += [month] if month else []
        rest += ["|"] if month else [found[at]]
        at += month[2] if month else 1
    days, years = _day_and_year(rest)
    if len(months) != 1 or len(days) != 1 or len(years) != 1:
        return None
    return Written(days[0], months[0][1], years[0], months[0][0])


def _day_and_year(rest: list[str]) -> tuple[list[int], list[int]]:
    read = numerals.numbers(in_figures(rest))
    values = [number.value for number in read if isinstance(number.value, int)]
    days = [value for value in values if value <= 31]
    years = [value for value in values if value > 31]
    # "5 مارس 90": the year has two digits, and 05 may be one too; the caller says which reason it was.
    if len(days) == 2 and not years and values == days:
        days, years = days[:1], days[1:]
    return days, years


def _year_apart(found: list[str]) -> list[str]:
    """The words, "الف" parted from a number before it: "خمسه سبعه الف واربعميه" is the fifth of July, not 7,400."""
    return [
        part
        for at, word in enumerate(found)
        for part in (["سنه", word] if word == "الف" and at and found[at - 1] != "و" else [word])
    ]


def _in_a_row(text: str, calendar: str) -> list[Written]:
    """Three numbers with nothing but labels between them: "15 3 1988", "يوم 3 شهر 5 سنه 1990"."""
    found = _year_apart(numerals.tokens(text))
    read = numerals.numbers(found)
    if len(read) != 3 or any(not isinstance(number.value, int) for number in read):
        return []
    between = found[read[0].end : read[1].start] + found[read[1].end : read[2].start]
    if not set(between) <= FILLING:
        return []
    labels = [LABELS.get(found[number.start - 1], "") if number.start else "" for number in read]
    values = [int(number.value) for number in read]
    if sorted(filter(None, labels)) == ["day", "month", "year"]:
        by = dict(zip(labels, values, strict=True))
        return [Written(by["day"], by["month"], by["year"], calendar)]
    if labels[1] not in ("", "month") or "month" in (labels[0], labels[2]):
        return []
    one = _ordered(str(values[0]), str(values[1]), str(values[2]), calendar)
    return [one] if one else []


def _solid(text: str, calendar: str) -> list[Written]:
    """Eight digits without separators, when only one order of them makes sense."""
    found = _SOLID.findall(text)
    if len(found) != 1:
        return []
    eight = found[0]
    orders = [(eight[:2], eight[2:4], eight[4:]), (eight[6:], eight[4:6], eight[:4])]
    sound = [(int(d), int(m), int(y)) for d, m, y in orders if 1 <= int(d) <= 31 and 1 <= int(m) <= 12]
    sound = [one for one in sound if 1300 <= one[2] <= 1500 or 1900 <= one[2] <= 2100]
    return [Written(*sound[0], calendar)] if len(sound) == 1 else []
