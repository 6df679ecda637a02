"""The simulator's page and the few requests that it makes."""

import json
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from jinja2 import Environment, FileSystemLoader
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from bot.context import Ports
from bot.replay_people import ReplayError
from bot.simulator.rooms import CHANNELS, Room, Rooms, addresses
from bot.simulator.words import WORDS
from bot.web.chat_assets import Assets
from bot.web.chat_page import HERE, guarded
from bot.web.chat_words import preferred
from bot.web.hooks import TooLarge, read_body

_PAGES = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True)
_MOST = 20_000
_NO_STORE = {"Cache-Control": "no-store"}


def install(app: FastAPI, ports: Ports) -> Rooms | None:
    """Add the simulator to a server with demo data that takes turns itself; None where there is none."""
    if not (ports.settings.demo and ports.settings.works_inside):
        return None
    rooms, assets = Rooms(ports), Assets(HERE / "static", "simulator", "chat_text", "chat.svg")
    simulator = Simulator(ports, rooms, assets)
    for method, path, answer in (
        ("GET", "/simulator", simulator.page),
        ("GET", "/simulator/assets/{digest}/{name}", assets.serve),
        ("POST", "/simulator/rooms", simulator.open_room),
        ("GET", "/simulator/rooms/{room}", simulator.read_room),
        ("POST", "/simulator/rooms/{room}/say", simulator.say),
        ("POST", "/simulator/rooms/{room}/file", simulator.send_file),
    ):
        app.add_route(path, answer, methods=[method])
    return rooms


class Simulator:
    """The requests of the page."""

    def __init__(self, ports: Ports, rooms: Rooms, assets: Assets) -> None:
        self._ports = ports
        self._rooms = rooms
        self._assets = assets

    async def page(self, request: Request) -> Response:
        """`?charity=` and `?lang=` choose; without them the first charity, in the browser's language."""
        language = preferred(request.query_params.get("lang", ""), request.headers.get("accept-language", ""))
        charity = request.query_params.get("charity", next(iter(self._ports.packs)))
        if charity not in self._ports.packs:
            raise HTTPException(404)
        words = WORDS[language]
        html = _PAGES.get_template("simulator.html").render(
            language=language,
            charity=charity,
            charities=[(pack.slug, pack.name.say(language)) for pack in self._ports.packs.values()],
            channels=list(addresses()),
            words=words,
            words_json=json.dumps(words, ensure_ascii=False),
            assets=f"simulator/assets/{self._assets.digest}",
        )
        return HTMLResponse(html, headers={**guarded(), **_NO_STORE})

    async def open_room(self, request: Request) -> Response:
        """`{"charity", "together"}` -> 201 `{"room", "lines": []}`."""
        asked = await _json(request)
        charity = str(asked.get("charity", ""))
        if charity not in self._ports.packs:
            raise HTTPException(404)
        name, room = await self._rooms.open(charity, together=asked.get("together") is True)
        return JSONResponse({"room": name, **_told(room)}, 201, _NO_STORE)

    async def read_room(self, request: Request) -> Response:
        """`{"charity", "together", "lines"}`."""
        return JSONResponse(_told(self._room(request)), headers=_NO_STORE)

    async def say(self, request: Request) -> Response:
        """`{"channels", "text", "tap"?}` -> what `Room.say` tells; 400 `{"error"}` for what cannot be carried."""
        room, asked = self._room(request), await _json(request)
        text, tap = asked.get("text"), asked.get("tap", "")
        if not isinstance(text, str) or not isinstance(tap, str) or not (text.strip() or tap):
            raise HTTPException(400, "text and tap are text")
        return await _answer(room, _channels(asked.get("channels")), text, tap=tap)

    async def send_file(self, request: Request) -> Response:
        """The file is the whole body, `?name=` and `?channels=a,b` say what it is and where it goes."""
        room = self._room(request)
        channels = _channels(request.query_params.get("channels", "").split(","))
        try:
            content = await read_body(request, self._ports.settings.paper_bytes)
        except TooLarge as error:
            raise HTTPException(413) from error
        file = room.keep(request.query_params.get("name", "file"), content)
        return await _answer(room, channels, "", file=file)

    def _room(self, request: Request) -> Room:
        room = self._rooms.find(request.path_params["room"])
        if room is None:
            raise HTTPException(404, "no such room")
        return room


async def _answer(room: Room, channels: list[str], text: str, **more: Any) -> Response:
    try:
        return JSONResponse(await room.say(channels, text, **more), headers=_NO_STORE)
    except ReplayError as error:
        return JSONResponse({"error": str(error)}, 400, _NO_STORE)


async def _json(request: Request) -> Mapping[str, Any]:
    # Only what a page of ours may send: other sites' pages cannot send JSON without asking first.
    if request.headers.get("content-type", "").split(";")[0] != "application/json":
        raise HTTPException(415)
    try:
        read = json.loads(await read_body(request, _MOST))
    except (ValueError, TooLarge) as error:
        raise HTTPException(400) from error
    if not isinstance(read, dict):
        raise HTTPException(400)
    return read


def _channels(named: object) -> list[str]:
    if not isinstance(named, list) or not named or not set(CHANNELS).issuperset(map(str, named)):
        raise HTTPException(400, "no such channel")
    return [channel for channel in CHANNELS if channel in named]


def _told(room: Room) -> dict[str, Any]:
    return {"charity": room.charity, "together": room.together, "lines": room.lines}
