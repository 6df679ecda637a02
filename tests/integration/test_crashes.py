"""The line under SIGKILL: real processes die at every named point and nothing is lost, doubled or out of order.

SANAD_DRILL_KILLS is the number of deaths at each point, on each of the two set-ups (20 unless it is set).
"""

import asyncio
import os
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.points import POINTS
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
AT_ONCE = 12
SETTLING = 20.0
# Where `serve` dies; everything else is reached by whoever works.
_AT_THE_DOOR = ("accept.", "wake.")


@pytest.fixture
def twilio() -> Iterator[tuple[TwilioApi, str]]:
    api = TwilioApi()
    with serve(api.app) as url:
        yield api, url


@pytest.fixture(params=["sqlite", "postgres and redis"])
def site(request: pytest.FixtureRequest, twilio: tuple[TwilioApi, str], tmp_path: Path) -> Iterator[Site]:
    if request.param == "sqlite":
        yield Site(tmp_path, twilio[1])
        return
    with ExitStack() as stack:
        database = stack.enter_context(throwaway())
        yield Site(tmp_path, twilio[1], database=database, redis=stack.enter_context(redis_server(tmp_path)))


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


async def settle(site: Site) -> audit.Books:
    """Wait until nothing is under way any more."""
    async with asyncio.timeout(SETTLING):
        while not audit.settled(books := await asyncio.to_thread(audit.read, site)):
            await asyncio.sleep(0.2)
    return books


def hold_true(books: audit.Books, crowd: Crowd, undisturbed: Applicant, killed: set[int]) -> int:
    """Everything that must be true afterwards; the number of messages of which nobody knows whether they arrived."""
    everybody = crowd.applicants
    audit.accepted_once_and_done(books, crowd.provider.acknowledged)
    audit.transcribed_in_order(books, everybody)
    audit.applied_once(books, everybody)
    audit.answered_alike(books, everybody, undisturbed)
    return audit.delivered(books, crowd.ledger.sent, killed)


async def test_death_at_any_point_loses_and_doubles_nothing(site: Site, twilio: tuple[TwilioApi, str]) -> None:
    async with crowd_at(site, twilio[0]) as crowd:
        with lives(site) as running:
            first = [running.begin(role) for role in roles(site)]
            await crowd.one(undisturbed := Applicant(0), random.Random(0))
            for life in first:
                life.kill()
            drill = asyncio.create_task(die_at_every_point(running, site))
            await crowd.write(AT_ONCE, drill.done)
            await drill
            books = await settle(site)
            unknown = hold_true(books, crowd, undisturbed, running.killed())
    deaths = KILLS * len(POINTS)
    print(f"{deaths} deaths, {len(books.inbox)} messages, {unknown} unknown, {crowd.provider.repeats} repeats")
