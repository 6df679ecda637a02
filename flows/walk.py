"""Every place where a conversation can wait, found by speaking with the real engine.

From each way in (`flows/walk_in.py`) every offered button is taken, every question answered and every paper sent, until
nothing new is met. Two waits are the same when the same steps lie on the stack, at the same question about the same
service, with the same things to choose from: earlier answers count for what they changed of these.
"""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from flows import eligibility, engine
from flows.events import Stepped, Submitted
from flows.flow import Ask, Step
from flows.life import State
from flows.message import NOTHING, ApplicationView, Dossier, Incoming, Kind, Meaning, Proof
from flows.papers import HELD
from flows.routes import ROUTES
from flows.session import Frame, Session
from flows.turn import Turn, World

Answers = Callable[[World, "Spot", bool], Iterable["Words"]]
EPOCH = datetime(2026, 3, 1, 9, tzinfo=UTC)
# A walk that goes on longer is a walk without end: some flow makes each of its waits a new one.
MOST = 20_000


class EndlessError(Exception):
    """The walk met ever new places; the message is the path where it was stopped."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is said in a walk, with what is understood by it; `name` tells it to the reader of a finding.

    `records`, where given, is what the records have come to say meanwhile.
    """

    name: str
    message: Incoming
    meaning: Meaning = NOTHING
    records: Dossier | None = None

    @property
    def told(self) -> str:
        """For a path: of a button its label."""
        return self.message.text if self.message.kind is Kind.TAP else self.name


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where the conversation may wait: the session, the records, and what was said to get there."""

    session: Session
    dossier: Dossier = Dossier()
    path: tuple[str, ...] = ()

    @property
    def at(self) -> tuple[str, str]:
        """The (flow, step) that waits, or ("", "") when nothing does."""
        top = self.session.top
        return (top.flow, top.step) if top else ("", "")

    @property
    def place(self) -> object:
        """Where the person stands in the flows: who has the conversation, which question about which service."""
        session, top = self.session, self.session.top
        return session.owner, session.urgent, session.guessed, self.at, (top.service, top.item) if top else ()


@dataclass(frozen=True, slots=True)
class Heard:
    """One turn of a walk: what was said where, and what came of it; `error` is what the engine raised, if it did."""

    before: Spot
    words: Words
    turn: Turn | None
    error: str = ""

    @property
    def steps(self) -> list[tuple[str, str]]:
        """The (flow, step) pairs entered, in order."""
        return [(e.flow, e.step) for e in self.turn.events if isinstance(e, Stepped)] if self.turn else []

    @property
    def at(self) -> tuple[str, str]:
        """The (flow, step) that spoke last; of a wish that fails at once its flow."""
        began = self.before.at if any(self.before.at) else (ROUTES.get(self.words.meaning.intent, ""), "")
        return self.steps[-1] if self.steps else began

    @property
    def after(self) -> Spot:
        """Where the conversation waits now."""
        assert self.turn is not None, "a turn that failed leads nowhere"
        dossier = self.words.records or self.before.dossier
        return Spot(self.turn.session, _recorded(dossier, self.turn), (*self.before.path, self.words.told))


@dataclass(slots=True)
class Walk:
    """What a walk met: every turn, one spot of every place, every step entered, as (flow, step)."""

    turns: list[Heard] = field(default_factory=list)
    spots: dict[object, Spot] = field(default_factory=dict)
    visited: set[tuple[str, str]] = field(default_factory=set)
    keys: set[object] = field(default_factory=set)


def speak(world: World, spot: Spot, words: Words) -> Heard:
    """One message of the person."""
    standing = replace(world, dossier=words.records or spot.dossier)
    return taken(spot, words, lambda: engine.advance(spot.session, words.message, words.meaning, standing))


def taken(spot: Spot, words: Words, take: Callable[[], Turn]) -> Heard:
    """One turn. What the engine raises is kept, not raised: it is what a walk looks for."""
    try:
        return Heard(spot, words, take())
    except Exception as error:
        return Heard(spot, words, None, f"{type(error).__name__}: {error}")


def explore(world: World, openings: Iterable[Heard], answers: Answers) -> Walk:
    """Go on from the openings by every answer, breadth first, so that every path is a shortest one.

    `answers(world, spot, new)` is what to say at a spot; `new` says that no other spot of its place was met before.
    """
    walk = Walk()
    waiting: deque[tuple[Spot, bool]] = deque()
    for opening in openings:
        waiting += _met(world, walk, opening)
    while waiting:
        spot, new = waiting.popleft()
        for words in answers(world, spot, new):
            waiting += _met(world, walk, speak(world, spot, words))
    return walk


def _met(world: World, walk: Walk, heard: Heard) -> list[tuple[Spot, bool]]:
    """Keep the turn; the spot that it leads to, if nothing like it was met before."""
    walk.turns.append(heard)
    if len(walk.turns) > MOST:
        raise EndlessError(" > ".join(heard.before.path[-6:]))
    if heard.turn is None:
        return []
    walk.visited.update(heard.steps)
    spot = heard.after
    key = _key(world, spot)
    if key in walk.keys:
        return []
    walk.keys.add(key)
    return [(spot, walk.spots.setdefault(spot.place, spot) is spot)]


def _key(world: World, spot: Spot) -> object:
    """The place, and whatever may change where an answer leads."""
    session, top = spot.session, spot.session.top
    stack = tuple((frame.flow, frame.step) for frame in session.stack)
    known = (spot.place, stack, min(len(session.parked), 2), tuple(choice.value for choice in session.offered))
    if top is None:
        return known
    flow = world.flows[top.flow]
    changing = _walks(flow.steps[top.step], "changed")
    chosen = top.memo.get("choice", "") if changing or not flow.form else ""
    # The menu, and a form that begins with the conditions, are the same whatever the person has applied for before.
    fresh = top.flow == "menu" or any(_walks(step, "conditions") for step in flow.steps.values())
    records = (bool(spot.dossier.twins),) if fresh else spot.dossier.applications
    return known, chosen, records, HELD in top.memo, _judged(world, top)


def _walks(step: Step, each: str) -> bool:
    return isinstance(step, Ask) and step.each == each


def _judged(world: World, top: Frame) -> tuple[str, ...]:
    """What the answers have decided so far, where they decide conditions."""
    service = world.pack.service(top.service)
    rules = eligibility.computed(service) if service else []
    return tuple(eligibility.outcome(service, rule, top.answers, today=world.now.date()) for rule in rules if service)


def _recorded(dossier: Dossier, turn: Turn) -> Dossier:
    """The records after a turn, as the shell would keep them."""
    made = [
        ApplicationView(event.reference, event.service, State.SUBMITTED, EPOCH)
        for event in turn.events
        if isinstance(event, Submitted)
    ]
    # What a message proves, only that message proves.
    return replace(dossier, applications=(*made, *dossier.applications), proof=Proof())
