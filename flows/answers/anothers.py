"""What is said of a relative where the applicant's own was asked: a phone's owner, a name, and whose is wanted."""

import re

from flows import arabic
from flows.answers.common import bag
from flows.answers.name import full_name
from flows.answers.sentences import told
from flows.answers.whose import somebody_elses
from flows.kin import RELATIVES

_PHONE = r"[وبل]?(?:ال)?(?:رقم|جوال|موبايل|تلفون|تليفون|هاتف|واتس|واتساب|حق|تبع|بتاع)"
# "My sister's daughter", "the number of the mobile of".
_BETWEEN = r"(?: (?:ال)?(?:رقم|جوال|موبايل|تلفون|تليفون|هاتف|بنت|ولد|زوج|زوجه|ام|ابو|حق|تبع))?"
_KIN_ARABIZI = (
    r"(?:z[aou]*w?ji|joz[iy]|o[5k]h?ti|u[5k]h?ti|a[5k]h?oo?y|omm?i|umm?i|abooy|aboy|waladi|w[ea]ldi|b[ei]nti)"
)
_KIN_ENGLISH = "husband|wife|son|daughter|father|mother|brother|sister|friend|neighbou?r|aunt|uncle|cousin"
_PHONE_OF = re.compile(
    rf"\b{_PHONE}{_BETWEEN} (?:{RELATIVES})\b"
    rf"|\b(?:raqa?m|ra2m|jaww?al|mobile?|tel) {_KIN_ARABIZI}\b"
    rf"|\b(?:{_KIN_ENGLISH})s?(?: s)? (?:phone|mobile|cell|whatsapp|number)\b"
)
_LABELS = bag("اسم هويه الهويه رقم سجل اقامه بطاقه هذا هذي هذه هاذي ذي هو هي")
_OWNED = bag("هويه رقم سجل اقامه بطاقه")
_RELATIVES = frozenset(RELATIVES.split("|"))
# States, which pass for names.
_STATES = bag(
    "متوفي متوفيه متوفى مسجون مسجونه محبوس موقوف مسافر مسافره مقعد مقعده معاق معاقه كبير كبيره مره ضرير كفيف مطلق هاجر"
    " مات ماتت توفي توفت هربان مجهول"
)
NUMBERS = (
    "رقم", "الرقم", "جوال", "الجوال", "موبايل", "هوي", "الهوي", "اقامت", "بطاقت", "تلفون", "number", "phone", "mobile",
)  # fmt: skip
# Mine or hers.
_HERS = re.compile(r"\b(?:رقم|جوال|هويت|اقامت|بطاقت)(?:ها|ه|ي) (?:او|ولا|or) (?:رقم|جوال|هويت|اقامت|بطاقت)(?:ها|ه|ي)\b")
_ASKED_OF = re.compile(rf"(?<!يا )\b(?:{RELATIVES}|{_KIN_ENGLISH})\b")


def mobile_of_another(text: str) -> bool:
    """Is a mobile number in the text said to be somebody else's? Who is called "sister" owns none."""
    numbered = any(map(str.isdigit, text))
    return numbered and (somebody_elses(text) or bool(_PHONE_OF.search(arabic.fold(text))))


def names_another(text: str) -> bool:
    """Is a relative named, or their number announced, and nothing told of them?"""
    words = arabic.words(text)
    labels = 0
    while labels < len(words) and words[labels] in _LABELS:
        labels += 1
    if labels == len(words) or words[labels] not in _RELATIVES:
        return False
    rest = words[labels + 1 :]
    if not rest:
        return bool(_OWNED & set(words[:labels]))
    named = not any(word in _STATES or told(word) for word in rest) and full_name(" ".join(rest)).value is not None
    return named and (len(rest) > 2 or any(word.startswith("ال") for word in rest))


def asks_whose(text: str) -> bool:
    """In a question: is it asked whose number is meant, the writer's or a relative's?"""
    folded, words = arabic.fold(text), arabic.words(text)
    if any(map(str.isdigit, text)):
        return False
    return bool(_HERS.search(folded)) or (
        any(word.startswith(NUMBERS) for word in words) and bool(_ASKED_OF.search(folded))
    )
