"""`decide`: go where the first fact that holds leads."""

from flows.facts import FACTS
from flows.flow import Decide
from flows.moves import Move
from flows.play import Play


def enter(play: Play, step: Decide) -> Move:
    return next((when.next for when in step.when if FACTS[when.fact](play)), step.otherwise)
