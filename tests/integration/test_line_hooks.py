"""Webhooks: what a provider is answered, and what is stored by then."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from bot.context import Ports
from bot.web import app
from channels.base import Request
from channels.fake import Fake
from storage.crypto import Keyring
from storage.engine import Database
from tests import line
from tests.line import CHARITY

HOOK = f"/hooks/{CHARITY}/fake"
SIGNED = {"x-fake-secret": "fake"}


class Signed(Fake):
    """Remembers the request that it was to verify."""

    seen: Request

    def verify(self, request: Request) -> bool:
        self.seen = request
        return super().verify(request)


@pytest.fixture
def ports(database: Database, tmp_path: Path) -> Ports:
    channels = {(CHARITY, "fake"): Signed(), (CHARITY, "whatsapp"): Fake()}
    changes = {"public_url": "https://sanad.example/", "hook_bytes": 2000, "embedded_worker": False}
    return line.ports(database, tmp_path, channels=channels, settings=changes)


@pytest.fixture
async def client(ports: Ports) -> AsyncIterator[httpx.AsyncClient]:
    web = app.create(ports.settings, ports)
    async with web.router.lifespan_context(web):
        transport = httpx.ASGITransport(web, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://inside:1") as made:
            yield made


def body(**fields: Any) -> bytes:
    return json.dumps({"id": "1", "from": "someone", "text": "hi", **fields}).encode()


async def test_an_accepted_message_is_stored_before_the_answer(client: httpx.AsyncClient, database: Database) -> None:
    answer = await client.post(HOOK, content=body(), headers=SIGNED)
    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    assert line.rows(database, "SELECT provider_id, state FROM inbox_events") == [("1", "waiting")]


async def test_a_repeat_is_answered_alike_and_stored_once(client: httpx.AsyncClient, database: Database) -> None:
    answers = [await client.post(HOOK, content=body(), headers=SIGNED) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert line.rows(database, "SELECT count(*) FROM inbox_events") == [(1,)]


async def test_twilio_is_answered_without_words(client: httpx.AsyncClient) -> None:
    answer = await client.post(f"/hooks/{CHARITY}/whatsapp", content=body(), headers=SIGNED)
    assert answer.headers["content-type"].startswith("text/xml")
    assert answer.text.endswith("<Response/>")


@pytest.mark.parametrize(
    ("path", "content", "headers", "status"),
    [
        ("/hooks/nobody/fake", body(), SIGNED, 404),
        (f"/hooks/{CHARITY}/pigeon", body(), SIGNED, 404),
        (HOOK, body(), {}, 403),
        (HOOK, body(), {"x-fake-secret": "wrong"}, 403),
        (HOOK, b"not json", SIGNED, 400),
        (HOOK, b"[]", SIGNED, 400),
        (HOOK, body(text="x" * 3000), SIGNED, 413),
    ],
)
async def test_what_cannot_be_accepted_is_refused_and_not_stored(
    client: httpx.AsyncClient, database: Database, path: str, content: bytes, headers: dict[str, str], status: int
) -> None:
    answer = await client.post(path, content=content, headers=headers)
    assert answer.status_code == status
    assert line.rows(database, "SELECT count(*) FROM inbox_events") == [(0,)]


async def test_a_body_without_a_length_is_cut_off_at_the_limit(client: httpx.AsyncClient) -> None:
    read: list[int] = []

    async def endless() -> AsyncIterator[bytes]:
        for number in range(1000):
            read.append(number)
            yield b"x" * 500

    answer = await client.post(HOOK, content=endless(), headers=SIGNED)
    assert answer.status_code == 413
    assert len(read) < 1000


async def test_only_posts_are_taken(client: httpx.AsyncClient) -> None:
    assert (await client.get(HOOK)).status_code == 405


async def test_the_signature_is_checked_against_the_public_address(client: httpx.AsyncClient, ports: Ports) -> None:
    path = f"{HOOK}?bodySHA256=a%2Bb&empty="
    await client.post(path, content=body(), headers={**SIGNED, "X-Forwarded-Host": "evil"})
    channel = ports.channels[CHARITY, "fake"]
    assert isinstance(channel, Signed)
    assert channel.seen.url == f"https://sanad.example{path}"
    assert channel.seen.query == {"bodySHA256": "a+b", "empty": ""}
    assert channel.seen.body == body()


async def test_a_database_that_is_away_is_503_so_that_the_provider_tries_again(
    client: httpx.AsyncClient, database: Database
) -> None:
    database.write_now(lambda c: c.execute(text("ALTER TABLE inbox_events RENAME TO away")))
    try:
        answer = await client.post(HOOK, content=body(), headers=SIGNED)
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        assert "Traceback" not in answer.text
        assert "inbox" not in answer.text
    finally:
        database.write_now(lambda c: c.execute(text("ALTER TABLE away RENAME TO inbox_events")))
    assert (await client.post(HOOK, content=body(), headers=SIGNED)).status_code == 200


async def test_an_error_of_ours_shows_the_client_nothing(client: httpx.AsyncClient, ports: Ports) -> None:
    def broken(request: Request) -> Any:
        raise RuntimeError("secret detail")

    ports.channels[CHARITY, "fake"].parse = broken  # type: ignore[method-assign]
    answer = await client.post(HOOK, content=body(), headers=SIGNED)
    assert answer.status_code == 500
    assert "secret" not in answer.text


async def test_health_and_metrics(client: httpx.AsyncClient, database: Database) -> None:
    await client.post(HOOK, content=body(), headers=SIGNED)
    assert (await client.get("/healthz")).status_code == 200
    assert (await client.get("/readyz")).status_code == 200
    metrics = (await client.get("/metrics")).text
    assert 'sanad_accepted_total{channel="fake",charity="yusr"} 1.0' in metrics
    assert "someone" not in metrics


async def test_not_ready_while_the_database_is_away(keyring: Keyring, ports: Ports) -> None:
    nowhere = Database("postgresql://nobody@127.0.0.1:1/none", keyring)
    web = app.create(ports.settings, ports)
    web.state.ports = replace(ports, database=nowhere)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web), base_url="http://inside") as client:
        assert (await client.get("/readyz")).status_code == 503
        assert (await client.get("/healthz")).status_code == 200
        assert (await client.post(HOOK, content=body(), headers=SIGNED)).status_code == 503
    nowhere.close()
