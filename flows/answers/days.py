"""Days told by their place in the month, and the words between the parts of a date, folded."""

from flows import numerals

LABELS = {
    word: part
    for part, words in {
        "day": ("يوم", "اليوم", "day"),
        "month": ("شهر", "الشهر", "month"),
        "year": ("سنه", "السنه", "عام", "العام", "year"),
    }.items()
    for word in words
}
FILLING = {*LABELS, "من", "في", "و", "ل", "لعام", "لسنه", "of", "the", "st", "nd", "rd", "th"}
_FIRST_DAY = {"غره", "اول", "الاول", "مستهل"}
_UNITS = ["الاول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع"]
_BEFORE_TENS = [["الحادي", "الحاديه"], *([unit, f"{unit}ه"] for unit in _UNITS[1:])]
_ORDINALS = {
    form: day
    for day, name in enumerate([*_UNITS, "العاشر"], start=1)
    for form in (name, name.replace("ال", "", 1), f"{name}ه")
} | {"الاولي": 1, "العشرين": 20, "العشرون": 20, "الثلاثين": 30, "الثلاثون": 30}
_ORDINALS |= {
    f"{unit} {tens}": more + day
    for more, names in ((10, "عشر عشره"), (20, "والعشرين والعشرون"), (30, "والثلاثين والثلاثون"))
    for day, units in enumerate(_BEFORE_TENS, start=1)
    for unit in units
    for tens in names.split()
}


def in_figures(rest: list[str]) -> list[str]:
    """The words with a day told by its place as a figure: "الخامس عشر من |", "السابع من |", "غرة |"."""
    kept: list[str] = []
    at = 0
    while at < len(rest):
        pair = _ORDINALS.get(" ".join(rest[at : at + 2]))
        after = next((word for word in rest[at + 1 :] if word not in FILLING), "")
        single = (
            (_ORDINALS.get(rest[at]) or (1 if rest[at] in _FIRST_DAY else 0))
            if after == "|" and numerals.number(rest[at]) is None
            else 0
        )
        kept.append(str(pair or single or rest[at]))
        at += 2 if pair else 1
    return kept
