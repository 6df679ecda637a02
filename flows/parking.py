"""Putting an unfinished form aside, so that it can be continued."""

from collections.abc import Mapping
from dataclasses import replace

from flows.flow import Flow
from flows.play import Play
from flows.session import Frame, Session

MAX_PARKED = 5


def park(play: Play) -> None:
    """Put the unfinished forms aside and clear the table. A newer form of the same service replaces the older."""
    forms = [frame for frame in play.session.stack if kept(play, frame)]
    others = [frame for frame in play.session.parked if not any(_same(frame, form) for form in forms)]
    play.session = replace(
        play.session, stack=(), offered=(), subject="", parked=tuple([*others, *forms][-MAX_PARKED:])
    )


def open_form(play: Play) -> bool:
    """A form is being filled in, at the top or underneath."""
    return any(play.world.flows[frame.flow].form for frame in play.session.stack)


def kept(play: Play, frame: Frame) -> bool:
    """Is this a form that can be continued, and has it begun?"""
    return _begun(frame, play.world.flows)


def hand_over(session: Session, flows: Mapping[str, Flow]) -> tuple[Session, tuple[Frame, ...]]:
    """The session without its unfinished forms, and these: they go on in another conversation of the same person."""
    forms = tuple(frame for frame in session.stack if _begun(frame, flows))
    left = () if forms else session.stack
    offered = () if forms else session.offered
    return replace(session, stack=left, offered=offered, parked=()), (*session.parked, *forms)


def _begun(frame: Frame, flows: Mapping[str, Flow]) -> bool:
    flow = flows[frame.flow]
    return flow.form and flow.keep and bool(frame.answers or frame.service)


def _same(one: Frame, other: Frame) -> bool:
    return (one.flow, one.service) == (other.flow, other.service)
