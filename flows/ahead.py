"""Answers told before they are asked for: nobody is asked for what a message has said already."""

from collections.abc import Iterator, Mapping
from datetime import date

from flows import phrases, showing, signs
from flows.answers import as_written, parse
from flows.answers.name import introduced
from flows.arabic import digits, words
from flows.items import fields_of
from flows.pack import FormField, Option, Service
from flows.play import Play, Said
from flows.session import Answer, stamp
from flows.values import tell

# Their digits alone say what they are.
NUMBERS = frozenset({"identity", "national_id", "iqama", "mobile", "iban"})
IDENTITIES = frozenset({"identity", "national_id", "iqama"})
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
    today = play.world.now.date()
    if play.service is None or not signs.is_text(said):
        return
    for field in fields_of(play):
        # Ten digits that fail their check are nothing else; too few may be any number.
        wrong = parse(field.kind, said.text, today=today).error if field.kind in IDENTITIES else ""
        if wrong == "error.identity.checksum" and field.id not in play.frame.answers:
            play.say(play.text(wrong))


def say(play: Play, found: Mapping[str, Answer]) -> None:
    """What was taken is shown at once: a number may have been somebody else's."""
    fields = [field for name in found if (field := play.pack.field(name))]
    language = play.session.language
    lines = [f"• {field.label.say(language)}: {showing.shown(found[field.id], field, language)}" for field in fields]
    if lines:
        play.say(tell(play, "apply.ahead", taken="\n".join(lines)))


def told(play: Play, service: Service, said: Said) -> dict[str, Answer]:
    """The answers to the service's conditions and fields that the message holds."""
    if said.chosen or not signs.is_text(said) or not signs.within(said, signs.MESSAGE):
        return {}
    at = stamp(play.world.now)
    found = {}
    for name, value, shown in _found(play, service, said.text):
        found[name] = Answer(value, said.how, at, shown, said.message.message)
    return found


def holds_number(play: Play, said: Said) -> bool:
    """Does the message hold a number that the open form asks for?"""
    today = play.world.now.date()
    return any(
        parse(field.kind, said.text, today=today).value is not None
        for field in fields_of(play)
        if field.kind in NUMBERS and field.id not in play.frame.answers
    )


def repeats(play: Play, said: Said) -> bool:
    """Is the message, in answer to something else, no more than a number that the form has already?"""
    if said.chosen or not signs.is_text(said) or not signs.within(said, signs.BARE):
        return False
    today, given = play.world.now.date(), play.frame.answers
    numbers = [f for f in fields_of(play) if f.kind in NUMBERS and f.id in given]
    return any(parse(f.kind, said.text, today=today).value == given[f.id].value for f in numbers)


def _found(play: Play, service: Service, text: str) -> Iterator[tuple[str, object, str]]:
    """(id, value, as shown)."""
    for condition in filter(lambda c: c.ask, service.conditions):
        if phrases.verdict(condition, text, own=True) == (phrases.YES if condition.needs else phrases.NO):
            yield condition.id, condition.needs, play.text("answer.yes" if condition.needs else "answer.no")
    wanted = [field for name in service.fields if (field := play.pack.field(name))]
    today = play.world.now.date()
    numbers = {f.id: v for f in wanted if f.kind in NUMBERS and (v := parse(f.kind, text, today=today).value)}
    for field in wanted:
        if field.id in numbers:
            yield field.id, numbers[field.id], as_written(field.kind, numbers[field.id])
        elif field.kind == "city" and (numbers or _lives(text)):
            if place := _place(text, today):
                yield field.id, place, place
        elif field.kind == "full_name" and (name := introduced(digits(text), plainly=not numbers)):
            yield field.id, name, name
        elif field.ahead and (option := _option(field, text)):
            yield field.id, option.id, option.label.say(play.session.language)


def _place(text: str, today: date) -> str:
    return str(parse("city", text, today=today).value or "")


def _lives(text: str) -> bool:
    return any(word.removeprefix("و").startswith(_LIVING) for word in words(text))


def _option(field: FormField, text: str) -> Option | None:
    """The one option that people say of themselves or call by a name of several words."""
    spoken = words(text)
    named = [o for o in field.options if phrases.said(spoken, (o.label.ar, o.label.en, *o.also), own=True)]
    return named[0] if len(named) == 1 else None
