"""One normaliser for all Arabic text: matching, learning and answer parsing read the same folded letters.

Standard library only and Python 3.10, because Rasa's environment loads this file too. All work is linear in the text.
"""

import re
import unicodedata
from collections.abc import Callable

_PIECE = 128  # normalising is quadratic in a run of combining marks, so a run is never longer than this


class _Table(dict[int, str]):
    """A `str.translate` table filled as characters are met."""

    def __init__(self, convert: Callable[[str], str]) -> None:
        super().__init__()
        self._convert = convert

    def __missing__(self, code: int) -> str:
        self[code] = made = self._convert(chr(code))
        return made


def _cleaned(char: str) -> str:
    category = unicodedata.category(char)
    if char in "\n\r\t\v\f\x85" or category in ("Zs", "Zl", "Zp"):
        return " "
    if category in ("Cc", "Cf", "Cs", "Co", "Cn") or char == "\ufe0f":
        return ""
    if "\ufb50" <= char <= "\ufdff" or "\ufe70" <= char <= "\ufeff":
        return unicodedata.normalize("NFKC", char)
    return char


def _digit(char: str) -> str:
    if char in "٫٬٪":
        return {"٫": ".", "٬": ",", "٪": "%"}[char]
    value = unicodedata.decimal(char, None)
    return char if value is None else str(int(value))


_LETTERS = dict(
    zip("أإآٱٲٳٵؤۇۆۋئىیېےۍةەہۀھکڪگڤپچژڑڈٹں", "اااااااوووويييييي" + "ههههه" + "كككفبجزردتن", strict=True)
) | {"ـ": "", "ء": ""}


def _folded(char: str) -> str:
    if char in _LETTERS:
        return _LETTERS[char]
    kind = unicodedata.category(char)
    if kind in ("Mn", "Me"):
        return ""
    return char.lower()[0] if kind[0] in "LN" or kind == "Mc" else " "


_CLEAN, _DIGITS, _FOLD = _Table(_cleaned), _Table(_digit), _Table(_folded)
_PIECES = re.compile(rf"\S{{1,{_PIECE}}}")
_ARABIC_RUN = re.compile(r"([ء-يٮ-ۓ])\1{2,}")
_OTHER_RUN = re.compile(r"([^\W\d_])\1{2,}")


def _collapse(text: str) -> str:
    return " ".join(text.split())


def clean(text: str) -> str:
    """The same words without bidi marks, zero-width and control characters; NFC; any white space is one space."""
    pieces = text.translate(_CLEAN).split()
    return " ".join("".join(unicodedata.normalize("NFC", part) for part in _PIECES.findall(piece)) for piece in pieces)


def digits(text: str) -> str:
    """Every decimal digit of any script as ASCII; ٫, ٬ and ٪ too."""
    return text.translate(_DIGITS)


def fold(text: str) -> str:
    """What matching sees: one spelling for letters people exchange, no vowel marks, punctuation or emoji.

    Three or more of an Arabic letter become one, of another letter two; digits are never squeezed.
    """
    flat = digits(clean(text)).translate(_FOLD)
    return _collapse(_OTHER_RUN.sub(r"\1\1", _ARABIC_RUN.sub(r"\1", flat)))


def words(text: str) -> list[str]:
    """The folded words, in order."""
    return fold(text).split()


def script(text: str) -> str:
    """What most letters are written in: "arabic", "latin", "other", or "" without letters."""
    counts = {"arabic": 0, "latin": 0, "other": 0}
    for char in text:
        if char.isalpha():
            arabic = "\u0600" <= char <= "\u08ff" or "\ufb50" <= char <= "\ufeff"
            counts["arabic" if arabic else "latin" if char < "\u0250" else "other"] += 1
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else ""


def is_arabic(text: str) -> bool:
    """Is most of it in Arabic letters?"""
    return script(text) == "arabic"
