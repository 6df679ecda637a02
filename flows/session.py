"""The state of one conversation: frozen, small, and stored as JSON after every turn."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a form with its provenance. `how`: typed, button, spoken, shared, document, staff, visit.

    `message` is the message that gave it, where messages can be changed afterwards.
    """

    value: Any
    how: str
    at: str
    shown: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """A running flow: where it waits, what it gathered, and how often the present question was missed.

    `item` counts within a step that asks several things; `trail` is the (step, item) pairs answered before, for "back".
    `pack` is the version of the charity's pack that a form began with.
    """

    flow: str
    step: str
    service: str = ""
    item: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    memo: dict[str, str] = field(default_factory=dict)
    trail: tuple[tuple[str, int], ...] = ()
    misses: int = 0
    pack: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One button of the last question: its id, its label as shown, and what it means to the step."""

    id: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Session:
    """`stack` is the running flows, the last one on top; `parked` the forms put aside, newest last.

    `prompt` counts the questions asked: a button carries the number it was made under.
    `unclear` are the words not understood in a row, redacted; `heard` is the last message in words. `urgent` is set
    while somebody in danger waits for a person, `guessed` where the danger was guessed: a word calls the alarm off.
    `noted` counts what was written while waiting. `subject` is the service that was spoken about last, `told` the
    approved question that was answered last, or `referral:<service>`. `greeting` says that only a greeting has
    told the language so far.
    """

    schema: int = SCHEMA
    language: str = "ar"
    prompt: int = 0
    stack: tuple[Frame, ...] = ()
    parked: tuple[Frame, ...] = ()
    offered: tuple[Choice, ...] = ()
    unclear: tuple[str, ...] = ()
    greeted: bool = False
    owner: str = "bot"
    urgent: bool = False
    guessed: bool = False
    noted: int = 0
    muted: bool = False
    heard: str = ""
    subject: str = ""
    told: str = ""
    greeting: bool = False

    @property
    def top(self) -> Frame | None:
        return self.stack[-1] if self.stack else None


def dump(session: Session) -> dict[str, Any]:
    """As JSON may hold it. The values of answers are the session's own, not copies: write it down, change nothing."""
    offered = [_plain(choice) for choice in session.offered]
    return {**_plain(session), "stack": _frames(session.stack), "parked": _frames(session.parked), "offered": offered}


def _frames(frames: tuple[Frame, ...]) -> list[dict[str, Any]]:
    return [{**_plain(f), "answers": {key: _plain(a) for key, a in f.answers.items()}} for f in frames]


def _plain(part: Session | Frame | Answer | Choice) -> dict[str, Any]:
    # `dataclasses.asdict` copies every value deeply, at a sixth of the cost of the engine's whole turn.
    return {name: getattr(part, name) for name in part.__slots__}


def load(data: dict[str, Any] | None) -> Session:
    """The session of stored JSON. Raises `ValueError` for a schema newer than this code."""
    if not data:
        return Session()
    if data.get("schema", 0) > SCHEMA:
        raise ValueError(f"session schema {data['schema']} is newer than {SCHEMA}")
    known = {name: data[name] for name in Session.__slots__ if name in data}
    known["schema"] = SCHEMA
    known["unclear"] = _unclear(data.get("unclear", ()))
    known["stack"] = tuple(_frame(f) for f in data.get("stack", ()))
    known["parked"] = tuple(_frame(f) for f in data.get("parked", ()))
    known["offered"] = tuple(Choice(**c) for c in data.get("offered", ()))
    return Session(**known)


def _unclear(stored: Any) -> tuple[str, ...]:
    """Sessions of the first weeks only counted: their words are gone, that there were some is not."""
    return ("",) * stored if isinstance(stored, int) else tuple(stored)


def _frame(data: dict[str, Any]) -> Frame:
    answers = {key: Answer(**value) for key, value in data.get("answers", {}).items()}
    trail = tuple((step, item) for step, item in data.get("trail", ()))
    return Frame(**{**data, "answers": answers, "trail": trail})


def stamp(now: datetime) -> str:
    """The time as stored in a session: ISO 8601, to the second."""
    return now.isoformat(timespec="seconds")
