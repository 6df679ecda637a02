"""A message changed after it was sent: an answer changes with it, as long as its form is open."""

from dataclasses import dataclass, replace

from flows import running
from flows.flow import Ask
from flows.items import items_of
from flows.message import Incoming, Kind
from flows.moves import Miss
from flows.play import Play, Said
from flows.session import Session
from flows.steps import ask


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an answer was given: the frame's place in the stack, the answer's name, the step and the item in it."""

    depth: int
    name: str
    step: str
    item: int


def as_new(play: Play, said: Said) -> Said:
    """A change of the last thing said, or the first we hear at all, counts like a new message."""
    message = said.message
    if message.kind is not Kind.EDITED or not message.text or _find(play, message):
        return said
    last = message.message != "" and message.message == play.session.heard
    new = last or not play.session.greeted
    return replace(said, message=replace(message, kind=Kind.TEXT)) if new else said


def take(play: Play, said: Said) -> bool:
    """Change the answer that the message gave; where there is none any more, say so."""
    if said.message.kind is not Kind.EDITED:
        return False
    if found := _find(play, said.message):
        _answer_anew(play, said, found)
        return True
    play.say(play.text("edit.late"), ways_out=() if play.session.top else ("menu", "human"))
    if play.session.top is not None:
        running.run(play)
    return True


def _answer_anew(play: Play, said: Said, place: _Place) -> None:
    """As if the question were put again and answered; what was answered after it stays, and the form goes on there."""
    before, trial = play.session, Play(play.world, _rewound(play, place))
    step = running.current(trial)
    assert isinstance(step, Ask), "only typed answers are found again"
    # Its own buttons count once more: a yes may have become a no.
    ask.enter(trial, step)
    trial.replies.clear()
    trial.say(play.text("edit.done"))
    words = replace(said.message, kind=Kind.TEXT)
    move = ask.answer(trial, step, Said(words, said.meaning))
    if isinstance(move, Miss):
        play.session = before
        play.say(f"{move.why}\n{play.text('edit.kept')}")
        running.run(play)
        return
    play.session = trial.session
    play.replies += trial.replies
    play.events += trial.events
    running.follow(play, move)


def _rewound(play: Play, place: _Place) -> Session:
    """Standing at that question again."""
    frame = play.session.stack[place.depth]
    answers = {name: given for name, given in frame.answers.items() if name != place.name}
    back = replace(frame, step=place.step, item=place.item, answers=answers, misses=0)
    return replace(play.session, stack=(*play.session.stack[: place.depth], back))


def _find(play: Play, message: Incoming) -> _Place | None:
    """The answer of an open form that this message gave."""
    if not (message.message and message.text):
        return None
    for depth, frame in reversed(list(enumerate(play.session.stack))):
        for name, given in frame.answers.items():
            if given.message == message.message and (found := _asked(play, depth, name)):
                return found
    return None


def _asked(play: Play, depth: int, name: str) -> _Place | None:
    """Where the flow asks for the answer of this name."""
    there = Play(play.world, replace(play.session, stack=play.session.stack[: depth + 1]))
    for step_name, step in there.flow.steps.items():
        if not isinstance(step, Ask) or step.each == "changed":
            continue
        for number, item in enumerate(items_of(there, step)):
            if item.id == name:
                return _Place(depth, name, step_name, number)
    return None
