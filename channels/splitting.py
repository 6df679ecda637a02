"""Long text in parts, each within a provider's limit: nothing lost, nothing reordered, words and links whole."""

import re
import unicodedata
from collections.abc import Callable

# Not at a no-break space: whoever wrote one wants both sides on one line.
_BREAK = re.compile(r"[^\S\u00a0\u2007\u202f]+")
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"
# A run of marks longer than this is no writing system; cutting inside it harms nobody.
_LONGEST_CLUSTER = 32


def utf16(text: str) -> int:
    """Length in UTF-16 code units, which is how Telegram and Twilio count characters."""
    return len(text) + sum(char > "\uffff" for char in text)


def split(text: str, limit: int, measure: Callable[[str], int] = utf16) -> list[str]:
    """Parts of at most `limit` by `measure` (which never shrinks as text grows), in order, white space trimmed.

    Cuts at a paragraph's end, else a line's, else between words; inside a word only where that word alone is over
    the limit. Blank text gives no part. Raises `ValueError` when the limit is below a single character.
    """
    rest = _trim(text)
    parts: list[str] = []
    while rest:
        if measure(rest) <= limit:
            return [*parts, rest]
        cut = _cut(rest, _longest(rest, limit, measure))
        parts.append(_trim(rest[:cut]))
        rest = _trim(rest[cut:])
    return parts


def _trim(text: str) -> str:
    head = _BREAK.match(text)
    start = head.end() if head else 0
    end = len(text)
    while end > start and _BREAK.fullmatch(text[end - 1]):
        end -= 1
    return text[start:end]


def _longest(text: str, limit: int, measure: Callable[[str], int]) -> int:
    """How many leading characters fit, by bisection."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle]) <= limit:
            low = middle
        else:
            high = middle - 1
    if not low:
        raise ValueError(f"limit {limit} is below one character")
    return low


def _cut(text: str, most: int) -> int:
    """Where to cut `text`, at `most` or before: the best boundary that does not waste half of the part."""
    for boundary in ("\n\n", "\n"):
        found = text.rfind(boundary, 0, most + len(boundary))
        if found > most // 2:
            return found
    # The white space may begin right after the last character that fits, hence one more.
    breaks = [match.start() for match in _BREAK.finditer(text, 0, most + 1)]
    return breaks[-1] if breaks else _inside_word(text, most)


def _inside_word(text: str, most: int) -> int:
    """A cut that does not part a letter from its vowel marks nor an emoji from its joiners, where that can be."""
    for cut in range(most, max(most - _LONGEST_CLUSTER, 0), -1):
        if not _continues(text[cut]) and text[cut - 1] != "\u200d":
            return cut
    return most


def _continues(char: str) -> bool:
    return char in _JOINERS or unicodedata.category(char) in ("Mn", "Me", "Mc") or "\U0001f3fb" <= char <= "\U0001f3ff"
