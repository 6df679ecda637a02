"""Telegram as it is lived: updates over real HTTP, a strict Bot API behind; what the chat looks like afterwards."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot import courtesies, drill_audit
from bot.context import Ports
from flows.message import Meaning
from storage.tables import Case, PaperFile, table
from tests import samples
from tests.fakes.serve import serve
from tests.fakes.telegram_api import TelegramApi
from tests.integration.kit.keywords import Keywords
from tests.integration.kit.person import quiet
from tests.integration.kit.server import running
from tests.integration.kit.site import SECRET, Site
from tests.line import until

CHAT = 966500000001
APPLY = "أبغى أقدم على استشارة أسرية"
OGG = b"OggS" + bytes(400)


class Slow(Keywords):
    """Thinks for as long as it is told to."""

    seconds = 0.0

    async def read(self, text: str, *, charity: str) -> Meaning:
        await asyncio.sleep(self.seconds)
        return await super().read(text, charity=charity)


class Listener:
    """Hears one sentence in every voice."""

    def __init__(self) -> None:
        self.heard: list[tuple[bytes, str, str]] = []

    async def listen(self, audio: bytes, *, mime: str, language: str) -> str:
        self.heard.append((audio, mime, language))
        return APPLY


class Deaf(Listener):
    """Breaks down."""

    async def listen(self, audio: bytes, *, mime: str, language: str) -> str:
        raise RuntimeError("no model")


@dataclass
class Chat:
    """One person's chat with the bot."""

    site: Site
    ports: Ports
    api: TelegramApi
    client: aiohttp.ClientSession
    _ids: Any = field(default_factory=lambda: count(1))

    async def post(self, **update: Any) -> None:
        headers = {"content-type": "application/json", "x-telegram-bot-api-secret-token": SECRET}
        body = json.dumps({"update_id": next(self._ids), **update})
        async with self.client.post(self.site.hook("telegram"), data=body, headers=headers) as answer:
            assert answer.status == 200

    async def send(self, **content: Any) -> int:
        """A message of the person's; its number."""
        number = next(self._ids)
        person = {"id": CHAT, "is_bot": False, "first_name": "-", "language_code": "ar"}
        chat = {"id": CHAT, "type": "private", "first_name": "-"}
        key = "edited_message" if "edit_date" in content else "message"
        await self.post(**{key: {"message_id": number, "date": 1, "chat": chat, "from": person, **content}})
        return number

    async def tap(self, label: str, *, on: dict[str, Any] | None = None) -> None:
        message = on or self.last
        cells = [cell for row in message["reply_markup"]["inline_keyboard"] for cell in row]
        data = next(cell["callback_data"] for cell in cells if cell["text"] == label)
        shown = {"message_id": message["id"], "date": 1, "chat": {"id": CHAT, "type": "private"}}
        query = {"id": f"q{next(self._ids)}", "from": {"id": CHAT}, "message": shown, "data": data}
        await self.post(callback_query=query)

    async def books(self) -> drill_audit.Books:
        return await quiet(self.ports)

    @property
    def last(self) -> dict[str, Any]:
        return self.api.ledger.sent[-1]

    @property
    def said(self) -> list[str]:
        return [sent["text"] for sent in self.api.ledger.sent]


@pytest.fixture
async def chat(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Chat]:
    """A house with Telegram alone; the parameter is its listener."""
    api, understander = TelegramApi(), Slow()
    api.files |= {"photo": samples.picture(), "voice": OGG, "noise": b"\x7fELF" + bytes(99)}
    house: dict[str, Any] = {"understander": understander, "listener": getattr(request, "param", None)}
    with serve(api.app) as url:
        site = Site(tmp_path, telegram=url, changes={"album_seconds": 0.3})
        with running(site, **house) as ports:
            async with aiohttp.ClientSession() as client:
                yield Chat(site, ports, api, client)


def photo(album: str = "") -> dict[str, Any]:
    size = {"file_id": "photo", "file_unique_id": "u", "width": 9, "height": 9}
    return {"photo": [size]} | ({"media_group_id": album} if album else {})


def voice(name: str = "voice") -> dict[str, Any]:
    return {"voice": {"file_id": name, "file_unique_id": "v", "duration": 3, "mime_type": "audio/ogg"}}


async def test_an_answered_question_loses_its_buttons_and_an_old_tap_is_kindly_told(chat: Chat) -> None:
    await chat.send(text=APPLY)
    await chat.books()
    question = dict(chat.last)
    assert question["reply_markup"]["inline_keyboard"]
    await chat.tap("نعم")
    await chat.books()
    await until(lambda: chat.api.changed == [(CHAT, question["id"], None)])
    await chat.tap("لا", on=question)
    await chat.books()
    assert "من سؤال سابق" in chat.said[-1] + chat.said[-2]
    # Whatever somebody puts into a button's data, in all of its 64 bytes.
    for data in ("2.1", "go.elsewhere", "9" * 64, "ش" * 32, ""):
        await chat.post(callback_query={"id": f"t{data[:9]}", "from": {"id": CHAT}, "data": data})
        await chat.books()
        assert "ما اسمك الكامل" in chat.said[-1]
    await until(lambda: len(chat.api.answered) == 7)


async def test_words_in_answer_put_the_buttons_away_too(chat: Chat) -> None:
    await chat.send(text=APPLY)
    await chat.books()
    number = chat.last["id"]
    await chat.send(text="نعم")
    await chat.books()
    await until(lambda: chat.api.changed == [(CHAT, number, None)])
    await chat.send(text="نورة سعد القحطاني")
    await chat.books()
    await chat.send(text="1526018153")
    await chat.books()
    assert [refused["method"] for refused in chat.api.ledger.refused if "ebhook" not in refused["method"]] == []


async def test_buttons_that_cannot_be_put_away_stop_nothing(chat: Chat) -> None:
    await chat.send(text=APPLY)
    await chat.books()
    chat.api.ledger.sent[-1]["id"] = 10**6
    await chat.send(text="نعم")
    books = await chat.books()
    assert [row["attempts"] for row in books.inbox] == [0, 0]
    assert "ما اسمك الكامل" in chat.said[-1]


async def test_who_waits_for_long_sees_that_somebody_writes(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    await chat.send(text="السلام عليكم")
    await chat.books()
    assert chat.api.actions == []
    monkeypatch.setattr(courtesies, "NOTICED", 0.02)
    monkeypatch.setattr(Slow, "seconds", 0.3)
    await chat.send(text="السلام عليكم")
    await chat.books()
    assert chat.api.actions == [(CHAT, "typing")]


async def test_an_album_is_one_turn(chat: Chat) -> None:
    await chat.send(text="السلام عليكم")
    await chat.books()
    before = len(chat.said)
    await asyncio.gather(*(chat.send(**photo("a1"), caption=caption) for caption in ("", "بطاقة العائلة", "")))
    books = await chat.books()
    assert [row["state"] for row in books.inbox] == ["done"] * 4
    [line] = [row for row in books.messages if row["direction"] == "in"][1:]
    assert (line["text"], len(line["media"])) == ("بطاقة العائلة", 3)
    assert len(chat.said) == before + 1


async def test_a_voice_is_kept_for_a_colleague(chat: Chat) -> None:
    await chat.send(**voice())
    await chat.send(**voice("noise"))
    await chat.books()
    assert "موظف الجمعية" in chat.said[0]
    assert "مرة أخرى" in chat.said[1]
    rows = chat.ports.database.read_now(lambda c: c.execute(table(PaperFile).select()).mappings().all())
    assert [(row["mime"], chat.ports.papers.get(row["name"])) for row in rows] == [("audio/ogg", OGG)]
    cases = chat.ports.database.read_now(lambda c: c.execute(table(Case).select()).mappings().all())
    assert [(case["reason"], case["priority"], case["state"]) for case in cases] == [("voice", 3, "open")]


@pytest.mark.parametrize("chat", [Listener()], indirect=True, ids=["listening"])
async def test_with_a_listener_a_voice_counts_like_words(chat: Chat) -> None:
    await chat.send(**voice())
    books = await chat.books()
    assert isinstance(chat.ports.listener, Listener)
    assert chat.ports.listener.heard == [(OGG, "audio/ogg", "ar")]
    assert APPLY in chat.said[0]
    assert "هل جنسيتك سعودية" in " ".join(chat.said)
    line = books.messages[0]
    assert (line["text"], line["media"][0]["heard"]) == (APPLY, True)


@pytest.mark.parametrize("chat", [Deaf()], indirect=True, ids=["deaf"])
async def test_a_listener_that_fails_leaves_the_voice_to_a_colleague(chat: Chat) -> None:
    await chat.send(**voice())
    books = await chat.books()
    assert "موظف الجمعية" in chat.said[0]
    assert [row["attempts"] for row in books.inbox] == [0]


async def test_a_broadcast_channel_begins_no_conversation(chat: Chat) -> None:
    await chat.post(channel_post={"message_id": 1, "date": 1, "chat": {"id": -100, "type": "channel"}, "text": "x"})
    books = await chat.books()
    assert [(row["state"], row["conversation_id"]) for row in books.inbox] == [("ignored", None)]
    assert books.address == {}


async def test_a_message_put_right_in_place_is_the_answer(chat: Chat) -> None:
    await chat.send(text=APPLY)
    await chat.books()
    await chat.tap("نعم")
    await chat.books()
    number = await chat.send(text="7")
    await chat.books()
    await chat.send(text="نورة سعد القحطاني", message_id=number, edit_date=5)
    await chat.books()
    assert "رقم هويتك" in chat.said[-1]


async def test_who_blocked_the_bot_and_came_back_is_answered_again(chat: Chat) -> None:
    await chat.send(text="السلام عليكم")
    private = {"id": CHAT, "type": "private"}
    for status in ("kicked", "member"):
        await chat.post(my_chat_member={"chat": private, "from": {"id": CHAT}, "new_chat_member": {"status": status}})
    before = len((await chat.books()).deliveries)
    await chat.send(text="السلام عليكم")
    assert len((await chat.books()).deliveries) > before


async def test_flood_control_met_by_what_only_pleases_silences_the_bot(chat: Chat) -> None:
    await chat.send(text=APPLY)
    await chat.books()
    chat.api.too_many["editmessagereplymarkup"] = 30
    await chat.send(text="نعم")
    await until(lambda: chat.ports.gate.hushed("yusr", "telegram"))
    assert chat.api.changed == []
