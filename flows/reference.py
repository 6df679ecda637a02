"""Reference numbers that survive a phone call and an SMS: YSR-4K7Q-2."""

import re
from collections.abc import Sequence

from flows.arabic import digits

# No 0/O, 1/I/L: they are mistaken for one another on the phone. 31 is prime, so the check catches every single
# wrong character and every swap of neighbours.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 4
_SHAPE = re.compile(r"(?<![A-Z0-9])([A-Z]{3})[\s\-_.]*([A-Z0-9]{4})[\s\-_.]*([A-Z0-9])(?![A-Z0-9])")


def make(prefix: str, draw: Sequence[int]) -> str:
    """The reference made of four random numbers (each is taken modulo the alphabet)."""
    body = "".join(ALPHABET[n % len(ALPHABET)] for n in draw[:LENGTH])
    return f"{prefix}-{body}-{_check(prefix, body)}"


def find(text: str) -> list[str]:
    """Every valid reference in the text, canonical; case, spaces, dashes and digit script do not matter."""
    found = []
    for prefix, body, check in _SHAPE.findall(digits(text).upper()):
        if all(c in ALPHABET for c in body) and _check(prefix, body) == check:
            found.append(f"{prefix}-{body}-{check}")
    return found


def mistyped(text: str, prefix: str) -> str:
    """What has the shape of a reference but not its check, canonical; or "".

    Without dashes only what begins with the charity's `prefix` and has a figure: Arabizi has words in a row and figures
    for letters ("ana 3endi").
    """
    shaped = _SHAPE.finditer(digits(text).upper())
    found = [m for m in shaped if "-" in m[0] or (m[1] == prefix and any(map(str.isdigit, m[0])))]
    typed = ("-".join(match.groups()) for match in found)
    return next((reference for reference in typed if reference not in find(text)), "")


def without(text: str) -> str:
    """The text without its references: Latin letters that are no language."""
    return _SHAPE.sub(" ", digits(text).upper()) if _SHAPE.search(digits(text).upper()) else text


def alone(text: str) -> str:
    """The reference that the text is, with no word beside it, or ""."""
    found = find(text)
    return found[0] if len(found) == 1 and not any(map(str.isalpha, without(text))) else ""


def _check(prefix: str, body: str) -> str:
    total = sum((place + 2) * ALPHABET.find(char) for place, char in enumerate(prefix + body))
    return ALPHABET[total % len(ALPHABET)]
