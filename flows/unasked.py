"""Personal data that no question asked for: a name or a number sent where no form is open is what a form asks."""

from flows import ahead, running, served, signs
from flows.answers import as_written
from flows.answers.anothers import NUMBERS
from flows.answers.common import bag
from flows.answers.kinds import IDENTITIES
from flows.answers.sentences import told
from flows.arabic import words
from flows.moves import Start
from flows.parking import open_form
from flows.play import Play, Said
from flows.session import Answer, stamp

FLOW = "unasked"
# Words of a full name, and letters of the family's: العلي.
_NAME, _FAMILY = 3, 5
# What stands beside a number besides what it is called; other words ask or tell something.
_THIS = bag("هذا هذي هاذا ذا هو هي انا الجديد ايه نعم طيب شكرا لي حقي this is my the it new thanks ok")


def take(play: Play, said: Said) -> bool:
    """Offer the form that asks for it, which then has it, or the request that has gone in."""
    if open_form(play) or not _personal(play, said):
        return False
    service = served.form_at_hand(play)
    before = play.frame.answers if play.session.top is not None and play.flow.id == FLOW else {}
    running.begin_over_form(play, Start(FLOW, service))
    # The form that is begun from here carries them on.
    play.update(answers={**before, **_answers(play, said, service)})
    return True


def before_the_service(play: Play, said: Said) -> bool:
    """Keep it in a form whose service is still to be chosen, where every form asks for it, and ask for the service."""
    if play.service is not None or not play.flow.keep or not _personal(play, said):
        return False
    forms = [play.pack.form(service.id).fields for service in play.pack.services if service.intake == "form"]
    everywhere = [field for field in forms[0] if all(field in fields for fields in forms)] if forms else []
    found = {}
    for field in everywhere:
        value = said.read(field.kind, play.today).value if field.kind in (*IDENTITIES, "mobile", "full_name") else None
        if value is not None and field.id not in play.frame.answers:
            shown = as_written(field.kind, value)
            found[field.id] = Answer(value, said.how, stamp(play.world.now), shown, said.message.message)
    if not found:
        return False
    play.put(found)
    ahead.say(play, found)
    running.run(play)
    return True


def _personal(play: Play, said: Said) -> bool:
    """Is it an identity or a mobile number and what it is called, or a full name with the family's at its end?"""
    if not signs.is_text(said) or said.chosen or signs.asks(said) or said.meaning.entity("reference"):
        return False
    number = any(said.read(kind, play.today).value is not None for kind in ("identity", "mobile"))
    return (number and _labels_only(said)) or (_named(play, said) and not said.clear)


def _labels_only(said: Said) -> bool:
    beside = (word for word in said.words if not any(map(str.isdigit, word)))
    return all(word in _THIS or word.startswith(NUMBERS) for word in beside)


def _named(play: Play, said: Said) -> bool:
    name = str(said.read("full_name", play.today).value or "")
    parts = words(name)
    family = parts[-1:] and len(parts[-1]) >= _FAMILY and parts[-1].startswith("ال") and parts[-1].endswith("ي")
    return bool(family) and _NAME <= len(parts) == len(said.words) and not any(map(told, parts))


def _answers(play: Play, said: Said, service: str) -> dict[str, Answer]:
    found = play.pack.service(service)
    if found is None:
        return {}
    given = ahead.told(play, found, said)
    named = next((field for field in play.pack.form(service).fields if field.kind == "full_name"), None)
    if named and not given and (name := said.read("full_name", play.today).value):
        given[named.id] = Answer(name, said.how, stamp(play.world.now), str(name), said.message.message)
    return given
