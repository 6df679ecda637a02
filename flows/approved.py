"""The charity's approved answers: which message gets one, and which flow says it."""

from dataclasses import replace

from flows import signs
from flows.moves import Start
from flows.parking import open_form
from flows.part import BLANK
from flows.play import Play, Said
from flows.routes import ANSWERABLE, CONTROLS, WANTED

# Share from which an answer is given with its question said before it, so that nobody takes it for another's: of the
# fresh questions in `nlu/held_out` 67 of the 68 that come so far are right.
PROBABLE = 0.75
# Share that only the pack's very words have, and what the person wants done even so.
EXACT = 1.0
_DONE_EVEN_SO = CONTROLS | {
    "emergency",
    "apply",
    "check_status",
    "continue_application",
    "withdraw_application",
    "rate_service",
}


def start(play: Play, name: str) -> Start:
    """The flow that says the answer to this question: in short, if it was the last that was answered."""
    again = play.session.told == name and play.session.owner == "bot"
    play.session = replace(play.session, told=name)
    return Start("answer_again" if again else _flow(play, name), memo={"question": name})


def _flow(play: Play, name: str) -> str:
    """In the middle of a form nothing more is asked than the form does."""
    question = play.pack.question(name)
    # Who waits for a colleague is offered none: these flows say that one will tell it.
    waits = play.session.owner == "queue"
    if question and question.blank and (waits or getattr(play.pack.contact, question.blank) != BLANK):
        return "hours" if question.blank == "hours" else "contact"
    if waits or not (question and question.person):
        return "answer"
    return "answer_in_form" if open_form(play) else "answer_and_offer"


def probable(play: Play, said: Said) -> str:
    """The pack's question that is probably asked, or "": it is answered together with what was taken to be asked."""
    name, share = next(iter(said.meaning.answers), ("", 0.0))
    question = play.pack.question(name)
    foreign = said.meaning.intent == "out_of_scope"
    return name if share >= PROBABLE and question and not question.blank and not foreign else ""


def better(play: Play, said: Said) -> bool:
    """Is the answer better than the flow of what is plainly meant?"""
    intent = said.meaning.intent
    return (intent in ANSWERABLE and (intent not in WANTED or signs.asks(said))) or _exact(play, said)


def _exact(play: Play, said: Said) -> bool:
    """The very words of an approved question say more than the intent that they resemble; how to apply for what only a
    person can give is answered too.
    """
    meaning, question = said.meaning, play.pack.question(said.meaning.answered)
    score = next((score for name, score in meaning.answers if name == meaning.answered), 0.0)
    for_a_person = question is not None and question.person
    # "I want a lawyer" names no service that could be applied for.
    nothing_named = not meaning.entity("service")
    asked = meaning.intent == "apply" and for_a_person and (signs.asks(said) or nothing_named)
    if asked and nothing_named and signs.asks(said):
        # "How do I become a member?" is asked in any words.
        return True
    return score >= EXACT and (asked or meaning.intent not in _DONE_EVEN_SO)
