"""Who waits, and every conversation there is."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from bot.console import secure, times, words
from bot.console.place import page, ports_of
from bot.context import Ports
from storage import console
from storage.staff import SignedIn
from storage.states import Owner

routes = APIRouter()
PAGE = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """One conversation in a list. `holder` is who has claimed it, "" where nobody has."""

    conversation: int
    name: str
    charity: str
    channel: str
    owner: str
    holder: str
    mine: bool
    lapsed: bool
    seen: str
    reason: str = ""
    priority: int = 0
    detail: str = ""
    waiting: str = ""
    unread: bool = False


@routes.get("/")
async def waiting(request: Request, who: Annotated[SignedIn, Depends(secure.active)], notice: str = "") -> Response:
    values = await _waiting(request, who)
    seen = await stamp(ports_of(request), who)
    return page("queue.html", {**values, "notice": words.NOTICES.get(notice, ""), "seen": seen})


@routes.get("/queue")
async def part(request: Request, who: Annotated[SignedIn, Depends(secure.present)]) -> Response:
    """The list alone, fetched when it changes."""
    return page("queue_list.html", await _waiting(request, who))


@routes.get("/all")
async def everything(
    request: Request, who: Annotated[SignedIn, Depends(secure.active)], number: Annotated[int, Query(ge=1, le=1000)] = 1
) -> Response:
    ports = ports_of(request)
    rows = await ports.database.read(console.recent, who.charities, skip=(number - 1) * PAGE, most=PAGE + 1)
    now = ports.clock()
    entries = [_entry(ports, row, who, now) for row in rows[:PAGE]]
    return page("all.html", {"who": who, "entries": entries, "number": number, "more": len(rows) > PAGE, "notice": ""})


async def stamp(ports: Ports, who: SignedIn) -> str:
    """Changes with the list, and once a minute because waiting times are told in minutes."""
    now = ports.clock()
    rows = await ports.database.read(console.queue, who.charities, now)
    told = (now.strftime("%H:%M"), [tuple(row) for row in rows])
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


async def _waiting(request: Request, who: SignedIn) -> dict[str, Any]:
    ports = ports_of(request)
    now = ports.clock()
    rows = await ports.database.read(console.queue, who.charities, now)
    return {"who": who, "entries": [_entry(ports, row, who, now, case=True) for row in rows]}


def _entry(ports: Ports, row: Any, who: SignedIn, now: datetime, *, case: bool = False) -> Entry:
    held = row.owner == Owner.STAFF
    pack = ports.packs.get(row.charity)
    last = row.last_inbound_at
    more: dict[str, Any] = {}
    if case:
        more = {
            "reason": words.REASONS.get(row.reason, row.reason),
            "priority": row.priority,
            "detail": row.detail,
            "waiting": times.lasting(now - row.opened_at),
            "unread": held and last is not None and (row.last_reply is None or last > row.last_reply),
        }
    return Entry(
        conversation=row.conversation,
        name=row.name or "",
        charity=pack.name.ar if pack else row.charity,
        channel=words.CHANNELS.get(row.channel, row.channel),
        owner=row.owner,
        holder=(row.holder or "") if held else "",
        mine=held and row.owner_staff_id == who.staff,
        lapsed=held and (row.lease_until is None or row.lease_until <= now),
        seen=times.ago(last, now) if last else "",
        **more,
    )
