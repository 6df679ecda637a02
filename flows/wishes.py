"""Acting on what a message asks for: an approved answer, a flow, or a question back when it is unclear."""

from dataclasses import replace

from flows import (
    approved,
    beside,
    numerals,
    own,
    papers,
    phrases,
    running,
    served,
    signs,
    starting,
    unasked,
    unclear,
    ways_out,
)
from flows.answers.wanting import APPLYING
from flows.grief import mourns
from flows.message import NOTHING
from flows.moves import Start
from flows.parking import open_form
from flows.play import Play, Said
from flows.readings import Reading, first
from flows.redact import mask
from flows.reference import mistyped
from flows.routes import ROUTES, SERVICE_WISHES

# What these flows say is about the whole; one question about a part of it is better answered by itself.
_BROAD = ("describe_service", "about_charity", "check_eligibility", "policy_documents", "products_projects")
# Of these words a mark for the service is made.
_MARKING = (
    "قيم", "تقيي", "اقيم", "نقيم", "نجم", "نجوم", "خدم", "اعط", "نعط", "عطي", "من", "درج", "راي", "ممتاز", "جيد", "علي",
    "rat", "star", "review", "feedback", "service", "out", "of", "give", "point", "excellent", "good",
)  # fmt: skip
# Intents that are ways out, said in a sentence.
_WAYS = {
    "go_back": "back",
    "cancel": "cancel",
    "main_menu": "menu",
    "continue_application": "continue",
    "help": "help",
}


def act_on(play: Play, said: Said) -> None:
    """Do what the message asks for."""
    said = replace(said, meaning=NOTHING) if _misheard(said) else said
    before = play.session.unclear
    if not (open_form(play) or signs.declines(said)):
        play.speak_of(said.meaning.entity("service"))
    if not first(play, said, WISHES):
        unclear.take(play, said)
    if play.session.unclear is before:
        # Understood: what was unclear before it is no longer in a row with what may come.
        play.session = replace(play.session, unclear=())


def _nothing_asked(play: Play, said: Said) -> bool:
    number = play.session.top is None and signs.is_number(said)
    if not number and not (signs.is_text(said) and not said.words):
        return False
    running.begin_over_form(play, Start("menu"))
    return True


def _missing_papers(play: Play, said: Said) -> bool:
    if not papers.asks_for_missing(play, said.text):
        return False
    running.begin_over_form(play, Start("papers_missing"))
    return True


def _another_time(play: Play, said: Said) -> bool:
    if not own.asks_for_another_time(play, said.text):
        return False
    running.begin_over_form(play, Start("appointment", memo={"words": mask(said.text)}))
    return True


def _approved_answer(play: Play, said: Said) -> bool:
    name = said.meaning.answered
    if not name or (_plain(play, said) and not approved.better(play, said)):
        return False
    if not open_form(play) and said.meaning.intent in ROUTES and served.by_form(play, said):
        # "How do I change my number?" is about the form for it, which "register me" begins then.
        play.speak_of(served.service_of(play, said))
    running.begin_over_form(play, approved.start(play, name), then=said.meaning.also)
    return True


def _probable_answer(play: Play, said: Said) -> bool:
    name = approved.probable(play, said)
    in_part = said.meaning.intent in _BROAD and signs.asks(said)
    if not name or (_plain(play, said) and not in_part):
        return False
    unclear.keep(play, said)
    # The answer itself offers a person.
    others = tuple(wish for wish in said.meaning.also if wish != "intent:talk_to_human")
    running.begin_over_form(play, Start("answer_guess", memo={"question": name}), then=others)
    return True


def _introduces(play: Play, said: Said) -> bool:
    if open_form(play) or said.meaning.sure or not unclear.introduces(said):
        return False
    play.say(play.text("unclear.met"), ways_out=("menu", "human"))
    return True


def _told_answer(play: Play, said: Said) -> bool:
    """What happened to somebody who asks nothing has the answer that the pack keeps for it: a theft is no complaint."""
    of_others = said.meaning.intent == "complaint" and not served.of_us(said.text)
    plain = _plain(play, said) and said.meaning.intent != "help" and not of_others
    if plain or open_form(play) or not signs.is_text(said):
        return False
    known = play.pack.answering(said.words)
    found = next((question for question in known if phrases.said(said.words, question.told)), None)
    went_on = of_others and found is None and _was_answered(play)
    if went_on:
        running.begin_over_form(play, Start("heard"))
    if found:
        # Who goes on telling was answered, and is asked what is to follow.
        heard = play.session.told == found.id
        running.begin_over_form(play, Start("heard") if heard else approved.start(play, found.id))
    return found is not None or went_on


def _was_answered(play: Play) -> bool:
    """Was what happened to them answered just now?"""
    return any(question.told and question.id == play.session.told for question in play.pack.questions)


def _way_out(play: Play, said: Said) -> bool:
    if said.meaning.intent not in _WAYS or not _plain(play, said):
        return False
    ways_out.take(play, _WAYS[said.meaning.intent])
    return True


def _flow_of_the_intent(play: Play, said: Said) -> bool:
    if said.meaning.intent not in ROUTES or not _plain(play, said):
        return False
    starting.start(play, said)
    return True


def _misheard(said: Said) -> bool:
    """A question turns no messages on ("how much is the subscription?"), and a count of something marks no service
    ("his heirs are five").
    """
    if said.meaning.intent == "start_messages":
        return signs.asks(said)
    told = numerals.tokens(said.text)
    counts = numerals.numbers(told)
    others = {*told} - {word for count in counts for word in told[count.start : count.end]}
    marks = not others or any(word.removeprefix("ال").startswith(_MARKING) for word in others)
    return said.meaning.intent == "rate_service" and signs.within(said, signs.BARE) and bool(counts) and not marks


def _takes_back_what_is_open(play: Play, said: Said) -> bool:
    """Who withdraws in the middle of a form and has no request that went in means the form."""
    open_one = open_form(play) and not own.able(play, "withdraw")
    if not (open_one and signs.means(said, ("withdraw_application",))):
        return False
    ways_out.take(play, "cancel")
    return True


def _declined(play: Play, said: Said) -> bool:
    declined = said.meaning.intent in SERVICE_WISHES and signs.declines(said)
    if declined:
        running.begin_over_form(play, Start("anything_else"))
    return declined


def _agrees_to_apply(play: Play, said: Said) -> bool:
    """Yes, and what to: "yes, register me"."""
    if said.meaning.intent != "affirm" or not APPLYING & set(said.words):
        return False
    starting.start(play, replace(said, meaning=replace(said.meaning, intent="apply")))
    return True


def _reference(play: Play, said: Said) -> bool:
    if not said.meaning.entity("reference") and not mistyped(said.text, play.pack.prefix):
        return False
    starting.start(play, replace(said, meaning=replace(said.meaning, intent="check_status")))
    return True


def _tells_of_hardship(play: Play, said: Said) -> bool:
    """A need that is told, and nothing asked: they are heard, and the form is offered."""
    likely = said.meaning.intent == "apply" and said.meaning.confidence >= served.LEANING
    tells = likely and not open_form(play) and beside.tells(said) and not mourns(said.folded)
    if tells:
        running.begin_over_form(play, Start("heard", served.form_at_hand(play)))
    return tells


def _mourns(play: Play, said: Said) -> bool:
    """The condolence has been said; what we can do for them is all that there is to add."""
    mourns_only = mourns(said.folded) and not open_form(play)
    if mourns_only:
        running.begin_over_form(play, Start("menu"))
    return mourns_only


# What a message asks for. Whatever finds no place here is unclear.
WISHES: tuple[Reading, ...] = (
    unasked.take,  # A name or a number that a form asks for.
    _nothing_asked,  # A number whose list has gone by; and what would a flower mean?
    _missing_papers,  # The records say which papers these are; the pack's answer is about papers in general.
    _another_time,  # There is an appointment, and it does not suit.
    _approved_answer,  # The charity's own words, unless what is meant is done and not told.
    _introduces,  # "I am Um Muhammad": asks nothing yet.
    _probable_answer,  # With its question before it, where nothing is plainly meant.
    _told_answer,  # "They stole my car": the charity has words for it.
    _way_out,  # Menu, back, cancel ..., said in a sentence.
    _takes_back_what_is_open,  # "I take my complaint back", before it went in.
    _declined,  # A service that is not wanted is not begun.
    _agrees_to_apply,  # "Yes, register me."
    _flow_of_the_intent,  # What is plainly meant.
    _reference,  # A reference says by itself what is wanted, whatever the words around it are taken for.
    _tells_of_hardship,  # "The rent has piled up": what we can do is a form.
    _mourns,  # Who tells of a death is not told that we did not understand.
)


def _plain(play: Play, said: Said) -> bool:
    """Is it plain what is meant? A service that is named, or an open question, needs less certainty."""
    inquires = play.session.top is not None and signs.inquires(said)
    return said.meaning.sure or served.about_a_service(said.meaning) or inquires
