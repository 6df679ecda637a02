"""A conversation from a file, through the real channel adapters, against a fresh in-memory database.

What a line may hold: docs/reference/flows.md.
"""

import json
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import Connection

from bot import clock, inbox, replay_staff, turn
from bot.bootstrap import build
from bot.ports import Understander
from bot.recording import Recorded, Sent, Tidied, recorded_channels
from bot.replay_people import ADDRESSES, SAID, NoButtonError, People, ReplayError, uncarried
from bot.replay_staff import Acted, Asked, Colleagues, Refused
from bot.settings import Settings
from channels.base import Request
from flows import engine
from flows.events import Event, Stepped, Submitted
from flows.message import NOTHING, Incoming, Meaning
from flows.pack import Pack
from flows.session import Session
from flows.turn import Turn, World
from storage.crypto import Keyring
from storage.engine import Database
from storage.papers import Papers


@dataclass(frozen=True, slots=True)
class _Note:
    """What the engine was told and said about one message."""

    meaning: Meaning = NOTHING
    turn: Turn = field(default_factory=lambda: Turn(Session()))


@dataclass
class Replay:
    """One charity, several channels and people, a clock that can be moved. `line()` takes one object of the file.

    `ahead` is how far the clock runs before that of this machine; `packs` are read from the settings' folder where none
    are given; with `templates` WhatsApp shows buttons and lists to tap, else numbers.
    """

    settings: Settings
    charity: str
    channel: str
    understander: Understander
    ahead: timedelta = timedelta()
    packs: Mapping[str, Pack] | None = None
    templates: bool = False
    _notes: list[_Note] = field(default_factory=list)
    _owners: dict[tuple[str, str], str] = field(default_factory=dict)
    _conversations: dict[tuple[str, str], int] = field(default_factory=dict)
    _references: dict[int, str] = field(default_factory=dict)
    _colleagues: Colleagues | None = None
    _folder: TemporaryDirectory[str] = field(default_factory=TemporaryDirectory)

    def __post_init__(self) -> None:
        database = Database("sqlite://", Keyring([Fernet.generate_key().decode()]))
        database.create_all()
        self.sent: list[Sent] = []
        self.people = People(f"{self.settings.public_url}/hooks/{self.charity}", self._now)
        self.ports = build(
            self.settings,
            database=database,
            channels=recorded_channels(self.charity, self.sent, self.people.files, templates=self.templates),
            understander=self.understander,
            packs=self.packs,
            clock=self._now,
            advance=self._advance,
            papers=Papers(Path(self._folder.name), database.keyring),
        )
        if self.charity not in self.ports.packs:
            raise ReplayError(f"there is no charity {self.charity!r}")

    async def line(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """What happened upon one line: {"in", "out", "intent", "confidence", "events", "owner"}."""
        self._move(said.get("after", 0))
        channel = self._channel(str(said.get("channel", self.channel)))
        address = str(said.get("from", ADDRESSES[channel.name]))
        self._notes, first = [], len(self.sent)
        if "staff" in said:
            await self._colleague(channel.name, address, said)
        elif SAID & said.keys():
            await self._post(channel, address, self.people.act(channel, address, said))
        elif "after" not in said:
            raise ReplayError(f"nobody does anything: none of {', '.join(sorted(SAID))}, staff or after")
        out = [self._out(sent) for sent in self.sent[first:]]
        self.people.offer(self.sent[first:])
        note = self._notes[-1] if self._notes else _Note()
        if self._notes:
            self._owners[channel.name, address] = note.turn.session.owner
        return {
            "in": dict(said),
            "out": out,
            "intent": note.meaning.intent,
            "confidence": round(note.meaning.confidence, 4),
            "events": [type(event).__name__ for note in self._notes for event in note.turn.events if _tells(event)],
            "owner": self._owners.get((channel.name, address), "bot"),
        }

    async def say(self, channel: str, text: str, *, tap: str = "", file: Path | None = None) -> Request:
        """The person writes, taps the button with the id `tap` that is labelled `text`, or sends a file with a caption.

        What the provider would have posted. Raises `ReplayError` for what the channel cannot carry.
        """
        self._notes, through = [], self._channel(channel)
        request = self.people.write(through, ADDRESSES[channel], text, tap=tap, file=file)
        await self._post(through, ADDRESSES[channel], request)
        return request

    @property
    def gone(self) -> set[int]:
        """Places in `sent` of the messages whose buttons were taken away again."""
        tidied = [channel for channel in self.ports.channels.values() if isinstance(channel, Tidied)]
        return {int(name.rpartition("-")[2]) - 1 for channel in tidied for name in channel.gone}

    async def close(self) -> None:
        await self.ports.close()
        self._folder.cleanup()

    async def _post(self, channel: Recorded, address: str, request: Request) -> None:
        try:
            incomings = channel.parse(request)
        except ValueError as error:
            raise uncarried(channel, error) from None
        if not channel.verify(request):
            raise ReplayError("the channel refused its own signature")
        accepted = await inbox.accept(self.ports, self.charity, channel.name, incomings)
        for conversation in accepted.waiting:
            self._conversations[channel.name, address] = conversation
            await turn.take(self.ports, conversation)
            for event in (event for note in self._notes for event in note.turn.events):
                if isinstance(event, Submitted):
                    self._references[conversation] = event.reference

    async def _colleague(self, channel: str, address: str, line: Mapping[str, Any]) -> None:
        conversation = self._conversations.get((channel, address))
        if conversation is None:
            raise ReplayError(f"nobody has written from {address} on {channel} yet")
        reference = self._references.get(conversation, "")
        asked = Asked(str(line["staff"]), line, conversation, reference, self._now())
        try:
            acted = await self.ports.database.write(self._act, asked)
        except Refused as refusal:
            raise ReplayError(str(refusal)) from None
        self._owners[channel, address] = acted.owner
        if acted.conversation is not None:
            await turn.take(self.ports, acted.conversation)

    def _act(self, connection: Connection, asked: Asked) -> Acted:
        colleagues = self._colleagues or replay_staff.hire(connection, self.charity, asked.now)
        acted = colleagues.act(connection, self.ports, asked)
        # Only now: a refusal takes the accounts back with everything else.
        self._colleagues = colleagues
        return acted

    def _out(self, sent: Sent) -> dict[str, Any]:
        files = {"files": list(sent.files)} if sent.files else {}
        labels = [button.label for button in sent.buttons]
        return {"channel": sent.channel, "to": sent.to, "text": sent.text, "buttons": labels, **files}

    def _channel(self, name: str) -> Recorded:
        channel = self.ports.channels.get((self.charity, name))
        if not isinstance(channel, Recorded):
            raise ReplayError(f"no channel {name!r}: {', '.join(ADDRESSES)}")
        return channel

    def _advance(self, session: Session, message: Incoming, meaning: Meaning, world: World) -> Turn:
        made = engine.advance(session, message, meaning, world)
        self._notes.append(_Note(meaning, made))
        return made

    def _move(self, seconds: object) -> None:
        try:
            self.ahead += timedelta(seconds=float(str(seconds)))
            self._now()
        except (ValueError, OverflowError):
            raise ReplayError(f"after {seconds!r}: not a number of seconds") from None

    def _now(self) -> datetime:
        return clock.now() + self.ahead


def _tells(event: Event) -> bool:
    return not isinstance(event, Stepped)


async def replay(made: Replay, lines: Iterable[str], complain: Callable[[str], None]) -> AsyncIterator[str]:
    """One JSON line for each line read. Raises `ReplayError` that names the line.

    A tap on what was not offered is told to `complain` and written instead, as somebody would who finds no such button.
    """
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            said = json.loads(text)
            if not isinstance(said, dict):
                raise ReplayError("not a JSON object")
            try:
                happened = await made.line(said)
            except NoButtonError as error:
                complain(f"line {number}: {error}; written instead")
                written = {name: value for name, value in said.items() if name not in ("tap", "after")}
                happened = {**await made.line({**written, "text": str(said["tap"])}), "in": said}
            yield json.dumps(happened, ensure_ascii=False)
        except (json.JSONDecodeError, ReplayError) as error:
            raise ReplayError(f"line {number}: {error}") from error
