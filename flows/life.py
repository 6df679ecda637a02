"""An application's life: its states, the moves between them, and who may make each."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from flows.service import Service


class State(StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHECKING = "checking"
    NEEDS_INFORMATION = "needs_information"
    INTERVIEW = "interview"
    FIELD_VISIT = "field_visit"
    COMMITTEE = "committee"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    APPEAL = "appeal"
    SERVED = "served"
    RATED = "rated"
    WITHDRAWN = "withdrawn"


PERSON, RESEARCHER, COMMITTEE = "person", "researcher", "committee"
ENDED = frozenset({State.REJECTED, State.SERVED, State.RATED, State.WITHDRAWN})
# While an application is here, the person may still correct an answer of it; later staff do, or nobody.
CORRECTABLE = frozenset({State.SUBMITTED, State.CHECKING, State.NEEDS_INFORMATION})
# The ways of making sure that are states of their own; the administrative one is `checking`.
VISITS = (State.INTERVIEW, State.FIELD_VISIT)
_AT_WORK = frozenset({State.CHECKING, State.INTERVIEW, State.FIELD_VISIT})
_OPEN = _AT_WORK | {State.SUBMITTED, State.NEEDS_INFORMATION, State.COMMITTEE, State.ACCEPTED, State.APPEAL}


@dataclass(frozen=True, slots=True)
class Move:
    """One change that may be made. `reason`: words are due, and the person hears them where `told`."""

    name: str
    sources: frozenset[State]
    target: State
    actors: frozenset[str]
    reason: bool = False
    told: bool = True


def _move(name: str, sources: Collection[State], target: State, *actors: str, **traits: bool) -> Move:
    return Move(name, frozenset(sources), target, frozenset(actors), **traits)


MOVES = {
    move.name: move
    for move in (
        # The conversation itself tells the person what they did: no second message.
        _move("submit", {State.DRAFT}, State.SUBMITTED, PERSON, told=False),
        _move("check", {State.SUBMITTED, State.APPEAL}, State.CHECKING, RESEARCHER),
        _move("ask_information", _AT_WORK, State.NEEDS_INFORMATION, RESEARCHER, reason=True),
        _move("supply", {State.NEEDS_INFORMATION}, State.CHECKING, PERSON, RESEARCHER, told=False),
        _move("interview", {State.CHECKING, State.FIELD_VISIT}, State.INTERVIEW, RESEARCHER),
        _move("field_visit", {State.CHECKING, State.INTERVIEW}, State.FIELD_VISIT, RESEARCHER),
        # From `checking` it is a visit that nobody had planned, held on the spot.
        _move("record_visit", {*VISITS, State.CHECKING}, State.CHECKING, RESEARCHER, reason=True, told=False),
        _move("recommend", {State.CHECKING, State.APPEAL}, State.COMMITTEE, RESEARCHER, reason=True),
        _move("send_back", {State.COMMITTEE}, State.CHECKING, COMMITTEE, reason=True, told=False),
        _move("accept", {State.COMMITTEE}, State.ACCEPTED, COMMITTEE),
        _move("reject", {State.COMMITTEE}, State.REJECTED, COMMITTEE, reason=True),
        _move("appeal", {State.REJECTED}, State.APPEAL, PERSON, RESEARCHER, reason=True, told=False),
        _move("serve", {State.ACCEPTED}, State.SERVED, RESEARCHER),
        _move("rate", {State.SERVED}, State.RATED, PERSON, told=False),
        _move("withdraw", _OPEN, State.WITHDRAWN, PERSON, RESEARCHER, told=False),
    )
}


class Impossible(Exception):  # noqa: N818  it names a refusal, nothing went wrong
    """The move cannot be made. `why`: unknown, state, actor, reason, service or verification.

    `storage.life` adds same_person, raced, recommendation, appointment, visit, past and paper; the console too_long.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def possible(state: str, actors: Collection[str], service: Service | None, *, held: Collection[str] = ()) -> list[Move]:
    """The moves that someone with these parts may make now; `held` are the kinds of visit that took place."""
    return [move for move in MOVES.values() if not _hindrance(move, state, actors, service, held)]


def after(
    name: str,
    state: str,
    actors: Collection[str],
    service: Service | None,
    *,
    reason: str = "",
    held: Collection[str] = (),
) -> State:
    """The state after the move. Raises `Impossible`."""
    if name not in MOVES:
        raise Impossible("unknown")
    move = MOVES[name]
    if hindrance := _hindrance(move, state, actors, service, held):
        raise Impossible(hindrance)
    if move.reason and not reason.strip():
        raise Impossible("reason")
    return move.target


def visits_of(service: Service | None) -> list[State]:
    """The kinds of visit that the service has, required or not."""
    return [kind for kind in VISITS if service and service.verified_by(kind)]


def _hindrance(move: Move, state: str, actors: Collection[str], service: Service | None, held: Collection[str]) -> str:
    if state not in move.sources:
        return "state"
    if not move.actors & set(actors):
        return "actor"
    if move.target in VISITS and move.target not in visits_of(service):
        return "service"
    if move.name == "record_visit" and state == State.CHECKING and not visits_of(service):
        return "service"
    if move.name == "recommend" and service and _due(service, held):
        return "verification"
    return ""


def _due(service: Service, held: Collection[str]) -> list[str]:
    """The required visits that did not take place yet."""
    return [v.kind for v in service.verification if v.required and v.kind in VISITS and v.kind not in held]
