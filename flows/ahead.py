"""Answers told before they are asked for: nobody is asked for what a message has said already."""

from collections.abc import Iterator, Mapping

from flows import phrases, showing, signs
from flows.answers import as_written
from flows.answers.kinds import IDENTITIES, NUMBERS
from flows.answers.name import introduced
from flows.arabic import digits
from flows.items import form_of
from flows.play import Play, Said
from flows.service import FormField, Option, Service
from flows.session import Answer, stamp
from flows.values import tell

_LIVING = ("ساكن", "اسكن", "نسكن", "سكني", "عايش", "live", "living")


def take(play: Play, said: Said) -> bool:
    """Put into the open form what the message answers beside its question, and say so."""
    if play.service is None or not play.flow.form:
        return False
    found = {k: a for k, a in told(play, play.service, said).items() if k not in play.frame.answers}
    if not found:
        return False
    play.put(found)
    say(play, found)
    return True


def warn(play: Play, said: Said) -> None:
    """An identity number that came along and cannot be right is not passed over in silence."""
    if play.service is None or not signs.is_text(said):
        return
    for field in form_of(play).ahead:
        # Ten digits that fail their check are nothing else; too few may be any number.
        wrong = said.read(field.kind, play.today).error if field.kind in IDENTITIES else ""
        if wrong == "error.identity.checksum" and field.id not in play.frame.answers:
            play.say(play.text(wrong))


def say(play: Play, found: Mapping[str, Answer]) -> None:
    """What was taken is shown at once: a number may have been somebody else's."""
    if taken := lines(play, found):
        play.say(tell(play, "apply.ahead", taken="\n".join(taken)))


def lines(play: Play, found: Mapping[str, Answer]) -> list[str]:
    """The answers to fields, each with its label; numbers that identify are masked."""
    fields = [field for name in found if (field := play.pack.field(name))]
    language = play.session.language
    return [f"• {field.label.say(language)}: {showing.shown(found[field.id], field, language)}" for field in fields]


def told(play: Play, service: Service, said: Said) -> dict[str, Answer]:
    """The answers to the service's conditions and fields that the message holds."""
    if said.chosen or not signs.is_text(said) or not signs.within(said, signs.MESSAGE):
        return {}
    at = stamp(play.world.now)
    found = {}
    for name, value, shown in _found(play, service, said):
        found[name] = Answer(value, said.how, at, shown, said.message.message)
    return found


def holds_number(play: Play, said: Said) -> bool:
    """Does the message hold a number that the open form asks for?"""
    return any(
        said.read(field.kind, play.today).value is not None
        for field in form_of(play).ahead
        if field.kind in NUMBERS and field.id not in play.frame.answers
    )


def repeats(play: Play, said: Said) -> bool:
    """Is the message, in answer to something else, no more than a number that the form has already?"""
    if said.chosen or not signs.is_text(said) or not signs.within(said, signs.BARE):
        return False
    given = play.frame.answers
    numbers = [f for f in form_of(play).ahead if f.kind in NUMBERS and f.id in given]
    return any(said.read(f.kind, play.today).value == given[f.id].value for f in numbers)


def _found(play: Play, service: Service, said: Said) -> Iterator[tuple[str, object, str]]:
    """(id, value, as shown)."""
    form = play.pack.form(service.id)
    for condition in form.conditions:
        if phrases.verdict(condition, said.text, own=True) == (phrases.YES if condition.needs else phrases.NO):
            yield condition.id, condition.needs, play.text("answer.yes" if condition.needs else "answer.no")
    numbers = {f.id: v for f in form.ahead if f.kind in NUMBERS and (v := said.read(f.kind, play.today).value)}
    for field in form.ahead:
        if field.id in numbers:
            yield field.id, numbers[field.id], as_written(field.kind, numbers[field.id])
        elif field.kind == "city" and (numbers or _lives(said)):
            if place := str(said.read("city", play.today).value or ""):
                yield field.id, place, place
        elif field.kind == "full_name" and (name := introduced(digits(said.text), plainly=not numbers)):
            yield field.id, name, name
        elif field.ahead and (option := _option(field, said)):
            yield field.id, option.id, option.label.say(play.session.language)


def _lives(said: Said) -> bool:
    return any(word.removeprefix("و").startswith(_LIVING) for word in said.words)


def _option(field: FormField, said: Said) -> Option | None:
    """The one option that people say of themselves or call by a name of several words."""
    named = [o for o in field.options if phrases.said(said.words, (o.label.ar, o.label.en, *o.also), own=True)]
    return named[0] if len(named) == 1 else None
