"""A death in the family: what is told of it, and that it is no cry for help by itself."""

import re

from flows.kin import KIN

_KIN = (
    rf"(?:{KIN}|ابو(?:يا|نا)|والد(?:نا|تنا)|امنا|جوزي|راجلي|بعلي|مراتي|طفل(?:ي|تي)|اخويا|عم(?:ي|تي)|خال(?:ي|تي)"
    r"|رفيق(?:ي|تي))"
)
_DIED = (
    r"(?:(?:ا?توف|م?توف)(?:ي|ا|ت|يت|اه|اها|اهم|يه|و|وا)|ماتت?|متوفي\w*|انتقلت? (?:ال[يي]|ل) ?رحم\w* (?:الله|رب\w+)"
    r"|راحت? ل?رحم\w* (?:الله|رب\w+))"
)
_LOST = r"(?:وفاه|فقدت|فقدنا|فقد|عزا)"
_ENGLISH_KIN = r"my (?:husband|wife|father|mother|dad|mum|mom|son|daughter|brother|sister|parents?|child|baby)"
_DEATH = re.compile(
    rf"\b{_KIN}\b.{{0,12}}\b{_DIED}\b|\b{_DIED}\b.{{0,6}}\b{_KIN}\b|\b{_LOST} {_KIN}\b"
    rf"|\b{_ENGLISH_KIN}\b.{{0,12}}\b(?:died|passed away|has died|is dead)\b|\blost {_ENGLISH_KIN}\b"
)
# Who is dying before one's eyes needs an ambulance, not condolences.
_NOW = re.compile(r"\b(?:الحين|الان|دلوقتي|هلق|ذحين|دحين|قدامي|قدامنا|right now|just now)\b")


def mourns(folded: str) -> bool:
    """Is a death in the family told of?"""
    return bool(_DEATH.search(folded)) and not _NOW.search(folded)


def besides(folded: str) -> str:
    """What else is told."""
    return _DEATH.sub(" ", folded)
