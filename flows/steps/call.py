"""`call`: run another flow about the same service, with the answers given so far."""

from flows.flow import Call
from flows.moves import Move, Start
from flows.play import Play


def enter(play: Play, step: Call) -> Move:
    if step.next is None:
        return Start(step.flow, play.frame.service, instead=True)
    # The frame below goes on at `next` when the called flow has ended.
    play.update(step=step.next, item=0)
    return Start(step.flow, play.frame.service)
