"""A message at an open question: the question first, and what is no answer to it as everything else."""

from dataclasses import replace

from flows import (
    ahead,
    beside,
    corrections,
    courtesy,
    haste,
    other_business,
    own_number,
    papers,
    running,
    second_thoughts,
    signs,
    starting,
    unasked,
    unclear,
    whose_number,
    wishes,
)
from flows.answers.common import does_without, doubts, reluctant
from flows.arabic import digits
from flows.flow import Ask, Choose, Document
from flows.moves import Miss, Move
from flows.parking import open_form
from flows.play import Play, Said
from flows.readings import Reading, first
from flows.routes import BUSINESS, CONTROLS
from flows.session import Frame
from flows.steps import ANSWER, ask, document
from flows.values import tell

# From so many wrong answers in a row on, a person is offered.
HELPLESS = 3


def answer(play: Play, said: Said) -> None:
    """A message at the open question: what is no answer to it is tried as everything else."""
    if first(play, said, BEFORE_THE_ANSWER):
        return
    before = play.frame
    step = running.current(play)
    move = ANSWER[step.kind](play, step, said)
    if not isinstance(move, Miss):
        _go_on(play, before, move)
    elif not first(play, said, NO_ANSWER):
        miss(play, _open_question(play, said) or move.why)


def _this_number(play: Play, said: Said) -> bool:
    """The number that they write from; where no channel tells it, it is to be written."""
    step = running.current(play)
    if not isinstance(step, Ask) or not own_number.meant(play, step, said):
        return False
    written = own_number.written(said)
    if written is None:
        play.say(play.text("mobile.unseen"))
        running.run(play)
    else:
        answer(play, written)
    return True


def _go_on(play: Play, before: Frame, move: Move) -> None:
    """From the question that was answered."""
    if play.session.top is not None and play.frame.flow == before.flow:
        # A paper takes several messages; it is one question all the same.
        asked = (before.step, before.item)
        trail = play.frame.trail if play.frame.trail[-1:] == (asked,) else (*play.frame.trail, asked)
        play.update(trail=trail, misses=0)
    play.session = replace(play.session, unclear=())
    running.follow(play, move)


def _interrupts(play: Play, said: Said) -> bool:
    interrupts = not said.chosen and other_business.interrupts(play, said)
    if interrupts:
        wishes.act_on(play, said)
    return interrupts


def _says_again(play: Play, said: Said) -> bool:
    """What they are asked to tell is told here: "I want to complain" tells nothing yet, nor does "where do I?"."""
    step = running.current(play)
    again = isinstance(step, Ask) and other_business.only_names(play, said)
    if again:
        play.say(play.text("ask.here"))
        running.run(play)
    return again


def _had(play: Play, said: Said) -> bool:
    had = play.flow.form and ahead.repeats(play, said)
    if had:
        play.say(play.text("apply.had"))
        running.run(play)
    return had


def _named_again(play: Play, said: Said) -> bool:
    asked = play.flow.form and signs.is_text(said) and isinstance(running.current(play), Ask | Choose)
    return asked and not said.chosen and corrections.names_again(play, said)


def _only_the_name(play: Play, said: Said) -> bool:
    """The very name of the form, where it is asked what happened or what is needed."""
    step = running.current(play)
    return isinstance(step, Ask) and ask.free(play, step) and play.flow.form and corrections.names_again(play, said)


def _asks_back(play: Play, said: Said) -> bool:
    asks = other_business.asks_back(play, said)
    if asks:
        miss(play, _open_question(play, said))
    return asks


def _open_question(play: Play, said: Said) -> str:
    """What is said of a question in a form to which we know no answer: it is no wrong answer to ours."""
    if not signs.asks(said):
        return ""
    unclear.keep(play, said)
    # "1526018154?" asks nothing.
    return play.text("error.question") if play.flow.form and not any(map(str.isdigit, digits(said.text))) else ""


def _anothers(play: Play, said: Said) -> bool:
    why = whose_number.anothers(play, said)
    if why:
        miss(play, why)
    return bool(why)


def _answers_ahead(play: Play, said: Said) -> bool:
    ahead_of = isinstance(running.current(play), Ask) and ahead.take(play, said)
    if ahead_of:
        ahead.warn(play, said)
        running.run(play)
    return ahead_of


def _answers_below(play: Play, said: Said) -> bool:
    """An answer to the question of the form underneath goes on with the form."""
    if play.flow.form or not open_form(play) or not signs.is_text(said) or said.clear:
        return False
    trial = Play(play.world, play.session)
    while not trial.flow.form:
        trial.pop()
    running.run(trial)
    step, formed = running.current(trial), trial.session
    free = isinstance(step, Ask) and ask.free(trial, step)
    if free or signs.asks(said) or isinstance(ANSWER[step.kind](trial, step, said), Miss):
        return False
    play.session = formed
    answer(play, said)
    return True


def _unasked(play: Play, said: Said) -> bool:
    at_list = isinstance(running.current(play), Choose)
    return at_list and (unasked.before_the_service(play, said) if play.flow.form else unasked.take(play, said))


def _yes_to_several(play: Play, said: Said) -> bool:
    several = isinstance(running.current(play), Choose) and len(play.session.offered) > 1
    yes = several and said.meaning.intent == "affirm" and said.meaning.confidence >= signs.LIKELY
    if yes:
        miss(play, play.text("error.choose.which"))
    return yes


def _cannot_choose(play: Play, said: Said) -> bool:
    """I do not know, to a list: nobody is told that this is no option."""
    few = signs.BRIEF if play.flow.form else signs.GREETING
    # Who was asked "did you mean?" already is better off with a person.
    several = len(play.session.offered) > 1 and play.flow.id != "unclear"
    lost = several and signs.within(said, few) and doubts(said.text)
    if lost:
        miss(play, play.text("error.choose.unsure"), person=True)
    return lost


def _announces_paper(play: Play, said: Said) -> bool:
    step = running.current(play)
    announced = play.flow.form and isinstance(step, Ask) and signs.means(said, ("submit_document",))
    if announced:
        play.say(play.text("document.held" if papers.held(play.frame) else "document.in_time"))
        running.run(play)
    return announced


def _other_business(play: Play, said: Said) -> bool:
    other = other_business.clear(play, said) or other_business.beside_the_point(play, said)
    if other:
        wishes.act_on(play, said)
    return other


def _would_rather_not(play: Play, said: Said) -> bool:
    step = running.current(play)
    needed = isinstance(step, Ask) and step.each == "fields" and not ask.present(play, step).optional
    unwilling = needed and not play.session.offered and reluctant(said.text)
    if unwilling:
        miss(play, play.text("ask.reluctant"), person=True)
    return unwilling


def _wishes_on(play: Play, said: Said) -> bool:
    step = running.current(play)
    at_field = isinstance(step, Ask) and step.each == "fields" and not ask.yes_or_no(play, step)
    if not (at_field and play.service and starting.only_wishes(said, play.service)):
        return False
    play.say(tell(play, "apply.here"))
    running.run(play)
    return True


def _refuses(play: Play, said: Said) -> bool:
    """Plainly unwilling, and nothing asked or wanted besides: whatever else the words resemble."""
    besides = signs.asks(said) or said.meaning.answered or signs.means(said, CONTROLS | BUSINESS)
    return (does_without(said.text) or not besides) and _would_rather_not(play, said)


def _tells_beside(play: Play, said: Said) -> bool:
    step = running.current(play)
    if isinstance(step, Ask) and ask.attempts(play, step, said):
        return False
    at_paper = isinstance(step, Document) and document.tells(play, said)
    told = (isinstance(step, Ask) or at_paper) and beside.take(play, said)
    # To "shall we begin?", or when a paper is sent on, a hardship is told: it is heard, and no form is open to keep it.
    no_form = (isinstance(step, Choose) and play.flow.form and not play.flow.keep) or (at_paper and not play.flow.form)
    heard = not told and no_form and beside.tells(said)
    if told or heard:
        miss(play, play.text("beside.kept" if told else "beside.heard"))
    return told or heard


def miss(play: Play, why: str, *, person: bool = False) -> None:
    """Say what was wrong and ask again; from the third time on, or at once with `person`, a person is offered."""
    play.update(misses=play.frame.misses + 1)
    helpless = person or play.frame.misses >= HELPLESS
    asked = len(play.replies)
    running.run(play)
    question = play.replies[asked]
    text = "\n\n".join(filter(None, (why, play.text("miss.person") if helpless else "", question.text)))
    ways = (play.way_out("human"),) if helpless else ()
    play.replies[asked] = replace(question, text=text, buttons=(*question.buttons, *ways))


# At an open question, before the words are tried as its answer: a name or a description is read into nearly any words.
BEFORE_THE_ANSWER: tuple[Reading, ...] = (
    second_thoughts.heard,  # "Why do you ask?", "change the name", a new number at the summary.
    courtesy.in_passing,  # "Thank you" is nobody's name.
    _this_number,  # "The same as this one."
    whose_number.asked,  # "My number or hers?"
    haste.heard,  # "Quickly, please" is nobody's name and no need.
    _interrupts,  # "I want to talk to somebody": plainly no answer.
    _says_again,  # "I want to complain", where it is asked what happened.
    _had,  # A number that stands in the form, sent once more, is not the answer to another question.
    _only_the_name,  # Sent once more it tells nothing of what is needed.
    _asks_back,  # "Why do you need my ID?" is no shop.
)

# What is no answer. What finds no place here was a wrong one: it is told why, and asked again.
NO_ANSWER: tuple[Reading, ...] = (
    _anothers,  # "My husband's ID": whatever it resembles, the applicant's own is wanted.
    _named_again,  # The name once more, where a number is asked for, is no part of the story.
    _answers_ahead,  # It answers what is asked later.
    courtesy.instead,  # Thanks and a goodbye are answered in kind.
    _answers_below,  # What was asked in between may be left open.
    _unasked,  # A name or a number at a list: no form is open that asks for it.
    _yes_to_several,  # Yes, to "did you mean one of these": which?
    _cannot_choose,  # "I do not know which."
    _announces_paper,  # "This is the invoice", before it is asked for.
    _wishes_on,  # "Yes, I want to apply", in the very form.
    _refuses,  # "I do not want to give my number" offers no gift.
    _other_business,  # A wish of its own, or words that a menu did not ask for.
    corrections.last,  # "Sorry, it is ...": the answer before.
    _would_rather_not,  # "I do not want to give my name", "must I?"
    _tells_beside,  # "He will not repair it" is no number; the form asks later what happened.
)
