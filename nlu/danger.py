"""Rules for danger that need no classifier; the words themselves are in `danger.txt`, to be read as a list."""

import re
from functools import reduce
from pathlib import Path

_FILE = Path(__file__).with_name("danger.txt")


def _sections(text: str) -> dict[str, list[str]]:
    """The lines under every [heading], without comments and with {definitions} filled in."""
    found: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    heading = ""
    for line in lines:
        if line.startswith("[") and line.endswith("]") and line[1:-1].isalpha():
            heading = line[1:-1]
        elif heading == "define":
            name, _, meaning = line.partition(" = ")
            names[f"{{{name}}}"] = meaning
        else:
            found.setdefault(heading, []).append(reduce(lambda whole, name: whole.replace(*name), names.items(), line))
    return found


def _any(parts: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(parts)})\b")


_RULES = _sections(_FILE.read_text(encoding="utf-8"))
_CERTAIN = tuple(re.compile(pattern) for pattern in _RULES["certain"])
_CALM, _NOW = _any(_RULES["calm"]), _any(_RULES["now"])


def certain(folded: str) -> bool:
    """Do the words alone prove danger now?"""
    return any(pattern.search(folded) for pattern in _CERTAIN) and not calm(folded)


def calm(folded: str) -> bool:
    """Is it told as long past, in general, or of prices and shops, and nothing in it is of now?"""
    return bool(_CALM.search(folded)) and not _NOW.search(folded)
