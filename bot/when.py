"""Appointments as they are read to a person: weekday, date and time of day in Riyadh."""

from datetime import datetime

from bot.clock import RIYADH

_DAYS = {
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "ar": (
        "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
}  # fmt: skip
_DATES = {"ar": "يوم {day} {date} {month} {year}", "en": "{day} {date} {month} {year}"}
_TIMES = {"ar": "، الساعة {hour}:{minute:02} {half}", "en": ", {hour}:{minute:02} {half}"}
_HALVES = {"ar": ("صباحًا", "مساءً"), "en": ("am", "pm")}


def month(moment: datetime) -> str:
    """«نوفمبر 2026»."""
    at = moment.astimezone(RIYADH)
    return f"{_MONTHS['ar'][at.month - 1]} {at.year}"


def say(moment: datetime, language: str) -> str:
    """«يوم الأحد 8 نوفمبر 2026، الساعة 10:30 صباحًا»."""
    at = moment.astimezone(RIYADH)
    time = _TIMES[language].format(hour=at.hour % 12 or 12, minute=at.minute, half=_HALVES[language][at.hour >= 12])
    return day(moment, language) + time


def day(moment: datetime, language: str) -> str:
    """«يوم الأحد 8 نوفمبر 2026»."""
    at = moment.astimezone(RIYADH)
    weekday, month_name = _DAYS[language][at.weekday()], _MONTHS[language][at.month - 1]
    return _DATES[language].format(day=weekday, date=at.day, month=month_name, year=at.year)
