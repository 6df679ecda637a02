"""Files that go along with a reply, sent through the providers' own client libraries."""

from collections.abc import Iterator

import pytest

from channels.base import SendError
from channels.fake import Fake
from channels.telegram import Telegram, TelegramSettings
from channels.twilio import Sms, TwilioSettings, Whatsapp
from channels.web import Web, WebSettings
from flows.message import Attachment, Button, Reply
from tests.fakes import telegram_api, twilio_api
from tests.fakes.serve import serve
from tests.fakes.telegram_api import TelegramApi
from tests.fakes.twilio_api import TwilioApi

PHONE, CHAT = "+966500000001", "700100200"
PDF = b"%PDF-1.7 \x00\xff\r\n--boundary\r\n" + bytes(range(256)) * 40
RECEIPT = Attachment("receipt", "YSR-4K7Q-2", "YSR-4K7Q-2.pdf")
REPLY = Reply("تم رفع طلبك", (Button("go.menu", "القائمة", word=True),), (RECEIPT,))


class Maker:
    """Makes what it was given, or fails."""

    def __init__(self, content: bytes = PDF, error: Exception | None = None, link: str = "") -> None:
        self.made, self.error = content, error
        self.url = link or "https://sanad.example/files/token/receipt.pdf"

    async def content(self, file: Attachment) -> bytes:
        if self.error:
            raise self.error
        return self.made

    def link(self, file: Attachment) -> str:
        return self.url


@pytest.fixture
def bot_api() -> Iterator[tuple[str, TelegramApi]]:
    api = TelegramApi()
    with serve(api.app) as url:
        yield f"{url}/bot", api


@pytest.fixture
def twilio() -> Iterator[tuple[str, TwilioApi]]:
    api = TwilioApi()
    with serve(api.app) as url:
        yield url, api


def telegram(url: str, maker: Maker | None) -> Telegram:
    return Telegram(TelegramSettings(telegram_api.TOKEN, "hook-secret", url, timeout=5), maker)


def account(url: str) -> TwilioSettings:
    return TwilioSettings(twilio_api.ACCOUNT, twilio_api.TOKEN, "+966110000000", base_url=url, timeout=5)


async def test_telegram_uploads_the_bytes_under_their_name(bot_api: tuple[str, TelegramApi]) -> None:
    url, api = bot_api
    line = telegram(url, Maker())
    text, file = line.render(REPLY)
    assert await line.send(CHAT, text) == f"{CHAT}:1"
    assert await line.send(CHAT, file) == f"{CHAT}:2"
    await line.close()
    said, sent = api.ledger.sent
    assert (said["text"], bool(said["reply_markup"])) == ("تم رفع طلبك", True)
    assert (sent["to"], sent["document"]["name"]) == (CHAT, "YSR-4K7Q-2.pdf")
    assert sent["document"]["mime"] == "application/pdf"
    assert api.documents[2] == PDF


async def test_a_file_keeps_a_name_in_arabic(bot_api: tuple[str, TelegramApi]) -> None:
    url, api = bot_api
    line = telegram(url, Maker())
    [_, file] = line.render(Reply("نص", files=(Attachment("receipt", "YSR-4K7Q-2", "إيصال.pdf"),)))
    await line.send(CHAT, file)
    await line.close()
    assert api.ledger.sent[0]["document"]["name"] == "إيصال.pdf"


@pytest.mark.parametrize(
    ("error", "kind"), [(SendError("invalid", "no font"), "invalid"), (SendError("transient", "database"), "transient")]
)
async def test_a_file_that_cannot_be_made_is_not_sent(
    bot_api: tuple[str, TelegramApi], error: SendError, kind: str
) -> None:
    url, api = bot_api
    line = telegram(url, Maker(error=error))
    text, file = line.render(REPLY)
    await line.send(CHAT, text)
    with pytest.raises(SendError) as refused:
        await line.send(CHAT, file)
    await line.close()
    assert (refused.value.kind, len(api.ledger.sent)) == (kind, 1)


async def test_what_telegram_refuses_of_a_file_is_final(bot_api: tuple[str, TelegramApi]) -> None:
    url, api = bot_api
    line = telegram(url, Maker(content=b""))
    with pytest.raises(SendError) as refused:
        await line.send(CHAT, line.render(REPLY)[1])
    await line.close()
    assert (refused.value.kind, api.ledger.sent) == ("invalid", [])


async def test_a_lost_answer_to_an_upload_is_unknown(bot_api: tuple[str, TelegramApi]) -> None:
    url, api = bot_api
    api.ledger.fail("drop")
    line = telegram(url, Maker())
    with pytest.raises(SendError) as lost:
        await line.send(CHAT, line.render(REPLY)[1])
    await line.close()
    assert (lost.value.kind, len(api.ledger.sent)) == ("unknown", 1)


async def test_whatsapp_names_a_link_in_a_message_of_its_own(twilio: tuple[str, TwilioApi]) -> None:
    url, api = twilio
    line = Whatsapp(account(url), Maker())
    for payload in line.render(REPLY):
        await line.send(PHONE, payload)
    await line.close()
    said, sent = api.ledger.sent
    assert "تم رفع طلبك" in said["body"]
    assert "MediaUrl" not in said["parameters"]
    assert (sent["body"], sent["parameters"]["MediaUrl"]) == ("", "https://sanad.example/files/token/receipt.pdf")
    assert sent["id"].startswith("MM")


async def test_a_link_that_nobody_could_open_is_refused_for_good(twilio: tuple[str, TwilioApi]) -> None:
    url, api = twilio
    line = Whatsapp(account(url), Maker(link="/files/token/receipt.pdf"))
    with pytest.raises(SendError) as refused:
        await line.send(PHONE, line.render(REPLY)[1])
    await line.close()
    assert (refused.value.kind, api.ledger.refused[0]["code"]) == ("invalid", 21620)


def test_an_sms_carries_no_file() -> None:
    assert [list(payload) for payload in Sms(account("http://x"), Maker()).render(REPLY)] == [["body"]]


def test_without_a_maker_the_text_goes_alone() -> None:
    assert len(telegram("http://x/bot", None).render(REPLY)) == 1
    assert len(Whatsapp(account("http://x")).render(REPLY)) == 1


async def test_what_was_queued_before_the_maker_was_gone_is_refused() -> None:
    for line, file in (
        (telegram("http://x/bot", None), telegram("http://x/bot", Maker()).render(REPLY)[1]),
        (Whatsapp(account("http://x")), Whatsapp(account("http://x"), Maker()).render(REPLY)[1]),
    ):
        with pytest.raises(SendError) as refused:
            await line.send(CHAT, file)
        assert refused.value.kind == "invalid"


@pytest.mark.parametrize("line", [Fake(), Web(WebSettings("secret"), lambda *_: None)], ids=lambda line: line.name)  # type: ignore[arg-type, return-value]
def test_the_page_is_told_which_files_there_are(line: Fake | Web) -> None:
    [payload] = line.render(REPLY)
    assert payload["files"] == [{"kind": "receipt", "ref": "YSR-4K7Q-2", "name": "YSR-4K7Q-2.pdf"}]
    assert "files" not in line.render(Reply("نص"))[0]
