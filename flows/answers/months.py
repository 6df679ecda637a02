"""Month names of both calendars as people here write them, folded. Numbers count from 1."""

import re

from rapidfuzz.distance import OSA

GREGORIAN: dict[int, str] = {
    1: "يناير|كانون الثاني|كانون ثاني|جانفي|january|jan",
    2: "فبراير|شباط|فيفري|february|feb",
    3: "مارس|اذار|march|mar",
    4: "ابريل|نيسان|افريل|april|apr",
    5: "مايو|ايار|ماي|may",
    6: "يونيو|يونيه|حزيران|جوان|june|jun",
    7: "يوليو|يوليه|تموز|جويليه|july|jul",
    8: "اغسطس|اب|اوت|august|aug",
    9: "سبتمبر|ايلول|شتنبر|september|sept|sep",
    10: "اكتوبر|تشرين الاول|تشرين اول|october|oct",
    11: "نوفمبر|تشرين الثاني|تشرين ثاني|november|nov",
    12: "ديسمبر|كانون الاول|كانون اول|دجنبر|december|dec",
}
_FIRST, _SECOND = "الاول|اول|الاولي|اولي", "الثاني|ثاني|التاني|تاني|الثانيه|ثانيه|الاخر|اخر|الاخره|اخره"
_RABI, _JUMADA = ("ربيع", "rabi"), ("جمادي", "جماد", "جمادا", "jumada")


def _pairs(stems: tuple[str, ...], ends: str) -> str:
    return "|".join(f"{stem} {end}" for stem in stems for end in ends.split("|"))


HIJRI: dict[int, str] = {
    1: "محرم|المحرم|محرم الحرام|عاشور|عاشوراء|muharram|moharram",
    2: "صفر|صفر الخير|safar",
    3: _pairs(_RABI, _FIRST + "|al awwal|awwal|i"),
    4: _pairs(_RABI, _SECOND + "|al thani|al akhir|thani|ii"),
    5: _pairs(_JUMADA, _FIRST + "|al awwal|al ula|awwal|i"),
    6: _pairs(_JUMADA, _SECOND + "|al thani|al akhirah|thani|ii"),
    7: "رجب|رجب الفرد|rajab",
    8: "شعبان|shaban|shaaban",
    9: "رمضان|رمضان المبارك|ramadan|ramadhan",
    10: "شوال|شهر الفطر|shawwal|shawal",
    11: "|".join(f"{d}{k}" for d in ("ذو ", "ذي ", "ذا ", "ذو", "ذي", "") for k in ("القعده", "قعده"))
    + "|dhul qadah|dhu al qadah|thul qidah",
    12: "|".join(f"{d}{k}" for d in ("ذو ", "ذي ", "ذا ", "ذو", "ذي", "") for k in ("الحجه", "حجه"))
    + "|شهر الحج|dhul hijjah|dhu al hijjah|thul hijjah",
}
_NAMES: dict[tuple[str, ...], tuple[str, int]] = {
    tuple(name.split()): (calendar, number)
    for calendar, table in (("g", GREGORIAN), ("h", HIJRI))
    for number, names in table.items()
    for name in names.split("|")
}
_LONGEST = max(map(len, _NAMES))


def month_at(found: list[str], at: int) -> tuple[str, int, int] | None:
    """The month named from word `at` on: calendar ("g" or "h"), number, words taken. The longest name wins."""
    for size in range(min(_LONGEST, len(found) - at), 0, -1):
        known = _NAMES.get(tuple(found[at : at + size]))
        if known:
            return (*known, size)
    close = _misspelt(found[at])
    return (*close, 1) if close else None


def _misspelt(word: str) -> tuple[str, int] | None:
    """One slip in a name of five letters or more, when only one month is that near."""
    if len(word) < 5:
        return None
    word = re.sub(r"(.)\1+", r"\1", word)
    near = {
        month
        for name, month in _NAMES.items()
        if len(name) == 1
        and (word == name[0] or (len(name[0]) >= 5 and OSA.distance(word, name[0], score_cutoff=1) <= 1))
    }
    return near.pop() if len(near) == 1 else None
