"""The chat of our own website: signed anonymous sessions in, JSON out through whoever holds the page's connection."""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from channels.base import FetchError, Request, SendError
from channels.reading import json_object, recorded, storable
from flows.message import Incoming, Kind, Media, Reply

LIMIT = 4096
_MOST_MEDIA = 10
_UNKNOWN = "application/octet-stream"
_ID = re.compile(r"[\w.:-]{1,64}", re.ASCII)
# A file this site's own upload gave us: a relative path without steps upwards, never an address elsewhere.
OWN_FILE = re.compile(r"\w[\w-]*(?:[./][\w-]+)*", re.ASCII)

Publish = Callable[[str, Mapping[str, Any]], Awaitable[None]]
# The content of a file that the page uploaded before, by its name; `OSError` or `ValueError` where there is none.
Uploaded = Callable[[str], bytes]


def _nothing(name: str) -> bytes:
    raise FileNotFoundError(name)


@dataclass(frozen=True, slots=True)
class WebSettings:
    """`secret` signs the sessions. Which sites' pages may speak to us is decided before a request comes here."""

    secret: str = field(repr=False)


class Web:
    name = "web"
    # The page drops a message whose id it has shown already, so an uncertain send may be repeated.
    idempotent = True

    def __init__(self, settings: WebSettings, publish: Publish, uploaded: Uploaded = _nothing) -> None:
        if not settings.secret:
            raise ValueError("the website's sessions need a secret")
        self.settings = settings
        self._publish = publish
        self._uploaded = uploaded
        self._signer = URLSafeSerializer(settings.secret, salt="sanad.web.session")

    def issue(self) -> str:
        """A token with a new session id of 128 random bits. It names nobody; it never expires, as forms sleep long."""
        return str(self._signer.dumps(secrets.token_urlsafe(16)))

    def token(self, session: str) -> str:
        """The token of a known session; a session has only one."""
        return str(self._signer.dumps(session))

    def session(self, token: str) -> str:
        """The session id in the token. Raises `ValueError` when we did not issue it."""
        try:
            return str(self._signer.loads(token))
        except BadData as error:
            raise ValueError("bad session token") from error

    def verify(self, request: Request) -> bool:
        """Did we issue the token?"""
        try:
            return bool(self.session(_bearer(request)))
        except ValueError:
            return False

    def parse(self, request: Request) -> list[Incoming]:
        """`{"id", "text"}`, `{"id", "tap"}` or `{"id", "media": [{"ref", "mime"?, "name"?, "size"?}]}`.

        A tap and media may carry a text too: the label, the caption. Raises `ValueError` for anything else.
        """
        session = self.session(_bearer(request))
        return [_said(json_object(request.body), session)]

    def render(self, reply: Reply) -> list[dict[str, Any]]:
        """One object; the page wraps text and draws buttons itself. Raises `ValueError` for a blank reply."""
        if not reply.text.strip():
            raise ValueError("a blank reply")
        buttons = [{"id": button.id, "label": button.label, "word": button.word} for button in reply.buttons]
        files = {"files": [asdict(file) for file in reply.files]} if reply.files else {}
        return [{"text": reply.text, "buttons": buttons, **files}]

    async def send(self, address: str, payload: Mapping[str, Any]) -> str:
        """Publish to the session's page, with the payload's own id or a new one; that id."""
        message = {"id": str(payload.get("id") or secrets.token_urlsafe(12)), **payload}
        try:
            await self._publish(address, message)
        except Exception as error:  # whatever carries it: a repeat does no harm here
            raise SendError("transient", type(error).__name__) from error
        return str(message["id"])

    async def fetch(self, media: Media, *, most: int) -> bytes:
        """What the page uploaded under this name. Raises `FetchError`."""
        try:
            content = await asyncio.to_thread(self._uploaded, media.ref)
        except (OSError, ValueError) as error:
            raise FetchError("gone", type(error).__name__) from None
        if len(content) > most:
            raise FetchError("size")
        return content

    async def close(self) -> None:
        """Nothing is held open."""


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise ValueError("no session token")
    return token.strip()


def _said(data: Mapping[str, Any], session: str) -> Incoming:
    event, text, tap = data.get("id"), data.get("text", ""), data.get("tap", "")
    if not isinstance(event, str) or not _ID.fullmatch(event):
        raise ValueError("id is no short identifier")
    if not isinstance(text, str) or not isinstance(tap, str):
        raise ValueError("text and tap are text")
    if len(text) > LIMIT or len(tap) > LIMIT:
        raise ValueError("too long")
    blank = Incoming(Kind.TEXT, f"{session}:{event}", session, storable(text), storable(tap))
    media = _media(data.get("media", []))
    if bool(tap) + bool(media) > 1 or not (text.strip() or tap or media):
        raise ValueError("one of text, tap and media")
    if not media:
        return Incoming(Kind.TAP if tap else Kind.TEXT, blank.provider_id, session, blank.text, blank.tap)
    return Incoming(Kind.VOICE if recorded(media) else Kind.MEDIA, blank.provider_id, session, blank.text, media=media)


def _media(value: object) -> tuple[Media, ...]:
    if not isinstance(value, list) or len(value) > _MOST_MEDIA or not all(isinstance(item, dict) for item in value):
        raise ValueError("media is a short list of objects")
    return tuple(_file(item) for item in value)


def _file(item: Mapping[str, Any]) -> Media:
    ref, size = item.get("ref"), item.get("size")
    if not isinstance(ref, str) or len(ref) > 200 or not OWN_FILE.fullmatch(ref):
        raise ValueError("ref is not one of our files")
    known = size if type(size) is int and size >= 0 else None
    return Media(ref, storable(item.get("mime")).lower() or _UNKNOWN, storable(item.get("name"))[:200], known)
