"""Applications: the list, and the page of one."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from sqlalchemy import Connection

from bot.console import secure, times, words
from bot.console.applications_view import Drawing, parts_of, view
from bot.console.conversation import Key
from bot.console.place import page, ports_of
from bot.context import Ports
from flows.life import COMMITTEE, RESEARCHER, State
from storage import console_applications, staff
from storage.console_applications import WAITING
from storage.staff import SignedIn

routes = APIRouter()
PAGE = 30
Who = Annotated[SignedIn, Depends(secure.active)]


@routes.get("/applications")
async def listed(
    request: Request,
    who: Who,
    status: str | None = None,
    service: str = "",
    number: Annotated[int, Query(ge=1, le=1000)] = 1,
) -> Response:
    """`status` is a state, or "" for all that wait for something; the committee begins with what waits for it."""
    ports = ports_of(request)
    chosen = _first(who) if status is None else status if status in set(State) else ""
    rows = await ports.database.read(
        console_applications.listed,
        who.charities,
        [chosen] if chosen else WAITING,
        service=service,
        skip=(number - 1) * PAGE,
        most=PAGE + 1,
    )
    values = {
        "who": who,
        "entries": [_entry(ports, row, ports.clock()) for row in rows[:PAGE]],
        "status": chosen,
        "service": service,
        "services": _services(ports, who),
        "number": number,
        "more": len(rows) > PAGE,
    }
    return page("applications.html", values)


@routes.get("/a/{key}")
async def show(request: Request, key: Key, who: Who, notice: str = "") -> Response:
    if not await ports_of(request).database.write(_note_reading, key, who, ports_of(request).clock()):
        raise HTTPException(404)
    return await draw(request, key, who, Drawing(notice=words.NOTICES.get(notice, "")))


async def draw(request: Request, key: int, who: SignedIn, drawing: Drawing, *, status: int = 200) -> Response:
    """The page of one application. 404 where it is none of hers."""
    values = await ports_of(request).database.read(view, ports_of(request), key, who, drawing)
    if values is None:
        raise HTTPException(404)
    return page("application.html", values, status=status)


def _first(who: SignedIn) -> str:
    parts = parts_of(who)
    return State.COMMITTEE.value if COMMITTEE in parts and RESEARCHER not in parts else ""


def _services(ports: Ports, who: SignedIn) -> list[tuple[str, str]]:
    """Every service that takes applications, by its slug; of two charities' services with one slug both are meant."""
    packs = [ports.packs[slug] for slug in who.charities if slug in ports.packs]
    return [(s.id, s.name.ar) for pack in packs for s in pack.services if s.intake == "form"]


def _entry(ports: Ports, row: Any, now: datetime) -> dict[str, Any]:
    pack = ports.packs.get(row.charity)
    service = pack.service(row.service) if pack else None
    return {
        "key": row.id,
        "reference": row.reference,
        "name": (row.identity or {}).get("full_name", ""),
        "charity": pack.name.ar if pack else row.charity,
        "service": service.name.ar if service else row.service,
        "status": row.status,
        "waiting": times.lasting(now - row.updated_at),
        "submitted": row.submitted_at,
    }


def _note_reading(connection: Connection, key: int, who: SignedIn, now: datetime) -> bool:
    row = console_applications.application(connection, key, who.charities)
    if row is None:
        return False
    staff.audit(connection, who.staff, charity=row.charity, action="read", subject=f"application:{key}", now=now)
    return True
