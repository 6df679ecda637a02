"""What the page of an application shows, read in one view of the database."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.clock import RIYADH
from bot.console import answers, words
from bot.console.answers import Shown
from bot.console.conversation import fate
from bot.context import Ports
from bot.worlds import version_of
from flows.eligibility import Outcome, outcomes
from flows.life import COMMITTEE, RESEARCHER, VISITS, Move, visits_of
from flows.pack import Pack
from flows.service import Condition, FormField, Service
from flows.session import Answer, Frame
from flows.signing import answers_digest
from storage import console_applications as applications
from storage import corrections, documents, life
from storage.console_applications import Happened
from storage.staff import SignedIn

_BOTH = frozenset({RESEARCHER, COMMITTEE})
# The parts of `flows.life` that a role plays; the others only read.
PARTS: Mapping[str, Collection[str]] = {
    "researcher": frozenset({RESEARCHER}),
    "committee": frozenset({COMMITTEE}),
    "supervisor": _BOTH,
    "admin": _BOTH,
}
# Moves that tell nobody anything and ask for nothing: one button is enough.
_PLAIN = frozenset({"check", "supply"})


@dataclass(frozen=True, slots=True)
class Drawing:
    """How the page is to be drawn. `typed` are the fields of a form that was refused and must not be lost."""

    notice: str = ""
    trouble: str = ""
    revealed: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One move as a form. `told` says that the person reads the words; `ways` are what there is to choose from.

    `visit` asks for time and place: "planned" of an appointment, "past" of a visit that took place without one, whose
    `kinds` are to choose from. `papers` are (kind, label) of those that may be asked for by name.
    """

    name: str
    label: str
    asks: str
    told: bool
    ways: Mapping[str, str]
    visit: str
    plain: bool
    kinds: Mapping[str, str]
    papers: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """One answer. `by` is who of the staff put it in; `options` what its correction chooses from, if anything."""

    shown: Shown
    field: str
    by: str
    options: Sequence[str]


def parts_of(who: SignedIn) -> Collection[str]:
    return PARTS.get(who.role, frozenset())


def view(connection: Connection, ports: Ports, key: int, who: SignedIn, drawing: Drawing) -> dict[str, Any] | None:
    """The values of the template, None where the application is none of hers."""
    row = applications.application(connection, key, who.charities)
    if row is None:
        return None
    pack = version_of(connection, ports, row.charity, row.pack)
    service = pack.service(row.service)
    said = {name: Answer(**given) for name, given in row.answers.items()}
    events = applications.events(connection, key)
    held = life.held(connection, key)
    parts = parts_of(who)
    moves = life.possible(row, f"staff:{who.staff}", parts, service, held=held)
    declared = applications.declaration(connection, key)
    return {
        "who": who,
        "row": row,
        "pack": pack,
        "service": service,
        "name": said["full_name"].value if "full_name" in said else "",
        "seen": events[-1].id if events else 0,
        "answers": _lines(row, said, pack, events, drawing.revealed),
        "may_reveal": bool(parts),
        "may_correct": corrections.may_correct(row.status, parts),
        "conditions": _conditions(service, said, row.submitted_at),
        "documents": applications.documents(connection, key),
        "papers": documents.of_application(connection, key),
        "declared": declared,
        "matches": declared.form_digest == answers_digest(said) if declared and declared.form_digest else None,
        "events": events,
        "fates": {event.id: fate(event.deliveries) for event in events if event.deliveries},
        "before": _before(row, pack, events),
        "appointments": applications.appointments(connection, key),
        "others": applications.others(connection, row),
        "steps": [_step(move, row, pack, service) for move in moves],
        "only_reading": not parts,
        "recommended_myself": COMMITTEE in parts and row.status == "committee" and row.recommended_by == who.staff,
        "receipt": ports.files is not None and declared is not None,
        "due": _due(row, parts, service, held),
        "drawing": drawing,
        "now": ports.clock(),
    }


def _lines(row: Any, said: dict[str, Answer], pack: Pack, events: Sequence[Happened], revealed: str) -> list[Line]:
    frame = Frame("", "", service=row.service, answers=said)
    # Staff who took the application down; "" where the person filled it in.
    taker = events[0].by if events else ""
    corrected = {event.detail: event.by for event in events if event.move == "correct"}
    lines = []
    for shown in answers.shown("a", frame, pack, revealed):
        name = shown.key.removeprefix("a:")
        lines.append(Line(shown, name, corrected.get(name, taker), _options(question(pack, row.service, name))))
    return lines


def _before(row: Any, pack: Pack, events: Sequence[Happened]) -> dict[int, str]:
    """What corrected answers were before, by event; numbers masked."""
    old = {}
    for event in events:
        if event.move == "correct" and event.note:
            frame = Frame("", "", service=row.service, answers={event.detail: Answer(**event.note)})
            old[event.id] = next(answers.shown("a", frame, pack, "")).value
    return old


def question(pack: Pack, service: str, name: str) -> FormField | Condition | None:
    """The field, or the condition that is asked, under this name in the service's form."""
    found = pack.service(service)
    if found is None:
        return None
    condition = next((c for c in found.conditions if c.id == name and c.ask), None)
    return condition or (pack.field(name) if name in found.fields else None)


def _options(asked: FormField | Condition | None) -> Sequence[str]:
    if isinstance(asked, Condition) or (asked and asked.kind == "yes_no"):
        return ("نعم", "لا")
    return [option.label.ar for option in asked.options] if asked else ()


def _conditions(
    service: Service | None, said: Mapping[str, Answer], submitted: datetime
) -> list[tuple[Condition, Outcome]]:
    """Each condition with what the answers make of it, in the pack's order.

    As on the day of the application: nobody grows too old for a service while we look at their papers.
    """
    if service is None:
        return []
    found = outcomes(service, said, today=submitted.astimezone(RIYADH).date())
    return [(condition, found[condition.id]) for condition in service.conditions]


def _step(move: Move, row: Any, pack: Pack, service: Service | None) -> Step:
    past = move.name == "record_visit" and row.status not in VISITS
    papers = service.documents if service and move.name == "ask_information" else []
    return Step(
        name=move.name,
        label=words.ON_THE_SPOT if past else words.STEPS[move.name],
        asks=words.ASKED[move.name] if move.reason else "",
        told=move.name in ("ask_information", "reject"),
        ways={} if past else words.WAYS.get(move.name, {}),
        visit="past" if past else "planned" if move.name in VISITS else "",
        plain=move.name in _PLAIN,
        kinds={kind: words.STATUSES[kind] for kind in visits_of(service)} if past else {},
        papers=[(kind, paper.label.ar) for kind in papers if (paper := pack.document(kind))],
    )


def _due(row: Any, parts: Collection[str], service: Service | None, held: Collection[str]) -> list[str]:
    """The visits that must take place before a recommendation."""
    if row.status != "checking" or RESEARCHER not in parts or service is None:
        return []
    due = [v.kind for v in service.verification if v.required and v.kind in VISITS and v.kind not in held]
    return [words.STATUSES[kind] for kind in due]
