"""One of the options shown: by number, by ordinal, by label or by another word for it."""

import unicodedata
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from flows import arabic, numerals
from flows.answers.common import bag, has, unsure
from flows.answers.ordinals import noun_one, ordinals
from flows.answers.parsed import Parsed, refuse
from flows.answers.plain import is_negative
from flows.answers.synonyms import in_other_words, senses, stem
from flows.answers.yes_no import plain, yes_no

_FILLING = bag(
    "لكم لك الخيار خيار رقم اختيار اختياري اختار اخترت ابغي ابغا"
    " ابي اريد عايز بدي حاب حابه ودي انا هو هي خلاص طيب تمام من"
    " هذا هذي الله يعافيك يسعدك لو سمحت سمحتي سمحتوا شكرا فضلك اذا ممكن واحد شي الي اللي option number no the choice"
    " please i want choose pick one يعطيك العافيه يا اخوي اختي وشكرا نختار بختار عندي يناسبني يناسبنا افضل احسن والله"
    " اكيد نعم ايه في علي ال و st nd rd th is it"
)
_BOTH = bag("كلاهما كليهما كلها كلهم الكل الاثنين الاثنان الثنتين الثنين جميع جميعها both all")
_ANOTHER = (
    "شي ثاني|شيء ثاني|شي اخر|شيء اخر|شي تاني|حاجه ثانيه|حاجه تانيه|حاجه اخري|واحد ثاني|وحده ثانيه|سبب ثاني|سبب اخر"
    "|نوع ثاني|نوع اخر|غيرها|غيرهم|غيره|غير ذلك|something else|another|other"
)
_ANOTHER_WORDS = bag("ثاني ثانيه اخر اخري غير غيرها غيره غيرهم ذلك other another")
_NUMBERED = bag("رقم الرقم خيار الخيار option number")
_WANTING = bag("ابي ابغي ابغا اريد ودي بدي عايز عاوز حاب حابه نبي نبغي نريد want")
_ANY = bag(
    "او or ولا اي كلهم كلها الكل كله جميع جميعهم جميعها كلاهما الاثنين"
    " الثنتين الثنين عادي منهم فرق يفرق تبون تبي تشوفون انتم"
    " براحتكم all any both whatever either anything كلو"
)
_NOT = bag("مو مب مهب موب مش ليس لست غير ما لا مابي مابغي ماابي ماابغي بدون not no don't الا عدا مافي")


def choice(text: str, options: Sequence[str]) -> Parsed:
    """The option's number, counted from 1. Two options, none, or a denied one is refused."""
    chosen = _read(text, options)
    meant = in_other_words(arabic.fold(text)) if chosen.value is None else ""
    again = _read(meant, options) if meant else chosen
    return chosen if again.value is None else again


def _read(text: str, options: Sequence[str]) -> Parsed:
    text = arabic.digits(unicodedata.normalize("NFKC", text))
    folded = arabic.fold(text)
    labels = [arabic.fold(option) for option in options]
    exact = [at for at, label in enumerate(labels, 1) if label and label == folded]
    if len(exact) == 1:
        return Parsed(exact[0])
    found = folded.split()
    alone = [at for at, label in enumerate(labels, 1) if found == ["بدون"] and "بدون" in label.split()]
    if len(alone) == 1:
        return Parsed(alone[0])
    together = [at for at, label in enumerate(labels, 1) if set(label.split()) & _BOTH]
    if len(together) == 1 and set(found) & _BOTH:
        return Parsed(together[0])
    if (
        unsure(text)
        or is_negative(text)
        or "؟" in text
        or "?" in text
        or (has(folded, _ANOTHER) and not set(_ANOTHER_WORDS) & set(" ".join(labels).split()))
        or (set(found) & _ANY and not set(found) & set(" ".join(labels).split()))
    ):
        return refuse("choice.ambiguous")
    return _by_words(text, found, labels)


def _by_words(text: str, found: list[str], labels: list[str]) -> Parsed:
    numbered, out_of_range = _by_number(text, labels)
    named = _by_label(found, labels)
    if numbered and (len(numbered) > 1 or (named and named != numbered)):
        return refuse("choice.ambiguous")
    chosen = numbered or named or _by_answer(text, labels)
    if not chosen:
        return refuse("choice.range" if out_of_range else "choice.missing")
    if len(chosen) > 1 or _denied(found, labels[min(chosen) - 1]):
        return refuse("choice.ambiguous")
    return Parsed(chosen.pop())


def _denied(found: list[str], label: str) -> bool:
    """Is the option ruled out? Not when the option itself says "no", nor by the no of "no, I want that one"."""
    changed = found[:1] == ["لا"] and _WANTING & set(found)
    return bool(set(found[1:] if changed else found) & _NOT) and not set(label.split()) & _NOT


def _by_number(text: str, labels: list[str]) -> tuple[set[int], bool]:
    """The options numbered or counted off, and whether a number lay outside the list."""
    every = numerals.tokens(text)
    found = [word for at, word in enumerate(every) if not noun_one(every, at)]
    read = numerals.numbers(found)
    covered = {at for number in read for at in range(number.start, number.end)}
    rest = [word for at, word in enumerate(found) if at not in covered]
    chosen, used = ordinals(rest, len(labels))
    values = {number.value for number in read}
    known = set(" ".join(labels).split()) | _FILLING | _NOT | used
    # "عندي 3 عيال" answers some other question; "رقم 3" does not, whatever is said around it.
    called = bool(read) and all(number.start and found[number.start - 1] in _NUMBERED for number in read)
    if not called and any(word not in known and not any(_alike(word, other) for other in known) for word in rest):
        values = set()
    chosen |= {int(value) for value in values if value in range(1, len(labels) + 1)}
    outside = any(value not in range(1, len(labels) + 1) for value in values)
    return (set() if outside else chosen), outside


def _by_label(found: list[str], labels: list[str]) -> set[int]:
    """The option all of whose words were said, the longest first; else those that share a telling word or sense."""
    named = {word for label in labels for word in label.split()}
    found = [word[1:] if word[0] == "و" and _joins(word, named) else word for word in found]
    said = [word for word in found if word not in _FILLING or word in _NOT]
    # A word of one label is not a slip for a word of another: "جديد" and "تجديد".
    near = [word for word in said if word not in named]
    matched = [
        [word for word in label.split() if word in said or any(_alike(word, mine) for mine in near)] for label in labels
    ]
    full = [at for at, label in enumerate(labels) if label and len(matched[at]) == len(label.split())]
    longest = [at for at in full if len(matched[at]) == max(len(matched[one]) for one in full)]
    # "غير متزوج" is not "متزوج": the longer label wins, unless a third shares a word that it has not.
    if len(longest) == 1 and all(set(words) <= set(matched[longest[0]]) for words in matched):
        return {longest[0] + 1}
    # "لا فرق عندي" is not chosen by the "لا" of "لا تتصلون".
    telling = [[word for word in words if word not in _NOT and not _shared(word, labels)] for words in matched]
    if not any(telling):
        own = [[word for word in label.split() if not _shared(word, labels)] for label in labels]
        telling = [[word for word in words if any(senses(word) & senses(mine) for mine in said)] for words in own]
    best = max(map(len, telling), default=0)
    hits = {at for at, words in enumerate(telling, 1) if words}
    top = {at for at in hits if len(telling[at - 1]) == best}
    if len(top) > 1 and all(telling[at - 1] == telling[min(top) - 1] for at in hits):
        # "الاحد الصبح" among two Sundays: the other word tells by its meaning.
        top = _by_sense(said, labels, top)
    covers = len(top) == 1 and all(set(telling[at - 1]) <= set(telling[min(top) - 1]) for at in hits)
    return top if covers else hits


def _by_sense(said: list[str], labels: list[str], among: set[int]) -> set[int]:
    """Those of the options that share most meanings with what was said."""
    shared = {
        at: sum(any(senses(word) & senses(mine) for mine in said) for word in labels[at - 1].split()) for at in among
    }
    return {at for at in among if shared[at] == max(shared.values())}


def _joins(word: str, named: set[str]) -> bool:
    """Is its و an "and" before a word of the labels?"""
    return not any(_alike(word, other) for other in named) and any(_alike(word[1:], other) for other in named)


def _shared(word: str, labels: list[str]) -> bool:
    return len(labels) > 1 and all(word in label.split() for label in labels)


def _alike(word: str, other: str) -> bool:
    """Same word but for endings, exchanged sounds or one slip; never a different word of the same length."""
    if word == other or (word in _NOT and other in _NOT):
        return True
    first, second = stem(word), stem(other)
    if min(len(first), len(second)) < 3 or word.isdigit() or other.isdigit():
        return False
    if first == second:
        return True
    length = min(len(first), len(second))
    if OSA.distance(first, second, score_cutoff=1) > 1:
        return False
    # Two words of one length that differ by a letter may mean different things; a missing or swapped letter is a slip.
    swapped = len(first) == len(second) and sorted(first) == sorted(second)
    return length >= 6 or (length >= 4 and (swapped or len(first) != len(second)))


def _by_answer(text: str, labels: list[str]) -> set[int]:
    """Options "yes" and "no" are answered in any dialect."""
    told = arabic.words(text)
    if len(told) > 1 and _WANTING & set(told):
        # "I want the bylaws" agrees to nothing that was offered.
        return set()
    if len(told) > 2 and not any(map(plain, told)):
        # "No money for the rent" refuses nothing.
        return set()
    said, meant = yes_no(text).value, [yes_no(label).value for label in labels]
    # "لا فرق عندي" beside two ways of being called is no "no", nor does a yes mean "I have a question" in a menu.
    if said is None or not {True, False} <= set(meant):
        return set()
    return {at for at, value in enumerate(meant, 1) if value is said}
