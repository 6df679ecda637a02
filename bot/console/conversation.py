"""One conversation: transcript, forms, applications, notes, history."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request, Response
from sqlalchemy import Connection

from bot.console import answers, secure, words
from bot.console.place import page, ports_of
from bot.context import Ports
from bot.window import knocks
from bot.worlds import pack_of
from flows import session as sessions
from storage import console, links, ownership, staff
from storage.console_transcript import transcript
from storage.staff import SignedIn
from storage.states import CaseState, DeliveryState, Owner
from storage.window import WINDOW

routes = APIRouter()
Key = Annotated[int, Path(ge=1, lt=2**62)]
# From bad to good: of a message in several parts the worst one is told.
_BY_WORTH = ("failed", "unknown", "dropped", "parked", "queued", "sending", "sent", "delivered", "read", "retried")


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one message of ours. `tone` is bad, doubtful or fine."""

    said: str
    tone: str


@dataclass(frozen=True, slots=True)
class Looking:
    """How the page is to be drawn. `draft` is a text that was refused and must not be lost."""

    before: int | None = None
    revealed: str = ""
    notice: str = ""
    trouble: str = ""
    draft: str = ""
    note: str = ""


@routes.get("/c/{key}")
async def show(
    request: Request,
    key: Key,
    who: Annotated[SignedIn, Depends(secure.active)],
    notice: str = "",
    before: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    ports = ports_of(request)
    if not await ports.database.write(_note_reading, key, who, ports.clock()):
        raise HTTPException(404)
    looking = Looking(before=before, notice=words.NOTICES.get(notice, ""))
    return await draw(request, key, who, looking)


@routes.get("/c/{key}/live")
async def live(
    request: Request, key: Key, who: Annotated[SignedIn, Depends(secure.present)], mode: str = ""
) -> Response:
    """The parts that change by themselves. What is being written stays, unless it could no longer be sent."""
    return await draw(request, key, who, Looking(), template="live.html", mode=mode)


async def draw(
    request: Request,
    key: int,
    who: SignedIn,
    looking: Looking,
    *,
    template: str = "conversation.html",
    mode: str = "",
    status: int = 200,
) -> Response:
    """The whole page or its live parts. 404 where the conversation is none of hers."""
    ports = ports_of(request)
    values = await ports.database.read(view, ports, key, who, looking)
    if values is None:
        raise HTTPException(404)
    fresh = {"form": secure.new_token(), "redraw": mode != values["mode"]}
    return page(template, {**values, **fresh}, status=status)


def view(connection: Connection, ports: Ports, key: int, who: SignedIn, looking: Looking) -> dict[str, Any] | None:
    """Everything that the page tells, read in one view of the database."""
    row = console.conversation(connection, key, who.charities)
    if row is None:
        return None
    now = ports.clock()
    session = sessions.load(row.session)
    pack = pack_of(connection, ports, row.charity, session)
    lines = transcript(connection, key, before=looking.before)
    cases = console.cases(connection, key)
    return {
        "who": who,
        "row": row,
        "charity": ports.packs[row.charity].name.ar,
        "channel": words.CHANNELS.get(row.channel, row.channel),
        "lines": lines,
        "fates": {line.id: fate(line.deliveries) for line in lines if line.deliveries},
        "earlier": lines[0].id if len(lines) >= 100 else None,
        "forms": answers.forms(session, pack, looking.revealed),
        "applications": [_application(pack, found) for found in console.applications(connection, row)],
        "joined": links.of(connection, row),
        "notes": console.notes(connection, key),
        "cases": cases,
        "open_case": next((case for case in cases if case.state != CaseState.CLOSED), None),
        "history": console.history(connection, key),
        "now": now,
        "seen": stamp(connection, key, who),
        "left": window_left(row.channel, row.last_inbound_at, now),
        "knocks": knocks(ports, row.charity),
        "looking": looking,
        **standing(row, who, now),
    }


def stamp(connection: Connection, key: int, who: SignedIn) -> str:
    """Changes with the page. "" where she may not see it."""
    told = console.stamp(connection, key, who.charities)
    return secure.digest(told)[:16] if told else ""


def standing(row: Any, who: SignedIn, now: datetime) -> dict[str, Any]:
    """Who holds it and what she may do. `mode` names what the composer offers."""
    held = row.owner == Owner.STAFF
    mine = held and row.owner_staff_id == who.staff
    lapsed = held and (row.lease_until is None or row.lease_until <= now)
    free = not held or lapsed
    mode = "write" if mine else "claim" if free else "held"
    mode = mode if who.role in secure.ACTING else "read"
    return {
        "mine": mine,
        "held": held,
        "lapsed": lapsed,
        "mode": mode,
        "may_separate": who.role in secure.LEADING,
        "may_take_over": not mine and not free and who.role in secure.LEADING,
    }


def window_left(channel: str, last_inbound: datetime | None, now: datetime) -> timedelta | None:
    """How long WhatsApp still takes free text; None on channels without such a window."""
    if channel != "whatsapp":
        return None
    return max(timedelta(0), last_inbound + WINDOW - now) if last_inbound else timedelta(0)


def fate(deliveries: tuple[tuple[str, str], ...]) -> Fate:
    """The worst of the parts' states, in words."""
    state, error = min(deliveries, key=lambda part: _BY_WORTH.index(part[0]))
    said = words.DELIVERIES.get(state, state)
    tone = {DeliveryState.FAILED: "bad", DeliveryState.UNKNOWN: "doubtful"}.get(DeliveryState(state), "fine")
    why = words.ERRORS.get(error, "") if tone != "fine" else ""
    return Fate(f"{said}: {why}" if why else said, tone)


def _application(pack: Any, row: Any) -> dict[str, Any]:
    service = pack.service(row.service)
    return {
        "key": row.id,
        "reference": row.reference,
        "service": service.name.ar if service else row.service,
        "status": words.STATUSES.get(row.status, row.status),
        "at": row.updated_at,
    }


def _note_reading(connection: Connection, key: int, who: SignedIn, now: datetime) -> bool:
    row = console.conversation(connection, key, who.charities)
    if row is None:
        return False
    staff.audit(connection, who.staff, charity=row.charity, action="read", subject=f"conversation:{key}", now=now)
    # Her own conversation does not slip away while she reads it.
    ownership.renew(connection, key, who.staff, now)
    return True
