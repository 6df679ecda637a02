"""Typing errors as thumbs make them, written apart from `nlu/slips.py`, which is not to be measured by itself."""

import random
from collections.abc import Sequence

_EVERY = 5  # words
_ROWS = ("ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤرىةوزظ", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "١٢٣٤٥٦٧٨٩٠")
_SHORTEST = 3  # letters; of a shorter word too little would be left


def mistype(text: str, dice: random.Random) -> str:
    """One word in five, and at least one: a letter dropped, doubled, exchanged with the next, or a key beside it."""
    words = text.split(" ")
    long = [at for at, word in enumerate(words) if len(word) >= _SHORTEST and word.isalpha()]
    for at in dice.sample(long, min(len(long), max(1, round(len(words) / _EVERY)))):
        words[at] = dice.choice((_dropped, _doubled, _exchanged, _beside))(words[at], dice)
    return " ".join(words)


def draws(texts: Sequence[str], times: int) -> list[list[str]]:
    """The texts mistyped so many times, each time otherwise, and the same in every run."""
    return [[mistype(text, random.Random(f"{draw} {text}")) for text in texts] for draw in range(times)]


def _dropped(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word))
    return word[:at] + word[at + 1 :]


def _doubled(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word))
    return word[: at + 1] + word[at:]


def _exchanged(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _beside(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word))
    row = next((row for row in _ROWS if word[at].lower() in row), "")
    place = row.find(word[at].lower())
    keys = [row[near] for near in (place - 1, place + 1) if row and 0 <= near < len(row)]
    return word[:at] + dice.choice(keys) + word[at + 1 :] if keys else _doubled(word, dice)
