"""Whole conversations through real HTTP: signed webhooks in, the providers' own client libraries out."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from uuid import UUID

import aiohttp
import pytest

from bot import drill_audit, packs, templates, understanding
from bot.context import Ports
from bot.ports import Understander
from channels.compose import Said, compose_status
from channels.twilio import Sms, Whatsapp
from flows import library
from flows.message import Media
from flows.reference import find
from storage.tables import Address, Case, Conversation, Declaration, Document, table
from tests import samples
from tests.fakes import twilio_api
from tests.fakes.faults import Ledger
from tests.fakes.serve import serve
from tests.fakes.telegram_api import TelegramApi
from tests.fakes.twilio_api import TwilioApi
from tests.integration.kit import audit
from tests.integration.kit.people import PAPER, Applicant
from tests.integration.kit.person import Person, quiet
from tests.integration.kit.postgres import throwaway
from tests.integration.kit.provider import Provider
from tests.integration.kit.server import running
from tests.integration.kit.site import Site, line
from tests.models import data_folder

CHANNELS = ("whatsapp", "sms", "telegram")
WHO = Applicant(812)
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.fixture(scope="module")
def understander() -> Understander:
    """The embedded engine, its model trained once for all tests."""
    settings = Site(data_folder()).settings()
    return understanding.understander(settings, packs.load_all(settings.charities_dir, library.texts()))


@dataclass
class House:
    """The application as it runs, with its provider on one channel."""

    site: Site
    ports: Ports
    provider: Provider
    ledger: Ledger

    @property
    def address(self) -> str:
        return WHO.address.removeprefix("+") if self.provider.channel == "telegram" else WHO.address

    def person(self) -> Person:
        return Person(self.provider, self.ledger, self.ports, self.address)

    def said(self, text: str, key: str) -> Said:
        return Said(key, self.address, text)


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "sqlite":
        yield ""
        return
    with throwaway() as url:
        yield url


@pytest.fixture(params=CHANNELS)
async def house(
    request: pytest.FixtureRequest, database: str, understander: Understander, tmp_path: Path
) -> AsyncIterator[House]:
    twilio, telegram = TwilioApi(), TelegramApi()
    twilio.files["paper"] = telegram.files["paper"] = samples.pdf(2)
    twilio.files["card"] = f"BEGIN:VCARD\nFN:-\nTEL;type=CELL:{WHO.address}\nEND:VCARD".encode()
    with serve(twilio.app) as twilio_url, serve(telegram.app) as telegram_url:
        site = Site(tmp_path, twilio_url, telegram_url, database)
        with running(site, understander=understander) as ports:
            async with aiohttp.ClientSession() as client:
                ledger = telegram.ledger if request.param == "telegram" else twilio.ledger
                yield House(site, ports, Provider(site, request.param, client), ledger)


def rows(ports: Ports, kind: type) -> drill_audit.Rows:
    return ports.database.read_now(lambda connection: connection.execute(table(kind).select()).mappings().all())


async def states(house: House, ref: str) -> list[str]:
    return [row["state"] for row in (await quiet(house.ports)).deliveries if row["provider_id"] == ref]


async def apply(person: Person) -> str:
    """The whole application; what was said at its end."""
    answers = WHO.answers
    assert "سند" in await person.say("السلام عليكم")
    assert "هل جنسيتك سعودية" in await person.say("أبغى أقدم على استشارة أسرية")
    assert "ما اسمك الكامل" in await person.choose("نعم")
    assert "رقم هويتك" in await person.say(answers["full_name"])
    assert "رقم جوالك" in await person.say(answers["identity"].translate(ARABIC_DIGITS))
    assert "في أي مدينة" in await person.say(answers["mobile"].replace("+966", "0"))
    assert "أي نوع من الاستشارات" in await person.say(answers["city"])
    assert "ما الذي نساعدك فيه" in await person.choose("تربوية")
    assert "الهوية الوطنية أو الإقامة" in await person.say(answers["need"])
    summary = await person.send(PAPER)
    assert answers["full_name"] in summary
    assert answers["identity"] not in summary
    assert "أقر بأن جميع البيانات" in await person.choose("صحيح، نكمل")
    assert "للتوقيع" in await person.choose("أقر وأوافق")
    return await person.say(answers["full_name"])


async def test_a_whole_application_then_its_status_then_a_person(house: House) -> None:
    person = house.person()
    (reference,) = find(await apply(person))
    told = await person.say(reference)
    assert reference in told
    assert "وصل الطلب" in told
    assert await person.say("أبغى أكلم موظف")
    books = await quiet(house.ports)
    (application,) = books.applications
    assert application["reference"] == reference
    assert application["status"] == "submitted"
    given = {name: application["answers"][name]["value"] for name in WHO.answers}
    assert given == {**WHO.answers, "consultation_type": "parenting"}
    assert [paper["kind"] for paper in rows(house.ports, Document)] == ["identity_paper"]
    assert [signed["signed_name"] for signed in rows(house.ports, Declaration)] == [WHO.answers["full_name"]]
    assert [(held["owner"], held["epoch"]) for held in rows(house.ports, Conversation)] == [("queue", 1)]
    assert [case["state"] for case in rows(house.ports, Case)] == ["open"]
    audit.nothing_wrong(books, len(house.provider.acknowledged), house.ledger.sent)
    assert [refused for refused in house.ledger.refused if refused.get("method") != "setWebhook"] == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("house", ["whatsapp"], indirect=True)
async def test_a_whole_application_by_whatsapps_own_buttons(house: House) -> None:
    """The official client on both of Twilio's APIs; every choice of the form is a tap."""
    # A line of its own, as the command has: the house's connections belong to the house's loop.
    settings = house.ports.channels["yusr", "whatsapp"].settings  # type: ignore[attr-defined]  # Twilio's own
    own = Whatsapp(settings)
    await templates.sync(house.ports, "yusr", own)
    await own.close()
    person = house.person()
    (reference,) = find(await apply(person))
    assert reference in await person.say(reference)
    tapped = [row["kind"] for row in (await quiet(house.ports)).inbox if row["kind"] == "tap"]
    assert len(tapped) == 4
    audit.nothing_wrong(await quiet(house.ports), len(house.provider.acknowledged), house.ledger.sent)
    assert house.ledger.refused == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("house", ["whatsapp"], indirect=True)
async def test_ones_own_contact_card_is_the_number_that_is_asked_for(house: House) -> None:
    person = house.person()
    for text in ("أبغى أقدم على استشارة أسرية", "نعم", WHO.answers["full_name"], WHO.answers["identity"]):
        await person.say(text)
    assert "في أي مدينة" in await person.send(Media("card", "text/vcard"))
    assert (await quiet(house.ports)).messages[-2]["text"] == WHO.address


async def test_the_same_webhook_five_times_at_once_is_one_row_and_one_answer(house: House) -> None:
    request = house.provider.request(house.said("السلام عليكم", "77"))
    assert set(await asyncio.gather(*(house.provider.once(request) for _ in range(5)))) == {200}
    books = await quiet(house.ports)
    assert [row["state"] for row in books.inbox] == ["done"]
    told = [row["text"] for row in books.messages if row["direction"] == "out"]
    assert [row["direction"] for row in books.messages] == ["in", *("out" for _ in told)]
    assert len(set(told)) == len(told) == len(house.ledger.sent) > 0
    audit.nothing_wrong(books, 1, house.ledger.sent)


async def test_ten_messages_at_once_are_handled_in_order_and_none_is_lost(house: House) -> None:
    said = [house.said(f"عندي سؤال رقم {number}", f"{number}") for number in range(1, 11)]
    await asyncio.gather(*(house.provider.post(one) for one in said))
    books = await quiet(house.ports)
    audit.nothing_wrong(books, len(house.provider.acknowledged), house.ledger.sent)
    heard = [row["text"] for row in books.messages if row["direction"] == "in"]
    assert heard == [row["payload"]["text"] for row in books.inbox]
    assert sorted(heard) == sorted(one.text for one in said)
    turns = "".join(row["direction"][0] for row in books.messages)
    assert turns.count("io") == 10, "an answer stands before its question"


@pytest.mark.parametrize("house", ["whatsapp"], indirect=True)
async def test_status_callbacks_move_a_delivery_forward_only(house: House) -> None:
    await house.person().say("السلام عليكم")
    ref = house.ledger.sent[0]["id"]
    seen = []
    for state in ("sent", "delivered", "sent", "read", "delivered", "undelivered", "read"):
        account = line("whatsapp")
        assert isinstance(account, Whatsapp)
        callback = compose_status(account, ref, state, to=house.address, url=house.site.hook("whatsapp"))
        assert await house.provider.once(callback) == 200
        seen += await states(house, ref)
    assert seen == ["sent", "delivered", "delivered", "read", "read", "read", "read"]


@pytest.mark.parametrize("house", ["sms"], indirect=True)
async def test_who_stopped_us_at_the_provider_is_known_even_when_it_says_so_late(house: House) -> None:
    await house.person().say("السلام عليكم")
    account, ref = line("sms"), house.ledger.sent[0]["id"]
    assert isinstance(account, Sms)
    callback = compose_status(account, ref, "failed", to=house.address, error="21610", url=house.site.hook("sms"))
    assert await house.provider.once(callback) == 200
    assert [row["error"] for row in (await quiet(house.ports)).deliveries if row["provider_id"] == ref] == ["blocked"]
    assert [row["blocked_at"] is not None for row in rows(house.ports, Address)] == [True]


@pytest.mark.parametrize("house", ["sms"], indirect=True)
async def test_a_callback_that_overtakes_the_receipt_is_matched_later(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = count(1)
    monkeypatch.setattr(twilio_api, "uuid4", lambda: UUID(int=next(numbers)))
    ref, account = f"SM{UUID(int=1).hex}", line("sms")
    assert isinstance(account, Sms)
    callback = compose_status(account, ref, "delivered", to=house.address, url=house.site.hook("sms"))
    assert await house.provider.once(callback) == 200
    await house.provider.post(house.said("السلام عليكم", "late"))
    assert await states(house, ref) == ["delivered"]
