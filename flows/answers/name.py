"""A full name in the writer's own spelling, out of the courtesies around it."""

import re

from flows import arabic
from flows.answers.common import asks_back, bag
from flows.answers.courtesies import NEVER, TAIL, name_words
from flows.answers.parsed import Parsed, refuse
from flows.answers.sentences import told
from flows.answers.wanting import HASTE, PLEA
from flows.kin import NEAREST

_NAMING = bag("اسمي واسمي اسمها اسمه الاسم name")
_BEING = bag("انا وانا معك معكم")
_AGAIN = re.compile(r"\w.*\bو?اسم[يى]\b(.*)")
# "المتقدمة: ", "مقدم الطلب/ ": what a form prints before a name.
_LABEL = re.compile(r"^(?:[اأ]ل\w+|مقدمة?|صاحبة?)(?: ال\w+){0,2} ?[:/]")
_BEFORE_COLON = re.compile(r"^\w+(?: \w+){0,3} ?:")
_REMARK = re.compile(r"\([^()]*\)")
_JOINING = {"بن", "بنت", "ابن", "ولد", "ال", "bin", "bint", "ibn", "al", "el", "bn"}
_TIED = {"الدين", "الله", "الرحمن", "الاسلام", "الزهراء", "الزهرا", "الاله"}
# Before God's name in a man's or a woman's: "Abd Allah", "Atallah".
# "... may God keep you"; no name is a verb that speaks to somebody.
_BLESSING = re.compile(r"^\W*الله (?:لا )?ي\w+(?:كم|كن|ك)\b|\bالله (?:لا )?ي\w+(?:كم|كن|ك)\b[^،,]*")
# What a name told in a sentence begins with.
MY_NAME = frozenset({"اسمي", "esmi", "ismi"})
# Beside these it is the name of somebody else.
_OF_KIN = (NEAREST - {"ابي"}) | bag("ابنتي جارتي عمي خالي husband wife son daughter father mother brother sister")
_OF_KIN_TITLED = _OF_KIN | bag("الزوج الزوجه الاب الابن الابنه البنت الطفل الكفيل")
# Dropped wherever they stand; at the start they name somebody else.
_DEPARTED = {"المرحوم", "المرحومه"}
_PARTS = {"الاب", "الجد", "العايله"}
_DROPPED = {"اللقب", "لقبي"} | _DEPARTED | _PARTS
_PARENTS = {"والد", "والده"}
# A title after "I am", somebody else alone.
_TITLED = {"الوالد", "الوالده"}
# Kunyas that are given as names.
_GIVEN_KUNYAS = ["بكر"], ["كلثوم"]
KUNYA = {"ام", "ابو", "بو", "ابا", "ابي", "umm", "um", "abu", "abo", "om"}
_MOST_WORDS = 10


def full_name(text: str) -> Parsed:
    """Two words or more, spelling kept; vowel marks, tatweel, emoji and courtesies dropped."""
    if asks_back(text) or "//" in text or "www." in text:
        return refuse("name.missing")
    given = _given(_LABEL.sub("", _REMARK.sub(" ", text)))
    given = given if given.value is not None else _given(_LABEL.sub("", text))
    announced = _BEFORE_COLON.match(text)
    if announced and _OF_KIN_TITLED & set(arabic.words(announced[0])):
        return refuse("name.missing")
    if announced and (after := _given(text[announced.end() :])).value is not None:
        return after
    if given.value is None:
        # "No, my name is not that, my name is ...": the last one counts.
        again = _AGAIN.search(text)
        return _given(again[1]) if again else given
    return given


def _given(text: str) -> Parsed:
    """The name that the text is, courtesies around it."""
    named = name_words(_BLESSING.sub("", text))
    kept = [word for word in named if arabic.fold(word) not in _DROPPED]
    if kept and arabic.fold(kept[0]) in _TITLED and _BEING & set(arabic.words(text)):
        kept = kept[1:]
    folded = [arabic.fold(word) for word in kept]
    if (
        (HASTE | PLEA) & set(folded)
        or not kept
        or arabic.fold(named[0]) in _DEPARTED | _PARTS
        or len(kept) > _MOST_WORDS
        or any(word in NEVER or told(word) or _speaks_to_us(word) or _and_kin(word) for word in folded)
    ):
        return refuse("name.missing")
    if folded[0] in KUNYA and folded[1:2] not in _GIVEN_KUNYAS:
        return refuse("name.kunya")
    if folded[0] in _PARENTS | _TITLED:
        return refuse("name.kunya")
    if _weight(folded) < 2:
        return refuse("name.incomplete")
    return Parsed(" ".join(kept))


def _and_kin(folded: str) -> bool:
    """Is it "and my father"?"""
    return folded.startswith("و") and folded[1:] in _OF_KIN


def _speaks_to_us(folded: str) -> bool:
    """Is it a verb that speaks to several, or a word with "your" at its end: "call me", "your service"? Of names only
    those of حكم end so.
    """
    yours = folded.endswith("كم") and not folded.endswith("حكم")
    return len(folded) > 3 and (yours or folded.endswith("وا"))


def introduced(text: str, *, plainly: bool) -> str:
    """The name after "my name is" in a longer message, or ""; after a mere "I am" too, unless told `plainly`."""
    found = text.split()
    folded = [arabic.fold(word) for word in found]
    leads = [n for n, word in enumerate(folded) if word in _NAMING]
    # "My husband's name is ..." introduces somebody else.
    leads = [n for n in leads if not (folded[n] != "اسمي" and _OF_KIN & set(folded[max(0, n - 2) : n + 2]))]
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
