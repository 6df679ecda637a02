"""The widget: the chat inside another site's page (docs/decisions/012-widget-in-a-shadow-root.md)."""

import gzip

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.context import Ports
from bot.web import chat_page
from bot.web.chat_assets import Assets

# Its address is written into other people's pages, so it cannot change with its content.
_SCRIPT = {"Cache-Control": "public, max-age=300", "Cross-Origin-Resource-Policy": "cross-origin"}
_PANEL = {"Cache-Control": "private, max-age=300", "Vary": "Origin, Accept-Language, Accept-Encoding"}


def install(app: FastAPI, ports: Ports, assets: Assets) -> None:
    """Add `/widget.js` and what it asks for first."""

    async def script(request: Request) -> Response:
        return assets.answer(request, "widget.js", _SCRIPT)

    async def panel(request: Request) -> Response:
        pack = ports.packs.get(request.path_params["charity"])
        if pack is None:
            raise HTTPException(404)
        shown = chat_page.parts(request, ports, pack)
        told = {
            "language": shown["language"],
            "direction": shown["direction"],
            "words": shown["words"],
            "limit": shown["limit"],
            "assets": f"chat/assets/{assets.digest}/",
            "widget": chat_page.TEMPLATES.get_template("widget.html").render(**shown, framed=True),
        }
        return _packed(request, JSONResponse(told, headers=_PANEL))

    app.add_route("/widget.js", script, methods=["GET"])
    app.add_route("/chat/{charity}/widget", panel, methods=["GET"])


def _packed(request: Request, answer: Response) -> Response:
    if "gzip" in request.headers.get("accept-encoding", ""):
        answer.body = gzip.compress(answer.body, mtime=0)
        answer.headers.update({"Content-Encoding": "gzip", "Content-Length": str(len(answer.body))})
    return answer
