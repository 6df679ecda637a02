"""The stand-ins are as strict as the providers' documentation, and fail as they are told."""

import subprocess
import sys
import time
from typing import Any

import httpx
import pytest
from twilio.rest import Client

from channels.base import SendError
from channels.fake import Fake
from tests.fakes import twilio_api
from tests.fakes.telegram_api import TOKEN, TelegramApi
from tests.fakes.twilio_api import ACCOUNT, TwilioApi

PHONE = "+966500000001"
MESSAGE = {"To": PHONE, "From": "+966110000000", "Body": "مرحبًا"}


@pytest.fixture(autouse=True)
def forgotten(telegram_server: tuple[str, TelegramApi], twilio_server: tuple[str, TwilioApi]) -> None:
    telegram_server[1].ledger.clear()
    twilio_server[1].ledger.clear()


def post(twilio_server: tuple[str, TwilioApi], form: dict[str, str], **options: Any) -> httpx.Response:
    url = f"{twilio_server[0]}/2010-04-01/Accounts/{options.pop('account', ACCOUNT)}/Messages.json"
    return httpx.post(url, data=form, auth=options.pop("auth", (ACCOUNT, twilio_api.TOKEN)), **options)


def call(
    telegram_server: tuple[str, TelegramApi], method: str, token: str = TOKEN, **parameters: Any
) -> httpx.Response:
    return httpx.post(f"{telegram_server[0]}/bot{token}/{method}", json=parameters, timeout=2)


def button(**fields: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[fields]]}


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"text": "x"}, "chat_id is empty"),
        ({"chat_id": "someone", "text": "x"}, "chat not found"),
        ({"chat_id": 0, "text": "x"}, "chat not found"),
        ({"chat_id": 7}, "text is empty"),
        ({"chat_id": 7, "text": " \n"}, "text is empty"),
        ({"chat_id": 7, "text": "😀" * 2049}, "too long"),
        ({"chat_id": 7, "text": "x", "parse_mode": "RTF"}, "parse_mode"),
        ({"chat_id": 7, "text": "x", "reply_markup": "{"}, "markup"),
        ({"chat_id": 7, "text": "x", "reply_markup": {"rows": []}}, "markup"),
        ({"chat_id": 7, "text": "x", "reply_markup": button(text="", callback_data="a")}, "unallowed"),
        ({"chat_id": 7, "text": "x", "reply_markup": button(text="a")}, "exactly one action"),
        ({"chat_id": 7, "text": "x", "reply_markup": button(text="a", callback_data="a", url="b")}, "one action"),
        ({"chat_id": 7, "text": "x", "reply_markup": button(text="a", callback_data="ش" * 33)}, "BUTTON_DATA_INVALID"),
        ({"chat_id": 7, "text": "x", "reply_markup": button(text="a", callback_data="")}, "BUTTON_DATA_INVALID"),
        (
            {
                "chat_id": 7,
                "text": "x",
                "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "a"}] * 9]},
            },
            "too long",
        ),
    ],
)
def test_the_bot_api_refuses_what_the_real_one_does(
    telegram_server: tuple[str, TelegramApi], parameters: dict[str, Any], words: str
) -> None:
    answer = call(telegram_server, "sendMessage", **parameters)
    assert answer.status_code == 400
    assert words in answer.json()["description"]
    assert telegram_server[1].ledger.sent == []
    assert len(telegram_server[1].ledger.refused) == 1


SHARE = {"keyboard": [[{"text": "رقمي", "request_contact": True}], ["تخطي"]]}
TWICE = {"keyboard": [[{"text": "رقمي", "request_contact": True, "request_location": True}]]}


@pytest.mark.parametrize(
    ("method", "parameters", "words"),
    [
        ("sendMessage", {"chat_id": -7, "text": "x", "reply_markup": SHARE}, "private chats only"),
        ("sendMessage", {"chat_id": 7, "text": "x", "reply_markup": TWICE}, "one thing only"),
        ("sendMessage", {"chat_id": 7, "text": "x", "reply_markup": {"keyboard": [[""]]}}, "non-empty"),
        ("sendMessage", {"chat_id": 7, "text": "x", "reply_markup": {"remove_keyboard": False}}, "must be True"),
        ("sendMessage", {"chat_id": 7, "text": "x", "reply_markup": {**SHARE, "force_reply": True}}, "reply markup"),
        ("sendMessage", {"chat_id": 7, "text": "<b>x", "parse_mode": "HTML"}, "end tag"),
        ("sendMessage", {"chat_id": 7, "text": "a < b <c>", "parse_mode": "HTML"}, "Unsupported start tag"),
        ("sendChatAction", {"chat_id": 7, "action": "sleeping"}, "action"),
        ("editMessageReplyMarkup", {"chat_id": 7, "message_id": 5}, "not found"),
        ("setMyCommands", {"commands": [{"command": "Menu", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "menu", "description": ""}]}, "DESCRIPTION"),
        ("setMyCommands", {"commands": [], "scope": {"type": "everybody"}}, "BotCommandScope"),
        ("setMyDescription", {"description": "x" * 513}, "TOO_LONG"),
        ("setMyShortDescription", {"short_description": "ش" * 121}, "TOO_LONG"),
        ("setMyDescription", {"description": "x", "language_code": "arabic"}, "language"),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "TOO_LONG"),
        ("setWebhook", {"url": "https://x.example", "allowed_updates": "message"}, "allowed_updates"),
    ],
)
def test_the_bot_api_knows_the_rules_of_each_method(
    telegram_server: tuple[str, TelegramApi], method: str, parameters: dict[str, Any], words: str
) -> None:
    answer = call(telegram_server, method, **parameters)
    assert answer.status_code == 400
    assert words in answer.json()["description"]


def test_the_bot_api_changes_only_what_it_sent(telegram_server: tuple[str, TelegramApi]) -> None:
    keys = button(text="نعم", callback_data="1")
    number = call(telegram_server, "sendMessage", chat_id=7, text="x", reply_markup=keys).json()["result"]["message_id"]
    assert call(telegram_server, "editMessageReplyMarkup", chat_id=7, message_id=number).json()["ok"]
    again = call(telegram_server, "editMessageReplyMarkup", chat_id=7, message_id=number).json()
    assert "not modified" in again["description"]
    assert (
        "not found"
        in call(telegram_server, "editMessageReplyMarkup", chat_id=8, message_id=number).json()["description"]
    )
    assert call(telegram_server, "sendMessage", chat_id=7, text="x", reply_markup=SHARE).json()["ok"]


def test_the_bot_api_takes_what_is_right_at_the_limit(telegram_server: tuple[str, TelegramApi]) -> None:
    keys = button(text="نعم", callback_data="ش" * 32)
    answer = call(telegram_server, "sendMessage", chat_id=7, text="😀" * 2048, reply_markup=keys).json()
    assert (answer["ok"], answer["result"]["message_id"]) == (True, 1)
    shown = httpx.get(f"{telegram_server[0]}/_sent").json()
    assert (shown["count"], shown["sent"][0]["to"], shown["sent"][0]["reply_markup"]) == (1, "7", keys)


def test_the_bot_api_knows_its_token_and_its_methods(telegram_server: tuple[str, TelegramApi]) -> None:
    assert call(telegram_server, "getMe", token="1:other").status_code == 401
    assert call(telegram_server, "sendHologram").status_code == 404
    assert call(telegram_server, "getMe").json()["result"]["is_bot"] is True
    assert call(telegram_server, "answerCallbackQuery").status_code == 400
    assert call(telegram_server, "setWebhook", url="https://x.example", secret_token="has space").status_code == 400
    assert call(telegram_server, "getWebhookInfo").json()["result"]["url"] == ""


def test_a_queued_update_ends_a_long_poll(telegram_server: tuple[str, TelegramApi]) -> None:
    httpx.post(f"{telegram_server[0]}/_updates", json={"update_id": 5})
    # Longer than the client waits: it would give up.
    assert call(telegram_server, "getUpdates", timeout=30).json()["result"] == [{"update_id": 5}]
    assert call(telegram_server, "getUpdates", offset=6).json()["result"] == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"To": ""}, 21604),
        ({"To": "0500000001"}, 21211),
        ({"To": "whatsapp:"}, 21211),
        ({"From": ""}, 21603),
        ({"From": "966"}, None),
        ({"From": "+0"}, 21212),
        ({"From": PHONE}, 21266),
        ({"From": "whatsapp:+966110000000"}, 63007),
        ({"To": f"whatsapp:{PHONE}"}, 63007),
        ({"To": "whatsapp:SA.8Kd92mXa", "From": "whatsapp:+966110000000"}, None),
        ({"From": "", "MessagingServiceSid": "MG1"}, 21701),
        ({"Body": " "}, 21602),
        ({"Body": "x" * 1601}, 21617),
        ({"Body": "😀" * 801}, 21617),
        ({"Body": "x" * 1600}, None),
        ({"ContentSid": "HX1"}, 21655),
        ({"StatusCallback": "ftp://x"}, 21609),
        ({"Boddy": "x"}, 20001),
    ],
)
def test_the_messages_api_refuses_by_the_real_ones_codes(
    twilio_server: tuple[str, TwilioApi], change: dict[str, str], code: int | None
) -> None:
    answer = post(twilio_server, MESSAGE | change)
    assert answer.status_code == (400 if code else 201)
    assert answer.json().get("code") == code
    assert len(twilio_server[1].ledger.sent) == (0 if code else 1)


def test_the_messages_api_knows_its_account(twilio_server: tuple[str, TwilioApi]) -> None:
    assert post(twilio_server, MESSAGE, auth=(ACCOUNT, "wrong")).json()["code"] == 20003
    assert post(twilio_server, MESSAGE, account="AC" + "1" * 32).status_code == 401


def test_what_was_sent_can_be_found_again_with_the_official_client(twilio_server: tuple[str, TwilioApi]) -> None:
    sids = [post(twilio_server, MESSAGE | {"Body": body}).json()["sid"] for body in ("1", "2")]
    post(twilio_server, MESSAGE | {"To": "+966500000002"})
    client = Client(ACCOUNT, twilio_api.TOKEN)
    client.api.base_url = twilio_server[0]
    assert [found.sid for found in client.messages.list(to=PHONE, limit=20)] == sids[::-1]
    assert client.messages(sids[0]).fetch().body == "1"


def test_a_failure_may_concern_one_address_and_several_sends(twilio_server: tuple[str, TwilioApi]) -> None:
    fault = {"kind": "error", "status": 400, "code": 21610, "to": PHONE, "times": 2}
    assert httpx.post(f"{twilio_server[0]}/_fail", json=fault).status_code == 200
    assert post(twilio_server, MESSAGE | {"To": "+966500000002"}).status_code == 201
    assert [post(twilio_server, MESSAGE).status_code for _ in range(3)] == [400, 400, 201]


def test_a_failure_nobody_knows_is_refused(twilio_server: tuple[str, TwilioApi]) -> None:
    assert httpx.post(f"{twilio_server[0]}/_fail", json={"kind": "earthquake"}).status_code == 422
    assert httpx.post(f"{twilio_server[0]}/_fail", json={"kind": "reset", "colour": "red"}).status_code == 422


def test_a_reset_takes_nothing_and_a_drop_takes_the_message(twilio_server: tuple[str, TwilioApi]) -> None:
    for kind, taken in (("reset", 0), ("drop", 1)):
        twilio_server[1].ledger.fail(kind)
        with pytest.raises(httpx.ReadError):
            post(twilio_server, MESSAGE)
        assert len(twilio_server[1].ledger.sent) == taken


def test_a_hang_says_nothing(twilio_server: tuple[str, TwilioApi]) -> None:
    twilio_server[1].ledger.fail("hang", seconds=5)
    with pytest.raises(httpx.ReadTimeout):
        post(twilio_server, MESSAGE, timeout=0.2)
    assert twilio_server[1].ledger.sent == []


def test_a_delay_slows_every_answer_until_all_is_forgotten(twilio_server: tuple[str, TwilioApi]) -> None:
    httpx.post(f"{twilio_server[0]}/_fail", json={"delay": 0.2})
    started = time.monotonic()
    assert post(twilio_server, MESSAGE).status_code == 201
    assert time.monotonic() - started >= 0.2
    assert httpx.delete(f"{twilio_server[0]}/_sent").json()["count"] == 0
    assert twilio_server[1].ledger.delay == 0


@pytest.mark.parametrize("module", ["tests.fakes.telegram_api", "tests.fakes.twilio_api"])
def test_each_runs_as_a_process_that_says_where_it_is(module: str) -> None:
    with subprocess.Popen([sys.executable, "-m", module], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            url = process.stdout.readline().strip()
            assert httpx.get(f"{url}/_sent", timeout=10).json() == {"count": 0, "sent": [], "refused": []}
        finally:
            process.terminate()


async def test_the_fake_channel_fails_as_told_and_remembers_what_arrived() -> None:
    fake = Fake()
    fake.fail(SendError("transient"), times=2)
    fake.fail(SendError("unknown"), delivered=True)
    for expected in (0, 0, 1):
        with pytest.raises(SendError):
            await fake.send("p1", {"text": "x"})
        assert len(fake.sent) == expected
    assert await fake.send("p2", {"text": "y"}) == "f2"
    assert (fake.texts(), fake.texts("p1")) == (["x", "y"], ["x"])


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "there is no document"),
        ({"document": ("r.pdf", b"", "application/pdf")}, "must be non-empty"),
        ({"other": ("r.pdf", b"%PDF-", "application/pdf")}, "there is no document"),
    ],
)
def test_the_bot_api_refuses_a_document_that_is_none(
    telegram_server: tuple[str, TelegramApi], files: dict[str, Any], words: str
) -> None:
    answer = httpx.post(f"{telegram_server[0]}/bot{TOKEN}/sendDocument", data={"chat_id": "7"}, files=files or None)
    assert (answer.status_code, words in answer.json()["description"]) == (400, True)
    assert telegram_server[1].ledger.sent == []


def test_the_bot_api_takes_no_path_for_a_document(telegram_server: tuple[str, TelegramApi]) -> None:
    answer = call(telegram_server, "sendDocument", chat_id=7, document="/etc/receipt.pdf")
    assert "wrong remote file identifier" in answer.json()["description"]


def test_a_document_may_be_a_part_that_its_field_names(telegram_server: tuple[str, TelegramApi]) -> None:
    named = {"chat_id": "7", "document": "attach://one"}
    answer = httpx.post(
        f"{telegram_server[0]}/bot{TOKEN}/sendDocument",
        data=named,
        files={"one": ("r.pdf", b"%PDF-", "application/pdf")},
    )
    assert answer.json()["result"]["document"]["file_size"] == 5


@pytest.mark.parametrize("url", ["ftp://host/r.pdf", "/files/r.pdf", "https://", "https://host/a b.pdf"])
def test_twilio_refuses_an_address_that_nobody_could_fetch(twilio_server: tuple[str, TwilioApi], url: str) -> None:
    assert post(twilio_server, {**MESSAGE, "MediaUrl": url}).json()["code"] == 21620


def test_a_message_may_be_a_file_alone(twilio_server: tuple[str, TwilioApi]) -> None:
    file = {"To": PHONE, "From": "+966110000000", "MediaUrl": "https://sanad.example/files/x/receipt.pdf"}
    assert post(twilio_server, file).json()["num_media"] == "1"
