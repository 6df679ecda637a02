"""The ways out that work at every question: menu, back, cancel, a person, help, continue."""

from dataclasses import replace

from flows import choices, ours, running
from flows.flow import Ask, Choose, Declare, Document
from flows.items import items_of
from flows.message import Kind
from flows.moves import Start
from flows.parking import kept, open_form, park
from flows.play import Play, Said
from flows.words import WAYS, command, puts_off

# Ways out that only start a flow.
_PLAIN = {"help": "help", "cancel": "nothing_to_cancel", "opt_in": "opt_in"}


def way_out(said: Said) -> str:
    """The way out that a tap or a whole message names, or ""."""
    if said.message.kind is Kind.TAP:
        marked, _, way = said.message.tap.partition("go.")
        # A button's data comes back as somebody's application sends it: only ours count.
        return way if not marked and way in WAYS else ""
    return command(said.text) if said.message.kind is Kind.TEXT else ""


def heard(play: Play, said: Said) -> bool:
    """Go the way out that the message means, from whatever is open."""
    way = meant(play, said)
    if way:
        play.session = replace(play.session, unclear=())
        take(play, way)
    return bool(way)


def meant(play: Play, said: Said) -> str:
    """The way out that is meant here while the bot has the conversation, or ""."""
    way = way_out(said)
    if way == "safe":
        # "I am well" is small talk where nobody raised an alarm.
        return way if said.message.kind is Kind.TAP else ""
    here = way == "continue" and play.session.top is not None and choices.goes_on(play) is not None
    return "" if here or (way == "later" and not _leaves(play, said)) else way


def _leaves(play: Play, said: Said) -> bool:
    """Does "later" leave what is open? A button's words are the button; the bare word is about the form, if one is
    open, but at a paper about the paper.
    """
    if any(ours.folded(choice.label) == said.folded for choice in play.session.offered):
        return False
    if play.session.top is None and play.session.parked:
        # Said once more: the form is put aside already.
        return True
    step = running.current(play) if play.session.top is not None and play.flow.form else None
    return puts_off(said.text) or not (step is None or isinstance(step, Document))


def take(play: Play, way: str) -> None:
    """Go that way. An unfinished form is put aside, never lost."""
    if way == "back" and play.session.top is not None:
        step_back(play)
    elif way == "later" and (_unfinished(play) or play.session.parked):
        park(play)
        running.begin(play, Start("paused"))
    elif way == "cancel" and _unfinished(play):
        park(play)
        running.begin(play, Start("cancelled"))
    elif way == "help" and play.session.top is not None and not _light(play):
        running.begin(play, Start("help_here"))
    elif way == "safe":
        _go_on(play)
    elif way == "human":
        running.begin(play, Start("human"))
    elif way == "continue":
        keep_on(play)
    else:
        park(play)
        running.begin(play, Start(_PLAIN.get(way, "menu")))


def _go_on(play: Play) -> None:
    """There is no danger, thank God: back to what was open."""
    play.say(play.text("emergency.safe"))
    running.run(play) if play.session.top else running.begin(play, Start("menu"))


def _light(play: Play) -> bool:
    """Is a list open that belongs to no form? Whoever asks for help there is helped little by the same list."""
    return isinstance(running.current(play), Choose) and not open_form(play)


def _unfinished(play: Play) -> bool:
    """Is there a form worth putting aside?"""
    return any(kept(play, frame) for frame in play.session.stack)


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
    if open_form(play):
        while not play.flow.form:
            play.pop()
        running.run(play)
    else:
        play.session = replace(play.session, stack=())
        running.begin(play, Start("continue"))


def _forget(play: Play) -> None:
    """Drop the answer that is asked again, so that the question is put."""
    step, item = running.current(play), play.frame.item
    if isinstance(step, Ask):
        play.drop(*(asked.id for asked in items_of(play, step)[item : item + 1]))
    if isinstance(step, Document) and play.service:
        play.drop(*play.service.documents[item : item + 1])
    if isinstance(step, Declare):
        play.forget("agreed")
