"""The line under SIGKILL: real processes die at every named point and nothing is lost, doubled or out of order.

SANAD_DRILL_KILLS is the number of deaths at each point, on each of the two set-ups: 20 unless it is set, 440 deaths in
all. `-s` shows what was counted.
"""

import asyncio
import os
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from redis import Redis

from bot import drill_audit
from bot.database import open_database
from bot.points import POINTS
from tests import samples
from tests.conftest import redis_server
from tests.fakes.serve import serve
from tests.fakes.twilio_api import TwilioApi
from tests.integration.kit import audit
from tests.integration.kit.crowd import Crowd
from tests.integration.kit.lives import Lives, lives
from tests.integration.kit.people import Applicant
from tests.integration.kit.postgres import throwaway
from tests.integration.kit.provider import Provider
from tests.integration.kit.site import Site

KILLS = int(os.environ.get("SANAD_DRILL_KILLS", "20"))
# Few enough that two cores keep up with them while processes die: what is drilled is death, not a backlog.
AT_ONCE = 5
# Not how long it may take: a machine a third as fast needs minutes, and only what never settles is a fault.
SETTLING = 300.0
# Where `serve` dies; everything else is reached by whoever works.
_AT_THE_DOOR = ("accept.", "wake.")


@pytest.fixture
def twilio() -> Iterator[tuple[TwilioApi, str]]:
    api = TwilioApi()
    api.files["paper"] = samples.pdf()
    with serve(api.app) as url:
        yield api, url


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[redis_server]:
    """A Redis of our own that can be stopped and started again on the same port."""
    server = redis_server(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgres and redis"])
def site(request: pytest.FixtureRequest, twilio: tuple[TwilioApi, str], tmp_path: Path) -> Iterator[Site]:
    if request.param == "sqlite":
        yield Site(tmp_path, twilio[1])
        return
    server = request.getfixturevalue("redis")
    with throwaway() as database:
        yield Site(tmp_path, twilio[1], database=database, redis=server.url)


@asynccontextmanager
async def crowd_at(site: Site, api: TwilioApi) -> AsyncIterator[Crowd]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(5.0)) as client:
        yield Crowd(Provider(site, "whatsapp", client), api.ledger)


def roles(site: Site) -> tuple[str, ...]:
    return ("serve", "work") if site.redis else ("serve",)


def victim(site: Site, point: str) -> str:
    return "serve" if not site.redis or point.startswith(_AT_THE_DOOR) else "work"


async def die_at_every_point(running: Lives, site: Site) -> None:
    """Each point `KILLS` times, shuffled, every death at another visit of its point; both roles at the same time."""
    dice = random.Random(11)
    deaths = [(point, dice.randint(1, 5)) for point in POINTS for _ in range(KILLS)]
    dice.shuffle(deaths)
    async with asyncio.TaskGroup() as group:
        for role in roles(site):
            drills = [f"{point}:{visit}" for point, visit in deaths if victim(site, point) == role]
            group.create_task(die_one_after_another(running, role, drills))


async def die_one_after_another(running: Lives, role: str, drills: list[str]) -> None:
    for drill in drills:
        assert await running.begin(role, drill).died(30.0), f"{drill} was never reached"
    running.begin(role)


async def settle(site: Site) -> drill_audit.Books:
    """Wait until nothing is under way any more, nor may be sent again."""
    with closing(open_database(site.settings())) as database:
        async with asyncio.timeout(SETTLING):
            while not await database.read(drill_audit.settled):  # noqa: ASYNC110  other processes work
                await asyncio.sleep(0.2)
        return await database.read(drill_audit.books)


def hold_true(books: drill_audit.Books, crowd: Crowd, undisturbed: Applicant, killed: set[int]) -> int:
    """Everything that must be true afterwards; the number of messages of which nobody knows whether they arrived."""
    everybody = crowd.applicants
    audit.applied_once(books, everybody)
    audit.answered_alike(books, everybody, undisturbed)
    audit.papers_kept(crowd.provider.site, everybody)
    return audit.nothing_wrong(books, len(crowd.provider.acknowledged), crowd.ledger.sent, killed)


async def test_death_at_any_point_loses_and_doubles_nothing(site: Site, twilio: tuple[TwilioApi, str]) -> None:
    async with crowd_at(site, twilio[0]) as crowd:
        with lives(site) as running:
            undisturbed = await one_undisturbed(crowd, running)
            drill = asyncio.create_task(die_at_every_point(running, site))
            await crowd.write(AT_ONCE, drill.done)
            await drill
            books = await settle(site)
            unknown = hold_true(books, crowd, undisturbed, running.killed())
    tell(f"{KILLS * len(POINTS)} deaths", books, crowd, unknown)


@pytest.mark.parametrize("site", ["postgres and redis"], indirect=True)
async def test_redis_flushed_stopped_and_started_again_loses_nothing(
    site: Site, twilio: tuple[TwilioApi, str], redis: redis_server
) -> None:
    # Nobody dies here, so no claim may be taken for a dead worker's, however slow the machine.
    site = replace(site, changes={"lease_seconds": 30.0})
    async with crowd_at(site, twilio[0]) as crowd:
        with lives(site) as running:
            undisturbed = await one_undisturbed(crowd, running)
            for role in ("serve", "work", "work"):
                running.begin(role)
            trouble = asyncio.create_task(trouble_redis(redis))
            await crowd.write(AT_ONCE, trouble.done)
            await trouble
            books = await settle(site)
            unknown = hold_true(books, crowd, undisturbed, set())
    tell("redis away", books, crowd, unknown)


async def one_undisturbed(crowd: Crowd, running: Lives) -> Applicant:
    """Somebody whom nothing happens to: everybody else must be told the same."""
    first = [running.begin(role) for role in roles(running.site)]
    undisturbed = Applicant(0)
    await crowd.one(undisturbed, random.Random(0))
    await settle(running.site)
    for life in first:
        life.kill()
    return undisturbed


async def trouble_redis(server: redis_server) -> None:
    """Emptied three times, then killed and gone for a second, twice, in the middle of the traffic."""
    await asyncio.sleep(1)
    for _ in range(3):
        with Redis.from_url(server.url) as client:
            await asyncio.to_thread(client.flushall)
        await asyncio.sleep(0.5)
    for _ in range(2):
        await asyncio.to_thread(server.stop)
        await asyncio.sleep(1)
        await asyncio.to_thread(server.start)
        await asyncio.sleep(1)


def tell(what: str, books: drill_audit.Books, crowd: Crowd, unknown: int) -> None:
    """For whoever runs it with -s."""
    print(f"{what}: {len(books.inbox)} messages, {unknown} unknown, {crowd.provider.repeats} repeats")
