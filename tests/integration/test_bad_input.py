"""What nobody should send, over real HTTP: refused plainly, and the next good message is answered."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from sqlalchemy import make_url
from twilio.request_validator import RequestValidator

from bot import drill_audit
from channels.base import Request
from channels.compose import Said
from tests.fakes import twilio_api
from tests.fakes.serve import serve
from tests.fakes.telegram_api import TelegramApi
from tests.fakes.twilio_api import TwilioApi
from tests.integration.kit.keywords import Keywords
from tests.integration.kit.person import Person, quiet
from tests.integration.kit.postgres import command, throwaway
from tests.integration.kit.provider import Provider
from tests.integration.kit.server import running
from tests.integration.kit.site import SECRET, SMS, Site

TELEGRAM = {"x-telegram-bot-api-secret-token": SECRET, "content-type": "application/json"}
CHAT = "966500000001"
LIMIT = 20_000
_ids = count(9000)
both = pytest.mark.parametrize("door", ["sqlite", "postgres"], indirect=True)


@dataclass
class Door:
    """The application's door, and people who knock properly: `telegram` and `whatsapp`."""

    site: Site
    client: aiohttp.ClientSession
    telegram: Person
    whatsapp: Person

    async def knock(self, url: str, body: Any, headers: dict[str, str] | None = None) -> tuple[int, str]:
        async with self.client.post(url, data=body, headers=headers) as answer:
            return answer.status, await answer.text()

    async def update(self, **message: Any) -> int:
        """A Telegram update with this message; the status."""
        return (await self.knock(self.site.hook("telegram"), json.dumps(update(**message)), TELEGRAM))[0]

    async def works(self) -> None:
        """A good message is answered, and nothing waits."""
        assert "كيف نقدر نخدمك" in await self.whatsapp.say("القائمة") + await self.whatsapp.say("السلام عليكم")

    async def books(self) -> drill_audit.Books:
        return await quiet(self.telegram.ports)


def update(**message: Any) -> dict[str, Any]:
    chat = {"id": int(CHAT), "type": "private", "first_name": "-"}
    base = {"message_id": next(_ids), "date": 1, "chat": chat, "from": {**chat, "is_bot": False}}
    return {"update_id": next(_ids), "message": {**base, **message}}


@contextmanager
def database(kind: str) -> Iterator[str]:
    if kind == "sqlite":
        yield ""
        return
    with throwaway() as url:
        yield url


@pytest.fixture
async def door(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Door]:
    """On SQLite; a test that depends on the database asks for others by `both` or `indirect`."""
    kind = getattr(request, "param", "sqlite")
    twilio, telegram = TwilioApi(), TelegramApi()
    with serve(twilio.app) as twilio_url, serve(telegram.app) as telegram_url, database(kind) as url:
        site = Site(tmp_path, twilio_url, telegram_url, url, changes={"hook_bytes": LIMIT})
        with running(site, understander=Keywords()) as ports:
            async with aiohttp.ClientSession() as client:
                chat = Person(Provider(site, "telegram", client), telegram.ledger, ports, CHAT)
                phone = Person(Provider(site, "whatsapp", client), twilio.ledger, ports, "+966500000002")
                yield Door(site, client, chat, phone)


@pytest.fixture
def good(door: Door) -> Request:
    """A rightly signed message."""
    return door.whatsapp.provider.request(Said("good", door.whatsapp.address, "السلام عليكم"))


async def test_a_wrong_signature_is_refused_and_stored_nowhere(door: Door, good: Request) -> None:
    forged = {**good.headers, "x-twilio-signature": "bm90IHNpZ25lZCBieSB1cyE9PQ=="}
    unsigned = {name: value for name, value in good.headers.items() if name != "x-twilio-signature"}
    altered = replace(good, body=good.body + b"&Body=other")
    body = json.dumps(update(text="hello"))
    for url, sent, headers in (
        (good.url, good.body, forged),
        (good.url, good.body, unsigned),
        (good.url, altered.body, dict(good.headers)),
        (good.url + "?more=1", good.body, dict(good.headers)),
        (door.site.hook("telegram"), body, {**TELEGRAM, "x-telegram-bot-api-secret-token": "guess"}),
        (door.site.hook("telegram"), body, {"content-type": "application/json"}),
    ):
        assert (await door.knock(url, sent, headers))[0] == 403
    assert (await door.books()).inbox == []
    await door.works()


@pytest.mark.parametrize(("charity", "channel"), [("nobody", "whatsapp"), ("yusr", "pigeon"), ("yusr", "fake")])
async def test_an_unknown_charity_or_channel_is_not_found(door: Door, charity: str, channel: str) -> None:
    assert (await door.knock(door.site.hook(channel, charity), b"{}", TELEGRAM))[0] == 404
    await door.works()


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_body_over_the_limit_is_refused(door: Door, chunked: bool) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(5):
            yield b"x" * (LIMIT // 4)

    body = pieces() if chunked else b"x" * (LIMIT + 1)
    assert (await door.knock(door.site.hook("telegram"), body, TELEGRAM))[0] == 413
    await door.works()


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '{"update_id": 1', "[" * 9000])
async def test_malformed_json_is_refused_without_a_traceback(door: Door, body: str) -> None:
    status, told = await door.knock(door.site.hook("telegram"), body.encode(), TELEGRAM)
    assert status == 400
    assert json.loads(told)["ok"] is False
    assert "Traceback" not in told
    assert "File" not in told
    await door.works()


async def test_bytes_that_are_no_text_are_refused(door: Door) -> None:
    assert (await door.knock(door.site.hook("telegram"), b"\xff\xfe{}", TELEGRAM))[0] == 400
    form = {"content-type": "application/x-www-form-urlencoded", "x-twilio-signature": "bm9wZQ=="}
    assert (await door.knock(door.site.hook("whatsapp"), b"\xff\xfe", form))[0] in (400, 403)
    await door.works()


async def test_an_edited_message_is_acknowledged_and_answered(door: Door) -> None:
    said = update(text="كنت أقصد غير ذلك")
    said["edited_message"] = said.pop("message")
    assert (await door.knock(door.site.hook("telegram"), json.dumps(said), TELEGRAM))[0] == 200
    assert [(row["kind"], row["state"]) for row in (await door.books()).inbox] == [("edited", "done")]
    assert door.telegram.received()
    await door.works()


def odd() -> list[dict[str, Any]]:
    """Updates that no documentation shows."""
    said = update(text="x")["message"]
    deep: Any = "x"
    for _ in range(200):
        deep = {"reply_to_message": deep}
    parts: list[Any] = [
        {"poll": {"id": "1"}}, {"inline_query": {}}, {"a_kind_of_tomorrow": [1, 2]}, {}, {"message": None},
        {"message": []}, {"message": {}}, {"message": {"text": "of nobody"}}, {"message": {**said, "chat": {}}},
        {"message": {**said, "chat": {"id": 10**40, "type": "private"}}},
        {"message": {**said, "chat": {"id": "700", "type": "private"}}},
        {"message": {**said, "chat": {"id": 2**52 - 1}, "from": None}}, {"message": {**said, "text": {"a": ["b"]}}},
        {"message": {**said, "text": "", "caption": "\0"}}, {"message": {**said, "from": {"first_name": 7}}},
        {"message": {**said, "date": 10**18}}, {"message": {**said, "message_id": [3]}},
        {"message": {**said, "photo": [{}, None, 5]}}, {"message": {**said, "document": {"file_id": 5}, "text": None}},
        {"message": {**said, "text": None, "voice": {"file_id": "v" * 5000, "file_size": -5, "mime_type": 3}}},
        {"message": {**said, "text": None, "contact": {"user_id": "x", "phone_number": 5}}},
        {"message": {**said, "text": None, "location": {"latitude": "18", "longitude": None}}},
        {"message": {**said, "text": None, "checklist": deep}}, {"message": {**said, "reply_to_message": deep}},
        {"edited_message": {**said, "text": "غير ذلك"}}, {"edited_message": {**said, "text": None, "photo": []}},
        {"edited_channel_post": {"chat": {"id": -100, "type": "channel"}, "text": "x"}},
        {"channel_post": {"chat": {"id": -100}, "sender_chat": 5}}, {"business_message": said},
        {"callback_query": {}}, {"callback_query": {"id": 5, "data": 7, "from": {"id": int(CHAT)}}},
        {"callback_query": {"id": "q", "data": "ش" * 32, "from": {"id": int(CHAT)}, "message": {"date": 0}}},
        {"callback_query": {"id": "q", "game_short_name": "g", "from": {"id": int(CHAT)}}},
        {"my_chat_member": {}}, {"my_chat_member": {"chat": said["chat"], "new_chat_member": {"status": "kicked"}}},
        {"my_chat_member": {"chat": {"id": -7, "type": "group"}, "new_chat_member": {"status": "left"}}},
        {"message": {**said, "chat": {"id": -8, "type": "group"}, "migrate_to_chat_id": -10**13}},
    ]  # fmt: skip
    ids = [{"update_id": next(_ids)} for _ in parts]
    huge = {"update_id": int("7" + "1234567890" * 400), "message": said}
    return [
        *(given | part for given, part in zip(ids, parts, strict=True)),
        huge,
        {"update_id": "7"},
        {"message": said},
    ]


@both
async def test_odd_updates_are_taken_kept_and_harm_nobody(door: Door) -> None:
    sent = odd()
    for said in sent:
        told = await door.knock(door.site.hook("telegram"), json.dumps(said), TELEGRAM)
        assert told == (200, '{"ok":true}'), said
    books = await door.books()
    assert len(books.inbox) == len(sent)
    assert {row["state"] for row in books.inbox} <= {"done", "ignored"}
    assert {row["attempts"] for row in books.inbox} == {0}
    await door.works()


def odd_forms() -> list[dict[str, str]]:
    """Forms by SMS that no documentation shows; some are of nobody."""
    said = {"AccountSid": twilio_api.ACCOUNT, "From": "+966500000003", "To": SMS, "Body": "السلام عليكم"}
    parts: list[dict[str, str]] = [
        {}, {"Body": ""}, {"Body": " \n"}, {"From": "STC"}, {"From": "700123"}, {"From": ""}, {"From": "x" * 3000},
        {"NumMedia": "abc"}, {"NumMedia": "3"}, {"MediaUrl0": "http://169.254.169.254/", "Body": ""},
        {"MediaUrl0": "file:///etc/passwd"}, {"MediaUrl0": "https://api.twilio.com@10.0.0.1/"},
        {"MediaUrl0": "x" * 3000, "MediaContentType0": "x" * 3000}, {"Latitude": "nan", "Longitude": "inf"},
        {"OptOutType": "MAYBE"}, {"OptOutType": "help", "Body": "HELP"}, {"ButtonPayload": "9.9", "Body": ""},
        {"ProfileName": "\u202eنورة\u2066" * 50}, {"Body": "\0"}, {"CallSid": "CA1", "CallStatus": "ringing"},
        {"SmsStatus": "receiving", "MessageStatus": "received"}, {"MessageStatus": "teleported", "From": SMS},
    ]  # fmt: skip
    told = [said | part | {"MessageSid": f"SM{next(_ids):032x}"} for part in parts]
    return [*told, said | {"MessageSid": "S" * 3000}, said, said | {"Body": "بلا رقم"}]


@both
async def test_odd_forms_are_taken_kept_and_harm_nobody(door: Door) -> None:
    sent = odd_forms()
    for fields in sent:
        url = door.site.hook("sms")
        signature = RequestValidator(twilio_api.TOKEN).compute_signature(url, fields)
        headers = {"content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature}
        assert (await door.knock(url, urlencode(fields), headers))[0] == 200, fields
    books = await door.books()
    assert len(books.inbox) == len(sent)
    assert {row["attempts"] for row in books.inbox} == {0}
    assert {record["to"] for record in door.whatsapp.ledger.sent} == {"+966500000003"}
    await door.works()


async def test_one_address_of_a_messaging_service_serves_both_channels(door: Door) -> None:
    url = door.site.hook("sms")
    for number, prefix in enumerate(("whatsapp:", "")):
        said = {"AccountSid": twilio_api.ACCOUNT, "MessageSid": f"SM{number}", "Body": "السلام عليكم"}
        said |= {"From": f"{prefix}+966500000003", "To": f"{prefix}{SMS}"}
        signature = RequestValidator(twilio_api.TOKEN).compute_signature(url, said)
        assert (await door.knock(url, said, {"x-twilio-signature": signature}))[0] == 200
    assert [row["channel"] for row in (await door.books()).inbox] == ["whatsapp", "sms"]
    assert {record["to"] for record in door.whatsapp.ledger.sent} == {"whatsapp:+966500000003", "+966500000003"}


async def test_a_group_is_told_once_and_then_left_in_peace(door: Door) -> None:
    group = {"id": -100123, "type": "supergroup", "title": "-"}
    for _ in range(3):
        assert await door.update(chat=group, text="السلام عليكم") == 200
    books = await door.books()
    assert [(row["kind"], row["state"]) for row in books.inbox] == [
        ("unsupported", "done"),
        ("unsupported", "ignored"),
        ("unsupported", "ignored"),
    ]
    assert [sent["to"] for sent in door.telegram.ledger.sent] == ["-100123"]
    await door.works()


@both
@pytest.mark.parametrize(
    "text", ["\0", "قبل\0بعد", "\ud800", "نص \udfff ثم نص", "😀🎉🌹", "\u202e\u200f", "🏽" * 300], ids=ascii
)
async def test_odd_characters_are_stored_and_answered(door: Door, text: str) -> None:
    assert await door.update(text=text) == 200
    books = await door.books()
    assert [row["state"] for row in books.inbox] == ["done"]
    assert door.telegram.received()
    await door.works()


async def test_a_message_of_a_hundred_thousand_characters_is_answered(tmp_path: Path) -> None:
    telegram = TelegramApi()
    with serve(telegram.app) as url:
        site = Site(tmp_path, telegram=url)
        with running(site, understander=Keywords()) as ports:
            async with aiohttp.ClientSession() as client:
                person = Person(Provider(site, "telegram", client), telegram.ledger, ports, CHAT)
                assert await person.say("أحتاج " * 16_667)
                assert await person.say("السلام عليكم")
                assert {row["state"] for row in (await quiet(ports)).inbox} == {"done"}


@pytest.mark.parametrize("door", ["postgres"], indirect=True)
async def test_without_its_database_it_asks_for_a_repeat_and_recovers(door: Door, good: Request) -> None:
    await door.works()
    name = make_url(door.site.database).database
    command(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    command(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608  a name of ours
    status, told = await door.knock(good.url, good.body, dict(good.headers))
    assert status == 503
    assert json.loads(told) == {"ok": False, "error": "try again"}
    async with door.client.get(f"{door.site.url}/readyz") as answer:
        assert answer.status == 503
    async with door.client.get(f"{door.site.url}/healthz") as answer:
        assert answer.status == 200
    command(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    assert (await door.knock(good.url, good.body, dict(good.headers)))[0] == 200
    await door.works()
    assert {row["state"] for row in (await door.books()).inbox} == {"done"}
