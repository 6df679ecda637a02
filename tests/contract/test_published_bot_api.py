"""A Bot API that others published (telemelya) takes what our client sends, as far as it goes: our own fake could err.

It knows neither long polling nor keyboards in place of the letters, and sends no secret.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from channels.base import Request
from channels.telegram import Telegram, TelegramSettings
from flows.message import Button, Incoming, Kind, Reply
from tests.fakes.serve import serve

TOKEN, CHAT = "123456:fake-token-of-tests", 700
MENU = Reply("اختر *واحدًا* <b>", (Button("7.1", "نعم"), Button("go.menu", "القائمة", word=True)))


@pytest.fixture(scope="module")
def published(redis_url: str) -> Iterator[str]:
    """Its routes over a Redis of ours, without the file store that it starts with."""
    from telemelya.server import bot_api, control_api
    from telemelya.server.config import settings
    from telemelya.server.state import state_manager

    settings.redis_url, settings.strict_edit = redis_url, True
    asyncio.run(state_manager.connect())
    app = FastAPI()
    app.include_router(bot_api.router)
    app.include_router(control_api.router)
    with serve(app) as url:
        yield url


@pytest.fixture
async def line(published: str) -> AsyncIterator[Telegram]:
    opened = Telegram(TelegramSettings(TOKEN, "hook-secret", f"{published}/bot"))
    yield opened
    await opened.close()


async def control(published: str, method: str, path: str, **options: Any) -> Any:
    async with httpx.AsyncClient(headers={"authorization": "Bearer any"}) as client:
        answer = await client.request(method, f"{published}/api/v1/test/{path}", **options)
        assert answer.status_code == 200, answer.text
        return answer.json()


async def taken(published: str) -> list[dict[str, Any]]:
    """What it was sent so far, oldest first."""
    return list((await control(published, "GET", "responses", params={"session_id": "default"}))["responses"])


async def test_buttons_are_sent_and_put_away(published: str, line: Telegram) -> None:
    [payload] = line.render(MENU)
    message = await line.send(str(CHAT), payload)
    await line.typing(str(CHAT))
    await line.acknowledge(Incoming(Kind.TAP, "u1", str(CHAT), ref="q1"))
    await line.put_away(message)
    sent, typing, answered, changed = await taken(published)
    assert (sent["text"], sent["reply_markup"]) == (payload["text"], payload["reply_markup"])
    assert (typing["method"], typing["action"]) == ("sendChatAction", "typing")
    assert (answered["method"], answered["callback_query_id"]) == ("answerCallbackQuery", "q1")
    assert (changed["method"], f"{CHAT}:{changed['message_id']}") == ("editMessageReplyMarkup", message)
    # It keeps a markup that is not named; the Bot API takes it away.
    assert "reply_markup" not in changed["raw"]


async def test_the_webhook_is_where_we_put_it(line: Telegram) -> None:
    await line.set_webhook("https://sanad.example/hooks/yusr/telegram")
    assert (await line.webhook()).url == "https://sanad.example/hooks/yusr/telegram"
    await line.delete_webhook()
    assert (await line.webhook()).url == ""


@pytest.mark.parametrize(
    ("said", "kind", "content"),
    [
        ({"text": "السلام عليكم"}, Kind.TEXT, "السلام عليكم"),
        ({"command": "menu"}, Kind.TEXT, "/menu"),
        ({"callback_data": "7.1"}, Kind.TAP, "7.1"),
        ({"photo_file_id": "p1"}, Kind.MEDIA, "p1"),
    ],
)
async def test_its_updates_are_read(
    published: str, line: Telegram, said: dict[str, str], kind: Kind, content: str
) -> None:
    caught: list[bytes] = []

    async def hook(request: HttpRequest) -> Response:
        caught.append(await request.body())
        return JSONResponse({"ok": True})

    with serve(Starlette(routes=[Route("/", hook, methods=["POST"])])) as url:
        await line.set_webhook(f"{url}/")
        await control(published, "POST", f"send_update?bot_token={TOKEN}", json={"chat_id": CHAT, **said})
    [incoming] = line.parse(Request("", {}, caught[0]))
    found = incoming.media[0].ref if incoming.media else incoming.tap or incoming.text
    assert (incoming.kind, incoming.address, found) == (kind, str(CHAT), content)
