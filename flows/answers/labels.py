"""The option whose label was said, in its own words or in others."""

from rapidfuzz.distance import OSA

from flows.answers.common import bag
from flows.answers.synonyms import senses, stem
from flows.answers.wanting import UNWANTED
from flows.kin import NEAREST

FILLING = bag(
    "لكم لك الخيار خيار رقم اختيار اختياري اختار اخترت ابغي ابغا"
    " ابي اريد عايز بدي حاب حابه ودي انا هو هي خلاص طيب تمام من"
    " هذا هذي غيرت رايي الله يعافيك يسعدك لو سمحت سمحتي سمحتوا شكرا فضلك اذا ممكن واحد شي الي اللي option"
    " number no the choice"
    " please i want choose pick one يعطيك العافيه يا اخوي اختي وشكرا نختار بختار عندي يناسبني يناسبنا افضل احسن والله"
    " اكيد نعم ايه في علي ال و st nd rd th is it"
)
NOT = UNWANTED | bag("مو مب مهب موب مش ليس لست غير ما لا بدون not no don't الا عدا مافي")

_HOME = bag("بيت منزل سكن شقه دار")
_OWNER = NEAREST | bag("الوالد الوالده اهلي الاهل الاب الام عمي خالي نسيبي")


def by_label(found: list[str], labels: list[str]) -> set[int]:
    """The option all of whose words were said, the longest first; else those that share a telling word or sense."""
    named = {word for label in labels for word in label.split()}
    found = [word[1:] if word[0] == "و" and _joins(word, named) else word for word in found]
    # "Brother" speaks to somebody, and alone it is an option.
    said = [word for word in found if word not in FILLING or word in NOT] or [word for word in found if senses(word)]
    # A word of one label is not a slip for a word of another: "جديد" and "تجديد".
    near = [word for word in said if word not in named]
    matched = [
        [word for word in label.split() if word in said or any(alike(word, mine) for mine in near)] for label in labels
    ]
    full = [at for at, label in enumerate(labels) if label and len(matched[at]) == len(label.split())]
    longest = [at for at in full if len(matched[at]) == max(len(matched[one]) for one in full)]
    # "غير متزوج" is not "متزوج": the longer label wins, unless a third shares a word that it has not.
    if len(longest) == 1 and all(set(words) <= set(matched[longest[0]]) for words in matched):
        return {longest[0] + 1}
    # "لا فرق عندي" is not chosen by the "لا" of "لا تتصلون".
    telling = [[word for word in words if word not in NOT and not _shared(word, labels)] for words in matched]
    if not any(telling):
        # "My father's house" says whose it is, and means no other kind of house.
        meant = [
            word
            for at, word in enumerate(said)
            if not (word in _HOME and said[at + 1 : at + 2] and said[at + 1] in _OWNER)
        ]
        own = [[word for word in label.split() if not _shared(word, labels)] for label in labels]
        telling = [[word for word in words if any(senses(word) & senses(mine) for mine in meant)] for words in own]
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
    return not any(alike(word, other) for other in named) and any(alike(word[1:], other) for other in named)


def _shared(word: str, labels: list[str]) -> bool:
    return len(labels) > 1 and all(stem(word) in map(stem, label.split()) for label in labels)


def alike(word: str, other: str) -> bool:
    """Same word but for endings, exchanged sounds or one slip; never a different word of the same length."""
    if word == other or (word in NOT and other in NOT):
        return True
    first, second = stem(word), stem(other)
    if word.isdigit() or other.isdigit() or min(len(first), len(second)) < 2:
        return False
    if first == second:
        return True
    if min(len(first), len(second)) < 3:
        return False
    length = min(len(first), len(second))
    if OSA.distance(first, second, score_cutoff=1) > 1:
        return False
    # Two words of one length that differ by a letter may mean different things; a missing or swapped letter is a slip.
    swapped = len(first) == len(second) and sorted(first) == sorted(second)
    return length >= 6 or (length >= 4 and (swapped or len(first) != len(second)))
