"""Putting an unfinished form aside, so that it can be continued."""

from dataclasses import replace

from flows.play import Play
from flows.session import Frame

MAX_PARKED = 5


def park(play: Play) -> None:
    """Put the unfinished forms aside and clear the table. A newer form of the same service replaces the older."""
    forms = [f for f in play.session.stack if play.world.flows[f.flow].form and worth_keeping(f)]
    kept = [f for f in play.session.parked if not any(_same(f, form) for form in forms)]
    play.session = replace(play.session, stack=(), offered=(), parked=tuple([*kept, *forms][-MAX_PARKED:]))


def worth_keeping(frame: Frame) -> bool:
    return bool(frame.answers) or bool(frame.service)


def _same(one: Frame, other: Frame) -> bool:
    return (one.flow, one.service) == (other.flow, other.service)
