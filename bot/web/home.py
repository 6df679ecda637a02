"""The first page: every charity's chat and the console."""

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.context import Ports
from bot.web.chat_assets import Assets
from bot.web.chat_page import HERE, TEMPLATES, guarded
from bot.web.chat_words import preferred


def install(app: FastAPI, ports: Ports) -> None:
    """Add the page at `/`."""
    assets = Assets(HERE / "static", "chat", "widget")

    async def home(request: Request) -> Response:
        language = preferred(request.query_params.get("lang", ""), request.headers.get("accept-language", ""))
        charities = [(pack.slug, pack.name.say(language)) for pack in ports.packs.values()]
        html = TEMPLATES.get_template("home.html").render(
            language=language, charities=charities, assets=f"chat/assets/{assets.digest}"
        )
        return HTMLResponse(html, headers={**guarded(), "Cache-Control": "no-cache", "Vary": "Accept-Language"})

    app.add_route("/", home, methods=["GET"])
