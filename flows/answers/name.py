"""A full name in the writer's own spelling, out of the courtesies around it."""

import re
import unicodedata

from flows import arabic
from flows.answers.common import asks_back, bag
from flows.answers.courtesies import LEAD, NAME_OR_LEAD, NEVER, PRAYED, TAIL
from flows.answers.parsed import Parsed, refuse
from flows.answers.sentences import told

_NAMING = bag("اسمي واسمي اسمها اسمه الاسم name")
_BEING = bag("انا وانا معك معكم")
_AGAIN = re.compile(r"\w.*\bو?اسم[يى]\b(.*)")
# "المتقدمة: ", "مقدم الطلب/ ": what a form prints before a name.
_LABEL = re.compile(r"^(?:[اأ]ل\w+|مقدمة?|صاحبة?)(?: ال\w+){0,2} ?[:/]")
_JOINING = {"بن", "بنت", "ابن", "ال", "bin", "bint", "ibn", "al", "el", "bn"}
_TIED = {"الدين", "الله", "الرحمن", "الاسلام", "الزهراء", "الزهرا", "الاله"}
# What a name told in a sentence begins with.
MY_NAME = frozenset({"اسمي", "esmi", "ismi"})
KUNYA = {"ام", "ابو", "بو", "ابا", "ابي", "umm", "um", "abu", "abo", "om"}
_MOST_WORDS = 10


def full_name(text: str) -> Parsed:
    """Two words or more, spelling kept; vowel marks, tatweel, emoji and courtesies dropped."""
    if asks_back(text) or "//" in text or "www." in text:
        return refuse("name.missing")
    given = _given(_LABEL.sub("", text))
    if given.value is None:
        # "No, my name is not that, my name is ...": the last one counts.
        again = _AGAIN.search(text)
        return _given(again[1]) if again else given
    return given


def _given(text: str) -> Parsed:
    """The name that the text is, courtesies around it."""
    kept = _without_courtesy(_letters(text))
    folded = [arabic.fold(word) for word in kept]
    if not kept or len(kept) > _MOST_WORDS or any(word in NEVER or told(word) for word in folded):
        return refuse("name.missing")
    if folded[0] in KUNYA and folded[1:2] != ["بكر"]:
        return refuse("name.kunya")
    if _weight(folded) < 2:
        return refuse("name.incomplete")
    return Parsed(" ".join(kept))


def introduced(text: str, *, plainly: bool) -> str:
    """The name after "my name is" in a longer message, or ""; after a mere "I am" too, unless told `plainly`."""
    found = text.split()
    folded = [arabic.fold(word) for word in found]
    leads = [n for n, word in enumerate(folded) if word in _NAMING]
    leads += [] if plainly else [n for n, word in enumerate(folded) if word in _BEING]
    return next((name for at in leads if (name := _following(found[at + 1 :]))), "")


def _following(found: list[str]) -> str:
    """The name that these words begin with, or ""."""
    kept: list[str] = []
    for word in found:
        bare = arabic.fold(word)
        if (
            not bare
            or bare in NEVER | TAIL
            or bare.removeprefix("و") in NEVER | TAIL
            or told(bare)
            or any(map(str.isdigit, bare))
        ):
            break
        kept.append(word)
        if word[-1] in "،,.؛;:":
            break
    return str(full_name(" ".join(kept)).value or "")


def _letters(text: str) -> list[str]:
    """The words before the first figure; "|" where a comma or a line of its own may end the name."""
    head = re.split(r"\d", re.sub(r"^\W*\d+\W+", "", text), maxsplit=1)[0]
    kept = "".join(_kept(char) for char in head)
    return [word.strip("'’-") or "-" for word in kept.split()]


def _kept(char: str) -> str:
    if char == "ـ" or unicodedata.category(char) in ("Mn", "Me"):
        return ""
    if char.isalpha() or char in "'’-":
        return char
    return " | " if char in "،,؛;:()/\\" else " "


def _without_courtesy(found: list[str]) -> list[str]:
    found = [word for word in found if word != "-"]
    found = found[_lead(found) :]
    kept: list[str] = []
    for at, word in enumerate(found):
        following = arabic.fold(found[at + 1]) if at + 1 < len(found) else ""
        folded = arabic.fold(word)
        joined = folded.removeprefix("و") if kept and folded not in TAIL else ""
        if joined != folded and joined in TAIL | NEVER and len(kept) >= 2:
            break
        if folded in TAIL or (folded == "الله" and following in PRAYED) or (folded == "بارك"):
            break
        if word == "|":
            # "القحطاني، نوره سعد": a comma inside a name joins; after a whole name it ends it.
            if len(kept) >= 2:
                break
            continue
        kept.append(word)
    return kept


def _lead(found: list[str]) -> int:
    """How many words lead in: everything to the last "my name is" near the start, greetings before it included."""
    at = 0
    while at < len(found):
        folded = arabic.fold(found[at].replace("'", "").replace("’", ""))
        greeted = folded == "الله" and at and arabic.fold(found[at - 1]) == "ورحمه"
        # هلا and صباح are names as well as greetings: they greet when more of a greeting, or a colon, follows.
        following = " ".join(found[at + 1 : at + 2])
        hello = folded in NAME_OR_LEAD and (following == "|" or arabic.fold(following) in LEAD | NAME_OR_LEAD)
        if not (folded in LEAD or greeted or hello or found[at] == "|"):
            break
        at += 1
    return at


def _weight(folded: list[str]) -> int:
    """Names counted: "عبد الله" and "نور الدين" are one each, "بن" none."""
    names = 0
    previous = ""
    for word in folded:
        one_letter = len(re.sub(r"(.)\1+", r"\1", word)) < 2
        tied = previous == "عبد" or word in _TIED or word in _JOINING or one_letter
        names += not (tied and (names or word in _JOINING or one_letter))
        previous = word
    return names
