"""An application's life in the database: one move under the row's lock, and one event of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from flows import life
from flows.life import VISITS, Impossible, Move
from flows.pack import Pack
from flows.service import Service
from storage import documents
from storage.statements import insert_id
from storage.tables import Application, ApplicationEvent, Appointment, table

_application, _event, _appointment = table(Application), table(ApplicationEvent), table(Appointment)
PLANNED, HELD, MISSED, CANCELLED = "planned", "held", "missed", "cancelled"
# A recommendation and its decision need two different people.
DECISIONS = frozenset({"accept", "reject", "send_back"})
RECOMMENDATIONS = frozenset({"accept", "reject"})

_LOCK = (
    select(
        _application.c.id,
        _application.c.service,
        _application.c.status,
        _application.c.conversation_id,
        _application.c.recommended_by,
    )
    .where(_application.c.charity == bindparam("charity"), _application.c.reference == bindparam("reference"))
    .with_for_update()
)
_ABOUT = select(_application.c.id, _application.c.pack, _application.c.conversation_id, _application.c.origin).where(
    _application.c.charity == bindparam("charity"), _application.c.reference == bindparam("reference")
)
_LAST = select(_event.c.id).where(_event.c.application_id == bindparam("key")).order_by(_event.c.id.desc()).limit(1)
_SET = (
    update(_application)
    .where(_application.c.id == bindparam("key"))
    .values(status=bindparam("after"), updated_at=bindparam("at"))
)
_RECOMMEND = (
    update(_application)
    .where(_application.c.id == bindparam("key"))
    .values(recommendation=bindparam("way"), recommended_by=bindparam("staff"))
)
_ADD_EVENT, _PLAN = insert(_event), insert(_appointment)
_TOLD = (
    update(_event)
    .where(_event.c.id == bindparam("key"))
    .values(message_id=bindparam("message"), untold=bindparam("why"))
)
_HELD = select(_appointment.c.kind).where(
    _appointment.c.application_id == bindparam("key"), _appointment.c.state == HELD
)
_CLOSE = (
    update(_appointment)
    .where(_appointment.c.application_id == bindparam("key"), _appointment.c.state == PLANNED)
    .values(state=bindparam("after"), outcome=bindparam("words"))
    .returning(_appointment.c.at)
)


@dataclass(frozen=True, slots=True)
class Wish:
    """A move that somebody asks for. `actor` is person, system or `staff:<id>`, `actors` its parts of `flows.life`.

    `way` is accept or reject of a `recommend`, held or missed of a `record_visit`. `at` (aware) and `place` are of
    the appointment of an `interview` or a `field_visit`; or, with the `kind` of visit, of a `record_visit` that was
    held without having been planned. `papers` are those that an `ask_information` asks for by name. `seen` is the last
    event that whoever asks knows of.
    """

    charity: str
    reference: str
    name: str
    actor: str = life.PERSON
    actors: Collection[str] = (life.PERSON,)
    reason: str = ""
    way: str = ""
    at: datetime | None = None
    place: str = ""
    kind: str = ""
    papers: Collection[str] = ()
    seen: int | None = None

    @property
    def staff(self) -> int | None:
        kind, _, number = self.actor.partition(":")
        return int(number) if kind == "staff" else None


@dataclass(frozen=True, slots=True)
class Moved:
    """The move that was made: the application, its event, where it stood and stands, and the conversation to tell.

    `cancelled` is the time to come of an appointment that gave way to the move.
    """

    application: int
    event: int
    move: Move
    before: str
    after: str
    service: str
    conversation: int | None
    cancelled: datetime | None = None


def move(connection: Connection, wish: Wish, *, pack: Pack, now: datetime) -> Moved:
    """Make the move. `pack` is the version that the application was made under.

    Raises `Impossible`; beyond the reasons of `flows.life` it may be raced (something happened after `seen`),
    recommendation, appointment (no time to come, or no place), visit (neither held nor missed), past (a visit without
    appointment needs a time gone by and a place) or paper (none of the service's).
    """
    row = locked(connection, wish.charity, wish.reference, wish.seen)
    service = pack.service(row.service)
    after = life.after(
        wish.name,
        row.status,
        wish.actors,
        service,
        reason=wish.reason,
        held=held(connection, row.id),
    )
    _refuse(wish, row, service, now)
    connection.execute(_SET, {"key": row.id, "after": after.value, "at": now})
    if wish.name == "recommend":
        connection.execute(_RECOMMEND, {"key": row.id, "way": wish.way, "staff": wish.staff})
    documents.want(connection, row.id, wish.papers, pack=pack, now=now)
    cancelled = _appoint(connection, wish, row, now)
    event = {"actor": wish.actor, "move": wish.name, "before": row.status, "after": after.value}
    event["detail"] = wish.way or ",".join(wish.papers)
    number = add_event(connection, row.id, event, note=wish.reason.strip() or None, now=now)
    made = life.MOVES[wish.name]
    return Moved(row.id, number, made, row.status, after.value, row.service, row.conversation_id, cancelled)


def about(connection: Connection, charity: str, reference: str) -> Any:
    """The application's id, pack, conversation and origin, which never change. Raises `Impossible` ("unknown")."""
    row = connection.execute(_ABOUT, {"charity": charity, "reference": reference}).first()
    if row is None:
        raise Impossible("unknown")
    return row


def locked(connection: Connection, charity: str, reference: str, seen: int | None = None) -> Any:
    """The application's id, service, status and conversation, locked until the commit.

    Raises `Impossible` ("unknown", or "raced" where something happened after the event `seen`).
    """
    row = connection.execute(_LOCK, {"charity": charity, "reference": reference}).first()
    if row is None:
        raise Impossible("unknown")
    if seen is not None and connection.execute(_LAST, {"key": row.id}).scalar() != seen:
        raise Impossible("raced")
    return row


def held(connection: Connection, application: int) -> frozenset[str]:
    """The kinds of visit that took place; a missed one did not."""
    return frozenset(connection.execute(_HELD, {"key": application}).scalars())


def possible(
    row: Any, actor: str, actors: Collection[str], service: Service | None, *, held: Collection[str]
) -> list[Move]:
    """The moves that this actor may make now; `row` has the application's `status` and `recommended_by`."""
    found = life.possible(row.status, actors, service, held=held)
    return [move for move in found if not _same_person(move.name, actor, row.recommended_by)]


def add_event(connection: Connection, application: int, event: dict[str, str], *, note: object, now: datetime) -> int:
    """Write down one change (actor, move, before, after, detail); its id."""
    return insert_id(connection, _ADD_EVENT, {"application_id": application, "note": note, "at": now, **event})


def tell(connection: Connection, event: int, *, message: int | None, untold: str) -> None:
    """Write down what the person was told of the event, or why they could not be."""
    connection.execute(_TOLD, {"key": event, "message": message, "why": untold})


def _refuse(wish: Wish, row: Any, service: Service | None, now: datetime) -> None:
    """What `flows.life` cannot know: who recommended, and what each move needs beside words."""
    if _same_person(wish.name, wish.actor, row.recommended_by):
        raise Impossible("same_person")
    if wish.name == "recommend" and wish.way not in RECOMMENDATIONS:
        raise Impossible("recommendation")
    if wish.name in VISITS and (wish.at is None or wish.at <= now or not wish.place.strip()):
        raise Impossible("appointment")
    if wish.name == "record_visit":
        _refuse_visit(wish, row, service, now)
    wanted = set(service.documents) if service and wish.name == "ask_information" else set()
    if not set(wish.papers) <= wanted:
        raise Impossible("paper")


def _refuse_visit(wish: Wish, row: Any, service: Service | None, now: datetime) -> None:
    if row.status in VISITS:
        if wish.way not in (HELD, MISSED):
            raise Impossible("visit")
        return
    if wish.kind not in life.visits_of(service):
        raise Impossible("service")
    # What was never planned cannot have been missed.
    if wish.way != HELD:
        raise Impossible("visit")
    if wish.at is None or wish.at > now or not wish.place.strip():
        raise Impossible("past")


def _same_person(name: str, actor: str, recommended_by: int | None) -> bool:
    return name in DECISIONS and recommended_by is not None and actor == f"staff:{recommended_by}"


def _appoint(connection: Connection, wish: Wish, row: Any, now: datetime) -> datetime | None:
    """Keep the appointment that comes with the move. Leaving a visit undone cancels it: the time to come, if it had."""
    recorded, cancelled = wish.name == "record_visit", None
    if row.status in VISITS:
        after, words = (wish.way, wish.reason.strip()) if recorded else (CANCELLED, None)
        closed = connection.execute(_CLOSE, {"key": row.id, "after": after, "words": words}).scalars()
        cancelled = next((at for at in closed if at > now and not recorded), None)
    elif recorded:
        _add(connection, wish, row.id, wish.kind, {"state": HELD, "outcome": wish.reason.strip()}, now)
    if wish.name in VISITS:
        _add(connection, wish, row.id, wish.name, {"state": PLANNED}, now)
    return cancelled


def _add(connection: Connection, wish: Wish, key: int, kind: str, standing: dict[str, str], now: datetime) -> None:
    when = {"application_id": key, "kind": kind, "staff_id": wish.staff, "at": wish.at, "created_at": now}
    connection.execute(_PLAN, {**when, "place": wish.place.strip(), **standing})
