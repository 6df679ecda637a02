"""What several parsers need: hesitation, reluctance and questions back."""

import re
from collections.abc import Sequence
from functools import lru_cache

from flows import arabic

# Words of doubt, whatever is asked.
UNSURE = (
    "مدري|ما ادري|ماادري|مادري|ما اعرف|مااعرف|ما اذكر|مااذكر|ما اتذكر|مو متاكد|مو متاكده|مب متاكد|مب متاكده"
    "|مش متاكد|مش متاكده|ماني متاكد|ماني متاكده|مش عارف|مش عارفه|مو عارف|ناسي|ناسيه|نسيت|يمكن|احتمال|ربما|اظن|اعتقد"
    "|لا ادري|لا اعرف|لا اعلم|لا اذكر|لا اتذكر|لست متاكد|لست متاكده|غير متاكد|غير متاكده"
    "|مو حافظ|ما احفظ|مو حافظه|مش فاكر|مش فاكره|ما بعرف|مابعرف|اتوقع|not sure|i think|maybe|dont know|don t know"
    "|i forgot|idk|الله اعلم|unsure|madri|mdri|ma adri|ma2dri|madry|mo mt2aked"
)
_DISOWNED = "not mine|not my|غلط|رقم غلط|wrong"
# Said of a figure that was given; alone they say that the question is not clear, or wrong.
_SHAKY = (
    "مو واضح|مب واضح|مش واضح|غير واضح|مو اكيد|مب اكيد|مش اكيد|شكله|شكلها|الله اعلم|والله اعلم|ما خانتني|علي ما اذكر"
    "|حسب ما اذكر|ما اضمن"
    "|اتاكد|بتاكد|ناقص|ناقصه|ناقصها|ناقصني|ماني ضامن|غير صحيح|غير صحيحه|مو صحيح|مب صحيح|مش صحيح|ليس صحيحا|خطا"
    "|if i remember"
    "|i believe|perhaps|probably"
    "|not certain|incorrect|not correct|not right"
)
_NOT_MINE = re.compile(
    r"\b(?:مو|مب|مش|مهو|مهي|ماهو|ماهي|ما هو|ما هي|ليس|ليست|هب) (?:رقمي|حقي|هويتي|اقامتي|جوالي|حسابي|ايباني|تاريخي|لي)\b"
)
# Who says so cannot give what is asked, or would rather not.
_RELUCTANT = (
    "ما ابي|ما ابغي|ما ابغا|مابي|مابغي|ماابي|ما اريد|لا اريد|ما ودي|ماودي|مو حاب|مو حابه|ما احب|مش عايز|مش عايزه"
    "|مش عاوز|مش عاوزه|ما بدي|مابدي|ما بعطي|ما اعطي|ما راح اعطي|ما نعطي|ماني معطي|ما اقدر اعطي|ماقدر اعطي|لازم"
    "|ضروري|ليش|ليه|ما معي|مو معي|ضاع|ضاعت|ضايع|ضايعه|ضيعت|ضيعته|ضيعتها|منتهيه|ما عندي هويه|ماعندي هويه"
    "|ما عندي اقامه|ماعندي اقامه|ما عندي رقم|ماعندي رقم|ما عندي جوال|بدون هويه|بدون اقامه"
    "|ما هي معي|ماهي معي|مهي معي|ما هو معي|مهو معي|مب معي|مش معي|مش معاي|مش معايا|ليست معي|ليس معي"
    "|ma abi|mabi|ma abgha|ma 3endi|dont want"
    "|don t want|do not want|rather not|prefer not|not comfortable|dont have|don t have|do not have|lost"
)
# "May I go on without it?"
_WITHOUT = "بدونها|بدونه|بدون رقم|بدون الرقم|بدون هويه|بدون الهويه|بدون اقامه|بدون الاقامه|without it|without my id"
# What was forgotten comes after it, and nothing is refused.
_ADDS = "نسيت اقول|نسيت اقولكم|نسيت اقولك|نسيت اكتب|نسيت اضيف|نسيت اذكر|نسيت كمان|نسيت اخبركم|forgot to"
# "12 or 13".
_OR_ANOTHER = re.compile(r"\d (?:\w+ )?(?:او|ولا|or) (?:\w+ )?[a-z]{0,2} ?\d")
# "12, no, that is an old one".
_TAKEN_BACK = re.compile(r"\d (?:لا|لالا)(?: (?:هذا|هذي|هاذا|ذا|هو|مو|مب|مش|لا)\b|$)")
# "I would rather not tell"; that one cannot talk is another matter.
_WITHHELD = re.compile(
    r"(?:ما ?(?:ابي|ابغي|ابغا|بغي|بي|ودي|احب|اريد|بدي)|لا (?:اريد|احب|ارغب)|مو حاب\w*|مش عاي\w+"
    r"|(?:i )?(?:rather not|(?:do not|don t|dont) want to))"
    r" (?:اقول\w*|اتكلم|احكي\w*|اذكر\w*|اكتب\w*|اشرح\w*|افصح|say|tell|talk)\b"
)
_BRIEF = 8


def bag(listed: str) -> frozenset[str]:
    """The words listed, spaces between."""
    return frozenset(listed.split())


# Before what something is not: "not Riyadh".
NOT_THIS = bag("مو مب مش موب مهب ليس ليست not")
# What begins a question that no yes or no answers.
OPEN = bag(
    "وش ايش اش شنو شو ليش ليه كيف متي متا متين امتي مين منو وين فين اين ماذا لماذا كم كام بكم بكام قديش شلون ازاي"
    " why what how when where who which wesh wsh weesh esh eish aish shno shnu leish leesh lesh keef kaif kef wain ween"
    " feen"
)
_ASKING = OPEN | {"هل"}
# In more words a question word is part of a story; a number of something is no question.
_FEW, _COUNTING = 9, {"كم"}
_NEITHER = bag("لا ما مو مب مش ولله والله ليس لست ابدا")
_TELLING = bag(
    "مدري مادري ادري اعرف عرفت ماعرف اعرفه نعرف فهمت افهم نسيت اذكر قال قالت قالو قالوا قلت قلتو قلتي know forgot said"
)
# Before a question; one of them is a name as well.
_WELL = bag("طيب طب يعني بس لكن و اوكي اوك ok okay so and but well")


def has(folded: str, phrases: str) -> bool:
    """Does one of the phrases (folded, "|" between) stand in the folded text as whole words?"""
    padded = f" {folded} "
    return any(phrase in padded for phrase in _padded(phrases))


@lru_cache(maxsize=200)
def _padded(phrases: str) -> tuple[str, ...]:
    return tuple(f" {phrase} " for phrase in phrases.split("|"))


def unsure(text: str) -> bool:
    """Does the writer doubt the answer, or say that it is not theirs?"""
    folded = arabic.fold(text)
    if has(folded, UNSURE) or has(folded, _DISOWNED) or _NOT_MINE.search(folded):
        return True
    shaky = has(folded, _SHAKY) or _OR_ANOTHER.search(folded) or _TAKEN_BACK.search(folded)
    return bool(shaky) and any(map(str.isdigit, folded))


def doubts(text: str) -> bool:
    """Does the writer doubt, and ask nothing?"""
    return has(arabic.fold(text), UNSURE) and not asks_back(text)


def reluctant(text: str) -> bool:
    """Does the writer rather not give it, or not have it?"""
    folded = arabic.fold(text)
    return (
        len(folded.split()) <= _BRIEF
        and not any(map(str.isdigit, folded))
        and not has(folded, _ADDS)
        and (unsure(text) or has(folded, f"{_RELUCTANT}|{_WITHOUT}"))
    )


def does_without(text: str) -> bool:
    """Is it asked, or said, that one goes on without it?"""
    return has(arabic.fold(text), _WITHOUT)


def withholds(text: str) -> bool:
    """Is nothing said but that the writer would rather not tell?"""
    folded = arabic.fold(text)
    return len(folded.split()) <= _BRIEF // 2 and bool(_WITHHELD.match(folded))


def asks_back(text: str) -> bool:
    """Is it a question instead of an answer?"""
    found = arabic.words(text)
    first = next((word for word in found if word not in _WELL), "")
    asked = "؟" in text or "?" in text or bool({first, first.removeprefix("و")} & _ASKING)
    return asked or _either(found)


def opens_question(text: str) -> bool:
    """Does it begin with a question word: "how many, then"?"""
    return next((word for word in arabic.words(text) if word not in _WELL), "") in OPEN


def asks_within(found: Sequence[str]) -> bool:
    """Do a few folded words ask something after a courtesy or a circumstance: "God bless you, where are you"?

    "I do not know how" asks nothing.
    """
    if not 0 < len(found) <= _FEW or any(word in _TELLING for word in found):
        return False
    return any({word, word.removeprefix("و")} & (OPEN - _COUNTING) for word in found) or found[-1] == "كم"


def _either(found: list[str]) -> bool:
    """One or the other; not "neither this nor that"."""
    return len(found) <= _FEW and "ولا" in found[1:-1] and not _NEITHER & set(found)
