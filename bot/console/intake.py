"""Assisted intake: a request that staff take down for somebody who is not in the chat."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection

from bot.console import intake_words, secure
from bot.console.intake_form import Read, Sheet, event_of, read_form
from bot.console.intake_view import Twin, fresh, values
from bot.console.place import page, ports_of
from flows.reference import ALPHABET, LENGTH, make
from storage import applications, intake, life, staff
from storage.applications import ReferenceTaken
from storage.intake import DELEGATE, Intake, Repeated
from storage.staff import SignedIn

routes = APIRouter()
ROLES = secure.ACTING | {"delegate"}
_DRAWS = 5


async def taking(request: Request) -> SignedIn:
    """Who is signed in and may take requests down. 403 for the others. Raises `NotSignedIn`."""
    found = await secure.active(request)
    if found.role not in ROLES:
        raise HTTPException(403)
    return found


Who = Annotated[SignedIn, Depends(taking)]


@routes.get("/intake")
async def choose(request: Request, who: Who) -> Response:
    """Which charity and service it is for."""
    packs = [pack for slug in who.charities if (pack := ports_of(request).packs.get(slug))]
    offered = [(pack, [s for s in pack.services if s.intake == "form"]) for pack in packs]
    return page("intake.html", {"who": who, "offered": offered})


@routes.post("/intake/keep")
async def keep(request: Request, who: Who) -> Response:
    """She is writing: a long form must not outlast her session."""
    await secure.posted(request, who)
    return Response(status_code=204)


@routes.get("/intake/{charity}/{service}")
async def ask(request: Request, charity: str, service: str, who: Who) -> Response:
    sheet = _sheet(request, who, charity, service, {})
    typed = fresh(sheet, DELEGATE if who.role == "delegate" else "")
    return _draw(who, replace(sheet, typed={**typed, "form": secure.new_token()}), None)


@routes.post("/intake/{charity}/{service}")
async def take(request: Request, charity: str, service: str, who: Who) -> Response:
    """File what the form says; with anything wrong or left to decide, the same page with all that was typed."""
    posted = await secure.posted(request, who, secure.LONG)
    # A NUL fits into no database text.
    typed = {name: value.replace("\r\n", "\n").replace("\0", "").strip() for name, value in posted.items()}
    if not typed.get("form"):
        raise HTTPException(400)
    sheet = _sheet(request, who, charity, service, typed)
    found = read_form(sheet)
    if sheet.text("pack") != sheet.pack.version:
        return _draw(who, sheet, found, trouble=intake_words.CHANGED, status=409)
    if found.errors:
        return _draw(who, sheet, found, status=422)
    if not _accepted(sheet, found):
        return await _undecided(request, who, sheet, found)
    try:
        key = await _file(request, who, sheet, found)
    except Repeated:
        return await _undecided(request, who, sheet, found)
    return RedirectResponse(f"/console/a/{key}/intake", 303)


def _accepted(sheet: Sheet, found: Read) -> bool:
    """Has staff seen all that speaks against it, and given a reason to go on?"""
    return not found.against or (set(found.against) <= set(sheet.text("known").split()) and bool(sheet.text("reason")))


async def _undecided(request: Request, who: SignedIn, sheet: Sheet, found: Read) -> Response:
    """Show what speaks against the application, for staff to go on or not."""
    twins = await ports_of(request).database.write(_twins, who, sheet, found)
    if sheet.text("known") and found.against and not sheet.text("reason"):
        found.errors["reason"] = intake_words.REQUIRED
    return _draw(who, sheet, found, twins=twins, status=422)


async def _file(request: Request, who: SignedIn, sheet: Sheet, found: Read) -> int:
    """The application's number. Raises `Repeated`."""
    for _ in range(_DRAWS):
        reference = make(sheet.pack.prefix, [secrets.randbelow(len(ALPHABET)) for _ in range(LENGTH)])
        try:
            return await ports_of(request).database.write(_write, who, sheet, found, reference)
        except ReferenceTaken:
            continue
    raise RuntimeError("no free reference number")


def _write(connection: Connection, who: SignedIn, sheet: Sheet, found: Read, reference: str) -> int:
    form = secure.digest(sheet.text("form"))[:32]
    done = intake.begin(connection, session=who.session, staff=who.staff, form=form)
    if done is not None:
        return done
    assert found.signed_at is not None, "a form without errors has been read whole"
    wish = Intake(
        charity=sheet.pack.slug,
        event=event_of(sheet, found, reference),
        staff=who.staff,
        way=sheet.text("way"),
        signing=sheet.text("signing"),
        signed_at=found.signed_at,
        seen=found.seen,
        known=sheet.text("twins").split(),
        reason=sheet.text("reason"),
    )
    key = intake.submit(connection, wish, pack=sheet.pack, now=sheet.now)
    intake.end(connection, key, charity=sheet.pack.slug, staff=who.staff, form=form, now=sheet.now)
    return key


def _twins(connection: Connection, who: SignedIn, sheet: Sheet, found: Read) -> list[Twin]:
    """Open applications of the same person for the same service; that they were shown is written down."""
    charity = sheet.pack.slug
    number = applications.identity_of(event_of(sheet, found, ""), sheet.pack).number
    shown = []
    for view in intake.twins(connection, charity, sheet.service.id, number):
        twin = Twin(life.about(connection, charity, view.reference).id, view)
        subject = f"application:{twin.key}"
        staff.audit(connection, who.staff, charity=charity, action="twin", subject=subject, now=sheet.now)
        shown.append(twin)
    return shown


def _sheet(request: Request, who: SignedIn, charity: str, service: str, typed: Mapping[str, str]) -> Sheet:
    """404 for a service that takes no applications, or is none of her charities'."""
    pack = ports_of(request).packs.get(charity) if charity in who.charities else None
    found = pack.service(service) if pack else None
    if pack is None or found is None or found.intake != "form":
        raise HTTPException(404)
    return Sheet(pack, found, typed, ports_of(request).clock())


def _draw(
    who: SignedIn,
    sheet: Sheet,
    found: Read | None,
    *,
    trouble: str = "",
    twins: Sequence[Twin] = (),
    status: int = 200,
) -> Response:
    return page("intake_form.html", values(who, sheet, found, trouble=trouble, twins=twins), status=status)
