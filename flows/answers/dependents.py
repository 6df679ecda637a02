"""How many people somebody supports, the writer not counted: "انا وزوجتي وثلاث عيال" is 4."""

import re
from dataclasses import dataclass

from flows import arabic, numerals
from flows.answers.common import bag, has, unsure
from flows.answers.parsed import Parsed, refuse
from flows.answers.plain import is_negative, is_range

_ONE = bag(
    "زوجتي زوجه امهم زوجته زوجي زوج مرتي حرمتي المدام مراتي امي ابوي والدي والدتي والده ابي بابا ماما يمه جدتي جدي جده"
    " اختي اخوي اخي اخت اخ بنت بنتي بنيتي ولد ولدي ابن ابني ابنه ابنتي طفل طفله طفلي رضيع رضيعه بيبي حفيد حفيدي حفيدتي"
    " عمتي خالتي حماتي wife husband mother father mom dad son daughter child kid baby sister brother grandmother"
    " grandfather"
)
_TWO = bag(
    "ولدين بنتين بنوتين طفلين طفلتين زوجتين اختين اخوين ابنين ابنتين توم توام توامين حفيدين نفرين شخصين فردين والديني"
    " الوالدين والداي ابواي parents twins"
)
_MANY = bag(
    "عيال عيالي اولاد اولادي ولاد بنات بناتي اطفال اطفالي ابناء ابنا ابنائي ابناي نفر انفار افراد فرد اشخاص شخص بزران"
    " بزراني ورعان وغدان صغار اخوان اخواني اخوات اخواتي خواتي خوات اخوه زوجات احفاد احفادي ايتام يتامي كبار ذكور اناث"
    " kids children sons daughters people persons dependents dependants sisters brothers boys girls"
)
_TOTALS = {"عيال", "عيالي", "اطفال", "اطفالي", "اولاد", "اولادي", "ابنا", "افراد", "نفر", "اشخاص", "kids", "children"}
_GONE = {
    "متوفي",
    "متوفيه",
    "توفي",
    "توفت",
    "مات",
    "ماتت",
    "مطلقني",
    "متزوجه",
    "متزوجين",
    "متزوج",
    "متزوجات",
    "يرحمه",
    "يرحمها",
}
_AGED = bag("عمره عمرها اعمارهم اعمارهن عمري عمر aged")
_SELF = {"انا", "نفسي", "me", "myself", "i"}
_AGE_UNITS = {"سنه", "سنين", "سنوات", "شهر", "شهور", "اشهر", "years", "year", "months", "old", "غرف", "غرفه"}
_INCLUSIVE = (
    "احنا|حنا|نحن|حنه|احنه|كلنا|عددنا|مجموعنا|وانا معهم|انا معهم|وانا منهم|انا منهم|مع نفسي|معي انا|معاي انا"
    "|بما فيهم انا|انا من ضمنهم|من ضمنهم انا|شامل نفسي|شاملني|بحسابي|محسوب معهم|محسوبه معهم|including me|with me"
    "|we are"
)
_WITHOUT_SELF = "غيري|من غيري|بدوني|من دوني|غير نفسي|without me|besides me|excluding me"
_NONE = (
    "ما عندي احد|ماعندي احد|ما عندي حد|ما عندي عيال|ماعندي عيال|ما عندي اولاد|ما عندي اطفال|ما عندي ابناء"
    "|ما عندي ابنا|ماعندي اولاد|ماعندي اطفال|ما اعول احد|مااعول احد|ما اعيل احد|لا اعول احد|لا اعول احدا"
    "|لا اعيل احد|ما اصرف علي احد|لا احد|لا يوجد|لايوجد|لا يوجد احد|محد|ما حد|ماحد|مافي احد|ما في احد|مافيه احد"
    "|ما فيه احد|ولا احد|ولا واحد|ولا وحده|ولا حد|مافي|ما في|مافيه|ما فيه|ماكو|ماكو احد|معنديش حد|معنديش|ماعنديش"
    "|ما عنديش حد|ما لي احد|مالي احد|لوحدي|لحالي|بلحالي|وحيد|وحيده|بس انا|انا بس|انا فقط|فقط انا|بدون|just me"
    "|only me|none|no one|nobody|no dependents|no kids"
)
_BARE_NONE = "ما عندي|ماعندي|لا شي|ولا شي|nothing"
_EXCEPT = re.compile(r"\b(?:بس|غير|الا|سوي|ما عدا|لكن|عندي بس|except|but)\b(?! انا\b)")
_HEAVY = "كثير|كثيرين|واجد|تقريبا|حوالي|اكثر|اقل|فوق|تحت|ما عدا|باستثناء|about|many"
_MOST = 30


@dataclass
class _Count:
    """Figures in the order met: `kin` are persons by noun, `bare` are figures without one."""

    kin: list[int]
    bare: list[int]
    total_first: bool = False
    uncounted: bool = False
    speaker: bool = False
    fraction: bool = False

    def total(self) -> int | None:
        """One number, or None when the figures leave a doubt."""
        if self.fraction or len(set(self.bare)) > 1:
            return None
        if self.bare:
            return self._with_bare(self.bare[0])
        if self.uncounted:
            return None
        first, rest = self.kin[:1], self.kin[1:]
        # "سته اولاد: اربع بنات وتوام" names its total first.
        if self.total_first and rest and len(rest) > 1 and first[0] == sum(rest):
            return first[0]
        return sum(self.kin) if self.kin else None

    def _with_bare(self, bare: int) -> int | None:
        if not self.kin:
            return bare
        if not self.uncounted and bare in (sum(self.kin), sum(self.kin) + self.speaker):
            return sum(self.kin)
        return bare if self.uncounted and bare > sum(self.kin) else None


def dependents(text: str) -> Parsed:
    """0 to 30; a range, an estimate or an incomplete list is refused."""
    folded = arabic.fold(text)
    if is_negative(text):
        return refuse("dependents.implausible")
    if unsure(text) or is_range(text) or has(folded, _HEAVY):
        return refuse("dependents.ambiguous")
    none = has(folded, _NONE) or folded in _BARE_NONE.split("|")
    rest = _EXCEPT.split(folded, maxsplit=1)[1:] if none else [text]
    count = _counted(numerals.tokens(rest[0])) if rest else _Count([], [])
    total = count.total()
    if none and not (count.kin or count.bare):
        # "ما عندي عيال وعندي امي" denies one thing and states another.
        return Parsed(0) if not _counted(_after_denial(folded)).kin else refuse("dependents.ambiguous")
    if total is None:
        return refuse("dependents.ambiguous" if count.kin or count.bare or count.uncounted else "dependents.missing")
    return _sized(total, folded)


def _after_denial(folded: str) -> list[str]:
    for phrase in sorted(_NONE.split("|"), key=len, reverse=True):
        folded = f" {folded} ".replace(f" {phrase} ", " ").strip()
    return numerals.tokens(folded)


def _sized(total: int, folded: str) -> Parsed:
    if has(folded, _INCLUSIVE) and not has(folded, _WITHOUT_SELF):
        total -= 1
    return Parsed(total) if 0 <= total <= _MOST else refuse("dependents.implausible")


def _counted(found: list[str]) -> _Count:
    found = [_bare_word(word) for word in found]
    read = {number.start: number for number in numerals.numbers(found)}
    count = _Count([], [], speaker=bool(_SELF & set(found)))
    at = 0
    while at < len(found):
        number = read.get(at)
        end = number.end if number else at
        noun = found[end] if end < len(found) else ""
        at = max(at + 1, end)
        aged = number is not None and bool(set(found[max(0, number.start - 1) : number.start]) & _AGED)
        if number and noun not in _AGE_UNITS and not aged:
            at += _take_number(count, number, noun)
        elif not number:
            at += _take_noun(count, found, end, read)
        else:
            at += 1
    return count


def _take_number(count: _Count, number: numerals.Number, noun: str) -> int:
    """A figure and the noun it counts, if any; how many words more were used."""
    if not isinstance(number.value, int):
        count.fraction = True
        return 0
    if noun in _MANY or noun in _ONE:
        count.total_first = count.total_first or (not count.kin and noun in _TOTALS)
        count.kin.append(number.value)
        return 1
    count.bare.append(number.value)
    return 0


def _take_noun(count: _Count, found: list[str], at: int, read: dict[int, numerals.Number]) -> int:
    """A person, a pair, or a plural with its figure after it."""
    noun, follower = found[at], found[at + 1] if at + 1 < len(found) else ""
    number = read.get(at + 1)
    if noun not in _ONE | _TWO | _MANY:
        return 0
    if follower in _GONE or (follower == "الله" and set(found[at + 2 : at + 3]) & _GONE):
        return 1
    counted = (
        number and isinstance(number.value, int) and not set(found[number.end : number.end + 1]) & (_MANY | _AGE_UNITS)
    )
    # "ولد واحد" and "بنتين ثنتين" say one thing twice.
    if number and counted and (noun in _MANY or number.value == (1 if noun in _ONE else 2)):
        count.kin.append(int(number.value))
        return number.end - at - 1
    if noun in _MANY:
        count.uncounted = True
    else:
        count.kin.append(1 if noun in _ONE else 2)
    return 0


def _bare_word(word: str) -> str:
    """Without a joined و, and without ال before a figure: "عيالي الثلاثه"."""
    if word.startswith("و") and word[1:] in _ONE | _TWO | _MANY | _SELF and word not in _ONE | _TWO:
        return word[1:]
    if word.startswith("ال") and numerals.number(word[2:]) is not None:
        return word[2:]
    return word
