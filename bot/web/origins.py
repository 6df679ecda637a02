"""Which other sites may speak with a charity's chat: those that it names, at every address of the chat."""

import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.settings import Settings

# The chat's own files are the same for everybody, and no data.
_CHAT = re.compile(r"/chat/(?!assets/)(?P<chat>[^/]+)(?:/.*)?|/hooks/(?P<hook>[^/]+)/web")
_HEADERS = ("authorization", "content-type", "last-event-id")
# Browsers keep the answer to a preflight no longer than that.
_REMEMBERED = 7200


class Origins:
    """Refuses with 403 what a browser asks for a page of an origin that is not named; answers CORS for the others.

    Without an `Origin` header it is no other site's script: those who send none need a token as anybody does.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._own = settings.public_url
        self._named = {slug: lines.web_origins for slug, lines in settings.channels.items()}
        self._shared = {slug: _cors(app, origins) for slug, origins in self._named.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        charity = _charity(scope)
        headers = Headers(scope=scope) if charity else Headers()
        origin = headers.get("origin")
        if charity is None or origin is None or self._is_ours(origin, headers):
            await self._app(scope, receive, send)
        elif origin in self._named.get(charity, ()):
            await self._shared[charity](scope, receive, send)
        else:
            await JSONResponse({"ok": False, "error": "not from this site"}, 403)(scope, receive, send)

    def _is_ours(self, origin: str, headers: Headers) -> bool:
        # By another name of this machine too, such as its address in the local network: a browser sets both headers.
        return origin == self._own or urlsplit(origin).netloc == headers.get("host")


def _charity(scope: Scope) -> str | None:
    found = _CHAT.fullmatch(scope["path"]) if scope["type"] == "http" else None
    return found and (found["chat"] or found["hook"])


def _cors(app: ASGIApp, origins: tuple[str, ...]) -> CORSMiddleware:
    return CORSMiddleware(
        app, allow_origins=origins, allow_methods=("GET", "POST"), allow_headers=_HEADERS, max_age=_REMEMBERED
    )
