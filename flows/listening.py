"""Making sense of a message: ways out first, then the open question, then what else it may mean."""

from dataclasses import replace

from flows import (
    ahead,
    arrivals,
    commands,
    corrections,
    courtesy,
    danger,
    edits,
    proving,
    running,
    second_thoughts,
    unread,
    ways_out,
    wishes,
)
from flows.answers.common import OPEN
from flows.arabic import digits, fold, words
from flows.flow import Ask, Choose, Document, Step
from flows.message import Incoming, Kind
from flows.moves import Miss, Start
from flows.play import Play, Said
from flows.routes import CONTROLS, INQUIRIES
from flows.session import Choice, Session
from flows.steps import ANSWER, ask, choose
from flows.words import greeted, only_greets, puts_off

PLAIN_YES_NO = frozenset(
    map(fold, ("نعم", "لا", "ايه", "ايوه", "ايوا", "اي", "ابدا", "كلا", "yes", "no", "yeah", "nope"))
)
# Intents that say nothing about what is wanted while a question is open.
UNHELPFUL = ("affirm", "deny", "out_of_scope", "greet", "thanks")
# Confidence from which a longer sentence in answer to an open question is a wish about the conversation itself.
FIRM = 0.95
# A wish in so few words says nothing else; in so few a word of praise may still be none.
BARE, BRIEF = 3, 4
# A question back has no more words; a longer one is a story that ends in a question.
MOST_ASKED = 9
# What one wants of a request that went in: no form's description.
OF_A_REQUEST = ("check_status", "appeal_decision", "withdraw_application")
SETTINGS = ("stop_messages", "change_language")
SPOKEN = (Kind.TEXT, Kind.TAP, Kind.MEDIA)


def tapped(session: Session, message: Incoming) -> Choice | None:
    """The offered choice behind a tap, if the tap belongs to the present question."""
    if message.kind is not Kind.TAP:
        return None
    return next((c for c in session.offered if c.id == message.tap), None)


def hear(play: Play, said: Said) -> None:
    """One message while the bot has the conversation."""
    newcomer = not play.session.greeted
    said = edits.as_new(play, said)
    _meet(play, said)
    way = _way(play, said)
    if said.message.kind is Kind.EDITED:
        edits.take(play, said)
    elif newcomer and way == "menu":
        running.begin(play, Start("welcome"))
    elif way:
        play.session = replace(play.session, unclear=())
        ways_out.take(play, way)
    elif said.message.kind is Kind.TAP and said.chosen is None:
        stale_tap(play)
    elif said.message.kind not in SPOKEN:
        unread.take(play, said)
    elif said.message.kind is Kind.MEDIA and not arrivals.asked(play):
        arrivals.take(play, said.message)
    elif play.session.top is not None and not commands.wished(said):
        answer(play, said)
    elif only_greets(said.text):
        running.begin(play, Start("welcome"))
    elif not courtesy.opening(play, said, newcomer=newcomer):
        wishes.act_on(play, said)


def _way(play: Play, said: Said) -> str:
    """The way out that the message names, or ""."""
    way = ways_out.way_out(said)
    if way == "safe":
        # "I am well" is small talk where nobody raised an alarm.
        return way if said.message.kind is Kind.TAP else ""
    here = way == "continue" and play.session.top is not None and choose.goes_on(play) is not None
    return "" if here or (way == "later" and not _leaves(play, said)) else way


def _leaves(play: Play, said: Said) -> bool:
    """Does "later" leave what is open? A button's words are the button; the bare word is about the form, if one is
    open, but at a paper about the paper.
    """
    if any(fold(choice.label) == fold(said.text) for choice in play.session.offered):
        return False
    step = running.current(play) if play.session.top is not None and play.flow.form else None
    return puts_off(said.text) or not (step is None or isinstance(step, Document))


def speak_their_language(play: Play, said: Said) -> None:
    """Whoever begins in English is answered in English; later only on request."""
    told = len(words(said.text)) > 1 or said.meaning.intent == "greet"
    if not play.session.greeted and said.meaning.language == "en" and told:
        play.session = replace(play.session, language="en")


def _meet(play: Play, said: Said) -> None:
    """Return the greeting."""
    play.session = replace(play.session, greeted=True)
    if said.message.kind is Kind.TEXT:
        play.session = replace(play.session, heard=said.message.message)
        unread.repeat_heard(play, said.message)
        proving.joined_in_form(play)
    if greeting := greeted(said.text):
        play.say(play.text(f"greeting.{greeting}"))


def stale_tap(play: Play) -> None:
    """A button of an earlier question is never an answer to the present one."""
    play.say(play.text("tap.stale"))
    running.run(play) if play.session.top else running.begin(play, Start("menu"))


def answer(play: Play, said: Said) -> None:
    """The open question first; what is no answer may be a wish of its own."""
    step = running.current(play)
    if second_thoughts.heard(play, said) or courtesy.at_question(play, said, missed=False):
        return
    if not said.chosen and interrupts(play, said):
        wishes.act_on(play, said)
        return
    if play.flow.form and ahead.repeats(play, said):
        play.say(play.text("apply.had"))
        running.run(play)
        return
    if _asks_back(play, step, said):
        miss(play, _open_question(play, said))
        return
    before = play.frame
    move = ANSWER[step.kind](play, step, said)
    if isinstance(move, Miss) and isinstance(step, Ask) and ahead.take(play, said):
        ahead.warn(play, said)
        running.run(play)
    elif not isinstance(move, Miss):
        if len(play.session.stack) and play.frame.flow == before.flow:
            # A paper takes several messages; it is one question all the same.
            asked = (before.step, before.item)
            trail = play.frame.trail if play.frame.trail[-1:] == (asked,) else (*play.frame.trail, asked)
            play.update(trail=trail, misses=0)
        play.session = replace(play.session, unclear=())
        running.follow(play, move)
    elif not (courtesy.at_question(play, said, missed=True) or _meant_for_the_form(play, said)):
        _missed(play, said, move.why)


def _missed(play: Play, said: Said, why: str) -> None:
    """What is no answer to the open question: a wish of its own, a correction, or a miss."""
    if _yes_to_several(play, said):
        miss(play, play.text("error.choose.which"))
    elif _clear_wish(play, said) or _beside_the_point(play, said):
        wishes.act_on(play, said)
    elif not corrections.last(play, said):
        miss(play, _open_question(play, said) or why)


def _yes_to_several(play: Play, said: Said) -> bool:
    """Yes, to "did you mean one of these"."""
    several = isinstance(running.current(play), Choose) and len(play.session.offered) > 1
    return several and said.meaning.sure and said.meaning.intent == "affirm"


def _asks_back(play: Play, step: Step, said: Said) -> bool:
    """Would a form's question take a question for its answer: a shop by the name of "why do you need my ID?", say?"""
    told = words(said.text)
    if not (isinstance(step, Ask) and step.each == "fields" and ask.free(play, step)) or len(told) > MOST_ASKED:
        return False
    field = play.pack.field(ask.present(play, step).id)
    asked = said.text.rstrip().endswith(("?", "؟")) and bool(told) and told[0] in OPEN
    return asked and not (field and field.story)


def _open_question(play: Play, said: Said) -> str:
    """What is said of a question in a form to which we know no answer: it is no wrong answer to ours."""
    if not wishes.asks(said):
        return ""
    wishes.keep(play, said)
    # "1526018154?" asks nothing.
    return play.text("error.question") if play.flow.form and not any(map(str.isdigit, digits(said.text))) else ""


def _meant_for_the_form(play: Play, said: Said) -> bool:
    """What was asked in between may be left open: an answer to the question of the form underneath goes on with it."""
    if play.flow.form or not ways_out.open_form(play) or said.message.kind is not Kind.TEXT or said.clear:
        return False
    trial = Play(play.world, play.session)
    while not trial.flow.form:
        trial.pop()
    running.run(trial)
    step, formed = running.current(trial), trial.session
    free = isinstance(step, Ask) and ask.free(trial, step)
    if free or wishes.asks(said) or isinstance(ANSWER[step.kind](trial, step, said), Miss):
        return False
    play.session = formed
    answer(play, said)
    return True


def _beside_the_point(play: Play, said: Said) -> bool:
    """A menu asks nothing in particular: what answers none of its options is a message of its own, and so is a question
    where a form offers a choice.
    """
    step = running.current(play)
    if isinstance(step, Ask) or _is_number(said):
        return False
    return not play.flow.form or (isinstance(step, Choose) and wishes.asks(said))


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
    if isinstance(step, Ask) and ((play.flow.form and ahead.holds_number(play, said)) or ask.leaves_out(play, said)):
        return False
    if isinstance(step, Ask) and ask.yes_or_no(play, step):
        return _other_business(said)
    if not isinstance(step, Ask) or not ask.loose(play, step):
        return False
    if wishes.another(play, said) or _of_a_request(said):
        return True
    if meaning.sure and meaning.intent in CONTROLS:
        # "Messages only, do not call" asks for no silence, "nobody answered me" is a story: in few words, or surely.
        firm = meaning.intent not in SETTINGS and (meaning.confidence >= FIRM or not ask.free(play, step))
        return count <= (6 if firm else 3)
    return (
        wishes.asks(said) and count <= 14 and (bool(meaning.answered) or (meaning.sure and meaning.intent in INQUIRIES))
    )


def _of_a_request(said: Said) -> bool:
    """Where is it, I take it back: in so few words nobody tells anything else."""
    return said.meaning.intent in OF_A_REQUEST and said.meaning.confidence >= FIRM and len(words(said.text)) <= BRIEF


def _other_business(said: Said) -> bool:
    """A sentence with a wish of its own, which a friendly "well then" at its head does not make a yes."""
    told = words(said.text)
    meaning = said.meaning
    wish = meaning.sure and meaning.intent not in (*UNHELPFUL, "goodbye")
    # "No, I want to talk to somebody" is no answer either.
    firm = meaning.intent in CONTROLS and meaning.confidence >= FIRM
    return wish and len(told) > 2 and (firm or told[0] not in PLAIN_YES_NO)


def _clear_wish(play: Play, said: Said) -> bool:
    """Is a message that answers nothing clear enough to be acted upon?"""
    meaning = said.meaning
    if said.message.kind is not Kind.TEXT:
        return False
    if play.flow.form and meaning.intent not in danger.BUSINESS | CONTROLS:
        # "Excellent" rates nothing and "later" says no farewell where a number was asked for.
        wish = meaning.sure and (wishes.wants(said) or len(words(said.text)) >= BRIEF)
    else:
        wish = meaning.sure
    if meaning.answered or wishes.likely_inquiry(said) or (wishes.asks(said) and wishes.probable(play, said)):
        return True
    return wish and meaning.intent not in UNHELPFUL


def _is_number(said: Said) -> bool:
    return said.message.kind is not Kind.TEXT or digits(said.text).strip().isdigit()
