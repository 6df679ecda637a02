"""The forms of an application's page: a move, a correction, a look at a number."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection

from bot import notices
from bot.clock import RIYADH
from bot.console import secure, words
from bot.console.applications import Who, draw
from bot.console.applications_view import Drawing, parts_of, question
from bot.console.conversation import Key
from bot.console.place import ports_of
from bot.console.reading import Unreadable, read
from bot.context import Ports
from bot.notices import Carried
from bot.worlds import version_of
from flows.life import Impossible
from storage import console_applications, corrections, staff
from storage.corrections import Correction
from storage.life import Wish
from storage.staff import SignedIn

routes = APIRouter(prefix="/a/{key}")
LONGEST, LONGEST_PLACE = 2000, 200
# A tick of the form: `paper:<kind>`.
PAPER = "paper:"


@dataclass(frozen=True, slots=True)
class Act:
    """Who does it to which application, when, and the fields of the form."""

    key: int
    who: SignedIn
    now: datetime
    typed: dict[str, str]

    @property
    def actor(self) -> str:
        return f"staff:{self.who.staff}"

    @property
    def seen(self) -> int | None:
        return int(self.typed["seen"]) if self.typed.get("seen", "").isdecimal() else None


@routes.post("/move")
async def move(request: Request, key: Key, who: Who) -> Response:
    act = await _act(request, key, who)
    try:
        carried: Carried | None = await ports_of(request).database.write(_move, ports_of(request), act)
    except Impossible as refusal:
        trouble = words.REFUSALS.get(refusal.why, words.REFUSALS["state"])
        return await draw(request, key, who, Drawing(trouble=trouble, typed=act.typed), status=409)
    if carried is None:
        return _back(key, "moved")
    if carried.conversation is not None:
        await ports_of(request).wake.wake(carried.conversation)
        await ports_of(request).signals.publish(carried.conversation)
    told = "moved_told" if carried.conversation is not None else "moved"
    return _back(key, "moved_untold" if carried.untold else told)


@routes.post("/correct")
async def correct(request: Request, key: Key, who: Who) -> Response:
    act = await _act(request, key, who)
    try:
        changed = await ports_of(request).database.write(_correct, ports_of(request), act)
    except Unreadable as error:
        return await draw(request, key, who, Drawing(trouble=error.why, typed=act.typed), status=422)
    except Impossible as refusal:
        return await draw(request, key, who, Drawing(trouble=words.REFUSALS[refusal.why], typed=act.typed), status=409)
    return _back(key, "corrected" if changed else "unchanged")


@routes.post("/reveal")
async def reveal(request: Request, key: Key, who: Who) -> Response:
    """The page with one number shown whole, once."""
    act = await _act(request, key, who)
    if not parts_of(who):
        raise HTTPException(403)
    await ports_of(request).database.write(_reveal, act)
    return await draw(request, key, who, Drawing(revealed=f"a:{act.typed.get('field', '')}"))


async def _act(request: Request, key: int, who: SignedIn) -> Act:
    """A NUL fits into no database text."""
    fields = await secure.posted(request, who)
    typed = {name: value.replace("\r\n", "\n").replace("\0", "").strip() for name, value in fields.items()}
    return Act(key, who, ports_of(request).clock(), typed)


def _move(connection: Connection, ports: Ports, act: Act) -> Carried | None:
    """Make the move that the form asks for; None for a form that was sent twice."""
    row = _seen(connection, act)
    if _repeated(connection, act):
        return None
    if len(act.typed.get("reason", "")) > LONGEST or len(act.typed.get("place", "")) > LONGEST_PLACE:
        raise Impossible("too_long")
    wish = Wish(
        charity=row.charity,
        reference=row.reference,
        name=act.typed.get("move", ""),
        actor=act.actor,
        actors=parts_of(act.who),
        reason=act.typed.get("reason", ""),
        way=act.typed.get("way", ""),
        at=_moment(act.typed),
        place=act.typed.get("place", ""),
        kind=act.typed.get("kind", ""),
        papers=[name.removeprefix(PAPER) for name in act.typed if name.startswith(PAPER)],
        seen=act.seen,
    )
    carried = notices.carry_out(connection, ports, wish, act.now)
    _audit(connection, act, row, f"move:{wish.name}")
    return carried


def _repeated(connection: Connection, act: Act) -> bool:
    """Was the last thing that happened, after the page was drawn, this very move by the same person?"""
    last = console_applications.events(connection, act.key)[-1]
    same = (last.actor, last.move, last.note or "") == (act.actor, act.typed.get("move"), act.typed.get("reason", ""))
    return same and act.seen is not None and last.id > act.seen


def _moment(typed: dict[str, str]) -> datetime | None:
    """Date and time as the browser sends them, in Riyadh; None where they cannot be read."""
    try:
        return datetime.fromisoformat(f"{typed.get('date', '')}T{typed.get('time', '')}").replace(tzinfo=RIYADH)
    except ValueError:
        return None


def _correct(connection: Connection, ports: Ports, act: Act) -> bool:
    """Put the corrected answer in its place. False where it is the same answer."""
    row = _seen(connection, act)
    pack = version_of(connection, ports, row.charity, row.pack)
    name = act.typed.get("field", "")
    asked = question(pack, row.service, name)
    if asked is None:
        raise Impossible("unknown")
    how = "visit" if act.typed.get("how") == "visit" else "staff"
    answer = read(asked, act.typed.get("value", ""), pack, how=how, now=act.now)
    if name in row.answers and row.answers[name]["value"] == answer.value:
        return False
    correction = Correction(row.charity, row.reference, name, answer, act.actor, parts_of(act.who), act.seen)
    corrections.correct(connection, correction, pack=pack, now=act.now)
    _audit(connection, act, row, f"correct:{name}")
    return True


def _reveal(connection: Connection, act: Act) -> None:
    row = _seen(connection, act)
    if (name := act.typed.get("field", "")) not in row.answers:
        raise HTTPException(404)
    _audit(connection, act, row, f"reveal:{name}")


def _seen(connection: Connection, act: Act) -> Any:
    row = console_applications.application(connection, act.key, act.who.charities)
    if row is None:
        raise HTTPException(404)
    return row


def _audit(connection: Connection, act: Act, row: Any, action: str) -> None:
    subject = f"application:{act.key}"
    staff.audit(connection, act.who.staff, charity=row.charity, action=action, subject=subject, now=act.now)


def _back(key: int, notice: str) -> Response:
    return RedirectResponse(f"/console/a/{key}?notice={notice}", 303)
