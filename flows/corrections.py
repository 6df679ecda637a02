"""A new answer in place of one that stands in the form already, told in so many words."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

from flows import ahead, interpret, phrases, running, showing, signs
from flows.answers.common import NOT_THIS
from flows.answers.kinds import NUMBERS
from flows.arabic import digits, fold, words
from flows.flow import Ask, Choose, Document
from flows.items import form_of, item_of, items_of
from flows.play import Play, Said
from flows.redact import mask
from flows.service import FormField
from flows.session import Answer, stamp
from flows.steps import ask

# Kinds that are read where their field is named, beside those whose digits alone say what they are.
_NAMED = NUMBERS | {
    "full_name",
    "city",
    "date",
    "date_of_birth",
    "hijri_date",
    "monthly_income",
    "number_of_dependents",
}
_PARTS = re.compile(r"[،,;؛\n]|\.\s|\bبل\b|\bو?هو\b|\bو?هي\b|\bصار\b|\bخليه\b|\bو?الصحيح\b|\bit is\b|\bshould be\b")
# One number as it is typed.
_RUN = re.compile(r"\+?\d[\d \-]{7,}\d")
# "The name to Noura": of figures this would be a span.
_TO = re.compile(r"\b(?:[إا]ل[ىي]|to)\b")
_NO = frozenset({"لا", "no"})
_WRONG = _NO | NOT_THIS | frozenset(
    map(
        fold,
        (
            "غلط", "خطا", "خطأ", "غلطان", "غير", "عدل", "صحح", "بدل", "الصحيح",
            "wrong", "instead", "actually", "change", "correct", "fix",
        ),
    )
)  # fmt: skip
_BEFORE_IT = frozenset(map(fold, ("لا", "هي", "هو", "بل", "انا", "في", "no", "it", "is", "but")))
_SORRY = frozenset(map(fold, ("اسف", "اسفه", "عفوا", "معليش", "قصدي", "اقصد", "غلطت", "sorry", "correction")))
_MISTAKEN = (_WRONG | _SORRY) - _NO - NOT_THIS


def named(play: Play, said: Said, field: FormField) -> bool:
    """Take the value that the words hold for the field they name."""
    return _instead(play, said, [field], _NAMED)


def early(play: Play, said: Said, field: FormField) -> bool:
    """Take the value that the words hold for this field, which was not asked for yet, and say so."""
    value, shown = _read(play, said, field) if field.kind in _NAMED else _option(play, said, field)
    if value is None:
        return False
    found = {field.id: Answer(value, said.how, stamp(play.world.now), shown, said.message.message)}
    play.put(found)
    ahead.say(play, found)
    return True


def names_again(play: Play, said: Said) -> bool:
    """The name once more where something else is asked for: it is in the form, and a fuller one takes its place."""
    fields = [f for f in form_of(play).fields if f.kind == "full_name" and f.id in play.frame.answers]
    told = said.read("full_name", play.today).value if fields and signs.within(said, signs.PLAIN) else None
    if told is None:
        return False
    parts, known = words(str(told)), words(str(play.frame.answers[fields[0].id].value))
    if len(parts) < 2 or parts[0] != known[0] or not (set(parts) <= set(known) or set(known) < set(parts)):
        return False
    if set(known) < set(parts):
        _put(play, said, fields[0], told, str(told))
    else:
        play.say(play.text("apply.had"))
    running.run(play)
    return True


def denied(play: Play, said: Said) -> bool:
    """An answer that stands in the form is named to be put right, whatever is asked now: "not Riyadh, Kharj"."""
    told = said.words
    here = running.current(play)
    if (_NO | _MISTAKEN) & set(told[:1]) and isinstance(here, Ask) and ask.free(play, here) and last(play, said):
        return True
    if not (NOT_THIS & set(told[:2]) and len(told) <= signs.PLAIN and fields_step(play)) or signs.asks(said):
        return False
    for field in form_of(play).fields:
        given = play.frame.answers.get(field.id)
        old = words(given.shown) if given and field.kind in NUMBERS | {"city"} else []
        left = " ".join(word for word in told if word not in (*old, *NOT_THIS, *_BEFORE_IT))
        if old and left and set(old) <= set(told):
            only = replace(said, message=replace(said.message, text=left))
            return _instead(play, only, [field], NUMBERS | {"city"})
    return False


def at_summary(play: Play, said: Said) -> bool:
    """At the summary a number or a place that differs from what stands there is what it should be; at a paper, after a
    "no" or a "sorry", a number, and a place after "wrong".
    """
    told = said.words
    here = running.current(play)
    takes_back = bool(set(told[:3]) & (_NO | _WRONG | _SORRY))
    if isinstance(here, Document) and takes_back and len(told) <= signs.SENTENCE and not signs.asks(said):
        return _instead(play, said, form_of(play).fields, NUMBERS) or _place(play, said)
    if not isinstance(here, Choose) or len(told) > signs.SENTENCE or signs.asks(said):
        return False
    plainly = len(told) <= signs.BARE or bool(set(told) & (_WRONG | _SORRY))
    return _instead(play, said, form_of(play).fields, NUMBERS | ({"city"} if plainly else set()))


def _place(play: Play, said: Said) -> bool:
    """A place after "that is wrong" or "sorry"."""
    told = said.text.split()
    at = [n for n, word in enumerate(told[:3]) if fold(word) in _MISTAKEN]
    if not at or len(told) > signs.PLAIN:
        return False
    only = replace(said, message=replace(said.message, text=" ".join(told[at[-1] + 1 :])))
    return _instead(play, only, form_of(play).fields, frozenset({"city"}))


def number(play: Play, said: Said) -> bool:
    """A number in the words that is not the one which stands in the form: "I wrote the number wrong, ..."."""
    runs = _RUN.findall(digits(said.text))
    if len(runs) != 1:
        return False
    return _instead(play, replace(said, message=replace(said.message, text=runs[0])), form_of(play).fields, NUMBERS)


def last(play: Play, said: Said) -> bool:
    """Sorry, with what can only be the answer before: put it there, say so and ask on."""
    told, step = said.text.split(), running.current(play)
    if not (isinstance(step, Ask) and step.each == "fields" and told and play.frame.trail):
        return False
    before, number = play.frame.trail[-1]
    if before != play.frame.step:
        return False
    lead = len(list(takewhile((_SORRY | _NO | _MISTAKEN).__contains__, map(fold, told))))
    # "No, Jubail": a place or a number can only be the answer before; a name is read into nearly any words.
    plain = items_of(play, step)[number].kind in NUMBERS | {"city"} and len(told) - lead <= signs.BARE
    if not (lead if plain else fold(told[0]) in _SORRY):
        return False
    meant = replace(said, message=replace(said.message, text=" ".join(told[lead:])), chosen=None)
    value, shown, error = interpret.read(play, items_of(play, step)[number], meant)
    if error or value is None:
        return False
    _put(play, said, form_of(play).fields[number], value, shown)
    running.run(play)
    return True


def fields_step(play: Play) -> str:
    """The step of the running flow that asks the form's questions, or ""."""
    return next((name for name, s in play.flow.steps.items() if isinstance(s, Ask) and s.each == "fields"), "")


def _instead(play: Play, said: Said, fields: Sequence[FormField], kinds: frozenset[str]) -> bool:
    """Put the value that the words hold for just one of these fields of these kinds in place of its answer."""
    given, at = play.frame.answers, fields_step(play)
    other = []
    for field in (f for f in fields if at and f.kind in kinds and f.id in given):
        value, shown = _read(play, said, field)
        if value not in (None, given[field.id].value):
            other.append((field, value, shown))
    if len(other) != 1:
        return False
    _put(play, said, *other[0])
    # By way of the conditions that answers decide.
    play.update(step=at, item=0, misses=0)
    running.run(play)
    return True


def _read(play: Play, said: Said, field: FormField) -> tuple[Any, str]:
    """What the whole says, or by itself one of its parts: "that is wrong, it is ...". The last word counts."""
    parts = _PARTS.split(said.text)
    # Nearly any words can be read as a name: only what follows "it is" is one.
    if field.kind == "full_name":
        parts = [part for told in parts for part in _TO.split(told)]
    for part in parts[:0:-1] if field.kind == "full_name" else (said.text, *reversed(parts)):
        words_alone = replace(said, message=replace(said.message, text=part), chosen=None)
        value, shown, wrong = interpret.read(play, item_of(field, play.session.language), words_alone)
        if not wrong:
            return value, shown
    return None, ""


def _option(play: Play, said: Said, field: FormField) -> tuple[Any, str]:
    """The one option of the field that stands in the message."""
    named = [o for o in field.options if phrases.said(said.words, (o.label.ar, o.label.en, *o.also))]
    return (named[0].id, named[0].label.say(play.session.language)) if len(named) == 1 else (None, "")


def _put(play: Play, said: Said, field: FormField, value: Any, shown: str) -> None:
    language = play.session.language
    answer = Answer(value, said.how, stamp(play.world.now), shown, said.message.message)
    ask.keep(play, item_of(field, language), answer)
    told = showing.shown(answer, field, language) or mask(str(value))
    play.say(play.text("answer.corrected").format(label=field.label.say(language), value=told))
