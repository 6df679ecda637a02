"""The simulator's rooms: a person on every channel, a database in memory, and what was said so far."""

import asyncio
import json
import secrets
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import parse_qsl

from pydantic import SecretStr

from bot.context import Ports
from bot.recording import Sent
from bot.replay import Replay
from bot.replay_people import ADDRESSES
from bot.simulator.faces import face
from channels.base import Request

CHANNELS = ("whatsapp", "telegram", "sms", "web")
# Each holds some databases and their threads; whoever comes back to one that was given up begins anew.
_MOST_ROOMS = 6
_MOST_LINES = 500


@dataclass
class Room:
    """`together` is one person on every channel; else each channel has a person and a database of its own."""

    charity: str
    together: bool
    replays: dict[str, Replay]
    lines: list[dict[str, Any]] = field(default_factory=list)
    _busy: asyncio.Lock = field(default_factory=asyncio.Lock)
    _folder: TemporaryDirectory[str] = field(default_factory=TemporaryDirectory)

    async def say(
        self, channels: Iterable[str], text: str, *, tap: str = "", file: Path | None = None
    ) -> dict[str, list[Any]]:
        """The `lines` that came of it, and the numbers of those whose buttons are `gone`. Raises `ReplayError`."""
        async with self._busy:
            before, gone = len(self.lines), list[int]()
            for channel in channels:
                await self._say(channel, text, tap, file)
                gone += self._put_away(channel)
            made = self.lines[before:]
            del self.lines[:-_MOST_LINES]
            return {"lines": made, "gone": gone}

    def keep(self, name: str, content: bytes) -> Path:
        """A file to be sent, under a name of ours with the same ending."""
        place = Path(self._folder.name) / f"{secrets.token_hex(8)}{Path(name).suffix[:10]}"
        place.write_bytes(content)
        return place

    async def close(self) -> None:
        for replay in {id(replay): replay for replay in self.replays.values()}.values():
            await replay.close()
        self._folder.cleanup()

    async def _say(self, channel: str, text: str, tap: str, file: Path | None) -> None:
        replay = self.replays[channel]
        first = len(replay.sent)
        request = await replay.say(channel, text, tap=tap, file=file)
        self._add({"channel": channel, "from": "person", "text": text, "file": file.name if file else ""}, request)
        # One person on all channels may be answered on another one, such as a notice.
        for place, sent in enumerate(replay.sent[first:], first):
            self._add({**_shown(sent), "place": place}, sent.payload)

    def _put_away(self, channel: str) -> list[int]:
        gone = self.replays[channel].gone
        answered = [x for x in self.lines if x["channel"] == channel and x.get("rows") and x["place"] in gone]
        for line in answered:
            line.update(rows=(), kind="")
        return [line["number"] for line in answered]

    def _add(self, line: dict[str, Any], raw: object) -> None:
        payload = _webhook(raw) if isinstance(raw, Request) else raw
        number = self.lines[-1]["number"] + 1 if self.lines else 1
        self.lines.append({"number": number, **line, "payload": payload})


class Rooms:
    """At most a few rooms; the one that was used longest ago goes."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        # Nothing of a room may leave this process.
        self._settings = ports.settings.model_copy(update={"redis_url": SecretStr("")})
        self._rooms: OrderedDict[str, Room] = OrderedDict()

    async def open(self, charity: str, *, together: bool) -> tuple[str, Room]:
        """A new room and its hard-to-guess name."""
        room = await asyncio.to_thread(self._build, charity, together)
        name = secrets.token_urlsafe(12)
        self._rooms[name] = room
        while len(self._rooms) > _MOST_ROOMS:
            await self._rooms.popitem(last=False)[1].close()
        return name, room

    def find(self, name: str) -> Room | None:
        if name in self._rooms:
            self._rooms.move_to_end(name)
        return self._rooms.get(name)

    async def close(self) -> None:
        while self._rooms:
            await self._rooms.popitem()[1].close()

    def _build(self, charity: str, together: bool) -> Room:
        if together:
            return Room(charity, True, dict.fromkeys(CHANNELS, self._replay(charity, "web")))
        return Room(charity, False, {channel: self._replay(charity, channel) for channel in CHANNELS})

    def _replay(self, charity: str, channel: str) -> Replay:
        its = self._ports
        return Replay(self._settings, charity, channel, its.understander, packs=its.packs, templates=True)


def addresses() -> Iterator[tuple[str, str]]:
    """Every channel with the person's address there."""
    yield from ((channel, ADDRESSES[channel]) for channel in CHANNELS)


def _shown(sent: Sent) -> dict[str, Any]:
    seen = asdict(face(sent.channel, sent.payload))
    return {"channel": sent.channel, "from": "bot", **seen, "text": seen["text"] or sent.text, "files": sent.files}


def _webhook(request: Request) -> dict[str, Any]:
    """The webhook in readable form."""
    body = request.body.decode()
    form = "urlencoded" in request.headers.get("content-type", "")
    read = dict(parse_qsl(body, keep_blank_values=True)) if form else json.loads(body)
    return {"post": request.url, "headers": dict(request.headers), "body": read}
