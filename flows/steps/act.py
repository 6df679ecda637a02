"""`act`: do a named thing and go on."""

from flows.actions import ACTIONS
from flows.flow import Act
from flows.moves import Move, Start
from flows.play import Play


def enter(play: Play, step: Act) -> Move:
    started = ACTIONS[step.do](play, step.subject)
    return started if isinstance(started, Start) else step.next
