"""What the main line is given: everything that bootstrap built."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.alarm import Alarm
from bot.clock import Clock, now
from bot.files import Files
from bot.metrics import Metrics
from bot.pacing import Gate
from bot.ports import Channel, Listener, Understander
from bot.settings import Settings
from bot.wake import Wake
from flows.flow import Flow
from flows.message import Incoming, Meaning
from flows.pack import Pack
from flows.session import Session
from flows.turn import Turn, World
from storage.engine import Database
from storage.locks import Locks
from storage.papers import Papers
from storage.signals import Signals

Advance = Callable[[Session, Incoming, Meaning, World], Turn]
Closer = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Ports:
    """`packs` by slug; `channels` by (slug, channel's name). `worker` names this process in claims.

    `slots` bounds the turns taken at once, `sends` the calls to providers: one that hangs must not stop the turns;
    `fetches` the files held in memory at once, `examiners` the processes that look into them.
    """

    settings: Settings
    database: Database
    packs: Mapping[str, Pack]
    flows: Mapping[str, Flow]
    understander: Understander
    channels: Mapping[tuple[str, str], Channel]
    wake: Wake
    alarm: Alarm
    gate: Gate
    locks: Locks
    signals: Signals
    advance: Advance
    metrics: Metrics
    worker: str
    slots: asyncio.Semaphore
    sends: asyncio.Semaphore
    fetches: asyncio.Semaphore
    examiners: asyncio.Semaphore
    papers: Papers
    clock: Clock = now
    # Every version of a pack that was read from the database for a form begun under it.
    old_packs: dict[tuple[str, str], Pack] = field(default_factory=dict)
    # None where this machine cannot make any.
    files: Files | None = None
    # None where voices are kept for a colleague only.
    listener: Listener | None = None
    closers: tuple[Closer, ...] = ()

    @property
    def idempotent(self) -> frozenset[str]:
        """The names of the channels where sending twice does no harm."""
        return frozenset(name for (_, name), line in self.channels.items() if getattr(line, "idempotent", False))

    @property
    def lease(self) -> timedelta:
        return timedelta(seconds=self.settings.lease_seconds)

    async def close(self) -> None:
        """Let go of every connection, the database last."""
        for close in self.closers:
            await close()
        self.database.close()
