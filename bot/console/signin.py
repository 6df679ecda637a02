"""Signing in and out."""

import asyncio
from datetime import datetime, timedelta
from functools import cache
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection

from bot import log
from bot.console import secure, words
from bot.console.place import page, ports_of
from bot.staff import fits, hashed
from storage import staff
from storage.staff import Account, SignedIn

logger = log.get(__name__)
routes = APIRouter()
TRIES, WITHIN = 6, timedelta(minutes=1)
_WRONG = "البريد أو كلمة المرور غير صحيحة."
_OFTEN = "محاولات كثيرة. يمكن المحاولة من جديد بعد دقيقة."


@routes.get("/sign-in")
async def ask(request: Request, notice: str = "") -> Response:
    return page("sign_in.html", {"error": "", "login": "", "notice": words.NOTICES.get(notice, "")})


@routes.post("/sign-in")
async def sign_in(request: Request) -> Response:
    """A new token at every sign-in: one that was planted before is worth nothing."""
    secure.refuse_foreign(request)
    fields = await secure.form(request)
    login, password = fields.get("login", "").strip().lower()[:254], fields.get("password", "")[:1000]
    ports = ports_of(request)
    now = ports.clock()
    if not await ports.database.write(_may_try, _subject(request, login), now):
        return _refused(login, _OFTEN, 429)
    account = await ports.database.read(staff.account, login)
    # An unknown account takes as long as a wrong password, so that nobody learns who works here.
    right = await asyncio.to_thread(fits, account.password if account else _nobodys(), password)
    if not right or account is None or account.disabled or account.role not in secure.READING:
        logger.warning("sign-in refused")
        return _refused(login, _WRONG, 401)
    token = secure.new_token()
    await ports.database.write(_begin, account, token, now)
    # The queue is for those who answer it.
    answer = RedirectResponse("/console/" if account.role in secure.ACTING else "/console/applications", 303)
    secure.give_cookie(request, answer, token)
    return answer


@routes.post("/sign-out")
async def sign_out(request: Request, who: Annotated[SignedIn, Depends(secure.present)]) -> Response:
    await secure.posted(request, who)
    ports = ports_of(request)
    await ports.database.write(_finish, who, ports.clock())
    answer = RedirectResponse("/console/sign-in?notice=signed_out", 303)
    secure.give_cookie(request, answer, "")
    return answer


def _refused(login: str, why: str, status: int) -> Response:
    return page("sign_in.html", {"error": why, "login": login, "notice": ""}, status=status)


def _subject(request: Request, login: str) -> str:
    """The account tried and from where, as a fingerprint: the audit needs neither in clear."""
    source = request.client.host if request.client else ""
    return f"try:{ports_of(request).database.keyring.blind('', 'sign-in', f'{login}|{source}')}"


def _may_try(connection: Connection, subject: str, now: datetime) -> bool:
    """Counted in SQL before the password is looked at: neither many processes nor many tries at once get around it."""
    if staff.audited(connection, action="sign_in_try", subject=subject, since=now - WITHIN) >= TRIES:
        return False
    staff.audit(connection, None, charity="", action="sign_in_try", subject=subject, now=now)
    return True


def _begin(connection: Connection, account: Account, token: str, now: datetime) -> None:
    session = staff.sign_in(connection, account.id, token=secure.digest(token), csrf=secure.new_token(), now=now)
    staff.audit(connection, account.id, charity="", action="sign_in", subject=f"staff_session:{session}", now=now)


def _finish(connection: Connection, who: SignedIn, now: datetime) -> None:
    staff.end(connection, who.session, now)
    staff.audit(connection, who.staff, charity="", action="sign_out", subject=f"staff_session:{who.session}", now=now)


@cache
def _nobodys() -> str:
    return hashed(secure.new_token())
