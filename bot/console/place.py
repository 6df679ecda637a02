"""Where the console's routes find the ports, and how they draw a page."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.console import intake_words, times, words
from bot.context import Ports

FOLDER = Path(__file__).parent
_pages = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_pages.globals |= {"words": words, "intake_words": intake_words, "times": times}
_pages.filters |= {"at": times.at, "clock": times.clock, "day": times.day}


def ports_of(request: Request) -> Ports:
    """The ports of the application that the console belongs to; they exist once it has started."""
    console = request.app.state
    ports: Ports = console.ports or console.house.state.ports
    return ports


def page(name: str, values: Mapping[str, Any], *, status: int = 200) -> HTMLResponse:
    """One template as an answer."""
    return HTMLResponse(_pages.get_template(name).render(values), status)


def by_htmx(request: Request) -> bool:
    """Did the page ask for a part of itself?"""
    return request.headers.get("hx-request") == "true"
