"""What was not delivered, and of which nobody knows: looked at, and sent again."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection

from bot.console import secure, words
from bot.console.conversation import Key, fate
from bot.console.place import page, ports_of
from bot.context import Ports
from bot.undelivered import once_more
from storage import staff, unsettled
from storage.staff import SignedIn
from storage.states import DeliveryState
from storage.unsettled import Troubled

routes = APIRouter(prefix="/undelivered")
_MOST = 200


@routes.get("")
async def show(request: Request, who: Annotated[SignedIn, Depends(secure.active)], notice: str = "") -> Response:
    """The newest first. Nobody's words stand here: they are in the conversation, whose reading is audited."""
    ports = ports_of(request)
    rows = await ports.database.read(unsettled.troubled, who.charities, _MOST)
    may = who.role in secure.ACTING
    told = {"who": who, "rows": [_shown(ports, row) for row in rows], "may": may}
    return page("undelivered.html", {**told, "notice": words.NOTICES.get(notice, "")})


@routes.post("/{key}/retry")
async def retry(request: Request, key: Key, who: Annotated[SignedIn, Depends(secure.acting)]) -> Response:
    """A new attempt of the same message, once however often it is asked for."""
    await secure.posted(request, who)
    ports = ports_of(request)
    row = await ports.database.write(_retry, ports, key, who)
    if row is not None:
        await ports.wake.wake(row.claimed.conversation)
    return RedirectResponse(f"/console/undelivered?notice={'retried' if row else 'not_retried'}", 303)


def _retry(connection: Connection, ports: Ports, key: int, who: SignedIn) -> Troubled | None:
    now = ports.clock()
    row = once_more(connection, key, now, who.charities)
    if row is not None:
        about = f"conversation:{row.claimed.conversation}"
        staff.audit(connection, who.staff, charity=row.claimed.charity, action="retry", subject=about, now=now)
    return row


def _shown(ports: Ports, row: Troubled) -> dict[str, Any]:
    to = row.claimed
    return {
        "key": row.id,
        "conversation": to.conversation,
        "charity": ports.packs[to.charity].name.ar if to.charity in ports.packs else to.charity,
        "channel": words.CHANNELS.get(to.channel, to.channel),
        "fate": fate(((row.state, row.error),)),
        "perhaps": row.state == DeliveryState.UNKNOWN,
        "at": row.settled_at or row.created_at,
    }
