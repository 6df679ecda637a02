import json
from typing import Any

import pytest

from channels.base import Request, SendError
from channels.telegram import Telegram, TelegramSettings
from channels.telegram_updates import read
from flows.message import Button, Incoming, Kind, Reply
from tests.fakes.telegram_api import TOKEN, TelegramApi

PERSON = {"id": 700, "is_bot": False, "first_name": "سعاد", "last_name": "م"}


@pytest.fixture
def api(telegram_server: tuple[str, TelegramApi]) -> TelegramApi:
    """Empty, with its own token."""
    telegram_server[1].ledger.clear()
    telegram_server[1].token = TOKEN
    telegram_server[1].updates, telegram_server[1].answered = [], []
    return telegram_server[1]


@pytest.fixture
def channel(telegram_server: tuple[str, TelegramApi], api: TelegramApi) -> Telegram:
    return Telegram(TelegramSettings(TOKEN, "hook-secret", f"{telegram_server[0]}/bot", timeout=2))


def message(**content: Any) -> list[Incoming]:
    envelope = {"message_id": 5, "from": PERSON, "chat": {"id": 700, "type": "private"}, "date": 1780000000}
    return read({"update_id": 1, "message": envelope | content})


@pytest.mark.parametrize("command", ["/start", "/menu", "/help", "/cancel", "/start ysr_zakat"])
def test_commands_come_through_as_text(command: str) -> None:
    [incoming] = message(text=command)
    assert (incoming.kind, incoming.text, incoming.name) == (Kind.TEXT, command, "سعاد م")
    assert incoming.sent_at is not None


@pytest.mark.parametrize("kind", ["group", "supergroup"])
def test_groups_are_told_so_that_nobody_answers_there(kind: str) -> None:
    [incoming] = message(text="hello", chat={"id": -100, "type": kind})
    assert (incoming.kind, incoming.address, incoming.error) == (Kind.UNSUPPORTED, "-100", "group")


def test_a_channel_post_names_its_channel() -> None:
    [incoming] = read({"update_id": 3, "channel_post": {"chat": {"id": -9, "type": "channel"}, "text": "x", "date": 1}})
    assert (incoming.kind, incoming.address, incoming.error) == (Kind.UNSUPPORTED, "-9", "channel")


def test_joining_is_not_opting_in() -> None:
    change = {
        "chat": {"id": 700, "type": "private"},
        "from": PERSON,
        "date": 1,
        "new_chat_member": {"status": "member"},
    }
    [incoming] = read({"update_id": 3, "my_chat_member": change})
    assert (incoming.kind, incoming.error) == (Kind.UNSUPPORTED, "member")


@pytest.mark.parametrize(
    "key",
    ["pinned_message", "successful_payment", "write_access_allowed", "checklist_tasks_done", "forum_topic_created"],
)
def test_telegrams_own_notices_are_nobody_speaking(key: str) -> None:
    [incoming] = message(**{key: {}})
    assert (incoming.kind, incoming.error) == (Kind.UNSUPPORTED, "notice")


def test_a_way_of_speaking_not_known_yet_is_answered() -> None:
    [incoming] = message(hologram={"file_id": "h"})
    assert (incoming.kind, incoming.error) == (Kind.UNSUPPORTED, "hologram")


@pytest.mark.parametrize("around", ["quote", "external_reply", "message_thread_id", "has_protected_content"])
def test_what_surrounds_a_message_does_not_name_it(around: str) -> None:
    [incoming] = message(**{around: {"text": "x"}, "sticker": {"file_id": "s"}})
    assert incoming.error == "sticker"


@pytest.mark.parametrize("latitude", [float("nan"), 200, -90.5, None, "north"])
def test_a_place_that_is_not_on_earth_is_none(latitude: object) -> None:
    [incoming] = message(location={"latitude": latitude, "longitude": 42.5})
    assert (incoming.kind, incoming.error) == (Kind.UNSUPPORTED, "location")


@pytest.mark.parametrize("update", [{}, {"update_id": "7"}, {"update_id": True}, {"message": {"text": "x"}}])
def test_an_update_that_concerns_nobody_leaves_a_trace_of_its_own(update: dict[str, Any]) -> None:
    [incoming] = read(update)
    assert (incoming.kind, incoming.address) == (Kind.UNSUPPORTED, "")
    assert incoming.provider_id == read(update)[0].provider_id
    assert incoming.provider_id != read({"update_id": "8"})[0].provider_id


@pytest.mark.parametrize("chat", [10**30, 2**52, 7.5, "700", [1], {}, None, True])
def test_a_chat_that_cannot_be_one_has_no_address(chat: Any) -> None:
    assert message(text="x", chat={"id": chat, "type": "private"})[0].address == ""


@pytest.mark.parametrize(
    "content",
    [
        {"photo": []}, {"photo": [None, 3]}, {"photo": {"file_id": 1}}, {"voice": []}, {"contact": "x"},
        {"location": {}}, {"from": None, "text": "x"}, {"date": 10**18, "text": "x"}, {"date": "now", "text": "x"},
        {"text": 5},
    ],
)  # fmt: skip
def test_misshapen_content_never_raises(content: dict[str, Any]) -> None:
    assert message(**content)[0].address == "700"


def test_a_tap_knows_the_label_and_the_query() -> None:
    markup = {"inline_keyboard": [[{"text": "نعم", "callback_data": "7.y"}], "?", [None]]}
    chat = {"id": 700, "type": "private"}
    query = {"id": "99", "from": PERSON, "data": "7.y", "message": {"chat": chat, "reply_markup": markup, "date": 1}}
    [incoming] = read({"update_id": 4, "callback_query": query})
    assert (incoming.kind, incoming.tap, incoming.text, incoming.ref) == (Kind.TAP, "7.y", "نعم", "99")


def test_a_tap_on_a_message_too_old_to_come_along_is_answered_in_the_tappers_chat() -> None:
    [incoming] = read({"update_id": 4, "callback_query": {"id": "99", "from": PERSON, "data": "7.y"}})
    assert incoming.address == "700"


def test_short_choices_go_two_in_a_row_and_words_together_below(channel: Telegram) -> None:
    choices = tuple(Button(f"c{n}", "خيار") for n in range(3))
    words = (Button("m", "القائمة", word=True), Button("b", "رجوع", word=True))
    [payload] = channel.render(Reply("اختر", choices + words))
    rows = payload["reply_markup"]["inline_keyboard"]
    assert [[cell["callback_data"] for cell in row] for row in rows] == [["c0", "c1"], ["c2"], ["m", "b"]]


def test_one_long_label_puts_each_choice_on_its_own_row(channel: Telegram) -> None:
    [payload] = channel.render(Reply("اختر", (Button("a", "نعم"), Button("b", "أريد أن أسأل عن شيء آخر"))))
    assert [len(row) for row in payload["reply_markup"]["inline_keyboard"]] == [1, 1]


def test_buttons_go_under_the_last_part_only(channel: Telegram) -> None:
    payloads = channel.render(Reply("كلمة " * 2000, (Button("a", "نعم"),)))
    assert ["inline_keyboard" in payload.get("reply_markup", {}) for payload in payloads] == [False, False, True]


@pytest.mark.parametrize("button_id", ["ش" * 33, ""])
def test_a_button_id_that_telegram_would_refuse_is_our_error(channel: Telegram, button_id: str) -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        channel.render(Reply("اختر", (Button(button_id, "نعم"),)))
    assert channel.render(Reply("اختر", (Button("ش" * 32, "نعم"),)))


async def test_the_markup_arrives_as_rendered(channel: Telegram, api: TelegramApi) -> None:
    [payload] = channel.render(Reply("اختر *واحدًا* <b> [", (Button("7.y", "نعم"),)))
    assert await channel.send("700", payload) == "700:1"
    assert api.ledger.sent[0]["reply_markup"] == payload["reply_markup"]
    assert api.ledger.sent[0]["text"] == "اختر *واحدًا* <b> ["
    await channel.close()


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"status": 403}, "blocked"),
        ({"status": 400}, "invalid"),
        ({"status": 401, "detail": "Unauthorized"}, "transient"),
        ({"status": 404, "detail": "Not Found"}, "transient"),
        ({"status": 409, "detail": "Conflict"}, "transient"),
        ({"status": 429, "detail": "Too Many Requests"}, "rate"),
        ({"status": 502, "detail": "Bad Gateway"}, "unknown"),
        ({"status": 504, "detail": "Gateway Timeout"}, "unknown"),
        ({"status": 200, "detail": "no"}, "unknown"),
    ],
)
async def test_a_refusal_is_read_by_its_code(channel: Telegram, api: TelegramApi, fault: Any, kind: str) -> None:
    api.ledger.fail("error", **fault)
    with pytest.raises(SendError) as raised:
        await channel.send("700", {"text": "x"})
    assert raised.value.kind == kind
    assert TOKEN not in str(raised.value)
    await channel.close()


async def test_an_address_that_is_no_chat_is_invalid(channel: Telegram) -> None:
    with pytest.raises(SendError, match="invalid"):
        await channel.send("+966500000001", {"text": "x"})


async def test_only_a_tap_is_acknowledged_and_a_refusal_is_told(channel: Telegram, api: TelegramApi) -> None:
    await channel.acknowledge(Incoming(Kind.TAP, "u1", "700", ref="99"))
    await channel.acknowledge(Incoming(Kind.TEXT, "u2", "700"))
    assert api.answered == ["99"]
    api.token = "1:changed"
    for call in (channel.acknowledge(Incoming(Kind.TAP, "u3", "700", ref="99")), channel.typing("700")):
        with pytest.raises(SendError, match="transient"):
            await call
    await channel.close()


async def test_polling_gives_raw_updates_and_confirms_by_offset(channel: Telegram, api: TelegramApi) -> None:
    # An update that PTB's own parser refuses.
    odd = {"update_id": 41, "message": {"message_id": 1, "chat": {"id": 700}, "from": {"id": 700}, "text": "سلام"}}
    api.updates = [odd, {"update_id": 42, "poll": {}}]
    assert await channel.updates() == [odd, {"update_id": 42, "poll": {}}]
    assert [update["update_id"] for update in await channel.updates(42, wait=0)] == [42]
    assert await channel.updates(43, wait=0) == []
    [incoming] = channel.parse(Request("", {}, json.dumps(odd).encode()))
    assert (incoming.kind, incoming.address) == (Kind.TEXT, "700")
    await channel.close()


async def test_the_webhook_is_set_with_our_secret_and_stops_polling(channel: Telegram, api: TelegramApi) -> None:
    await channel.set_webhook("https://sanad.example/hooks/khamis/telegram")
    assert api.webhook["secret"] == "hook-secret"
    assert json.loads(api.webhook["allowed_updates"])[0] == "message"
    with pytest.raises(SendError, match="transient"):
        await channel.updates(wait=0)
    await channel.delete_webhook()
    assert await channel.updates(wait=0) == []
    with pytest.raises(SendError, match="invalid"):
        await channel.set_webhook("http://plain.example")
    await channel.close()


def test_secrets_do_not_show_in_settings() -> None:
    shown = repr(TelegramSettings("1:token", "hook-secret"))
    assert "token" not in shown.replace("TelegramSettings", "")
    assert "hook-secret" not in shown


def test_without_a_secret_nothing_is_verified() -> None:
    assert not Telegram(TelegramSettings("1:token", "")).verify(Request("", {}, b""))


def test_the_pictures_of_an_album_share_its_id() -> None:
    chat = {"id": 7, "type": "private"}
    photo = [{"file_id": "p", "file_unique_id": "u", "width": 9, "height": 9}]
    parts = [
        {"message_id": n, "date": 1, "chat": chat, "from": {"id": 7}, "photo": photo, "media_group_id": "139"}
        for n in (1, 2)
    ]
    found = [read({"update_id": n, "message": part})[0] for n, part in enumerate(parts)]
    assert [event.ref for event in found] == ["139", "139"]
    assert [event.kind for event in found] == [Kind.MEDIA, Kind.MEDIA]
