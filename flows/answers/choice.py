"""One of the options shown: by number, by ordinal, by label or by another word for it."""

import re
import unicodedata
from collections.abc import Sequence

from flows import arabic, numerals
from flows.answers.catch_all import ANOTHER, catch_all
from flows.answers.common import bag, has, unsure
from flows.answers.labels import FILLING, NOT, alike, by_label
from flows.answers.ordinals import noun_one, ordinals
from flows.answers.parsed import Parsed, refuse
from flows.answers.plain import is_negative
from flows.answers.synonyms import in_other_words
from flows.answers.wanting import WANTING, goes_on
from flows.answers.yes_no import plain, yes_no

# "WhatsApp is better than a call."
_BETTER = re.compile(r"(?<=\w)\s+(?:[أا]فضل|[أا]حسن|[أا]سهل|[أا]ريح|[أا]نسب|better)(?: لي| علي| لنا)? (?:من|than)\b.*")
_ANOTHER_WORDS = bag("ثاني ثانيه اخر اخري غير غيرها غيره غيرهم ذلك other another")
_RELATIVE = bag(
    "بنت ابنه ولد ابن زوجه زوج ام اخت اخ اخو ابو والد والده وريث وريثه ورثه ارمله daughter son wife widow heir"
)
_NUMBERED = bag("رقم الرقم خيار الخيار option number")
_ANY = bag(
    "او or ولا اي كلهم كلها الكل كله جميع جميعهم جميعها كلاهما الاثنين"
    " الثنتين الثنين عادي منهم فرق يفرق تبون تبي تشوفون انتم"
    " براحتكم all any both whatever either anything كلو"
)


def choice(text: str, options: Sequence[str]) -> Parsed:
    """The option's number, counted from 1. Two options, none, or a denied one is refused."""
    chosen = _read(text, options)
    meant = in_other_words(arabic.fold(text)) if chosen.value is None else ""
    again = _read(meant, options) if meant else chosen
    return chosen if again.value is None else again


def _read(text: str, options: Sequence[str]) -> Parsed:
    text = _BETTER.sub("", arabic.digits(unicodedata.normalize("NFKC", text)))
    # "No. 4" denies nothing.
    text = re.sub(r"\bno\.? ?(?=\d)", "number ", text, flags=re.IGNORECASE)
    folded = arabic.fold(text)
    labels = [arabic.fold(option) for option in options]
    exact = [at for at, label in enumerate(labels, 1) if label and label == folded]
    if len(exact) == 1:
        return Parsed(exact[0])
    found = folded.split()
    if known := catch_all(text, labels):
        return Parsed(known)
    if (
        unsure(text)
        or is_negative(text)
        or "؟" in text
        or "?" in text
        or (has(folded, ANOTHER) and not set(_ANOTHER_WORDS) & set(" ".join(labels).split()))
        or (set(found) & _ANY and not set(found) & set(" ".join(labels).split()))
    ):
        return refuse("choice.ambiguous")
    return _by_words(text, found, labels)


def _by_words(text: str, found: list[str], labels: list[str]) -> Parsed:
    numbered, out_of_range = _by_number(text, labels)
    named = by_label(found, labels)
    if numbered and (len(numbered) > 1 or (named and named != numbered)):
        return refuse("choice.ambiguous")
    chosen = numbered or named or _by_answer(text, labels)
    if not chosen:
        return refuse("choice.range" if out_of_range else "choice.missing")
    label = labels[min(chosen) - 1]
    if len(chosen) > 1 or _denied(found, label) or _a_relatives(found, label):
        return refuse("choice.ambiguous")
    return Parsed(chosen.pop())


def _denied(found: list[str], label: str) -> bool:
    """Is the option ruled out? Not when the option itself says "no", nor by the no of "no, I want that one"."""
    changed = found[:1] == ["لا"] and WANTING & set(found)
    return bool(set(found[1:] if changed else found) & NOT) and not set(label.split()) & NOT


def _a_relatives(found: list[str], label: str) -> bool:
    """Is it "a shareholder's daughter", who is no shareholder?"""
    own = label.split()
    whose = [at for at, word in enumerate(found[:-1]) if word in _RELATIVE and word not in own]
    return any(alike(found[at + 1], word) for at in whose for word in own)


def _by_number(text: str, labels: list[str]) -> tuple[set[int], bool]:
    """The options numbered or counted off, and whether a number lay outside the list."""
    every = numerals.tokens(text)
    found = [word for at, word in enumerate(every) if not noun_one(every, at)]
    read = numerals.numbers(found)
    covered = {at for number in read for at in range(number.start, number.end)}
    rest = [word for at, word in enumerate(found) if at not in covered]
    chosen, used = ordinals(rest, labels)
    values = {number.value for number in read}
    known = set(" ".join(labels).split()) | FILLING | NOT | used
    # "عندي 3 عيال" answers some other question; "رقم 3" does not, whatever is said around it.
    called = bool(read) and all(number.start and found[number.start - 1] in _NUMBERED for number in read)
    counted_from = any(number.start and found[number.start - 1] == "من" for number in read)
    if counted_from or (
        not called and any(word not in known and not any(alike(word, other) for other in known) for word in rest)
    ):
        values = set()
    chosen |= {int(value) for value in values if value in range(1, len(labels) + 1)}
    outside = any(value not in range(1, len(labels) + 1) for value in values)
    return (set() if outside else chosen), outside


def _by_answer(text: str, labels: list[str]) -> set[int]:
    """Options "yes" and "no" are answered in any dialect."""
    told = arabic.words(text)
    if len(told) > 1 and WANTING & set(told):
        # "I want the bylaws" agrees to nothing that was offered.
        return set()
    if goes_on(told) and not any(goes_on(label.split()) for label in labels):
        return set()
    if len(told) > 2 and not any(map(plain, told)):
        # "No money for the rent" refuses nothing.
        return set()
    said, meant = yes_no(text).value, [yes_no(label).value for label in labels]
    # "لا فرق عندي" beside two ways of being called is no "no", nor does a yes mean "I have a question" in a menu.
    if said is None or not {True, False} <= set(meant):
        return set()
    return {at for at, value in enumerate(meant, 1) if value is said}
