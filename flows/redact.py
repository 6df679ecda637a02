"""Hide what identifies a person: the numbers of identity papers and accounts, in any digit script, or everything."""

import re

# What people and keyboards put between digits: spaces, dashes, dots, and the invisible marks of text direction. Not a
# new line: short numbers may stand below one another.
_MARKS = "\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_GAP = f"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000._\\-\u2010-\u2015\u2212{_MARKS}]{{0,3}}"
_IBAN = f"(?<![A-Za-z0-9])(?P<sa>[Ss][Aa]{_GAP})?(?:\\d{_GAP}){{21}}\\d(?!\\d)"
_ID = f"(?<!\\d)[12\u0661\u0662\u06f1\u06f2\u0967\u0968\u09e7\u09e8\uff11\uff12](?:{_GAP}\\d){{9}}(?!\\d)"
_NUMBER = re.compile(f"{_IBAN}|{_ID}")
# A mail address is sought from the beginning of a word only: from every letter on, a long word takes minutes.
# Five digits or more (a year is no telephone number), with or without gaps; what `mask` left of a number; YSR-4K7Q-2.
_ANYONE = re.compile(
    rf"(?:https?://|www\.)\S+|(?<!\S)\S+@\S+|(?:SA)?\*{{3,}}\d*|\+?\d(?:{_GAP}\d){{4,}}|\b[A-Za-z]{{2,4}}-\w{{4}}-\w\b"
)
_NAMED = re.compile(r"\b(اسمي|إسمي|my name is|ismi|esmi)[ :]+\w+(?: \w+)?", re.IGNORECASE)


def mask(text: str) -> str:
    """The text with every such number as stars and its last two digits: `********90`, `SA********************19`."""
    return _NUMBER.sub(_stars, text)


def anonymous(text: str) -> str:
    """For words kept to learn from, long after and read by others: every longer number (telephones too), reference,
    mail address, link and name told as such as one star. Names told otherwise remain: whoever teaches reads before.
    """
    return _NAMED.sub(r"\1 *", _ANYONE.sub("*", mask(text)))


def _stars(found: re.Match[str]) -> str:
    digits = [char for char in found.group() if char.isdigit()]
    return ("SA" if found.group("sa") else "") + "*" * (len(digits) - 2) + "".join(digits[-2:])
