"""`say`: say a text and go on."""

from flows.flow import Say
from flows.moves import Move
from flows.play import Play
from flows.values import tell


def enter(play: Play, step: Say) -> Move:
    play.say(tell(play, step.text))
    return step.next
