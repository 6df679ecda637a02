"""Numbers in words and digits, as they are said in Arabic and in English: "ثلاثه وعشرين", "6,250", "ميتين ونص".

Standard library only and Python 3.10, as `flows.arabic`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flows.arabic import clean, digits, fold

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+")

# "arba3a", "5amsa": figures that stand for letters Latin has not.
_MIXED = re.compile(r"(?<![a-z\d])(?:[a-z]+\d[a-z]*|\d[a-z]+)(?![a-z\d])", re.IGNORECASE)
_UNIT = re.compile(
    r"sar|riyals?|kids?|boys?|girls?|sons?|daughters?|child(?:ren)?|people|persons?|dependents?|months?|years?|days?|and|nos?"
)
_SOUNDS = str.maketrans({"2": "", "3": "", "5": "kh", "7": "h", "9": "s"})

_STEMS = {
    3: "ثلاث تلات ثلا تلا ثلث تلت ثل تل",
    4: "اربع",
    5: "خمس",
    6: "ست س",
    7: "سبع",
    8: "ثمان تمان ثماني تماني ثمن تمن",
    9: "تسع",
}
_NAMES = {
    0: "صفر زيرو zero",
    1: "واحد واحده وحده one wahed wahid",
    2: "اثنين اثنان ثنين اتنين تنين اثنتين ثنتين تنتين اثنتان ثنتان two tnen tnein etnen",
    3: "ثلاث ثلاثه تلات تلاته ثلاثا three thalath thalatha tlat tlata talat talata",
    4: "اربع اربعه four arba arbaa",
    5: "خمس خمسه five khams khamsa khamsah",
    6: "ست سته six sitta setta",
    7: "سبع سبعه seven sab saba sabaa",
    8: "ثمان ثماني ثمانيه تمان تماني تمانيه ثمنيه تمنيه eight thaman thamania thamanya tmanya tamanya",
    9: "تسع تسعه nine tes tesa tesaa tis tisa",
    10: "عشر عشره ten ashr ashra ashara",
    11: "احدعش احدعشر حدعش حداشر احداشر احداعش حداعش ادعش eleven",
    12: "اثنعش اثنعشر ثنعش اطنعش اثناعش اثناعشر اتناشر اثناشر طنعش twelve",
    20: "عشرين عشرون twenty",
    30: "ثلاثين ثلاثون تلاتين thirty",
    40: "اربعين اربعون forty",
    50: "خمسين خمسون fifty",
    60: "ستين ستون sixty",
    70: "سبعين سبعون seventy",
    80: "ثمانين ثمانون تمانين eighty",
    90: "تسعين تسعون ninety",
    200: "ميتين مايتين ميتان مايتان متين ميتا مايتا ميتي مايتي miten meten mitein metein",
}
_TEENS_EN = "thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_SCALES = {
    100: "ميه مايه ميت hundred mia miya",
    1000: "الف الاف تلاف تالاف k thousand alf alaf aalaf",
    10**6: "مليون ملايين million",
}
_PLURAL = {"الاف", "تلاف", "تالاف", "ملايين", "aalaf"}
_THREE_OF = {"ثلث", "تلت"}  # a third, but before "thousands" three
_DUALS = {2000: "الفين الفان الفا الفي alfain alfen alfein", 2 * 10**6: "مليونين مليونان"}
_PARTS = {"نص": 0.5, "نصف": 0.5, "half": 0.5, "ربع": 0.25}
_TEEN_ENDS = ("عش", "طعش", "تعش", "طعشر", "تعشر", "تاشر", "طاشر", "اشر")
_TEEN_HEADS = {"احد": 1, "احدي": 1, "حدي": 1, "اثنا": 2, "اثني": 2, "اثنتا": 2, "اثنتي": 2}


def _values() -> dict[str, int]:
    made = {word: value for value, names in _NAMES.items() for word in names.split()}
    made |= {word: 13 + i for i, word in enumerate(_TEENS_EN.split())}
    for unit, stems in _STEMS.items():
        for stem in stems.split():
            made |= {stem + end: 10 + unit for end in _TEEN_ENDS if stem + end not in made}
            made |= {stem + end: 100 * unit for end in ("ميه", "مايه", "ميت")}
    for unit in range(3, 10):
        latin = [name for name in _NAMES[unit].split() if name.isascii()][1:]
        made |= {name + end: 100 * unit for name in latin for end in ("mia", "miya", "meya")}
    return made


_VALUES = _values()
_SCALE = {word: value for value, names in _SCALES.items() for word in names.split()}
_DUAL = {word: value for value, names in _DUALS.items() for word in names.split()} | {
    stem + end: 1000 * unit for unit, stems in _STEMS.items() for stem in stems.split() for end in ("تالاف", "تلاف")
}


@dataclass(frozen=True)
class Number:
    """A number found in tokens [start, end). `value` is an int unless a point or a half made it a fraction."""

    value: float
    start: int
    end: int
    spelled: bool = False  # some of it was written in words


@dataclass
class _Reading:
    """A number while its words arrive: `done` whole thousands, `group` the part below, `scale` the last scale word."""

    done: float = 0
    group: float = 0
    scale: int = 0
    digits: bool = False
    english: bool = False

    def add(self, token: str, joined: bool, first: bool) -> bool:
        """Take the token if it continues this number; False leaves the reading as it was."""
        self.english = "a" <= token[0] <= "z"
        if token in _SCALE:
            # "Thousands" without a count are no number.
            return not (first and token in _PLURAL) and self._scale(_SCALE[token], joined, first)
        if token in _PARTS:
            return self._part(_PARTS[token], joined, first)
        if token in _DUAL:
            fits = not self.group and (not self.done or self.scale > _DUAL[token])
            if fits:
                self.done, self.scale = self.done + _DUAL[token], 1000 if _DUAL[token] < 10**6 else 10**6
            return fits
        if "0" <= token[0] <= "9":
            return self._value(float(token) if "." in token else int(token[:18]), joined, first, digits=True)
        return token in _VALUES and self._value(_VALUES[token], joined, first)

    def _scale(self, scale: int, joined: bool, first: bool) -> bool:
        if scale == 100:
            if 1 <= self.group <= 9 and not joined:
                self.group *= 100
                return True
            return self._value(100, joined, first)
        if (self.scale and scale >= self.scale) or (joined and self.group):
            return False
        self.done, self.group, self.scale = self.done + (self.group or 1) * scale, 0, scale
        return True

    def _part(self, part: float, joined: bool, first: bool) -> bool:
        if first:
            self.group = part
            return True
        if joined and (self.scale and not self.group):
            self.group = part * self.scale
            return True
        if joined and self.group == int(self.group):
            self.group += part
            return True
        return False

    def _value(self, value: float, joined: bool, first: bool, digits: bool = False) -> bool:
        if not self.group:
            # "الفين خمسميه" is one number though its "and" is missing; "الف خمسه" is not. English says no "and".
            if not (first or (value < self.scale and (joined or value >= 100 or self.english))):
                return False
            self.group, self.digits = value, digits
            return True
        if self.digits or digits:
            return False
        low = self.group % 100
        tens_after_unit = joined and 0 < low < 10 and value in range(20, 100, 10)
        below_hundred = joined and not low and value < 100
        english = not joined and low in range(20, 100, 10) and 0 < value < 10
        if tens_after_unit or below_hundred or english:
            self.group += value
            return True
        return False

    def value(self) -> float:
        total = self.done + self.group
        return int(total) if total == int(total) else total


def tokens(text: str) -> list[str]:
    """Folded words, with numbers kept whole: "6,250" is one token and "2.5" another; a joined و stands alone."""
    found = _TOKEN.findall(_MIXED.sub(_in_letters, _THOUSANDS.sub("", digits(clean(text)))))
    return [part for token in found for part in _unjoin(token if token[0].isdigit() else fold(token))]


def _in_letters(match: re.Match[str]) -> str:
    """A number's name, or any word with such a figure in it, without it; "5k", "3kids" and "option2" stay."""
    word = match[0].lower()
    bare = word.translate(_SOUNDS)
    known = len(bare) > 1 and (bare in _VALUES or bare in _SCALE or bare in _DUAL)
    spelled = word[-1].isalpha() and (word[0].isalpha() or (len(word) > 3 and not _UNIT.fullmatch(word[1:])))
    return bare if known or spelled else match[0]


def _unjoin(word: str) -> Iterator[str]:
    rest = word[1:]
    known = rest in _VALUES or rest in _SCALE or rest in _DUAL or rest in _PARTS
    if word[:1] == "و" and known and word not in _VALUES:
        yield "و"
        word = rest
    if word:
        yield word


def _read(found: list[str], start: int) -> Number | None:
    reading, end, at, spelled = _Reading(), start, start, False
    while at < len(found):
        joined = found[at] in ("و", "and", "w", "wa") and at > start
        token = found[at + joined] if at + joined < len(found) else ""
        if token in _TEEN_HEADS and found[at + joined + 1 : at + joined + 2] in (["عشر"], ["عشره"]):
            token, taken = str(10 + _TEEN_HEADS[token]), 2
        elif 3 <= _VALUES.get(token, 0) <= 9 and found[at + joined + 1 : at + joined + 2] in (["عشر"], ["عشره"]):
            token, taken = str(10 + _VALUES[token]), 2
        elif token in _THREE_OF and _PLURAL & set(found[at + joined + 1 : at + joined + 2]):
            token, taken = "3", 1
        else:
            taken = 1
        if not token or not reading.add(token, joined, at == start):
            break
        spelled = spelled or not token[0].isdigit() or taken == 2
        at = end = at + joined + taken
    if end == start:
        return None
    less = _less(found, end, reading) if reading.scale >= 1000 else None
    if less:
        value = reading.value() - less[0]
        return Number(int(value) if value == int(value) else value, start, less[1], True)
    return Number(reading.value(), start, end, spelled)


def _less(found: list[str], at: int, reading: _Reading) -> tuple[float, int] | None:
    """What "الا" takes off a number of thousands ("ست الاف الا ميتين"), and where it ends."""
    if found[at : at + 1] != ["الا"] or at + 1 >= len(found):
        return None
    if found[at + 1] in _PARTS:
        return _PARTS[found[at + 1]] * reading.scale, at + 2
    taken = _Reading()
    if taken.add(found[at + 1], False, True) and 0 < taken.value() < reading.scale:
        return taken.value(), at + 2
    return None


def numbers(found: list[str]) -> list[Number]:
    """Every number among `tokens(text)`, in words or digits, left to right, none overlapping."""
    result: list[Number] = []
    at = 0
    while at < len(found):
        number_here = _read(found, at)
        if number_here is None:
            at += 1
            continue
        result.append(number_here)
        at = number_here.end
    return result


def number(text: str) -> int | None:
    """The whole number that the text is and nothing else: "ثلاثه وعشرين" is 23; None for a fraction or other words."""
    found = tokens(text)
    read = numbers(found)
    if len(read) != 1 or read[0].end - read[0].start != len(found) or not isinstance(read[0].value, int):
        return None
    return read[0].value
