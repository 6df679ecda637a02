"""A corrected answer of an application. The old one stays in the event; the declaration is not touched."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from flows.life import CORRECTABLE, PERSON, RESEARCHER, Impossible, State
from flows.pack import Pack
from flows.session import Answer
from storage import life, people
from storage.tables import Application, table

_application = table(Application)
# While the committee decides, and after it has, the answers stand as it saw them: send the application back first.
OPEN = frozenset(
    {State.SUBMITTED, State.CHECKING, State.NEEDS_INFORMATION, State.INTERVIEW, State.FIELD_VISIT, State.APPEAL}
)
_ANSWERS = select(_application.c.answers).where(_application.c.id == bindparam("key"))
_SET = update(_application).where(_application.c.id == bindparam("key")).values(answers=bindparam("said"))
_BELONGS = update(_application).where(_application.c.id == bindparam("key")).values(person_id=bindparam("person"))


@dataclass(frozen=True, slots=True)
class Correction:
    """`field` is a field or a condition of the application's form; `seen` as in `storage.life.Wish`."""

    charity: str
    reference: str
    field: str
    answer: Answer
    actor: str
    actors: Collection[str]
    seen: int | None = None


def may_correct(status: str, actors: Collection[str]) -> bool:
    """Staff while nobody decides; the person themselves only at first, and they sign for it anew."""
    return (status in OPEN and RESEARCHER in actors) or (status in CORRECTABLE and PERSON in actors)


def correct(connection: Connection, correction: Correction, *, pack: Pack, now: datetime) -> int:
    """Put the answer in place of the old one; the event's id. Raises `Impossible`: unknown, raced, state or actor."""
    row = life.locked(connection, correction.charity, correction.reference, correction.seen)
    if not may_correct(row.status, correction.actors):
        raise Impossible("actor" if row.status in OPEN else "state")
    answers = dict(connection.execute(_ANSWERS, {"key": row.id}).scalar_one())
    old = answers.get(correction.field)
    answers[correction.field] = asdict(correction.answer)
    connection.execute(_SET, {"key": row.id, "said": answers})
    _relink(connection, row.id, correction, pack, now)
    event = {"actor": correction.actor, "move": "correct", "before": row.status, "after": row.status}
    return life.add_event(connection, row.id, {**event, "detail": correction.field}, note=old, now=now)


def _relink(connection: Connection, application: int, correction: Correction, pack: Pack, now: datetime) -> None:
    """Another identity number is another person."""
    field = pack.field(correction.field)
    if field and field.kind in people.NUMBERS and correction.answer.value:
        identity = people.Identity.of({field.kind: str(correction.answer.value)})
        person = people.of_number(connection, correction.charity, identity, now)
        connection.execute(_BELONGS, {"key": application, "person": person})
