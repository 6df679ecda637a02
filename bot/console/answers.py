"""The half-filled forms of a session as staff see them: labels of the pack, values, provenance."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.console import words
from flows.answers.kinds import IDENTITIES
from flows.pack import Pack
from flows.redact import mask
from flows.session import Answer, Frame, Session

# Kinds of `flows.answers` whose value is never shown whole without asking.
IDENTIFYING = IDENTITIES | {"iban"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer. `key` names it within the session; `hidden` says that there is more than is shown."""

    key: str
    label: str
    value: str
    how: str
    at: datetime | None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One running form or one put aside, with its answers in the order in which they are asked."""

    title: str
    parked: bool
    answers: tuple[Shown, ...]


def forms(session: Session, pack: Pack, revealed: str = "") -> list[Form]:
    """Every form with an answer; the answer under the key `revealed` is shown whole."""
    return [
        Form(_title(frame, pack), parked, tuple(shown(place, frame, pack, revealed)))
        for place, frame, parked in _frames(session)
        if frame.answers
    ]


def whole(session: Session, key: str) -> tuple[str, Answer] | None:
    """The field's id and its answer, or None where the session has moved on."""
    place, _, name = key.partition(":")
    found = next((frame for where, frame, _ in _frames(session) if where == place), None)
    return (name, found.answers[name]) if found and name in found.answers else None


def _frames(session: Session) -> Iterator[tuple[str, Frame, bool]]:
    for number, frame in enumerate(reversed(session.stack)):
        yield f"s{number}", frame, False
    for number, frame in enumerate(reversed(session.parked)):
        yield f"p{number}", frame, True


def _title(frame: Frame, pack: Pack) -> str:
    service = pack.service(frame.service)
    return service.name.ar if service else "بيانات أخرى"


def shown(place: str, frame: Frame, pack: Pack, revealed: str) -> Iterator[Shown]:
    """The frame's answers in the order of the form, each under the key `place:field`."""
    for name in _in_order(frame, pack):
        answer, key = frame.answers[name], f"{place}:{name}"
        field = pack.field(name)
        plain = answer.shown or _plain(answer.value)
        hidden = (field is not None and field.kind in IDENTIFYING) or mask(plain) != plain
        if hidden and key == revealed:
            value, hidden = _plain(answer.value), False
        else:
            value = _stars(plain) if hidden else plain
        yield Shown(key, _label(name, pack, frame), value, words.HOW.get(answer.how, answer.how), _at(answer), hidden)


def _in_order(frame: Frame, pack: Pack) -> list[str]:
    service = pack.service(frame.service)
    known = [*(c.id for c in service.conditions), *service.fields, *service.documents] if service else []
    return [name for name in known if name in frame.answers] + [name for name in frame.answers if name not in known]


def _label(name: str, pack: Pack, frame: Frame) -> str:
    service = pack.service(frame.service)
    condition = next((c for c in service.conditions if c.id == name), None) if service else None
    if condition:
        return (condition.ask or condition.says).ar
    part = pack.field(name) or pack.document(name)
    return part.label.ar if part else words.ANSWERS.get(name, name)


def _plain(value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "لم يُجب", True: "نعم", False: "لا"}[value]
    if isinstance(value, list | tuple):
        return "، ".join(_plain(part) for part in value)
    return "ملف" if isinstance(value, dict) else str(value)


def _stars(text: str) -> str:
    """Masked, even where the number is not of a kind that `mask` knows."""
    masked = mask(text)
    return masked if masked != text else "*" * max(len(text) - 2, 0) + text[-2:]


def _at(answer: Answer) -> datetime | None:
    try:
        moment = datetime.fromisoformat(answer.at)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
