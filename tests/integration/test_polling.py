"""Long polling against a strict Bot API: every update is stored once and in order, whatever the provider does."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import Response

from bot import polling
from bot.context import Ports
from channels.telegram import UPDATES, Telegram, TelegramSettings
from storage.crypto import Keyring
from storage.engine import Database
from tests.fakes.serve import serve
from tests.fakes.telegram_api import TOKEN, TelegramApi
from tests.fakes.telegram_forms import parameters
from tests.line import Asleep, ports, rows, until

CHARITY, SECRET = "yusr", "hook-secret"
FULL = """CREATE TRIGGER full BEFORE INSERT ON inbox_events WHEN NEW.provider_id = 'u8'
    BEGIN SELECT RAISE(ABORT, 'full'); END"""
STORED = "SELECT provider_id FROM inbox_events ORDER BY id"


class Faulty(TelegramApi):
    """`ledger.fail(..., to=METHOD)` fails the next calls of that method too, not only of sendMessage."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, int, float]] = []
        self.instead: list[Any] = []  # what the next calls of getUpdates give, whatever it may be

    async def _on_getupdates(self, given: dict[str, Any]) -> Any:
        return self.instead.pop(0) if self.instead else await super()._on_getupdates(given)

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"].lower()
        given = await parameters(request)
        self.asked.append((method, int(given.get("offset") or 0), time.monotonic()))
        fault = self.ledger.next_fault(method)
        return await self._failed(request, fault) if fault else await super()._call(request)

    def times(self, method: str) -> list[float]:
        return [at for name, _, at in self.asked if name == method]

    @property
    def offsets(self) -> list[int]:
        return [offset for name, offset, _ in self.asked if name == "getupdates"]


def update(number: int, said: str = "", *, who: int = 700) -> dict[str, Any]:
    chat = {"id": who, "type": "private", "first_name": "-"}
    message = {"message_id": number, "from": chat, "chat": chat, "date": 1_790_000_000, "text": said or f"نص {number}"}
    return {"update_id": number, "message": message}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "PAUSE", 0.05)


@pytest.fixture
def api() -> Faulty:
    return Faulty()


@pytest.fixture
def server(api: Faulty) -> Iterator[str]:
    with serve(api.app) as url:
        yield url


@pytest.fixture
def store(migrated: Path, tmp_path: Path, keyring: Keyring) -> Iterator[Database]:
    (tmp_path / "sanad.db").write_bytes(migrated.read_bytes())
    opened = Database(f"sqlite:///{tmp_path / 'sanad.db'}", keyring)
    yield opened
    opened.close()


@asynccontextmanager
async def polled(database: Database, folder: Path, url: str, **changes: Any) -> AsyncIterator[tuple[Ports, Any]]:
    """The house's own polling task, until the end of the block."""
    line = Telegram(TelegramSettings(TOKEN, SECRET, f"{url}/bot", timeout=2))
    made = ports(database, folder, channels={(CHARITY, "telegram"): line}, settings=changes)
    [task] = polling.start(made)
    try:
        yield made, task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await line.close()


async def post(url: str, *updates: dict[str, Any]) -> None:
    async with httpx.AsyncClient() as client:
        for one in updates:
            await client.post(f"{url}/_updates", json=one)


def stored(database: Database) -> list[str]:
    return [str(row[0]) for row in rows(database, STORED)]


async def test_updates_are_stored_once_and_in_order_and_wake_the_worker(
    api: Faulty, server: str, store: Database, tmp_path: Path
) -> None:
    await post(server, *(update(number) for number in (7, 8, 9)))
    async with polled(store, tmp_path, server) as (house, _):
        await until(lambda: len(stored(store)) == 3)
        await post(server, update(10), update(11, who=701))
        await until(lambda: len(stored(store)) == 5)
        await until(lambda: api.offsets[-1] == 12)
        assert isinstance(house.wake, Asleep)
        assert len(house.wake.lost) == 5
    assert stored(store) == ["u7", "u8", "u9", "u10", "u11"]
    assert api.updates == []


async def test_an_update_that_comes_again_is_not_stored_again(
    api: Faulty, server: str, store: Database, tmp_path: Path
) -> None:
    for _ in range(2):
        # A restart asks from the beginning: what was stored but not confirmed comes once more.
        api.updates = [update(7), update(8)]
        async with polled(store, tmp_path, server):
            await until(lambda: 9 in api.offsets)
        api.asked.clear()
    assert stored(store) == ["u7", "u8"]


@pytest.mark.parametrize(
    "malformed",
    [
        {"update_id": 8},
        {"update_id": 8, "message": None},
        {"update_id": 8, "message": {"text": "nobody's"}},
        {"update_id": 8, "message": {"chat": {"id": [1]}, "date": "yesterday", "text": {"a": 1}}},
        {"update_id": 8, "poll": {"id": "1"}},
        {"update_id": "8", "message": "x"},
        {"update_id": 8, "message": {"chat": {"id": 700}, "text": "\x00"}},
    ],
)
async def test_a_malformed_update_does_not_stop_those_behind_it(
    malformed: dict[str, Any], api: Faulty, server: str, store: Database, tmp_path: Path
) -> None:
    api.instead = [[update(7), malformed, update(9)]]
    async with polled(store, tmp_path, server) as (_, task):
        await until(lambda: 10 in api.offsets)
        assert not task.done()
    assert [key for key in stored(store) if key in ("u7", "u9")] == ["u7", "u9"]


@pytest.mark.parametrize("answer", [{}, {"a": 1}, [5], ["x"], [{"message": {}}], None, "text"], ids=repr)
async def test_an_answer_that_makes_no_sense_does_not_end_the_polling(
    answer: Any, api: Faulty, server: str, store: Database, tmp_path: Path
) -> None:
    api.instead = [answer]
    async with polled(store, tmp_path, server) as (_, task):
        await until(lambda: len(api.offsets) >= 2)
        await post(server, update(9))
        await until(lambda: "u9" in stored(store))
        assert not task.done()


@pytest.mark.parametrize(
    ("kind", "options"),
    [("error", {"status": 500}), ("error", {"status": 502}), ("error", {"status": 401}), ("reset", {})],
    ids=["500", "502", "401", "reset"],
)
@pytest.mark.parametrize("method", ["getupdates", "deletewebhook"])
async def test_a_provider_in_trouble_is_asked_again(
    method: str, kind: str, options: dict[str, int], api: Faulty, server: str, store: Database, tmp_path: Path
) -> None:
    api.ledger.fail(kind, to=method, times=2, **options)
    await post(server, update(7), update(8))
    async with polled(store, tmp_path, server):
        await until(lambda: stored(store) == ["u7", "u8"])
    assert len(api.times(method)) >= 3


async def test_flood_control_is_waited_for_as_long_as_it_says(
    api: Faulty, server: str, store: Database, tmp_path: Path
) -> None:
    api.ledger.fail("rate", to="getupdates", retry_after=1)
    await post(server, update(7))
    async with polled(store, tmp_path, server):
        await until(lambda: stored(store) == ["u7"])
    first, second = api.times("getupdates")[:2]
    assert second - first >= 1.0


async def test_a_provider_that_is_not_there_yet_is_found_when_it_comes(
    api: Faulty, store: Database, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    api.updates = [update(7)]
    async with polled(store, tmp_path, f"http://127.0.0.1:{port}") as (_, task):
        await asyncio.sleep(0.2)
        assert (task.done(), api.asked) == (False, [])
        server = uvicorn.Server(uvicorn.Config(api.app, port=port, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        try:
            await until(lambda: stored(store) == ["u7"])
        finally:
            server.should_exit = server.force_exit = True
            await asyncio.to_thread(thread.join, 10)


async def test_the_offset_moves_only_after_the_commit(
    api: Faulty, server: str, store: Database, tmp_path: Path
) -> None:
    store.write_now(lambda connection: connection.execute(text(FULL)))
    await post(server, *(update(number) for number in (7, 8, 9)))
    async with polled(store, tmp_path, server):
        await until(lambda: api.offsets.count(8) >= 2)
        assert max(api.offsets) == 8
        assert stored(store) == ["u7"]
        assert [kept["update_id"] for kept in api.updates] == [8, 9]
        store.write_now(lambda connection: connection.execute(text("DROP TRIGGER full")))
        await until(lambda: 10 in api.offsets)
    assert stored(store) == ["u7", "u8", "u9"]


async def test_a_webhook_left_behind_is_taken_away_first(
    api: Faulty, server: str, store: Database, tmp_path: Path
) -> None:
    api.webhook = {"url": "https://old.example/hook", "secret": "", "allowed_updates": ""}
    await post(server, update(7))
    async with polled(store, tmp_path, server):
        await until(lambda: stored(store) == ["u7"])
    assert [name for name, *_ in api.asked][:2] == ["deletewebhook", "getupdates"]
    assert api.ledger.refused == []


async def test_a_public_address_is_registered_with_its_secret_and_what_we_read(
    api: Faulty, server: str, store: Database, tmp_path: Path
) -> None:
    async with polled(store, tmp_path, server, public_url="https://sanad.example") as (_, task):
        await asyncio.wait_for(task, 5)
    assert api.webhook["url"] == f"https://sanad.example/hooks/{CHARITY}/telegram"
    assert api.webhook["secret"] == SECRET
    assert json.loads(api.webhook["allowed_updates"]) == list(UPDATES)
    assert api.offsets == []


@pytest.mark.parametrize(("kind", "options"), [("error", {"status": 500}), ("rate", {"retry_after": 1}), ("reset", {})])
async def test_the_address_is_registered_when_the_provider_is_well_again(
    kind: str, options: dict[str, int], api: Faulty, server: str, store: Database, tmp_path: Path
) -> None:
    api.ledger.fail(kind, to="setwebhook", times=1, **options)
    async with polled(store, tmp_path, server, public_url="https://sanad.example") as (_, task):
        await asyncio.wait_for(task, 5)
    assert api.webhook["secret"] == SECRET
    assert len(api.times("setwebhook")) == 2


async def test_an_address_that_telegram_refuses_is_not_tried_again(
    api: Faulty, server: str, store: Database, tmp_path: Path
) -> None:
    async with polled(store, tmp_path, server, public_url="http://plain.example") as (_, task):
        await asyncio.wait_for(task, 5)
    assert api.webhook == {}
    assert len(api.times("setwebhook")) == 1
