"""What people thought of us, for those who can improve it: in numbers, never by employee or by person."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from sqlalchemy import Connection

from bot import when
from bot.clock import RIYADH
from bot.console import secure
from bot.console.place import page, ports_of
from flows.pack import Pack
from storage import console_ratings, staff
from storage.console_ratings import MONTHS, Ratings
from storage.staff import SignedIn

routes = APIRouter()
MANAGEMENT = frozenset({"supervisor", "committee", "admin", "auditor"})
# Ratings given after a conversation, about no service in particular.
_NO_SERVICE = "خدمتنا في المحادثات عمومًا"


async def managing(who: Annotated[SignedIn, Depends(secure.active)]) -> SignedIn:
    """Who is signed in and may see how people rate us. 403 for the others."""
    if who.role not in MANAGEMENT:
        raise HTTPException(403)
    return who


@routes.get("/ratings")
async def show(request: Request, who: Annotated[SignedIn, Depends(managing)], charity: str = "") -> Response:
    """One charity's ratings, the first of hers where none is named. 404 for a charity that is none of hers."""
    ports = ports_of(request)
    hers = [ports.packs[slug] for slug in who.charities if slug in ports.packs]
    pack = next((pack for pack in hers if pack.slug == (charity or pack.slug)), None)
    if pack is None:
        raise HTTPException(404)
    now = ports.clock()
    begun = beginnings(now)
    found = await ports.database.write(_read, who, pack.slug, begun, now)
    return page("ratings.html", {"who": who, "pack": pack, "packs": hers, **_shown(pack, found, begun)})


def beginnings(now: datetime) -> list[datetime]:
    """When the last twelve months began in Riyadh, the present one last, and when the next one begins."""
    at = now.astimezone(RIYADH)
    present = at.year * 12 + at.month - 1
    places = range(present - MONTHS + 1, present + 2)
    return [datetime(place // 12, place % 12 + 1, 1, tzinfo=RIYADH) for place in places]


def _read(connection: Connection, who: SignedIn, charity: str, begun: Sequence[datetime], now: datetime) -> Ratings:
    staff.audit(connection, who.staff, charity=charity, action="read", subject="ratings", now=now)
    return console_ratings.ratings(connection, charity, begun[:-1], begun[-1])


def _shown(pack: Pack, found: Ratings, begun: Sequence[datetime]) -> dict[str, Any]:
    """Groups as (label, tally or None); months without ratings are left out, the newest is first."""
    months = zip(begun, found.months, strict=False)
    told = [(when.month(at), tally) for at, tally in months if tally is None or tally.number]
    return {
        "whole": found.whole,
        "services": sorted((_name(pack, slug), tally) for slug, tally in found.services.items()),
        "months": told[::-1],
        "said": sorted((_name(pack, slug), words) for slug, words in found.words.items()),
        "enough": console_ratings.ENOUGH,
        "since": when.month(begun[0]),
    }


def _name(pack: Pack, slug: str) -> str:
    service = pack.service(slug)
    return service.name.ar if service else slug or _NO_SERVICE
