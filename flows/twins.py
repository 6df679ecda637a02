"""Whose open application this form may repeat."""

from flows.answers.kinds import IDENTITIES
from flows.pack import Pack
from flows.session import Session


def looked_for(session: Session, pack: Pack) -> tuple[str, str] | None:
    """(service, identity number) of the form on top once it is filled in, else None."""
    frame = session.top
    service = pack.service(frame.service) if frame else None
    if frame is None or service is None or any(slug not in frame.answers for slug in service.fields):
        return None
    numbers = [slug for slug in service.fields if (field := pack.field(slug)) and field.kind in IDENTITIES]
    given = next((frame.answers[slug].value for slug in numbers), None)
    return (service.id, str(given)) if given else None
