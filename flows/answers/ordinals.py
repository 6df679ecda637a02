"""The first, the second, the last: options told by their place, folded."""

from collections.abc import Sequence

from flows.answers.common import bag

_ORDINAL_NAMES = (
    "الاول اول الاولي اولي اولا first 1st",
    "الثاني ثاني الثانيه ثانيه ثانيا second 2nd",
    "الثالث ثالث الثالثه ثالثه ثالثا third 3rd",
    "الرابع رابع الرابعه رابعه رابعا fourth",
    "الخامس خامس الخامسه خامسه خامسا fifth",
    "السادس سادس السادسه سادسه sixth",
    "السابع سابع السابعه سابعه seventh",
    "الثامن ثامن الثامنه ثامنه eighth",
    "التاسع تاسع التاسعه تاسعه ninth",
    "العاشر عاشر العاشره عاشره tenth",
)
_ORDINALS = {word: at for at, names in enumerate(_ORDINAL_NAMES, 1) for word in names.split()}
_MIDDLE = {"الاوسط", "الوسط", "الوسطي", "الوسطاني", "middle"}
_LAST = {"الاخير", "الاخيره", "اخير", "اخيره", "اخر", "last"}


# "Last month", "the first time": no option is counted off.
_TIMES = bag(
    "شهر الشهر اسبوع الاسبوع سنه السنه يوم اليوم مره المره فتره الفتره ليله راتب month week year night time day"
)


def _of_time(found: list[str], at: int, own: set[str]) -> bool:
    """Does a word of time stand beside the ordinal, and is it no option's own: "the second period"?"""
    return any(word in _TIMES and word.removeprefix("ال") not in own for word in found[max(0, at - 1) : at + 2])


def noun_one(found: list[str], at: int) -> bool:
    """Is it the "one" of "the second one", "اخر واحد"?"""
    before = found[at - 1] if at else ""
    return found[at] in ("واحد", "وحده", "one") and before in _LAST | _ORDINALS.keys() | {"the", "this", "that"}


def ordinals(found: list[str], labels: Sequence[str]) -> tuple[set[int], set[str]]:
    """Which of the options, whose labels are folded, the words count off, and the words that do it."""
    count = len(labels)
    own = {word.removeprefix("ال") for label in labels for word in label.split()}
    chosen: set[int] = set()
    used: set[str] = set()
    for at, joined in enumerate(found):
        word = joined.removeprefix("و") if joined not in _ORDINALS else joined
        if (word in _ORDINALS or word in _LAST) and _of_time(found, at, own):
            continue
        used |= {joined} if word in _ORDINALS or word in _LAST else set()
        if word in _LAST:
            before = found[at - 1] if at else ""
            chosen.add(count - 1 if before == "قبل" else count)
            used |= {word, "قبل"}
        elif word in _MIDDLE and count % 2:
            chosen.add(count // 2 + 1)
            used.add(word)
        elif word in _ORDINALS:
            chosen.add(_ORDINALS[word])
            used.add(word)
    return {at for at in chosen if 1 <= at <= count} if chosen else chosen, used
