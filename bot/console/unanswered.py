"""What found no answer, the same words together: what people ask that we cannot say yet."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection

from bot.console import secure, words
from bot.console.conversation import Key
from bot.console.place import page, ports_of
from bot.context import Ports
from flows.arabic import fold
from storage import staff, unanswered
from storage.staff import SignedIn
from storage.unanswered import Unanswered

routes = APIRouter(prefix="/unanswered")
_READ = 5000
_SHOWN = 200


@routes.get("")
async def show(request: Request, who: Annotated[SignedIn, Depends(secure.active)], notice: str = "") -> Response:
    """The most frequent first. Numbers and addresses are stars in the texts, and none leads to its conversation."""
    ports = ports_of(request)
    rows = await ports.database.read(unanswered.waiting, charities=who.charities, most=_READ)
    same = sorted(_same(rows).values(), key=lambda alike: (-len(alike), alike[0].id))
    told = {"who": who, "rows": [_shown(ports, alike) for alike in same[:_SHOWN]], "may": who.role in secure.ACTING}
    return page("unanswered.html", {**told, "notice": words.NOTICES.get(notice, "")})


@routes.post("/{key}/settle")
async def settle(request: Request, key: Key, who: Annotated[SignedIn, Depends(secure.acting)]) -> Response:
    """There is nothing more to teach: the message and those with the same words leave the list."""
    await secure.posted(request, who)
    await ports_of(request).database.write(_settle, ports_of(request), key, who)
    return RedirectResponse("/console/unanswered?notice=settled", 303)


def _settle(connection: Connection, ports: Ports, key: int, who: SignedIn) -> None:
    rows = unanswered.waiting(connection, charities=who.charities, most=_READ)
    alike = next((alike for alike in _same(rows).values() if key in [row.id for row in alike]), [])
    now = ports.clock()
    if unanswered.settle(connection, [row.id for row in alike], now):
        about = f"unanswered:{key}"
        staff.audit(connection, who.staff, charity=alike[0].charity, action="settle", subject=about, now=now)


def _same(rows: Sequence[Unanswered]) -> dict[tuple[str, str], list[Unanswered]]:
    """By charity and folded words, oldest first."""
    found: dict[tuple[str, str], list[Unanswered]] = {}
    for row in rows:
        found.setdefault((row.charity, fold(row.text)), []).append(row)
    return found


def _shown(ports: Ports, alike: Sequence[Unanswered]) -> dict[str, Any]:
    newest = alike[-1]
    return {
        "key": alike[0].id,
        "text": newest.text,
        "times": len(alike),
        "people": len({row.conversation for row in alike}),
        "charity": ports.packs[newest.charity].name.ar if newest.charity in ports.packs else newest.charity,
        "at": newest.at,
    }
