"""Several requests of one message: what can be said at once is, then the form, and last whatever waits for a person."""

from collections.abc import Sequence
from dataclasses import replace

from flows import served, several
from flows.charity import Question
from flows.flow import Flow
from flows.message import Entity, Meaning
from flows.part import BLANK
from flows.play import Play, Said
from flows.routes import INQUIRIES, ROUTES
from flows.service import Service
from flows.values import tell

# Flows that only say something, whatever they are asked.
_SAID = ("about", "decision_time")


def in_order(play: Play, said: Said) -> Said:
    """With a form before an inquiry that takes a person: whoever waits for one is asked nothing more."""
    if services := several.told(play, said):
        return replace(said, meaning=_of(said, services))
    meaning = said.meaning
    main = f"intent:{meaning.intent}"
    form = next((wish for wish in meaning.also if _flow(play, said, wish).form), "")
    if not form or meaning.intent not in INQUIRIES or _words(play, said, main):
        return said
    others = (main, *(wish for wish in meaning.also if wish != form))
    return replace(said, meaning=replace(_only(meaning, form), also=others))


def _of(said: Said, services: Sequence[Service]) -> Meaning:
    """With the first that takes applications before the others, which are further wishes."""
    meaning = said.meaning
    first = next((service for service in services if service.intake == "form"), services[0])
    others = [f"service:{service.id}" for service in services if service is not first]
    # What one of them serves is that one.
    meant = {f"intent:{name}" for name in ("apply", *(name for service in services for name in service.serves))}
    intent = next((wish for wish in several.wishes(said) if wish in first.serves), "apply")
    kept = tuple(entity for entity in meaning.entities if entity.name != "service")
    left = (wish for wish in meaning.also if wish not in meant)
    return replace(
        meaning, intent=intent, entities=(Entity("service", first.id), *kept), also=(*others, *left), answered=""
    )


def several_named(said: Said) -> bool:
    """Is another service wanted besides?"""
    return any(wish.startswith("service:") for wish in said.meaning.also)


def say_at_once(play: Play, said: Said) -> tuple[str, ...]:
    """Say what can be said before a form; what remains is offered after it. What is complained of in the words of an
    approved question has its answer first: "the delegate wants money from me".
    """
    meaning, left = said.meaning, []
    answered = meaning.intent == "complaint" and meaning.answered
    for wish in (*([f"faq:{meaning.answered}"] if answered else []), *meaning.also):
        if words := _words(play, said, wish):
            play.say(words)
        else:
            left.append(wish)
    return tuple(left)


def by_name(play: Play, said: Said, wishes: Sequence[str], *, begun: str) -> tuple[str, ...]:
    """The wishes, with "apply" called by the service that the words name: a complaint is begun, support is meant."""
    named = play.pack.service(said.meaning.entity("service"))
    if named is None or named.intake != "form" or named.id == begun:
        return tuple(wishes)
    return tuple(f"service:{named.id}" if wish == "intent:apply" else wish for wish in wishes)


def _words(play: Play, said: Said, wish: str) -> str:
    """All there is to say about a wish, or "" where it takes more than words."""
    kind, _, name = wish.partition(":")
    if kind == "faq":
        question = play.pack.question(name)
        return _answer(play, question) if question else ""
    if kind == "service":
        wanted = play.pack.service(name)
        return wanted.referral.say(play.session.language) if wanted and wanted.referral else ""
    if ROUTES[name] in _SAID:
        return tell(play, ROUTES[name])
    meant = replace(said, meaning=_only(said.meaning, wish))
    service = play.pack.service(served.service_of(play, meant))
    if name not in INQUIRIES or service is None or name not in service.serves or service.referral is None:
        return ""
    return service.referral.say(play.session.language)


def _answer(play: Play, question: Question) -> str:
    if question.blank and getattr(play.pack.contact, question.blank) != BLANK:
        return ""
    text = play.text("answer.in_form" if question.person else "answer.text")
    return text.format(answer=question.answer.say(play.session.language))


def _flow(play: Play, said: Said, wish: str) -> Flow:
    if wish.startswith("faq:"):
        return play.world.flows["answer"]
    meant = replace(said, meaning=_only(said.meaning, wish))
    return play.world.flows[served.flow_of(play, meant, served.service_of(play, meant))]


def _only(meaning: Meaning, wish: str) -> Meaning:
    """As if nothing else had been asked for."""
    return replace(meaning, intent=wish.partition(":")[2], answered="", also=())
