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


def _one(rules: list[str]) -> re.Pattern[str]:
    r"""One expression for all the rules. Those that begin with \b are tried together at the beginnings of words alone,
    in less than half of the time. "And" and "so" may be joined to a rule's first word, as Arabic writes them.
    """
    at_words = [rule.removeprefix(r"\b") for rule in rules if rule.startswith(r"\b")]
    looking_back = [re.sub(r"^((?:\(\?<![^)]*\))*)\\b", r"\1\\b[وف]?", rule) for rule in rules if rule[:2] != r"\b"]
    return re.compile("|".join([rf"\b(?:(?:{'|'.join(at_words)})|[وف](?:{'|'.join(at_words)}))", *looking_back]))


_RULES = _sections(_FILE.read_text(encoding="utf-8"))
_CERTAIN, _WHEREVER = (_one(_RULES[name]) for name in ("certain", "wherever"))
_CALM, _TRADE, _NOW = (_any(_RULES[name]) for name in ("calm", "trade", "now"))
_SIGN = re.compile("|".join(_RULES["sign"]))
_WANT = re.compile("|".join(_RULES["want"]))


def certain(folded: str) -> bool:
    """Do the words alone prove danger now? Long past, in general, or said of prices and shops, they do not."""
    if _WHEREVER.search(folded):
        return bool(_NOW.search(folded)) or not _CALM.search(folded)
    return bool(_CERTAIN.search(folded)) and not calmed(folded)


def wanting(folded: str) -> bool:
    """Do the words tell of a home without food? That is worth a guess, and proves no danger to life."""
    return bool(_WANT.search(folded)) and not calmed(folded)


def calmed(folded: str) -> bool:
    """Do the words place whatever they tell in the past, in general, in a shop or in jest?"""
    return bool(_CALM.search(folded) or _TRADE.search(folded)) and not _NOW.search(folded)


def signs(folded: str) -> bool:
    """Is there any word that people in danger use? Most who ask about shops, towns and papers use none."""
    return bool(_SIGN.search(folded))
