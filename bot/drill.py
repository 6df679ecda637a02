"""`sanad drill`: a throw-away installation dies at every named point while people write to it, and is then audited.

Its processes are real ones of `sanad serve`, each ended by SIGKILL at the point that SANAD_DRILL names; a stand-in for
WhatsApp's provider signs the webhooks, repeats them until they are acknowledged, and keeps what it was given.
"""

import asyncio
import random
import shutil
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp

from bot import bootstrap, drill_audit, packs
from bot.database import open_database
from bot.drill_provider import Provider
from bot.points import POINTS
from bot.processes import Processes, free_port, is_ready, processes
from bot.settings import Settings
from channels.base import Request
from channels.compose import Said, compose
from flows import library
from storage.states import DeliveryState

# Who write at the same time, and what they say; each waits for the answer before writing on.
_PEOPLE, _WORDS = 4, ("السلام عليكم", "القائمة")
# Every death comes at another visit of its point.
_VISITS = 3
# Seconds: for an answer, deaths and restarts included, and for a death. A busy machine starts slowly.
_PATIENCE = 180.0
_PAUSE = 0.2
# Short times, so that what a death left lying is found soon. Seconds.
_BRISK = {
    "SWEEP_SECONDS": "0.1",
    "GRACE_SECONDS": "0.1",
    "LEASE_SECONDS": "3",
    "SEND_SECONDS": "2",
    "UNKNOWN_SECONDS": "1",
}


class DrillError(Exception):
    """The drill could not be held: what stood in its way."""


@dataclass
class Result:
    """`faults` is empty when every acknowledged message was answered once and in order."""

    deaths: int = 0
    acknowledged: int = 0
    repeats: int = 0
    answers: int = 0
    again: int = 0
    unknown: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.deaths} deaths; {self.acknowledged} messages acknowledged, {self.repeats} webhooks in vain; "
            f"{self.answers} answers delivered, {self.again} of them sent again after a death, {self.unknown} unknown; "
            f"{len(self.faults)} faults"
        )


async def hold(
    settings: Settings, kills: int, tell: Callable[[str], None], *, points: Sequence[str] = POINTS
) -> Result:
    """Die `kills` times at each point; of the installation only its charities and its model are used.

    Raises `DrillError`.
    """
    with TemporaryDirectory(prefix="sanad-drill-") as folder, processes(Path(folder)) as running:
        if (models := settings.data_dir / "models").is_dir():
            shutil.copytree(models, Path(folder) / "models")
        drill = _Drill(settings, running, tell)
        async with drill.provider.serving(drill.provider_port):
            return await drill.hold([point for point in points for _ in range(kills)])


class _Drill:
    def __init__(self, settings: Settings, running: Processes, tell: Callable[[str], None]) -> None:
        self.provider, self.result = Provider(), Result()
        self.provider_port, self._port = free_port(), free_port()
        self._url = f"http://127.0.0.1:{self._port}"
        self._running, self._tell = running, tell
        self._charity = next(iter(packs.load_all(settings.charities_dir, library.texts())))
        # The very adapter that replays use, and its made-up credentials.
        self._line: Any = next(each for each in bootstrap.disconnected_channels() if each.name == "whatsapp")
        self._environment = self._settings(settings.charities_dir.resolve())
        self._killed: set[int] = set()

    async def hold(self, points: Sequence[str]) -> Result:
        # Once in peace: the tables are made, and the model is trained where there is none.
        await self._live()
        self._running.stop()
        over = asyncio.Event()
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(5.0)) as client:
            people = [asyncio.create_task(self._write(client, f"+96650000{n:04d}", over)) for n in range(_PEOPLE)]
            try:
                await self._die_at(points)
                await self._live()
                over.set()
                await asyncio.gather(*people)
            finally:
                for person in people:
                    person.cancel()
        await self._audit()
        return self.result

    async def _die_at(self, points: Sequence[str]) -> None:
        for point in random.sample(points, len(points)):
            death = f"{point}:{random.randint(1, _VISITS)}"  # noqa: S311  no secret
            began = time.monotonic()
            self._start(death)
            self._killed.add(self._running.pids["serve"])
            await _until(lambda: self._running.ended("serve") is not None, f"{death} was never reached")
            if (code := self._running.ended("serve")) != -signal.SIGKILL:
                raise DrillError(f"{death}: serve ended by itself ({code})")
            self.result.deaths += 1
            self._tell(f"{death:<24} dead after {time.monotonic() - began:.1f} s")

    async def _write(self, client: aiohttp.ClientSession, address: str, over: asyncio.Event) -> None:
        """One person, message after message."""
        to = f"{self._line.prefix}{address}"
        for number in count():
            if over.is_set():
                return
            heard = self.provider.heard[to]
            said = Said(f"{address}-{number}", address, _WORDS[number % len(_WORDS)])
            request = compose(self._line, said, f"{self._url}/hooks/{self._charity}/whatsapp")
            while not await _acknowledged(client, request):
                self.result.repeats += 1
                await asyncio.sleep(_PAUSE)
            self.result.acknowledged += 1
            await _until(partial(self._more, to, heard), "a message was acknowledged and never answered")

    def _more(self, to: str, heard: int) -> bool:
        return self.provider.heard[to] > heard

    async def _live(self) -> None:
        self._start()
        await _until(partial(is_ready, self._port), "serve did not start")

    def _start(self, death: str = "") -> None:
        self._running.sanad("serve", {**self._environment, "SANAD_DRILL": death})

    async def _audit(self) -> None:
        """Wait until nothing is under way, then look."""
        settings = Settings(data_dir=self._running.folder, charities_dir=self._running.folder)
        with closing(open_database(settings)) as database:
            await _until(partial(database.read_now, drill_audit.settled), "the last messages were never settled")
            found = database.read_now(drill_audit.books)
        self.result.answers, self.result.unknown = len(self.provider.sent), drill_audit.unknown(found)
        self.result.again = sum(row["state"] == DeliveryState.RETRIED for row in found.deliveries)
        self.result.faults = list(drill_audit.faults(found, self.result.acknowledged, self.provider.sent, self._killed))

    def _settings(self, charities: Path) -> dict[str, str]:
        """Of the children: nothing of this installation's own but its charities."""
        its = self._line.settings
        twilio = {
            "ACCOUNT_SID": its.account_sid,
            "AUTH_TOKEN": its.auth_token,
            "WHATSAPP_SENDER": its.sender,
            "BASE_URL": f"http://127.0.0.1:{self.provider_port}",
        }
        plain = {
            "DATA_DIR": str(self._running.folder),
            "CHARITIES_DIR": str(charities),
            "PORT": str(self._port),
            "PUBLIC_URL": self._url,
            **_BRISK,
            **{f"CHANNELS__{self._charity.upper()}__TWILIO__{name}": value for name, value in twilio.items()},
        }
        return {f"SANAD_{name}": value for name, value in plain.items()}


async def _acknowledged(client: aiohttp.ClientSession, request: Request) -> bool:
    try:
        async with client.post(request.url, data=request.body, headers=request.headers) as answer:
            await answer.read()
            return answer.status < 300
    except (aiohttp.ClientError, TimeoutError):
        return False


async def _until(true: Callable[[], object], why: str) -> None:
    """Wait until it holds; `DrillError` where it does not in time."""
    try:
        async with asyncio.timeout(_PATIENCE):
            while not await asyncio.to_thread(true):  # noqa: ASYNC110  other processes work
                await asyncio.sleep(_PAUSE)
    except TimeoutError:
        raise DrillError(why) from None
