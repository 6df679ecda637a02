"""Dates in both calendars to ISO Gregorian; Hijri by Umm al-Qura (1343 to 1500 AH)."""

import re
from datetime import date, timedelta

from hijridate import Hijri

from flows import arabic
from flows.answers.calendar import Written, written_dates
from flows.answers.common import unsure
from flows.answers.parsed import Parsed, refuse
from flows.answers.whose import somebody_elses, without_events

_OLDEST = 120
_NEAR = {
    "اليوم": 0, "today": 0, "بكره": 1, "بكرا": 1, "بكرة": 1, "غدا": 1, "tomorrow": 1, "بعد بكره": 2, "بعد غد": 2,
    "امس": -1, "البارح": -1, "البارحه": -1, "yesterday": -1, "قبل امس": -2,
}  # fmt: skip
_TODAY = re.compile(r"تاريخ اليوم[ :]*[\d/\-.]+")
_SPAN = re.compile(r"\d.* (?:الي|لين|حتي|لحد|until|till|to)\b|\bبين\b.*\d|\b(?:قبل|بعد|منذ|before|after|since) \d")
_SAME_DAY = re.compile(r"(?<!\w)(?:ال)?موافق(?: ل)?(?!\w)|=|[()]")
_ROUGHLY = re.compile(r"\b(?:تقريبا|بالتقريب|تقريبي|حوالي|حول|بحدود|around|about|approximately)\b")


def any_date(text: str, today: date) -> Parsed:
    """A day past or to come; "today" and "tomorrow" too."""
    near = _NEAR.get(arabic.fold(text))
    if near is not None:
        return Parsed((today + timedelta(days=near)).isoformat())
    found = _one(text)
    return found if isinstance(found, Parsed) else Parsed(found[0].isoformat())


def date_of_birth(text: str, today: date) -> Parsed:
    """A day of the last 120 years, in either calendar."""
    born = without_events(_TODAY.sub(" ", text))
    found = refuse("date.others") if somebody_elses(text) else _one(born)
    if isinstance(found, Parsed):
        return refuse("date.others") if born != text and found.error == "error.date.missing" else found
    if found[0] > today:
        return refuse("date.future")
    if today.year - found[0].year > _OLDEST:
        return refuse("date.too_old")
    return Parsed(found[0].isoformat())


def hijri_date(text: str) -> Parsed:
    """A day written in the Hijri calendar, as its Gregorian date."""
    found = _one(text)
    if isinstance(found, Parsed):
        return found
    return Parsed(found[0].isoformat()) if found[1] == "h" else refuse("date.gregorian")


def _one(text: str) -> tuple[date, str] | Parsed:
    """The one date of the text and its calendar; the same day in both calendars is one date."""
    if unsure(text) or _ROUGHLY.search(arabic.fold(text)) or _SPAN.search(arabic.fold(text)):
        return refuse("date.ambiguous")
    # "5 Rajab 1445, that is 17 January 2024"; "5 (five) Rajab" is one date all the same.
    found = [one for part in _SAME_DAY.split(text) for one in written_dates(part)] or written_dates(text)
    if not found:
        return refuse("date.incomplete" if re.search(r"\d", text) else "date.missing")
    days = [_day(one) for one in found]
    for day in days:
        if isinstance(day, Parsed):
            return day
    sound = [day for day in days if not isinstance(day, Parsed)]
    return sound[0] if len({day for day, _ in sound}) == 1 else refuse("date.ambiguous")


def _day(one: Written) -> tuple[date, str] | Parsed:
    if one.year < 100:
        return refuse("date.two_digit_year")
    calendar = "h" if one.year < 1600 else "g"
    if one.calendar not in ("", calendar):
        return refuse("date.ambiguous")
    try:
        if calendar == "g":
            return date(one.year, one.month, one.day), "g"
        return date(*Hijri(one.year, one.month, one.day).to_gregorian().datetuple()), "h"
    except (ValueError, OverflowError):
        return refuse("date.impossible")
