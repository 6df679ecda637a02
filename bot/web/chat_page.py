"""The chat's page: the charity's welcome and first choices are in it, so that it says something before any script."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.context import Ports
from bot.settings import Lines
from bot.web.chat_assets import Assets
from bot.web.chat_words import WORDS, preferred
from flows.flow import Choose, Flow
from flows.pack import Pack

HERE = Path(__file__).parent
TEMPLATES = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True)


@dataclass(frozen=True, slots=True)
class Opening:
    """What the page says before the person does: in Arabic, and then in the page's language where that is another."""

    welcomes: tuple[tuple[str, str], ...]
    choices: tuple[str, ...]


async def show(request: Request, ports: Ports, pack: Pack, assets: Assets) -> Response:
    """The page of one charity."""
    shown = parts(request, ports, pack)
    html = TEMPLATES.get_template("chat.html").render(
        **shown,
        charity=pack.slug,
        words_json=json.dumps(shown["words"], ensure_ascii=False),
        # From this folder upwards, so that it also works behind a proxy that puts a path before it.
        assets=f"assets/{assets.digest}",
    )
    origins = ports.settings.channels.get(pack.slug, Lines()).web_origins
    headers = {**guarded(origins), "Cache-Control": "no-cache", "Vary": "Accept-Language"}
    return HTMLResponse(html, headers=headers)


def parts(request: Request, ports: Ports, pack: Pack) -> dict[str, Any]:
    """What the page and the widget show. `?lang=` chooses the language of the labels, else the browser does."""
    language = preferred(request.query_params.get("lang", ""), request.headers.get("accept-language", ""))
    name = pack.name.say(language)
    return {
        "language": language,
        "direction": "rtl" if language == "ar" else "ltr",
        "name": name,
        "words": {**WORDS[language], "title": WORDS[language]["title"].format(charity=name)},
        "opening": opening(ports.flows, pack, language),
        "limit": ports.settings.paper_bytes,
    }


def opening(flows: Mapping[str, Flow], pack: Pack, language: str) -> Opening:
    """The pack's welcome, and as suggestions the choices of its menu that hold for everybody."""
    welcomes = tuple(
        (spoken, pack.texts["welcome"].say(spoken).replace("{charity}", pack.name.say(spoken)))
        for spoken in dict.fromkeys(("ar", language))
    )
    menu = flows["menu"].steps[flows["menu"].start]
    ways = [way for way in menu.options if way.when is None] if isinstance(menu, Choose) else []
    return Opening(welcomes, tuple(pack.texts[way.label].say(language) for way in ways))


def guarded(origins: tuple[str, ...] = ()) -> dict[str, str]:
    """Headers of a page that runs only our own files and asks only us. `origins` may show it in a frame."""
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": " ".join(("'self'", *origins)),
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }
