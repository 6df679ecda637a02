"""What guards every page: headers, the session cookie, the form's token, the size of a form."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

from fastapi import HTTPException, Request, Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.console.place import ports_of
from storage import staff
from storage.staff import SignedIn

IDLE, ABSOLUTE = timedelta(minutes=30), timedelta(hours=12)
# Being there is written down once a minute, not at every request.
SEEN_EVERY = timedelta(minutes=1)
# Who speaks with people; the other roles read conversations and do nothing in them.
ACTING = frozenset({"researcher", "supervisor", "admin"})
READING = ACTING | {"committee", "delegate", "auditor"}
LEADING = frozenset({"supervisor", "admin"})
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


@dataclass(frozen=True, slots=True)
class Limit:
    """The largest form that is read: `size` in bytes as sent, where an Arabic letter takes six."""

    size: int
    fields: int


SHORT, LONG = Limit(64 * 1024, 20), Limit(512 * 1024, 200)


class NotSignedIn(Exception):  # noqa: N818  it sends somebody to the sign-in page; nothing went wrong
    """No session, or one that has ended. `expired` says that there was one."""

    def __init__(self, *, expired: bool = False) -> None:
        super().__init__()
        self.expired = expired


class Headers:
    """Adds the security headers to every answer, errors included. Pages are kept by no cache."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    # A paper comes with a stricter policy of its own.
                    headers.setdefault(name, value)
                static = scope["path"].startswith("/console/static/")
                headers["cache-control"] = "public, max-age=3600" if static else "no-store"
            await send(message)

        await self.app(scope, receive, guarded)


def cookie(request: Request) -> str:
    """The cookie's name: `__Host-` makes browsers insist on HTTPS, which a machine of one's own does not have."""
    return "__Host-sanad" if _https(request) else "sanad_console"


def give_cookie(request: Request, response: Response, token: str) -> None:
    """Set the session cookie, or take it away where `token` is empty."""
    response.set_cookie(
        cookie(request),
        token,
        max_age=None if token else 0,
        path="/",
        secure=_https(request),
        httponly=True,
        samesite="lax",
    )


def _https(request: Request) -> bool:
    address = urlsplit(ports_of(request).settings.public_url)
    return not (address.scheme == "http" and address.hostname in ("127.0.0.1", "localhost"))


def new_token() -> str:
    """256 random bits for a cookie or a form."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is stored in place of a cookie's token."""
    return hashlib.sha256(token.encode()).hexdigest()


async def present(request: Request) -> SignedIn:
    """Who is signed in, without counting as activity: what a page fetches by itself must not keep it open.

    Raises `NotSignedIn`.
    """
    token = request.cookies.get(cookie(request), "")
    if not token:
        raise NotSignedIn
    ports = ports_of(request)
    found = await ports.database.read(staff.signed_in, digest(token))
    if found is None:
        raise NotSignedIn(expired=True)
    now = ports.clock()
    if now - found.seen_at > IDLE or now - found.created_at > ABSOLUTE or found.role not in READING:
        await ports.database.write(staff.end, found.session, now)
        raise NotSignedIn(expired=True)
    return found


async def active(request: Request) -> SignedIn:
    """Who is signed in and just did something. Raises `NotSignedIn`."""
    found = await present(request)
    ports = ports_of(request)
    now = ports.clock()
    if now - found.seen_at > SEEN_EVERY:
        await ports.database.write(staff.seen, found.session, now)
    return found


async def acting(request: Request) -> SignedIn:
    """Who is signed in and may act in conversations. 403 for who may only read them. Raises `NotSignedIn`."""
    found = await active(request)
    if found.role not in ACTING:
        raise HTTPException(403)
    return found


async def posted(request: Request, who: SignedIn, limit: Limit = SHORT) -> dict[str, str]:
    """The form's fields. 403 without the session's own token, which no other site can know."""
    fields = await form(request, limit)
    given = request.headers.get("x-csrf-token") or fields.get("csrf", "")
    if not hmac.compare_digest(given.encode(), who.csrf.encode()):
        raise HTTPException(403)
    return fields


async def form(request: Request, limit: Limit = SHORT) -> dict[str, str]:
    """The fields of a URL-encoded form. 413 for one that is too large, 400 for one that cannot be read."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit.size:
            raise HTTPException(413)
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=limit.fields, errors="strict"))
    except ValueError as error:
        raise HTTPException(400) from error


def refuse_foreign(request: Request) -> None:
    """403 for a form sent from another site. For signing in, where there is no session and so no token yet."""
    # Our own pages send the origin "null", because they tell no referrer; then only this header speaks for them.
    site = request.headers.get("sec-fetch-site", "")
    origin = request.headers.get("origin", "")
    ours = {urlsplit(ports_of(request).settings.public_url).netloc, request.headers.get("host", "")}
    if site not in ("", "same-origin", "none") or (not site and origin and urlsplit(origin).netloc not in ours):
        raise HTTPException(403)
