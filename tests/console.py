"""The console over the real engine and Yusr's own pack, with a channel that records what it is given to send."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from bot import packs, staff, turn
from bot.console import install
from bot.context import Ports
from channels.fake import Fake
from flows import engine, library
from flows.message import Entity, Incoming, Kind, Meaning
from flows.pack import Pack
from storage import inbox
from storage import staff as accounts
from storage.engine import Database
from tests import line

HOUSE = Path(__file__).resolve().parents[1]
CHARITY = "yusr"
PASSWORD = "a long enough password"
BASE = "http://127.0.0.1:8000"
# Passes the checksum, belongs to nobody that we know of.
IDENTITY = "1000000008"
FORM = ("نعم", "سارة تجربة الاختبار", IDENTITY)


class Knows:
    """Knows the wish to apply for a consultation, and an emergency; the rest is for the form to read."""

    async def read(self, text: str, *, charity: str) -> Meaning:
        if text == "أريد التقديم":
            entity = Entity("service", "family_consultation")
            return Meaning("apply", 0.99, (("apply", 0.99),), (entity,), sure=True)
        return Meaning(emergency=text == "أنقذوني")


def ports(database: Database, folder: Path, *, channel: str = "fake", **parts: Any) -> Ports:
    loaded = _packs()
    return line.ports(
        database,
        folder,
        packs=loaded,
        channels={(slug, channel): Fake() for slug in loaded},
        understander=Knows(),
        advance=engine.advance,
        **parts,
    )


async def hear(ports: Ports, *texts: str, who: str = "+966500000001", charity: str = CHARITY) -> int:
    """The person writes; the conversation's number after the bot has answered everything."""
    channel = next(name for slug, name in ports.channels if slug == charity)
    waiting: tuple[int, ...] = ()
    for number, text in enumerate(texts):
        event = Incoming(Kind.TEXT, f"{who}-{number}-{ports.clock().timestamp()}-{text}", who, text)
        accepted = await ports.database.write(inbox.accept, charity, channel, [event], ports.clock())
        waiting = accepted.waiting
        await turn.take(ports, waiting[0])
    return waiting[0]


async def deliver(ports: Ports, conversation: int) -> None:
    """What a worker does once it is woken."""
    await turn.take(ports, conversation)


def fake(ports: Ports, charity: str = CHARITY) -> Fake:
    """The charity's recording channel."""
    found = next(channel for (slug, _), channel in ports.channels.items() if slug == charity)
    assert isinstance(found, Fake)
    return found


class Colleague:
    """A member of staff with a browser."""

    def __init__(self, client: httpx.AsyncClient, name: str) -> None:
        self.client = client
        self.name = name
        self.csrf = ""

    async def sign_in(self, password: str = PASSWORD) -> httpx.Response:
        form = {"login": f"{self.name}@sanad.example", "password": password}
        answer = await self.client.post("/console/sign-in", data=form)
        if answer.status_code == 303:
            found = re.search(r'data-csrf="([^"]+)"', (await self.client.get("/console/")).text)
            assert found
            self.csrf = found.group(1)
        return answer

    async def page(self, address: str) -> str:
        answer = await self.client.get(address)
        assert answer.status_code == 200, answer.status_code
        return answer.text

    async def do(self, address: str, **fields: str) -> httpx.Response:
        """Send a form of the page, with its tokens."""
        return await self.client.post(f"/console{address}", data={"csrf": self.csrf, "form": "f", **fields})


@asynccontextmanager
async def at_work(
    ports: Ports, name: str = "muna", *, role: str = "researcher", charities: tuple[str, ...] = (CHARITY,)
) -> AsyncIterator[Colleague]:
    """A colleague with an account, signed in."""
    ports.database.write_now(
        accounts.add,
        login=f"{name}@sanad.example",
        name=name.title(),
        password=_hash(),
        role=role,
        charities=charities,
        now=ports.clock(),
    )
    async with browser(ports) as client:
        colleague = Colleague(client, name)
        await colleague.sign_in()
        yield colleague


@asynccontextmanager
async def browser(ports: Ports, base: str = BASE) -> AsyncIterator[httpx.AsyncClient]:
    """A browser with cookies of its own, on no page yet."""
    app = FastAPI()
    install(app, ports)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=base) as client:
        yield client


@cache
def _packs() -> dict[str, Pack]:
    return packs.load_all(HOUSE / "charities", library.texts())


@cache
def _hash() -> str:
    return staff.hashed(PASSWORD)
