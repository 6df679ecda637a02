"""Several requests in one message: where one ends and the next begins."""

import re

from flows.arabic import fold

# What begins a request of its own, after "and" written as one letter: a wish or a question.
_WISH = (
    "ابي|ابغي|ابغا|ابا|بغيت|ودي|نبي|نبغي|اريد|نريد|ارغب|اود|احتاج|عايزه?|عاوزه?|بدي|داير|اشتي|حاب|"
    "عند(?:ي|نا) (?:شكو\\w+|اقتراح|ملاحظ\\w+|اعتراض|استفسار|سوال)|"
    "كيف|كم|متي|وين|فين|هل|وش|ايش|شنو|شو|مين|ليش|ليه|لازم|ممكن|اقدر"
)
_AGAIN = r"و(?:كمان|ايضا|بعد(?:ين)?|برضو|كذلك)|كمان|ايضا|بعدين|and|also|then"
_MARKS = re.compile(r"[.؟?!،؛;,\n]+")
_JOINTS = re.compile(rf" (?:(?=و ?(?:{_WISH})\b)|(?:{_AGAIN})\b )")
_I_AM = re.compile(r"(?:انا|اني|احنا|حنا|نحن|i am|i m|im)\b")
_ASKED = re.compile(rf"\b(?:{_WISH}|اقدم|استحق|يحق|can|may|do|am i)\b")
_LONGEST = 600  # characters looked at; whoever tells more than that tells one story
_FEWEST = 2  # words of a request
_MOST = 6


def requests(text: str) -> list[str]:
    """The folded parts of the text that may be requests of their own; one part or none when nothing divides it."""
    folded = [fold(piece) for piece in _MARKS.split(text[:_LONGEST])]
    parts = [_bare(part) for piece in folded for part in _JOINTS.split(piece)]
    return [part for part in parts if len(part.split()) >= _FEWEST][:_MOST]


def states(part: str) -> bool:
    """Does a folded part only say what the writer is, and neither wish nor ask?"""
    return bool(_I_AM.match(part)) and not _ASKED.search(part)


def _bare(part: str) -> str:
    """Without the "and" that tied it to the one before."""
    return re.sub(rf"^(?:و ?(?=(?:{_WISH})\b)|and )", "", part.strip())
