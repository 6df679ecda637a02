"""Yes and no in the dialects heard at a Saudi charity's door, in English, in Arabizi and by emoji."""

import re

from flows import arabic, numerals
from flows.answers.common import NOT_THIS, asks_back, bag, has
from flows.answers.parsed import Parsed, refuse
from flows.answers.wanting import WANTING, goes_on
from flows.answers.yes_no_words import (
    AGREEING,
    COURTESY,
    DENYING,
    ELSE,
    FACTS,
    HEDGES,
    NO,
    OBJECTION_FREE,
    SPEAKING,
    WHOLE,
    YES,
    YES_BUT,
)

# "Do not worry", "do not forget us" is no "no".
_REASSURING = re.compile(r"(?<= )لا (?:عليك|عليكم|يهمك|يهمكم|ت(?:نس|خاف|شيل|حرم|هتم|زعل|قلق|حات|طول)\w*)")
# "No, not that one" says what is not meant, and answers nothing.
_NOT_THAT = re.compile(
    r"(?:(?:لا|no|la) )*(?:مو|مب|مش|موب|مهب|ماهو|ليس|mo|mu|mish|mesh|not) "
    r"(?:هذا|هاذا|هذي|هاذي|هذه|هذاك|هذيك|ذا|ذي|ذاك|ده|دي|داك|كذا|كذه|كده|كدا|هيك|هيج|that|this|hatha|kida|kitha)"
    r"(?: (?:one|اقصد|اقصده|قصدي|ابي|ابغي|اللي|الي|i meant|what i meant|يا|والله))*"
)
# "A hundred per cent", "for three years": figures that answer nothing else.
_BESIDE = re.compile(
    r"(?<!\d)100 ?%|مي[هة] (?:ب|في )ال?مي[هة]"
    r"|(?<!\w)(?:من|منذ|قبل|لي|صار لي|for|since) \w+"
    r" (?:سن[هةو]\w*|سنين|شهر|شهور|[اأ]شهر|[اأ]يام|[اأ]سابيع|years?|months?)"
)
# "If it is free" is a condition, "if you please" none.
_CONDITION = re.compile(r"\b(?:اذا|لو|if)\b(?! (?:ممكن|سمحت|تكرمت|امكن|ما عليك|ماعليك|بغيت|تبون|تبي|possible|you))")
# "Not yet" with a "no" of its own is a no.
_NOT_YET = re.compile(r"\bلس[هاع] (?=(?:لا|ما|مو)\b)|(?<=\bلا )لس[هاع]\b")
# "I do not receive", "I have not applied", written as one word.
_GLUED = re.compile(r"\bما(?=ا\w{3}|(?:قدمت|سجلت|حصلت|تزوجت|درست)\b)")
_YES_SIGNS, _NO_SIGNS = "👍👌✅☑✔🆗🙆💯", "👎❌✖🙅🚫⛔❎"
# What may follow an "and" written as one letter; ولدي is "my son" before it is "and I have".
_JOINED, _NO_AND = AGREEING | DENYING | NO, bag("ولدي")
_FEW = 4
_I_AM = bag("انا احنا حنا نحن i")
_SHORT = 7  # In a longer text only an answer at its edge counts: a story has many a "not".


def yes_no(text: str) -> Parsed:
    """True or False; hedges, contradictions and questions back are refused."""
    folded = _NOT_YET.sub("", arabic.fold(_BESIDE.sub(" ", text)))
    agreed = has(folded, OBJECTION_FREE)
    if not agreed and asks_back(text):
        return refuse("yes_no.unclear")
    # A figure answers some other question; "la2" is a no.
    if (
        has(folded, HEDGES)
        or _CONDITION.search(folded)
        or any(word.isdigit() for word in folded.split())
        or numerals.number(folded) is not None
    ):
        return refuse("yes_no.unclear")
    verdict = _verdict(_bare(folded).split(), agreed) if folded else _by_sign(text)
    signs = _by_sign(text)
    if signs is not None and verdict is not None and signs != verdict:
        return refuse("yes_no.unclear")
    verdict = signs if verdict is None and not folded else verdict
    return refuse("yes_no.unclear") if verdict is None else Parsed(verdict)


def denies(word: str) -> bool:
    """Does this folded word turn what follows into its opposite?"""
    return word in DENYING or word in NO


def plain(word: str) -> bool:
    """Is this folded word a yes or a no by itself?"""
    return word in YES or word in NO


def wishes(text: str) -> bool:
    """Is it a wish or a "go on" without a yes or a no, and so no answer to a question of fact?"""
    told = arabic.words(text)
    return not any(map(plain, told)) and (bool(WANTING & set(told)) or goes_on(told))


def not_that(text: str) -> bool:
    """Is it only said that something is not meant: "no, not that one"?"""
    return bool(_NOT_THAT.fullmatch(arabic.fold(text)))


def _by_sign(text: str) -> bool | None:
    yes, no = any(sign in text for sign in _YES_SIGNS), any(sign in text for sign in _NO_SIGNS)
    return None if yes == no else yes


def _bare(folded: str) -> str:
    """Without courtesies that carry a "no", and without letters typed twice."""
    padded = f" {folded} "
    for phrase in (COURTESY + "|" + OBJECTION_FREE).split("|"):
        padded = padded.replace(f" {phrase} ", " ")
    padded = _REASSURING.sub(" ", re.sub(r" الله لا \S+", " ", padded))
    padded = _GLUED.sub("ما ", re.sub(r"\bما (?=ه[وي]\b)", "ما", padded))
    return re.sub(r"([ايوهم])\1+|(?<=\w)([aeosp])\2+(?=\w)", r"\1\2", padded)


def _verdict(found: list[str], agreed: bool) -> bool | None:
    found = [word.removeprefix("و") if word[1:] in _JOINED and word not in _NO_AND else word for word in found]
    yes = [at for at, word in enumerate(found) if word in YES and not _any(found, at)]
    no = [at for at, word in enumerate(found) if word in NO]
    if (yes and no) or (agreed and no) or _yes_but(found):
        return None
    edge = {0, 1, len(found) - 1}
    if len(found) > _SHORT and not (edge & set(yes + no)):
        return None
    if yes:
        return None if _denied(found) else True
    if no:
        return False
    if agreed:
        return True
    return _by_tone(found) if len(found) <= _SHORT else None


def _yes_but(found: list[str]) -> bool:
    """Does a "but" follow the yes, and more after it? A closing بس is "that is all"."""
    return any(word == "بس" and found[at] in YES | YES_BUT for at, word in enumerate(found[1:-1]))


def _any(found: list[str], at: int) -> bool:
    """Is this اي the "any" of "اي شي" rather than a yes?"""
    after = found[at + 1] if at + 1 < len(found) else ""
    return found[at] == "اي" and bool(after) and after not in YES | AGREEING | SPEAKING


def _denied(found: list[str]) -> bool:
    return any(word in DENYING for word in found)


def _denies_that(found: list[str]) -> bool:
    """Is it denied what was asked, and not what somebody does? In two words it is; in more what is denied must be one
    of the words that agree, or be part of the denial: ماعندي.
    """
    after = [found[at + 1] for at, word in enumerate(found[:-1]) if word in DENYING]
    whole = any(word in WHOLE for word in found)
    # "I am not Saudi": of one word.
    bare = found[1:] if found[:1] and found[0] in _I_AM and len(found) == 3 and found[1] in NOT_THIS else found
    mine = len(found) <= _FEW and any(word in FACTS for word in after)
    return len(bare) <= 2 or whole or mine or any(word in AGREEING | DENYING for word in after)


def _by_tone(found: list[str]) -> bool | None:
    """Without a plain yes or no: "ما عندي" is a no, "عندي" or "تمام" a yes, "he does not pay for us" neither."""
    if _denied(found):
        return False if _denies_that(found) else None
    agreeing = any(word in AGREEING for word in found) and not any(word in ELSE for word in found)
    return True if agreeing else None
