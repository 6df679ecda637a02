"""Making sense of a message: ways out first, then the open question, then what else it may mean."""

from dataclasses import replace

from flows import running
from flows.arabic import digits, words
from flows.events import Asked, TookBack
from flows.flow import Ask
from flows.items import items_of
from flows.message import Incoming, Kind, Meaning
from flows.moves import Miss, Start
from flows.parking import park, worth_keeping
from flows.play import Play, Said
from flows.redact import mask
from flows.routes import ANSWERABLE, CONTROLS, INQUIRIES, ROUTES
from flows.session import Choice, Session
from flows.steps import ANSWER, ask
from flows.values import tell
from flows.words import command, greeted

LIKELY = 0.4
# A city, a name or a number of dependants is no longer than this many words.
PLAIN = 5
SPOKEN = (Kind.TEXT, Kind.TAP, Kind.MEDIA)
_ARABIC = ("كم", "متي", "وين", "فين", "كيف", "هل", "ليش", "ليه", "ايش", "وش", "شو", "مين", "منو", "اين", "لماذا")
_ENGLISH = ("what", "when", "where", "how", "why", "who", "is", "are", "can")
# Ways out that only start a flow.
_PLAIN = {"help": "help", "cancel": "nothing_to_cancel", "opt_in": "opt_in"}
QUESTION_WORDS = frozenset((*_ARABIC, *_ENGLISH))


def tapped(session: Session, message: Incoming) -> Choice | None:
    """The offered choice behind a tap, if the tap belongs to the present question."""
    if message.kind is not Kind.TAP:
        return None
    return next((c for c in session.offered if c.id == message.tap), None)


def hear(play: Play, said: Said) -> None:
    """One message while the bot has the conversation."""
    newcomer = not play.session.greeted
    _meet(play, said)
    way = way_out(said)
    if newcomer and way == "menu":
        running.begin(play, Start("welcome"))
    elif way:
        take_way_out(play, way)
    elif said.message.kind is Kind.TAP and said.chosen is None:
        stale_tap(play)
    elif said.message.kind not in SPOKEN:
        unreadable(play, said)
    elif said.message.kind is Kind.MEDIA and (play.session.top is None or not play.flow.form):
        _begin(play, Start("paper_later"))
    elif play.session.top is not None:
        answer(play, said)
    else:
        act_on(play, said)


def plain_answer(play: Play, said: Said) -> bool:
    """Is this a short and valid answer of the open form? Then a mere guess of danger would be a false alarm."""
    if play.session.owner != "bot" or play.session.top is None or len(words(said.text)) > PLAIN:
        return False
    step = running.current(play)
    return isinstance(step, Ask) and ask.fits(play, step, said)


def _meet(play: Play, said: Said) -> None:
    """Return the greeting. Whoever begins in English is answered in English; later only on request."""
    english = not play.session.greeted and said.meaning.language == "en" and len(words(said.text)) > 1
    play.session = replace(play.session, greeted=True, language="en" if english else play.session.language)
    if greeting := greeted(said.text):
        play.say(play.text(f"greeting.{greeting}"))


def way_out(said: Said) -> str:
    if said.message.kind is Kind.TAP:
        return said.message.tap.removeprefix("go.") if said.message.tap.startswith("go.") else ""
    return command(said.text) if said.message.kind is Kind.TEXT else ""


def take_way_out(play: Play, way: str) -> None:
    if way == "back" and play.session.top is not None:
        step_back(play)
    elif way == "cancel" and any(worth_keeping(frame) for frame in play.session.stack):
        park(play)
        running.begin(play, Start("cancelled"))
    elif way == "help" and play.session.top is not None:
        running.begin(play, Start("help_here"))
    elif way == "human":
        running.begin(play, Start("human"))
    elif way == "continue":
        keep_on(play)
    else:
        park(play)
        running.begin(play, Start(_PLAIN.get(way, "menu")))


def step_back(play: Play) -> None:
    """Return to the question answered last; at the first question, to the menu with the form put aside."""
    trail = play.frame.trail
    if not trail:
        park(play)
        running.begin(play, Start("menu"))
        return
    step, item = trail[-1]
    play.update(step=step, item=item, trail=trail[:-1], misses=0)
    _forget(play)
    running.run(play)


def keep_on(play: Play) -> None:
    """Go on with the open form, or with one put aside."""
    if _open_form(play):
        while not play.flow.form:
            play.pop()
        running.run(play)
    else:
        play.session = replace(play.session, stack=())
        running.begin(play, Start("continue"))


def stale_tap(play: Play) -> None:
    """A button of an earlier question is never an answer to the present one."""
    play.say(play.text("tap.stale"))
    running.run(play) if play.session.top else running.begin(play, Start("menu"))


def unreadable(play: Play, said: Said) -> None:
    key = {Kind.VOICE: "unreadable.voice", Kind.LOCATION: "unreadable.location"}.get(said.message.kind, "unreadable")
    play.say(play.text(key), ways_out=() if play.session.top else ("menu", "human"))
    if play.session.top is not None:
        running.run(play)


def answer(play: Play, said: Said) -> None:
    """The open question first; what is no answer may be a wish of its own."""
    step = running.current(play)
    if not said.chosen and interrupts(play, said):
        act_on(play, said)
        return
    before = play.frame
    move = ANSWER[step.kind](play, step, said)
    if not isinstance(move, Miss):
        if len(play.session.stack) and play.frame.flow == before.flow:
            play.update(trail=(*play.frame.trail, (before.step, before.item)), misses=0)
        play.session = replace(play.session, unclear=0)
        running.follow(play, move)
    elif wishes(play, said) or not (play.flow.form or _is_number(said)):
        # A menu asks nothing in particular: what answers none of its options is a message of its own.
        act_on(play, said)
    else:
        miss(play, move.why)


def miss(play: Play, why: str) -> None:
    """Say what was wrong and ask again; from the third time on, a person is offered."""
    play.update(misses=play.frame.misses + 1)
    helpless = play.frame.misses >= 3
    asked = len(play.replies)
    running.run(play)
    question = play.replies[asked]
    text = "\n\n".join(filter(None, (why, play.text("miss.person") if helpless else "", question.text)))
    ways = (play.way_out("human"),) if helpless else ()
    play.replies[asked] = replace(question, text=text, buttons=(*question.buttons, *ways))


def interrupts(play: Play, said: Said) -> bool:
    """Is this plainly not an answer, although the question takes nearly any words?"""
    step = running.current(play)
    meaning, count = said.meaning, len(words(said.text))
    if not isinstance(step, Ask) or not ask.loose(play, step):
        return False
    if meaning.sure and meaning.intent in CONTROLS:
        return count <= 6
    return asks(said) and count <= 14 and (bool(meaning.answered) or (meaning.sure and meaning.intent in INQUIRIES))


def asks(said: Said) -> bool:
    """Does the message look like a question?"""
    first = words(said.text)[:1]
    return bool({"?", "؟"} & set(said.text)) or bool(first and first[0] in QUESTION_WORDS)


def wishes(play: Play, said: Said) -> bool:
    """Is a message that answers nothing clear enough to be acted upon?"""
    meaning = said.meaning
    unhelpful = ("affirm", "deny", "out_of_scope", "greet", "thanks")
    if said.message.kind is not Kind.TEXT:
        return False
    return bool(meaning.answered) or (meaning.sure and meaning.intent not in unhelpful) or likely_inquiry(said)


def likely_inquiry(said: Said) -> bool:
    """A question of the kind we answer, though not surely: an answer too many does no harm, a scolding does."""
    return asks(said) and said.meaning.intent in INQUIRIES and said.meaning.confidence >= LIKELY


def act_on(play: Play, said: Said) -> None:
    """Do what the message asks for: an approved answer, a flow, or a question back when it is unclear."""
    meaning = said.meaning
    if meaning.answered and (not meaning.sure or meaning.intent in ANSWERABLE) and not _needs_flow(meaning):
        _begin(play, Start("answer", memo={"question": meaning.answered}))
    elif meaning.sure and meaning.intent in ("go_back", "cancel", "main_menu", "continue_application"):
        take_way_out(
            play,
            {"go_back": "back", "main_menu": "menu", "continue_application": "continue"}.get(
                meaning.intent, meaning.intent
            ),
        )
    elif (meaning.sure and meaning.intent in ROUTES) or (play.session.top is not None and likely_inquiry(said)):
        start_intent(play, said)
    elif meaning.entity("reference"):
        # A valid reference says by itself what is wanted, whatever the words around it are taken for.
        start_intent(play, replace(said, meaning=replace(meaning, intent="check_status")))
    else:
        unclear(play, said)


def start_intent(play: Play, said: Said) -> None:
    meaning = said.meaning
    memo = {"words": mask(said.text)} if said.text else {}
    if reference := meaning.entity("reference"):
        memo["reference"] = reference
    service = meaning.entity("service")
    if play.session.top is not None and _same_form(play, ROUTES[meaning.intent], service):
        running.run(play)
        return
    if ROUTES[meaning.intent] == "apply" and _open_form(play):
        park(play)
    play.session = replace(play.session, unclear=0)
    _begin(play, Start(ROUTES[meaning.intent], service or _service_at_hand(play, meaning), memo))


def unclear(play: Play, said: Said) -> None:
    """First time: the best three guesses and a person. Second time: a person.

    Where at least the service is plain, it is described: its conditions, papers and form are one tap from there.
    """
    meaning = said.meaning
    if service := meaning.entity("service"):
        _begin(play, Start("describe", service))
        return
    play.happened(Asked(mask(said.text), meaning.intent))
    again = play.session.unclear >= 1
    play.session = replace(play.session, unclear=play.session.unclear + 1)
    if again:
        _begin(play, Start("escalate", memo={"words": mask(said.text)}))
        return
    intents = [
        f"intent:{name}"
        for name, _ in meaning.ranking
        if name not in ("out_of_scope", "affirm", "deny", "emergency", "greet")
    ]
    questions = [f"faq:{name}" for name, score in meaning.answers[:2] if score >= 0.3]
    guesses = [*questions[:1], *intents, *questions[1:]][:3]
    memo = {"guesses": " ".join(guesses), "words": mask(said.text), "service": meaning.entity("service")}
    _begin(play, Start("unclear", memo=memo))


def while_waiting(play: Play, said: Said) -> None:
    """The person waits for a colleague of ours: the bot answers questions, and takes back only when told to."""
    way = way_out(said)
    if way in ("menu", "continue", "cancel", "back"):
        play.session = replace(play.session, owner="bot", urgent=False)
        play.happened(TookBack())
        take_way_out(play, "continue" if way == "back" else way)
    elif said.meaning.answered:
        frame = Start("answer", memo={"question": said.meaning.answered})
        play.say(play.text("queue.meanwhile"))
        running.begin(play, frame)
    else:
        noted = "emergency.noted" if play.session.urgent else "queue.noted"
        play.say(tell(play, noted), ways_out=("menu",))


def _is_number(said: Said) -> bool:
    return said.message.kind is not Kind.TEXT or digits(said.text).strip().isdigit()


def _begin(play: Play, start: Start) -> None:
    """Start a flow over an open form, but in place of anything lighter."""
    while play.session.top is not None and not play.flow.form:
        play.pop()
    running.begin(play, start)


def _forget(play: Play) -> None:
    """Drop the answer that is asked again, so that the question is put."""
    step = running.current(play)
    if isinstance(step, Ask):
        item = items_of(play, step)[play.frame.item]
        play.update(answers={k: a for k, a in play.frame.answers.items() if k != item.id})


def _open_form(play: Play) -> bool:
    return any(play.world.flows[f.flow].form for f in play.session.stack)


def _same_form(play: Play, flow: str, service: str) -> bool:
    return play.frame.flow == flow and play.flow.form and service in ("", play.frame.service)


def _service_at_hand(play: Play, meaning: Meaning) -> str:
    """A service just talked about stays the subject of the next question."""
    return play.frame.service if play.session.top is not None else ""


def _needs_flow(meaning: Meaning) -> bool:
    return meaning.sure and meaning.intent in ("check_status", "apply", "talk_to_human")
