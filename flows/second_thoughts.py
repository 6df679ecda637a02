"""What people say in a form beside answering: why is it asked, change that one, the last one was wrong."""

from dataclasses import replace

from flows import running
from flows.arabic import fold, words
from flows.flow import Ask, Document
from flows.items import Item, fields_of, items_of
from flows.message import Kind
from flows.pack import FormField
from flows.play import Play, Said
from flows.redact import mask
from flows.session import Answer, stamp
from flows.steps import ask
from flows.steps.choose import named

# Longer than this it is a story, and may well be the answer.
FEW = 8
_WHY = frozenset(map(fold, ("ليش", "ليه", "لماذا", "علاش", "why")))
_WANT = ("تحتاج", "تطلب", "تبغ", "تبو", "تبي", "تسال", "يطلب", "يحتاج", "مطلوب", "لازم", "need", "ask", "want")
_CHANGE = frozenset(map(fold, ("غير", "اغير", "نغير", "تغيير", "عدل", "اعدل", "نعدل", "تعديل", "صحح", "اصحح", "تصحيح")))
_WRONG = frozenset(map(fold, ("غلط", "خطا", "خطأ", "غلطان", "change", "correct", "edit", "fix", "wrong")))
_SORRY = frozenset(map(fold, ("اسف", "اسفه", "عفوا", "معليش", "قصدي", "اقصد", "غلطت", "sorry", "correction")))


def heard(play: Play, said: Said) -> bool:
    """Handle such a message at the open question of a form; False where it is none."""
    if said.message.kind is not Kind.TEXT or not play.flow.form or len(words(said.text)) > FEW:
        return False
    if named(play, said):
        return False
    return _explained(play, said) or _changed(play, said)


def _explained(play: Play, said: Said) -> bool:
    """Why is it asked? The pack says why, for every field that says so."""
    told = words(said.text)
    asks = bool(_WHY & set(told[:2])) and (len(told) <= 2 or any(word.startswith(_WANT) for word in told))
    step = running.current(play)
    # An approved answer to the very question says more than the reason of one field.
    if not asks or said.meaning.answered or not isinstance(step, Ask | Document):
        return False
    if isinstance(step, Ask):
        meant = _named(play, said, [f for f in fields_of(play) if f.why])
        why = meant.why.say(play.session.language) if meant and meant.why else ask.present(play, step).why
        if not why:
            return False
        play.say(why)
    # A paper is asked for with its reason.
    running.run(play)
    return True


def _changed(play: Play, said: Said) -> bool:
    """Go back to the answer that is named, and from there on to the first question without one."""
    told = set(words(said.text))
    at = next((name for name, s in play.flow.steps.items() if isinstance(s, Ask) and s.each == "fields"), "")
    here = running.current(play)
    plainly = told & _CHANGE or (told & _WRONG and not (isinstance(here, Ask) and ask.free(play, here)))
    meant = _named(play, said, [f for f in fields_of(play) if f.id in play.frame.answers]) if at and plainly else None
    if meant is None:
        return False
    answers = {key: answer for key, answer in play.frame.answers.items() if key != meant.id}
    # What was agreed to was the form as it stood.
    memo = {key: value for key, value in play.frame.memo.items() if key != "agreed"}
    play.update(step=at, item=fields_of(play).index(meant), answers=answers, memo=memo, misses=0)
    running.run(play)
    return True


def corrected(play: Play, said: Said) -> bool:
    """Sorry, with what can only be the answer before: put it there, say so and ask on."""
    told, step = said.text.split(), running.current(play)
    if not (isinstance(step, Ask) and step.each == "fields" and told and fold(told[0]) in _SORRY and play.frame.trail):
        return False
    before, number = play.frame.trail[-1]
    if before != play.frame.step:
        return False
    item = items_of(play, step)[number]
    meant = replace(said, message=replace(said.message, text=" ".join(told[1:])), chosen=None)
    value, shown, error = ask.read(play, item, meant)
    if error or value is None:
        return False
    ask.keep(play, item, Answer(value, said.how, stamp(play.world.now), shown, said.message.message))
    play.say(play.text("answer.corrected").format(label=_label(play, item), value=mask(shown or str(value))))
    running.run(play)
    return True


def _label(play: Play, item: Item) -> str:
    field = play.pack.field(item.id)
    return field.label.say(play.session.language) if field else item.ask


def _named(play: Play, said: Said, fields: list[FormField]) -> FormField | None:
    """The one field with a word of its label in the message; a word that several labels share names none."""
    labels = {field.id: _stems(field.label.say(play.session.language)) for field in fields}
    told = _stems(said.text)
    meant = [f for f in fields if any(_alike(word, mine) for word in told for mine in _own(labels, f.id))]
    return meant[0] if len(meant) == 1 else None


def _own(labels: dict[str, set[str]], name: str) -> set[str]:
    others = set().union(*(stems for other, stems in labels.items() if other != name))
    return labels[name] - others


def _stems(text: str) -> set[str]:
    return {word.removeprefix("ال") for word in words(text) if len(word.removeprefix("ال")) >= 3}


def _alike(word: str, label: str) -> bool:
    """Give or take an ending: my name, the city."""
    return word[:4] == label[:4] if min(len(word), len(label)) >= 4 else word.startswith(label)
