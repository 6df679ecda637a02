"""The receipt of an application: made from the records, sent or linked, and never in the way of the text."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock
from urllib.parse import urljoin

import httpx
import pypdfium2
import pytest
from structlog.testing import capture_logs

from bot import receipt_page
from bot.bootstrap import disconnected_channels
from bot.context import Ports
from bot.files import LASTS
from bot.web import chat, files
from bot.web.app import create
from channels.fake import Fake
from channels.segments import segments
from channels.telegram import Telegram, TelegramSettings
from channels.twilio import Sms, TwilioSettings, Whatsapp
from channels.web import Web, WebSettings
from flows.message import Attachment, Reply
from flows.signing import answers_digest, text_digest
from storage import receipts
from storage.engine import Database
from tests import line
from tests.applying import CHARITY, MOBILE, NAME, NATIONAL_ID, Applicant, ports, yusr
from tests.fakes import telegram_api, twilio_api
from tests.fakes.serve import serve

PHONE = "+966500000001"


@pytest.fixture
def bot_api() -> Iterator[tuple[str, telegram_api.TelegramApi]]:
    api = telegram_api.TelegramApi()
    with serve(api.app) as url:
        yield f"{url}/bot", api


@pytest.fixture
def twilio() -> Iterator[tuple[str, twilio_api.TwilioApi]]:
    api = twilio_api.TwilioApi()
    with serve(api.app) as url:
        yield url, api


def visitor(house: Ports) -> httpx.AsyncClient:
    """A browser without anything but the address."""
    app = create(house.settings, house)
    for page in (chat, files):
        page.install(app, house)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=house.settings.public_url)


def told(pdf: bytes) -> str:
    """Everything written in the PDF, each word as its letters (a shaped line has no order of its own)."""
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(document[number].get_textpage().get_text_range() for number in range(len(document)))


async def test_telegram_gets_the_reference_and_then_the_pdf(
    database: Database, tmp_path: Path, bot_api: tuple[str, telegram_api.TelegramApi]
) -> None:
    url, api = bot_api
    house = ports(database, tmp_path, lambda f: Telegram(TelegramSettings(telegram_api.TOKEN, "s", url, timeout=10), f))
    person = Applicant(house, "telegram")
    reference = await person.applies()
    said, sent = api.ledger.sent[-2:]
    assert reference in said["text"]
    assert sent["document"]["name"] == f"{reference}.pdf"
    assert reference in told(api.documents[sent["id"]])
    assert line.rows(database, "SELECT state, count(*) FROM deliveries GROUP BY state") == [
        ("sent", len(api.ledger.sent))
    ]
    await house.close()


async def test_a_failing_render_loses_the_file_and_not_the_text(
    database: Database,
    tmp_path: Path,
    bot_api: tuple[str, telegram_api.TelegramApi],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(_: object) -> bytes:
        raise RuntimeError("no ink")

    monkeypatch.setattr(receipt_page, "draw", broken)
    url, api = bot_api
    house = ports(database, tmp_path, lambda f: Telegram(TelegramSettings(telegram_api.TOKEN, "s", url, timeout=10), f))
    reference = await Applicant(house, "telegram").applies()
    assert reference in api.ledger.sent[-1]["text"]
    assert not api.documents
    states = line.rows(database, "SELECT state, error FROM deliveries ORDER BY id DESC LIMIT 2")
    assert states == [("failed", "invalid"), ("sent", "")]
    await house.close()


async def test_whatsapp_is_given_a_link_that_opens_the_pdf(
    database: Database, tmp_path: Path, twilio: tuple[str, twilio_api.TwilioApi]
) -> None:
    url, api = twilio
    account = TwilioSettings(twilio_api.ACCOUNT, twilio_api.TOKEN, "+966110000000", base_url=url, timeout=10)
    public = {"public_url": "https://sanad.example"}
    house = ports(database, tmp_path, lambda f: Whatsapp(account, f), settings=public)
    reference = await Applicant(house, "whatsapp", PHONE).applies()
    link = api.ledger.sent[-1]["parameters"]["MediaUrl"]
    assert link.startswith("https://sanad.example/files/")
    for private in (reference, PHONE[1:], NATIONAL_ID, MOBILE, CHARITY):
        assert private not in link
    async with visitor(house) as browser:
        answer = await browser.get(link)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["cache-control"] == "no-store"
    assert f'filename="{reference}.pdf"' in answer.headers["content-disposition"]
    assert reference in told(answer.content)
    await house.close()


async def test_the_page_offers_a_link_that_opens_the_pdf_beside_the_chat(database: Database, tmp_path: Path) -> None:
    web = Web(WebSettings("secret"), publish=AsyncMock())
    house = ports(database, tmp_path, lambda _: web)
    session = web.session(web.issue())
    reference = await Applicant(house, "web", session).applies()
    async with visitor(house) as browser:
        signed = {"Authorization": f"Bearer {web.token(session)}"}
        lines = (await browser.get(f"/chat/{CHARITY}/messages", headers=signed)).json()
        [file] = lines[-1]["files"]
        assert (file["kind"], [line["files"] for line in lines[:-1]]) == ("receipt", [[]] * (len(lines) - 1))
        answer = await browser.get(urljoin(f"http://127.0.0.1:8000/chat/{CHARITY}", file["url"]))
    assert reference in told(answer.content)
    assert reference not in file["url"]
    await house.close()


async def test_a_link_that_is_forged_or_too_old_is_not_found(database: Database, tmp_path: Path) -> None:
    clock = line.Clock()
    house = ports(database, tmp_path, lambda _: Fake(), clock=clock)
    reference = await Applicant(house).applies()
    assert house.files is not None
    path = house.files.path(CHARITY, Attachment("receipt", reference, f"{reference}.pdf"))
    token = path.split("/")[1]
    other = database.keyring.encrypt_json(["something", "else"])
    stored = database.keyring.encrypt_json({"text": "a payload of ours"})
    nobody = house.files.path(CHARITY, Attachment("receipt", "YSR-2222-2", "x.pdf"))
    elsewhere = house.files.path("khamis", Attachment("receipt", reference, "x.pdf"))
    async with visitor(house) as browser:
        assert (await browser.get(path)).status_code == 200
        for wrong in (f"files/{token[:-3]}aaa/receipt.pdf", f"files/{other}/x.pdf", f"files/{stored}/x.pdf"):
            assert (await browser.get(wrong)).status_code == 404
        for wrong in ("files/x/receipt.pdf", "files/٣/receipt.pdf", nobody, elsewhere):
            assert (await browser.get(wrong)).status_code == 404
        clock.turn(LASTS.total_seconds() + 1)
        late = await browser.get(path)
    assert (late.status_code, late.headers["cache-control"]) == (404, "no-store")
    await house.close()


async def test_an_sms_says_everything_in_two_or_three_segments(
    database: Database, tmp_path: Path, twilio: tuple[str, twilio_api.TwilioApi]
) -> None:
    url, api = twilio
    account = TwilioSettings(twilio_api.ACCOUNT, twilio_api.TOKEN, "+966110000000", base_url=url, timeout=10)
    house = ports(database, tmp_path, lambda f: Sms(account, f))
    reference = await Applicant(house, "sms", PHONE).applies()
    body = api.ledger.sent[-1]["body"]
    assert segments(body) <= 3
    for needed in (reference, "لجنة البحث", "لا تقل عن أسبوعين", "الهوية الوطنية", "وين طلبي"):
        assert needed in body
    await house.close()


async def test_the_declaration_is_stored_whole_and_its_digest_can_be_made_again(
    database: Database, tmp_path: Path
) -> None:
    house = ports(database, tmp_path, lambda _: Fake())
    reference = await Applicant(house).applies()
    filed = database.read_now(lambda c: receipts.find(c, CHARITY, reference))
    assert filed is not None
    assert filed.digest == answers_digest(dict(filed.answers))
    assert filed.text_digest == text_digest(yusr().declaration.text.ar)
    assert filed.text_version == f"{yusr().declaration.version}@{yusr().version}"
    assert (filed.signed_name, filed.channel, filed.declared_at) == (NAME, "fake", line.Clock().at)
    signed = line.rows(
        database,
        "SELECT provider_id FROM inbox_events WHERE id IN (SELECT inbox_id FROM declarations)",
    )
    last = line.rows(database, "SELECT provider_id FROM inbox_events ORDER BY id DESC LIMIT 1")
    assert signed == last
    await house.close()


async def test_the_queue_holds_no_more_about_a_person_than_the_reference(database: Database, tmp_path: Path) -> None:
    house = ports(database, tmp_path, lambda _: Fake())
    reference = await Applicant(house).applies()
    line_sent = house.channels[CHARITY, line.CHANNEL]
    assert isinstance(line_sent, Fake)
    payload: Any = line_sent.sent[-1].payload
    assert payload["files"] == [{"kind": "receipt", "ref": reference, "name": f"{reference}.pdf"}]
    for private in (NAME, NATIONAL_ID, MOBILE):
        assert private not in str(payload)
    await house.close()


def test_without_the_font_the_house_opens_and_says_so(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.bootstrap.DRAWING", ("fpdf", "a_font_that_is_not_there"))
    with capture_logs() as logs:
        house = line.ports(database, tmp_path)
    assert house.files is None
    assert ("warning", ["a_font_that_is_not_there"]) in [(log["log_level"], log.get("missing")) for log in logs]


def test_replay_shows_which_files_would_go() -> None:
    reply = Reply("نص", files=(Attachment("receipt", "YSR-4K7Q-2", "YSR-4K7Q-2.pdf"),))
    assert {line.name: len(line.render(reply)) for line in disconnected_channels()} == {
        "telegram": 2, "whatsapp": 2, "sms": 1, "web": 1,
    }  # fmt: skip
