"""A provider that fails in every way it can: nothing is lost, nothing doubled, and silence is kept when asked for."""

import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot import clock, inbox
from bot import wake as wakes
from bot.context import Ports
from bot.pacing import Gate, Line
from bot.ports import Channel
from bot.worker import Worker
from channels.base import SendError
from channels.telegram import Telegram, TelegramSettings
from channels.twilio import Sms, TwilioSettings
from storage import schema
from storage.crypto import Keyring
from storage.engine import Database
from storage.pace import LocalPace, RedisPace
from tests import line
from tests.fakes import telegram_api, twilio_api
from tests.fakes.faults import Fault, Ledger
from tests.fakes.serve import serve
from tests.fakes.telegram_api import TelegramApi
from tests.fakes.twilio_api import TwilioApi
from tests.integration.kit.postgres import throwaway

# More of them for a longer look: SANAD_TEST_MESSAGES=2000.
MANY = int(os.environ.get("SANAD_TEST_MESSAGES", "0"))
# A bot's silence is a whole second, so it takes longer there.
PEOPLE, FEW = MANY or 120, MANY or 40
SILENCE = 0.4
LIMITS = Line("account", "sms", 200)
SENDER = "+966110000002"
# What another worker may still begin before it hears of a silence: the tokens that it took ahead, and a busy machine.
RUMOUR = 0.25
# Four sends in ten fail here: eight attempts, the default, would leave one message in 1,500 for staff.
PATIENT = {"send_attempts": 50, "retry_most_seconds": 1.0}
BRISK = PATIENT | {
    "sweep_seconds": 0.1,
    "grace_seconds": 0.1,
    "retry_seconds": 0.1,
    "unknown_seconds": 0.3,
    "send_seconds": 1.0,
}


@dataclass
class Weather(Ledger):
    """A tenth each: 429 with Retry-After, 500, silence, a torn connection, and one torn after the message was taken."""

    dice: random.Random = field(default_factory=lambda: random.Random(7))
    dropped: list[str] = field(default_factory=list)
    met: Counter[str] = field(default_factory=Counter)
    # Telegram asks for whole seconds.
    whole: bool = False

    def next_fault(self, to: str) -> Fault | None:
        kind = self.dice.choice(("rate", "error", "hang", "reset", "drop", *["fine"] * 5))
        self.met[kind] += 1
        if kind == "fine":
            return None
        if kind == "drop":
            self.dropped.append(to)
        silence: Any = 1 if self.whole else SILENCE
        return Fault(kind, retry_after=silence, seconds=1.5)


@dataclass
class Call:
    worker: str
    at: float
    silence: float = 0.0


class _Watched:
    """Writes down when a call begins, and when this worker is asked to be silent for how long."""

    def __init__(self, settings: Any, worker: str, log: list[Call]) -> None:
        super().__init__(settings)  # type: ignore[call-arg]  the channel's own
        self._worker, self._log = worker, log

    async def send(self, address: str, payload: Any) -> str:
        self._log.append(Call(self._worker, time.monotonic()))
        try:
            return str(await super().send(address, payload))  # type: ignore[misc]  the channel's own
        except SendError as error:
            if error.retry_after is not None:
                self._log.append(Call(self._worker, time.monotonic(), error.retry_after))
            raise


class WatchedSms(_Watched, Sms):
    """A line by Twilio."""


class WatchedTelegram(_Watched, Telegram):
    """A bot."""


@dataclass
class Pulse:
    """When and for how long nothing here got its turn: two workers, the fake and the test share one process."""

    beats: list[tuple[float, float]] = field(default_factory=list)

    async def run(self) -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.01)
            self.beats.append((time.monotonic(), time.monotonic() - before - 0.01))

    def lost(self, since: float, until: float) -> float:
        """Seconds of this time in which nobody could hear or do anything."""
        return sum(late for at, late in self.beats if since < at and at - late < until and late > 0.01)


@dataclass
class House:
    api: TwilioApi
    weather: Weather
    workers: list[Ports]
    log: list[Call]
    pulse: Pulse = field(default_factory=Pulse)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return line.rows(self.workers[0].database, query)

    def undecided(self) -> int:
        """Of a provider without a list: what is on its way, and what may still be repeated."""
        asked = "SELECT count(*) FROM deliveries WHERE state IN ('queued', 'sending')"
        return int(self.rows(f"{asked} OR (state = 'unknown' AND error <> 'unconfirmed')")[0][0])

    def pending(self) -> int:
        return int(self.rows("SELECT count(*) FROM deliveries WHERE state IN ('queued', 'sending', 'unknown')")[0][0])


@pytest.fixture(params=["sqlite, one worker", "postgres and redis, two workers"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The addresses of database and Redis."""
    if request.param.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'sanad.db'}", ""
        return
    with throwaway() as url:
        yield url, request.getfixturevalue("redis_url")


@pytest.fixture
async def house(place: tuple[str, str], tmp_path: Path, keyring: Keyring) -> AsyncIterator[House]:
    api, weather, log = TwilioApi(), Weather(), list[Call]()
    api.ledger = weather
    with serve(api.app) as url:
        async with AsyncExitStack() as stack:
            names = ("first", "second") if place[1] else ("only",)
            account = TwilioSettings(twilio_api.ACCOUNT, twilio_api.TOKEN, SENDER, base_url=url)
            lines = [WatchedSms(account, name, log) for name in names]
            workers = [await stack.enter_async_context(working(place, tmp_path, keyring, each)) for each in lines]
            made = House(api, weather, workers, log)
            beating = asyncio.create_task(made.pulse.run())
            yield made
            beating.cancel()


@asynccontextmanager
async def working(
    place: tuple[str, str], folder: Path, keyring: Keyring, channel: Channel, limits: Line = LIMITS
) -> AsyncIterator[Ports]:
    (url, redis), its = place, (line.CHARITY, channel.name)
    database = Database(url, keyring)
    schema.upgrade(database)
    pace = RedisPace(redis, database) if redis else LocalPace(database)
    parts: dict[str, Any] = {
        "channels": {its: channel},
        "clock": clock.now,
        "wake": wakes.redis(redis) if redis else wakes.local(),
        "gate": Gate({its: limits}, pace, clock.now),
        "settings": {**BRISK, **({"redis_url": SecretStr(redis)} if redis else {})},
    }
    ports = line.ports(database, folder, **parts)
    worker = Worker(ports)
    await ports.signals.start()
    await worker.start()
    try:
        yield ports
    finally:
        await worker.stop()
        await pace.close()
        await ports.close()


async def test_nothing_is_lost_nothing_doubled_and_silence_is_kept(house: House) -> None:
    for number in range(PEOPLE):
        said = line.said(f"message {number}", str(number), who=f"+96650{number:07d}")
        await inbox.accept(house.workers[number % len(house.workers)], line.CHARITY, "sms", [said])
    wanted = {f"1: message {number}" for number in range(PEOPLE)}
    await line.until(lambda: len(answered(house)) == PEOPLE and not house.pending(), seconds=max(90, PEOPLE / 8))
    assert set(house.weather.met) == {"rate", "error", "hang", "reset", "drop", "fine"}
    assert house.rows("SELECT DISTINCT state FROM deliveries ORDER BY state") == [("retried",), ("sent",)]
    assert answered(house) == [1] * PEOPLE
    taken = Counter(record["body"] for record in house.weather.sent)
    assert taken.keys() == wanted
    # Found in the provider's list, even those whose answer was lost: nobody gets anything twice.
    assert set(taken.values()) == {1}
    assert len(house.weather.dropped) > 5
    assert too_early(house.log, house.pulse) == []


def answered(house: House) -> list[int]:
    """For each message of ours, how many of its attempts were sent."""
    counted = "SELECT count(*) FILTER (WHERE state = 'sent') FROM deliveries GROUP BY message_id"
    return [int(row[0]) for row in house.rows(counted)]


def too_early(log: list[Call], pulse: Pulse) -> list[tuple[float, str]]:
    """Calls that were begun while the account had to be silent: by whoever was told, and by the others soon after."""
    silences = [call for call in log if call.silence]
    found = []
    for call in (each for each in log if not each.silence):
        for told in (each for each in silences if each.at < call.at < each.at + each.silence):
            heard = 0.0 if told.worker == call.worker else RUMOUR + pulse.lost(told.at, call.at)
            if call.at > told.at + heard:
                found.append((round(call.at - told.at, 3), call.worker))
    return found


async def test_without_a_list_nothing_is_lost_and_only_what_may_have_arrived_comes_twice(
    tmp_path: Path, keyring: Keyring
) -> None:
    api, weather, bot, log = TelegramApi(), Weather(whole=True), (line.CHARITY, "telegram"), list[Call]()
    api.ledger = weather
    with serve(api.app) as url:
        telegram = WatchedTelegram(TelegramSettings(telegram_api.TOKEN, "secret", f"{url}/bot"), "only", log)
        place = (f"sqlite:///{tmp_path / 'sanad.db'}", "")
        async with working(place, tmp_path, keyring, telegram, Line("bot", "bot", 200, 50)) as ports:
            for number in range(FEW):
                said = line.said(f"message {number}", str(number), who=str(1000 + number))
                await inbox.accept(ports, *bot, [said])
            house = House(TwilioApi(), weather, [ports], log)
            await line.until(lambda: len(answered(house)) >= FEW and not house.undecided(), seconds=max(60, FEW / 2))
            left = house.rows(
                "SELECT conversation_id FROM deliveries WHERE state = 'unknown' AND error = 'unconfirmed'"
            )
            names = dict(house.rows("SELECT address, id FROM addresses"))
    told = Counter(record["to"] for record in weather.sent if record["text"].startswith("1: message"))
    lost = [who for who in names if not told[who] and (names[who],) not in left]
    assert lost == [], "neither sent nor left for staff"
    # On a busy machine an answer can come too late as well.
    assert {who for who, count in told.items() if count > 1} <= {*weather.dropped, *weather.unheard}
    assert too_early(log, house.pulse) == []
