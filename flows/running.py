"""Running flows: entering steps until one waits, and what happens when a flow ends."""

from collections.abc import Sequence
from dataclasses import replace

from flows.events import Stepped
from flows.flow import Flow, Step
from flows.moves import Miss, Move, Start, Wait
from flows.play import Play
from flows.session import Frame
from flows.steps import ENTER
from flows.values import tell

# A turn that runs longer is a loop in a flow; the person is offered the menu instead of silence.
MAX_STEPS = 60
# Deeper than this nobody remembers what they were doing; the oldest flow that is no form is let go.
MAX_DEPTH = 4
# The flow that offers a further request of one message.
ALSO = "also"
# Further requests of one message that are kept in mind.
MOST_MORE = 2
# More than any channel carries in one message; the transcript has all of it anyway.
MOST_WORDS = 5_000


class RunawayError(Exception):
    """A flow ran more steps in one turn than any honest flow needs."""


def begin(play: Play, start: Start) -> None:
    """Start a flow over what is running, and run it until it waits."""
    _open(play, start)
    run(play)


def begin_over_form(play: Play, start: Start, *, then: Sequence[str] = ()) -> None:
    """Start a flow over an open form, but in place of anything lighter. `then` is offered when it has ended."""
    while play.session.top is not None and not play.flow.form:
        play.pop()
    for wish in reversed(then[:MOST_MORE]):
        _open(play, Start(ALSO, memo={"choice": wish, "words": start.memo.get("words", "")}))
        if play.world.flows[start.flow].form:
            # A form takes a while: nobody should wonder whether the rest was heard.
            play.say(tell(play, "also.noted"))
    begin(play, start)


def begin_afresh(play: Play, start: Start) -> None:
    """Start a flow in place of whatever is running: nothing that waits there is worth coming back to."""
    play.session = replace(play.session, stack=())
    begin(play, start)


def follow(play: Play, move: Move) -> None:
    """Go where the step that took the message says."""
    if _moved(play, move):
        run(play)


def run(play: Play) -> None:
    """Enter steps until one waits for the person or nothing is left to run."""
    for _ in range(MAX_STEPS):
        if play.session.top is None:
            return
        frame = play.frame
        play.happened(Stepped(frame.flow, frame.step))
        step, depth = current(play), len(play.session.stack)
        if not _moved(play, ENTER[step.kind](play, step)):
            return
        if play.session.owner == "queue" and len(play.session.stack) < depth and not _wished_besides(play):
            # The flow has ended; who waits for a person is not asked again what lies underneath.
            return
    raise RunawayError(play.frame.flow)


def _wished_besides(play: Play) -> bool:
    """Was something else wished for in the same message, which needs no colleague?"""
    return play.session.top is not None and play.frame.flow == ALSO and not play.session.urgent


def current(play: Play) -> Step:
    return play.flow.steps[play.frame.step]


def settle(play: Play) -> None:
    """Close the turn: when nothing waits, the last message shows the ways on."""
    if play.session.top is None:
        play.session = replace(play.session, offered=())
        if play.replies and not (play.replies[-1].buttons or play.brief) and play.session.owner == "bot":
            last = play.replies[-1]
            play.replies[-1] = replace(last, buttons=(play.way_out("menu"), play.way_out("human")))


def _moved(play: Play, move: Move) -> bool:
    """Carry out a move. False when the flow now waits."""
    if isinstance(move, Wait):
        return False
    if isinstance(move, Miss):
        raise TypeError("a miss is heard, not run")
    if isinstance(move, Start):
        if move.flow:
            _open(play, move)
    elif move is None:
        play.pop()
    else:
        play.update(step=move, item=0, misses=0)
    return True


def _open(play: Play, start: Start) -> None:
    flow = play.world.flows[start.flow]
    below = play.session.stack
    carried = below[-1].answers if below and below[-1].service == start.service and start.service else {}
    if start.instead:
        play.pop()
    memo = start.memo
    if len(memo.get("words", "")) > MOST_WORDS:
        memo = {**memo, "words": memo["words"][:MOST_WORDS]}
    frame = Frame(
        flow=flow.id,
        step=flow.start,
        service=start.service if play.pack.service(start.service) else "",
        answers={**carried, **start.answers} if flow.form else {},
        memo=memo,
        pack=play.pack.version if flow.form else "",
    )
    play.push(frame)
    play.speak_of(frame.service)
    _bound_depth(play, flow)


def _bound_depth(play: Play, flow: Flow) -> None:
    stack = play.session.stack
    if len(stack) > MAX_DEPTH:
        extra = next((n for n, f in enumerate(stack[:-1]) if not play.world.flows[f.flow].form), 0)
        play.session = replace(play.session, stack=stack[:extra] + stack[extra + 1 :])
