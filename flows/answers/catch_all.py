"""Options that stand for none of the others, for all, for any, for another one, or for not knowing."""

import re
from collections.abc import Callable, Sequence

from flows import arabic
from flows.answers.common import bag, has, unsure
from flows.answers.labels import FILLING, alike

_BRIEF = 4
_NONE = (
    "لا يوجد|لا توجد|لايوجد|ما يوجد|لا شي|ولا شي|مافي|ما في|مافيه|ما فيه|مافيها|ما عندي|ماعندي|ما عندنا|ماعندنا"
    "|ليس لدي|ليس عندي|معنديش|بدون|بلا|none|nothing|no"
)
_SO = bag("ابد ابدا لا الحمد لله الحمدلله حاليا الحين اي any بعد")
ANOTHER = (
    "شي ثاني|شي ثالث|شيء ثاني|شي اخر|شيء اخر|شي تاني|حاجه ثانيه|حاجه تانيه|حاجه اخري|واحد ثاني|وحده ثانيه"
    "|سبب ثاني|سبب اخر"
    "|نوع ثاني|نوع اخر|اخري|غيرها|غيرهم|غيره|غير ذلك|something else|another|other"
)
_OTHERS = "اخري|اخر|غير ذلك|غير هذا|غيرها|غيره|غيرهم|other|another|something else"
_INDIFFERENT = bag("يهم فرق يفرق عادي مهم")
_BOTH = bag("كلاهما كليهما كلها كلهم الكل الاثنين الاثنان الثنتين الثنين جميع جميعها both all")


def catch_all(text: str, labels: Sequence[str]) -> int:
    """The one option of such a kind that the text names by its kind, counted from 1, or 0. `labels` are folded."""
    for is_one, is_meant in _KINDS:
        of_kind = [at for at, label in enumerate(labels, 1) if is_one(label)]
        if len(of_kind) == 1 and is_meant(text, labels[of_kind[0] - 1]):
            return of_kind[0]
    return 0


def _among(words: frozenset[str]) -> tuple[Callable[[str], bool], Callable[[str, str], bool]]:
    return (
        lambda label: bool(set(label.split()) & words),
        lambda text, label: bool(set(arabic.words(text)) & words),
    )


def _is_none(label: str) -> bool:
    # A bare "no" belongs to a "yes"; "no disability" and "without" do not.
    return label != "no" and (bool(re.match(rf"(?:{_NONE})\b", label)) or "بدون" in label.split())


def _none_meant(text: str, label: str) -> bool:
    """Is it "there is none", with nothing else but words of the option: "ما عندي اعاقه"?"""
    folded = arabic.fold(text)
    said = re.sub(rf"\b(?:{_NONE})\b", " ", folded).split()
    own = {*label.split(), *FILLING, *_SO}
    return has(folded, _NONE) and all(word in own or any(alike(word, other) for other in own) for word in said)


def _another_meant(text: str, label: str) -> bool:
    return has(arabic.fold(text), ANOTHER) and len(text.split()) <= _BRIEF


def _unsure_meant(text: str, label: str) -> bool:
    return unsure(text) and len(text.split()) <= _BRIEF


_KINDS: tuple[tuple[Callable[[str], bool], Callable[[str, str], bool]], ...] = (
    (_is_none, _none_meant),
    _among(_INDIFFERENT),
    _among(_BOTH),
    (unsure, _unsure_meant),
    (lambda label: has(label, _OTHERS), _another_meant),
)
