"""The one reminder that a person hears: of papers still missing, or of a form that was not finished."""

from collections.abc import Sequence

from flows.events import Event, Submitted
from flows.lists import incomplete, labelled
from flows.papers import wanted
from flows.play import Play
from flows.session import Session
from flows.showing import bullets
from flows.turn import Turn, World
from flows.values import tell

# The texts, which also name the kinds of reminders.
PAPERS, FORM = "remind.papers", "remind.form"


def due(before: Session, after: Session, events: Sequence[Event]) -> list[tuple[str, str]]:
    """The reminders that this turn gives reason for: (kind, reference or service)."""
    lacking = [(PAPERS, e.reference) for e in events if isinstance(e, Submitted) and _lacks(e)]
    begun = _unfinished(after) - _unfinished(before)
    return [*lacking, *((FORM, service) for service in sorted(begun))]


def remind(session: Session, world: World, kind: str, subject: str) -> Turn | None:
    """What to say, or None where there is nothing left to remind of."""
    play = Play(world, session)
    if kind == FORM and subject in _unfinished(session):
        service = world.pack.service(subject)
        play.say(tell(play, FORM, service=service.name.say(session.language) if service else subject))
        return play.turn()
    view = next((v for v in incomplete(play) if v.reference == subject), None) if kind == PAPERS else None
    if view is None:
        return None
    service = world.pack.service(view.service)
    name = service.name.say(session.language) if service else view.service
    papers = bullets(label for _, label in labelled(play, view.missing))
    play.say(tell(play, PAPERS, service=name, reference=view.reference, papers_left=papers))
    return play.turn()


def _lacks(event: Submitted) -> bool:
    return any(wanted(answer) for answer in event.documents.values())


def _unfinished(session: Session) -> set[str]:
    """The services whose form has an answer and no end."""
    frames = (*session.stack, *session.parked)
    return {f.service for f in frames if f.service and f.answers and f.flow == "apply"}
