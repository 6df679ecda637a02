"""Times in Arabic as people say them, and in Riyadh."""

from datetime import datetime, timedelta

from bot.clock import RIYADH

_ONE = {"minute": "دقيقة", "hour": "ساعة", "day": "يوم"}
_TWO = {"minute": "دقيقتين", "hour": "ساعتين", "day": "يومين"}
_FEW = {"minute": "دقائق", "hour": "ساعات", "day": "أيام"}
_MANY = {"minute": "دقيقة", "hour": "ساعة", "day": "يومًا"}


def lasting(span: timedelta) -> str:
    """A length of time in words: «دقيقتين», «5 ساعات», «12 يومًا»; the largest unit only."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return "أقل من دقيقة"
    for unit, size in (("day", 1440), ("hour", 60), ("minute", 1)):
        if minutes >= size:
            return _counted(minutes // size, unit)
    raise AssertionError("unreachable")


def ago(moment: datetime, now: datetime) -> str:
    """How long ago: «منذ 3 دقائق»."""
    return f"منذ {lasting(now - moment)}"


def at(moment: datetime) -> str:
    """Date and time in Riyadh: «2026-03-05 14:07»."""
    return moment.astimezone(RIYADH).strftime("%Y-%m-%d %H:%M")


def clock(moment: datetime) -> str:
    """The time of day in Riyadh."""
    return moment.astimezone(RIYADH).strftime("%H:%M")


def day(moment: datetime) -> str:
    """The date in Riyadh."""
    return moment.astimezone(RIYADH).strftime("%Y-%m-%d")


def _counted(number: int, unit: str) -> str:
    """Arabic counts one and two by the noun alone, 3 to 10 with its plural, from 11 with the singular again."""
    if number == 1:
        return _ONE[unit]
    if number == 2:
        return _TWO[unit]
    few = 3 <= number % 100 <= 10
    return f"{number} {_FEW[unit] if few else _MANY[unit]}"
