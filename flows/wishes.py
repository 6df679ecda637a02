"""Acting on what a message asks for: an approved answer, a flow, or a question back when it is unclear."""

from collections.abc import Sequence
from dataclasses import replace

from flows import ahead, also, own, papers, running, served, ways_out
from flows.answers.common import asks_back
from flows.arabic import digits, words
from flows.events import Asked
from flows.message import Kind, Meaning
from flows.moves import Start
from flows.pack import BLANK
from flows.parking import park
from flows.play import Play, Said
from flows.redact import anonymous, mask
from flows.reference import mistyped
from flows.routes import ANSWERABLE, CONTROLS, INQUIRIES, ROUTES, WANTED
from flows.session import Answer
from flows.values import tell

# Confidence from which a question in a form is taken for an inquiry.
LIKELY = 0.4
# Share from which one of the pack's questions is worth a guess.
RELATED = 0.2
# What these flows say is about the whole; one question about a part of it is better answered by itself.
_BROAD = ("describe_service", "about_charity")
# And from which it is answered with the question said before it, so that nobody takes it for another's answer: of the
# fresh questions in `nlu/held_out` 67 of the 68 that come so far are right.
PROBABLE = 0.75
# In English a question may also begin with these; the other words of a question are known to every parser.
_ALSO_ASKING = frozenset(("is", "are", "can"))
_WISH = frozenset(
    ("ابغي", "ابي", "ابغا", "اريد", "ودي", "بغيت", "حاب", "حابه", "عايز", "عايزه", "بدي", "نبي", "نبغي", "want", "need")
)
# Intents that are ways out, said in a sentence.
_WAYS = {
    "go_back": "back",
    "cancel": "cancel",
    "main_menu": "menu",
    "continue_application": "continue",
    "help": "help",
}
# Nobody means these by words that are not understood; danger has an alarm of its own.
# A person is offered beside the guesses anyway.
_NO_GUESS = ("out_of_scope", "affirm", "deny", "emergency", "greet", "goodbye", "thanks", "talk_to_human")
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
# Probability from which words are taken for none of our business; guesses at them would be absurd.
BEYOND = 0.95
# Flows that are about a service which takes applications.
ABOUT_A_FORM = ("apply", "eligibility", "papers")
_IN_FORM = ("eligibility", "describe")
# Characters kept of words that are not understood.
KEPT = 500
# Further requests of one message that are kept in mind.
MOST_MORE = 2
# A share of the probability below which a guess is noise.
NOISE = 0.01


def act_on(play: Play, said: Said) -> None:
    """Do what the message asks for: an approved answer, a flow, or a question back when it is unclear."""
    before = play.session.unclear
    _act_on(play, said)
    if play.session.unclear is before:
        # Understood: what was unclear before it is no longer in a row with what may come.
        play.session = replace(play.session, unclear=())


def _act_on(play: Play, said: Said) -> None:
    number = play.session.top is None and digits(said.text).strip().isdecimal()
    if number or (said.message.kind is Kind.TEXT and not words(said.text)):
        # A number without a question: the list it was meant for has gone by. And what would a flower mean?
        begin(play, Start("menu"))
        return
    if papers.asks_for_missing(play, said.text):
        begin(play, Start("papers_missing"))
        return
    if own.asks_for_another_time(play, said.text):
        begin(play, Start("appointment", memo={"words": mask(said.text)}))
        return
    meaning = said.meaning
    plain = meaning.sure or served.about_a_service(meaning) or (play.session.top is not None and likely_inquiry(said))
    if meaning.answered and (not plain or _answerable(said) or _exact(meaning)):
        start = Start(answer_flow(play, meaning.answered), memo={"question": meaning.answered})
        begin(play, start, then=meaning.also)
    elif (question := probable(play, said)) and (not plain or (meaning.intent in _BROAD and asks(said))):
        keep(play, said)
        begin(play, Start("answer_guess", memo={"question": question}), then=meaning.also)
    elif plain and meaning.intent in _WAYS:
        ways_out.take(play, _WAYS[meaning.intent])
    elif plain and meaning.intent in ROUTES:
        start_intent(play, said)
    elif meaning.entity("reference") or mistyped(said.text):
        # A reference says by itself what is wanted, whatever the words around it are taken for.
        start_intent(play, replace(said, meaning=replace(meaning, intent="check_status")))
    else:
        unclear(play, said)


def probable(play: Play, said: Said) -> str:
    """The pack's question that is probably asked, or "": it is answered together with what was taken to be asked."""
    name, share = next(iter(said.meaning.answers), ("", 0.0))
    question = play.pack.question(name)
    foreign = said.meaning.intent == "out_of_scope"
    return name if share >= PROBABLE and question and not question.blank and not foreign else ""


def answer_flow(play: Play, name: str) -> str:
    """Which flow says the answer. In the middle of a form nothing more is asked than the form does."""
    question = play.pack.question(name)
    # Who waits for a colleague is offered none: these flows say that one will tell it.
    waits = play.session.owner == "queue"
    if question and question.blank and (waits or getattr(play.pack.contact, question.blank) != BLANK):
        return "hours" if question.blank == "hours" else "contact"
    if waits or not (question and question.person):
        return "answer"
    return "answer_in_form" if ways_out.open_form(play) else "answer_and_offer"


def _answerable(said: Said) -> bool:
    """Is the pack's own answer better than the flow of what is plainly meant?"""
    intent = said.meaning.intent
    return intent in ANSWERABLE and (intent not in WANTED or asks(said))


def _exact(meaning: Meaning) -> bool:
    """The very words of an approved question say more than the intent that they resemble."""
    score = next((score for name, score in meaning.answers if name == meaning.answered), 0.0)
    return score >= EXACT and meaning.intent not in _DONE_EVEN_SO


def start_intent(play: Play, said: Said) -> None:
    """Run the flow of the intent, about the service that was named or is being talked about."""
    said = also.in_order(play, said)
    meaning = said.meaning
    service = served.service_of(play, said)
    flow = served.flow_of(play, said, service)
    memo = {"words": mask(said.text)} if said.text else {}
    if reference := meaning.entity("reference"):
        memo["reference"] = reference
    elif flow == "status" and (typed := mistyped(said.text)):
        play.say(tell(play, "error.reference_typo", typed=typed))
    if play.session.top is not None and _same_form(play, flow, service):
        ahead.take(play, said)
        running.run(play)
        return
    if flow == "apply" and ways_out.open_form(play):
        park(play)
    if flow in _IN_FORM and _of_this_form(play, service):
        keep(play, said)
        asked = flow == "eligibility" and any(c.ask for c in (play.service.conditions if play.service else ()))
        play.say(play.text("eligibility.here" if asked else "error.question"))
        running.run(play)
        return
    service = service or _service_at_hand(play) or (served.only_form(play) if flow in ABOUT_A_FORM else "")
    if flow == "apply" and meaning.intent == "complaint":
        play.say(play.text("complaint.sorry"))
    told = _told(play, said, service) if flow == "apply" else {}
    if play.world.flows[flow].form or meaning.intent == "complaint":
        others = also.say_at_once(play, said)
    else:
        others = meaning.also
    begin(play, Start(flow, service, memo, told), then=others)


def _of_this_form(play: Play, service: str) -> bool:
    """Is it about the service whose form is open? Its conditions are asked there, and what it is they know."""
    return play.session.top is not None and play.frame.flow == "apply" and service in ("", play.frame.service)


def _told(play: Play, said: Said, service: str) -> dict[str, Answer]:
    """The form's answers that the wish for it holds already; the person hears that they were taken."""
    story, found = served.story(play, said, service), play.pack.service(service)
    if story:
        play.say(play.text("apply.told"))
    taken = ahead.told(play, found, said) if found and found.intake == "form" else {}
    ahead.say(play, taken)
    return {**taken, **story}


def unclear(play: Play, said: Said) -> None:
    """First time: the best three guesses and a person. Second time: a person.

    Where at least the service is plain, it is described: its conditions, papers and form are one tap from there.
    """
    meaning, said_words = said.meaning, mask(said.text)[:KEPT]
    keep(play, said)
    if service := meaning.entity("service"):
        begin(play, Start("describe", service))
        return
    play.session = replace(play.session, unclear=(*play.session.unclear, said_words))
    if len(play.session.unclear) > 1:
        begin(play, Start("escalate", memo={"words": " / ".join(filter(None, play.session.unclear))}))
        return
    if meaning.intent == "out_of_scope" and meaning.confidence >= BEYOND and not meaning.answered:
        begin(play, Start("out_of_scope"))
        return
    begin(play, Start("unclear", memo={"guesses": " ".join(_guesses(meaning)), "words": said_words}))


def keep(play: Play, said: Said) -> None:
    """What found no answer is kept to be taught."""
    play.happened(Asked(anonymous(said.text)[:KEPT], said.meaning.intent))


def _guesses(meaning: Meaning) -> list[str]:
    likely = [name for name, share in meaning.ranking if name not in _NO_GUESS and share >= NOISE]
    # Nothing to go by: what we offer at all.
    intents = [f"intent:{name}" for name in likely or ["list_services"]]
    questions = [f"faq:{name}" for name, score in meaning.answers[:2] if score >= RELATED]
    return [*questions[:1], *intents, *questions[1:]][:3]


def likely_inquiry(said: Said) -> bool:
    """A question of the kind we answer, though not surely: an answer too many does no harm, a scolding does."""
    return asks(said) and said.meaning.intent in INQUIRIES and said.meaning.confidence >= LIKELY


def asks(said: Said) -> bool:
    """Does the message look like a question?"""
    return asks_back(said.text) or bool(_ALSO_ASKING & set(words(said.text)[:1]))


def another(play: Play, said: Said) -> bool:
    """At a question that is no form's: does the message ask for something else, in so many words?"""
    meaning = said.meaning
    other = meaning.sure and ROUTES.get(meaning.intent, play.frame.flow) != play.frame.flow
    return not ways_out.open_form(play) and other and wants(said)


def wants(said: Said) -> bool:
    """Does the message begin with a wish?"""
    return bool(_WISH & set(words(said.text)[:2]))


def begin(play: Play, start: Start, *, then: Sequence[str] = ()) -> None:
    """Start a flow over an open form, but in place of anything lighter. `then` is offered when it has ended."""
    while play.session.top is not None and not play.flow.form:
        play.pop()
    for wish in reversed(then[:MOST_MORE]):
        running.lay(play, Start("also", memo={"choice": wish, "words": start.memo.get("words", "")}))
        if play.world.flows[start.flow].form:
            # A form takes a while: nobody should wonder whether the rest was heard.
            play.say(tell(play, "also.noted"))
    running.begin(play, start)


def _same_form(play: Play, flow: str, service: str) -> bool:
    return play.frame.flow == flow and play.flow.form and service in ("", play.frame.service)


def _service_at_hand(play: Play) -> str:
    """A service just talked about stays the subject of the next question."""
    return play.frame.service if play.session.top is not None else ""
