"""The main line with small parts for tests: a pack of one service, an engine that echoes, a clock one can turn."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot import bootstrap
from bot.clock import RIYADH
from bot.context import Ports
from bot.settings import Settings
from channels.fake import Fake
from flows.charity import Approval, Committee, Declaration, Number, Policy
from flows.events import HandedOff
from flows.message import Incoming, Kind, Meaning, Reply
from flows.pack import Pack
from flows.part import Words
from flows.service import Service
from flows.session import Session
from flows.turn import Turn, World
from storage.engine import Database

_BRISK = {"grace_seconds": 0.0, "sweep_seconds": 0.05, "album_seconds": 0.0}
CHARITY, CHANNEL, PERSON = "yusr", "fake", "someone"


class Clock:
    """A clock that stands until it is turned."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 1, 10, tzinfo=RIYADH)

    def __call__(self) -> datetime:
        return self.at

    def turn(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class Asleep:
    """Every wake-up is lost, and remembered."""

    def __init__(self) -> None:
        self.lost: list[int] = []

    async def start(self, handler: object) -> None:
        """Nobody is woken."""

    async def wake(self, conversation: int) -> None:
        self.lost.append(conversation)

    async def stop(self) -> None:
        """Nothing to stop."""


class Reader:
    """Understands nothing; fails when told to."""

    def __init__(self) -> None:
        self.read_texts: list[str] = []
        self.error: Exception | None = None

    async def read(self, text: str, *, charity: str) -> Meaning:
        self.read_texts.append(text)
        if self.error:
            raise self.error
        return Meaning()


def echo(session: Session, message: Incoming, meaning: Meaning, world: World) -> Turn:
    """Say it again, numbered; "person" hands off, "break" breaks, "twice" says it in two messages."""
    said = message.text or message.tap
    if said == "break":
        raise RuntimeError("the engine broke")
    prompt = session.prompt + 1
    replies = tuple(Reply(f"{prompt}: {said}{part}") for part in (("", " again") if said == "twice" else ("",)))
    events = (HandedOff("asked", 2),) if said == "person" else ()
    return Turn(replace(session, prompt=prompt), () if session.owner == "staff" else replies, events)


def pack(slug: str = CHARITY, version: str = "v1") -> Pack:
    words = Words(ar="نص", en="text")
    return Pack(
        slug=slug,
        name=words,
        about=words,
        prefix="YSR",
        source="made up for the tests",
        version=version,
        services=[Service(id="food", name=words, about=words)],
        committee=Committee(name=words),
        declaration=Declaration(version="1", text=words),
        policy=Policy(approval=Approval(body=words), goal=words, steps=[words]),
        emergency=[Number(label=words, number="911")],
        texts={
            "sorry": Words(ar="نعتذر", en="sorry"),
            "repeated": Words(ar="نعيدها", en="again"),
            "broadcast.stop": Words(ar="stop"),
        },
    )


def settings(folder: Path, **changes: Any) -> Settings:
    return Settings(data_dir=folder, charities_dir=folder, **{**_BRISK, **changes})


def ports(database: Database, folder: Path, **parts: Any) -> Ports:
    """The house over this database. `settings` may be a dict of changes."""
    changes = parts.pop("settings", {})
    defaults: dict[str, Any] = {
        "packs": {CHARITY: pack()},
        "channels": {(CHARITY, CHANNEL): Fake()},
        "understander": Reader(),
        "advance": echo,
        "wake": Asleep(),
        "clock": Clock(),
    }
    return bootstrap.build(settings(folder, **changes), database=database, **{**defaults, **parts})


def said(text: str, key: str, *, who: str = PERSON, kind: Kind = Kind.TEXT) -> Incoming:
    return Incoming(kind, key, who, text)


def rows(database: Database, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query, as plain tuples."""
    return [tuple(row) for row in database.read_now(lambda connection: connection.execute(text(query)).all())]


async def until(true: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait until it holds; `TimeoutError` where it never does."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110  what is waited for happens in another thread or process
            await asyncio.sleep(0.01)
