"""`call`: run another flow about the same service and application, with the answers given so far."""

from flows import papers
from flows.flow import Call
from flows.moves import Move, Start
from flows.play import Play


def enter(play: Play, step: Call) -> Move:
    # What is spoken about stays in hand, and what was sent.
    memo = {key: value for key, value in play.frame.memo.items() if key in ("reference", "number")} | papers.carried(
        play
    )
    if step.next is None:
        return Start(step.flow, play.frame.service, memo, instead=True)
    # The frame below goes on at `next` when the called flow has ended.
    play.update(step=step.next, item=0)
    return Start(step.flow, play.frame.service, memo)
