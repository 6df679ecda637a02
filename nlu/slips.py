"""How often somebody who means one word writes another that is a letter away, against leaving a letter out (1)."""

from collections import defaultdict

# Letters as folded, the keys as they stand; the dots are keys of hamzas and لا.
_BOARDS = (
    ("ضصثقفغعهخحجد", "شسيبلاتنمكط", "...ر.يهوزظ"),
    ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
)
_ALIKE = ("ضظ", "ذز", "ظز", "ذظ", "سص", "ثس", "تط", "دض", "كق", "غق", "ها")  # exchanged by ear, or at the end
_CLOSE, _OTHER, _STRAY = 1 / 6, 1 / 60, 1 / 40  # one of the keys around; any letter for another; one too many


def _around() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for rows in _BOARDS:
        keys = [(letter, line, place) for line, row in enumerate(rows) for place, letter in enumerate(row)]
        for letter, line, place in keys:
            found[letter].update(key for key, at, near in keys if max(abs(at - line), abs(near - place)) == 1)
    for one, other in map(tuple, _ALIKE):
        found[one].add(other)
        found[other].add(one)
    return found


_NEAR = _around()


def likelihood(written: str, meant: str) -> float:
    """Of two words exactly one slip apart: a letter left out, doubled, added, replaced, or two exchanged."""
    if len(written) < len(meant):
        return 1.0
    if len(written) > len(meant):
        return 1.0 if _doubled(written, meant) else _STRAY
    differ = [(one, other) for one, other in zip(written, meant, strict=True) if one != other]
    if len(differ) > 1:
        return 1.0
    one, other = differ[0]
    return _CLOSE if other in _NEAR[one] else _OTHER


def _doubled(written: str, meant: str) -> bool:
    at = next((at for at, letter in enumerate(meant) if written[at] != letter), len(meant))
    return at > 0 and written[at] == written[at - 1]
