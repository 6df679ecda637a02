"""What a word sounds like, consonants only: "asajjel" and "اسجل" become the same, so Arabic teaches Arabizi.

A rough code: letters that Latin writing does not tell apart share one, vowels (long ones too) fall unless they begin
the word, doubled letters become one.
"""

import re

_ARABIC = dict(
    zip("بتثجحخدذرزسشصضطظعغفقكلمنهويا", "bt0jhKd0rzsSsdt03Gfqklmnhwya", strict=True),
)
_PAIRS = {"sh": "S", "ch": "S", "kh": "K", "gh": "G", "th": "0", "dh": "0", "ph": "f", "3'": "G", "7'": "K"}
_LATIN = dict(zip("bcdfghjklmnpqrstvwxyz", "bkdfqhjklmnbqrstfwkyz", strict=True)) | {
    "2": "a",
    "3": "3",
    "5": "K",
    "6": "t",
    "7": "h",
    "8": "q",
    "9": "s",
}
_PAIR = re.compile("|".join(map(re.escape, _PAIRS)) + "|.")
_VOWELS = re.compile(r"(?<!^)[aeiouwy]")
_REPEATED = re.compile(r"(.)\1+")


def sound(word: str) -> str:
    """The code of one folded word; digits alone stay as they are."""
    if word.isdigit():
        return word
    coded = "".join(_ARABIC.get(part) or _PAIRS.get(part) or _LATIN.get(part, part) for part in _PAIR.findall(word))
    if coded[:1] in "eiou":
        coded = "a" + coded[1:]
    bare = _VOWELS.sub("", coded)
    if len(bare) > 2 and bare.endswith("h"):
        bare = bare[:-1]  # the ending of عائله is written, and heard, either way
    return _REPEATED.sub(r"\1", bare)
