"""WhatsApp's templates from the pack to Twilio and back, with the official client against the strict fake."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import migrate, templates
from bot.cli import app
from bot.context import Ports
from bot.settings import Settings
from channels.base import SendError
from channels.twilio import TwilioSettings, Whatsapp
from flows.message import Button, Reply
from flows.part import Words
from storage.engine import Database
from tests import line
from tests.fakes.twilio_api import ACCOUNT, TOKEN, TwilioApi

PHONE = "+966500000001"
QUESTION = Reply("أهلًا بك.\nهل نكمل؟", (Button("7.1", "نعم"), Button("7.2", "لا")))


@dataclass
class House:
    ports: Ports
    line: Whatsapp
    api: TwilioApi

    async def sync(self) -> dict[str, int]:
        """How many templates were kept, found, updated and created."""
        done = [one.done for one in await templates.sync(self.ports, line.CHARITY, self.line)]
        return {name: done.count(name) for name in sorted(set(done))}

    def reword(self, knock: str) -> None:
        packs = self.ports.packs[line.CHARITY]
        packs.texts["waiting.knock"] = Words(ar=knock, en=knock)

    async def say(self, reply: Reply) -> list[dict[str, object]]:
        """What the person sees."""
        for payload in self.line.render(reply):
            await self.line.send(PHONE, payload)
        return self.api.ledger.sent


@pytest.fixture
async def house(twilio_server: tuple[str, TwilioApi], database: Database, tmp_path: Path) -> AsyncIterator[House]:
    url, api = twilio_server
    api.ledger.clear()
    api.library.contents.clear()
    api.library.calls.clear()
    api.library.verdict = "approved"
    account = TwilioSettings(ACCOUNT, TOKEN, "+966110000000", base_url=url, content_url=url)
    whatsapp = Whatsapp(account)
    made = line.pack()
    made.texts.update(
        {"waiting.knock": Words(ar="رسالة من {charity}.", en="From {charity}."), "waiting.show": made.name}
    )
    ports = line.ports(database, tmp_path, packs={line.CHARITY: made}, channels={(line.CHARITY, "whatsapp"): whatsapp})
    yield House(ports, whatsapp, api)
    await whatsapp.close()


async def test_templates_are_made_once_and_a_second_time_changes_nothing(house: House) -> None:
    assert await house.sync() == {"created": 23}
    assert len(house.api.library.contents) == 23
    house.api.library.calls.clear()
    assert await house.sync() == {"kept": 23}
    assert house.api.library.calls == ["GET"]


async def test_only_what_opens_a_conversation_is_handed_in_for_approval(house: House) -> None:
    house.api.library.verdict = "pending"
    await house.sync()
    handed_in = [content for content in house.api.library.contents.values() if content.status]
    assert sorted(content.name.rpartition("_")[0] for content in handed_in) == [
        "sanad_yusr_waiting_ar",
        "sanad_yusr_waiting_en",
    ]
    assert len(house.line.templates) == 21
    for content in handed_in:
        content.status = "approved"
    assert await house.sync() == {"kept": 23}
    assert len(house.line.templates) == 23


async def test_another_wording_is_another_template_for_whatsapp(house: House) -> None:
    await house.sync()
    house.reword("لدى {charity} رسالة لك.")
    assert await house.sync() == {"created": 2, "kept": 21}


async def test_another_form_of_the_same_template_keeps_its_sid(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await house.sync()
    sid = house.line.templates["buttons_1"]
    house.api.library.contents[sid].given["friendly_name"] = "sanad_buttons_1_of_an_earlier_version"
    assert await house.sync() == {"kept": 22, "updated": 1}
    assert house.line.templates["buttons_1"] == sid
    assert await house.sync() == {"kept": 23}


async def test_what_stands_at_twilio_is_found_again_when_our_records_are_lost(house: House) -> None:
    await house.sync()
    await house.sync()
    before = dict(house.line.templates)
    house.ports.database.write_now(lambda connection: connection.exec_driver_sql("DELETE FROM content_templates"))
    assert await house.sync() == {"found": 23}
    assert house.line.templates == before


async def test_what_somebody_deleted_at_twilio_is_made_again(house: House) -> None:
    await house.sync()
    del house.api.library.contents[house.line.templates["list_5"]]
    assert await house.sync() == {"created": 1, "kept": 22}


async def test_a_run_that_broke_goes_on_where_it_was(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as full:
        full.setattr(house.api.library, "most", 5)
        with pytest.raises(SendError, match="60402"):
            await house.sync()
    assert await house.sync() == {"created": 18, "kept": 5}


async def test_a_question_arrives_with_buttons_to_tap(house: House) -> None:
    await house.sync()
    first, second = await house.say(QUESTION)
    assert (first["body"], second["body"]) == ("أهلًا بك.", "هل نكمل؟")
    assert second["choices"] == [{"id": "7.1", "title": "نعم"}, {"id": "7.2", "title": "لا"}]


async def test_nine_services_arrive_as_a_list(house: House) -> None:
    await house.sync()
    services = tuple(Button(f"7.{n}", f"خدمة من خدمات الجمعية رقم {n}") for n in range(1, 10))
    [sent] = await house.say(Reply("أي خدمة؟", services))
    assert [choice["id"] for choice in sent["choices"]] == [button.id for button in services]  # type: ignore[attr-defined]
    assert [choice["description"] for choice in sent["choices"]] == [b.label for b in services]  # type: ignore[attr-defined]


async def test_without_templates_the_choices_are_numbered(house: House) -> None:
    [sent] = await house.say(QUESTION)
    assert sent["body"] == "أهلًا بك.\nهل نكمل؟\n\n1. نعم\n2. لا"


@pytest.mark.parametrize("code", [21655, 21656, 63013])
async def test_a_template_that_twilio_refuses_is_said_in_words(house: House, code: int) -> None:
    await house.sync()
    payloads = house.line.render(QUESTION)
    house.api.ledger.fail("error", status=400, code=code)
    await house.line.send(PHONE, payloads[1])
    assert [sent["body"] for sent in house.api.ledger.sent] == ["هل نكمل؟\n\n1. نعم\n2. لا"]


async def test_a_template_deleted_meanwhile_is_said_in_words(house: House) -> None:
    await house.sync()
    payloads = house.line.render(QUESTION)
    house.line.templates.clear()
    await house.line.send(PHONE, payloads[1])
    assert house.api.ledger.sent[0]["body"] == payloads[1]["body"]


async def test_a_worker_that_starts_later_knows_the_templates(house: House, tmp_path: Path) -> None:
    await house.sync()
    later = Whatsapp(house.line.settings)
    line.ports(house.ports.database, tmp_path, channels={(line.CHARITY, "whatsapp"): later})
    assert later.templates == house.line.templates


def test_the_command_says_what_it_did(
    twilio_server: tuple[str, TwilioApi], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, api = twilio_server
    api.library.contents.clear()
    monkeypatch.setenv("SANAD_DATA_DIR", str(tmp_path))
    migrate.upgrade(Settings())
    told = CliRunner().invoke(app, ["channels", "sync-templates"])
    assert (told.exit_code, "no WhatsApp line" in told.stderr) == (1, True)
    for name, value in {
        "ACCOUNT_SID": ACCOUNT, "AUTH_TOKEN": TOKEN, "WHATSAPP_SENDER": "+966110000000", "BASE_URL": url,
        "CONTENT_URL": url,
    }.items():  # fmt: skip
        monkeypatch.setenv(f"SANAD_CHANNELS__YUSR__TWILIO__{name}", value)
    told = CliRunner().invoke(app, ["channels", "sync-templates", "--charity", "yusr"])
    assert told.exit_code == 0, told.output
    assert "yusr buttons_2: created\n" in told.stdout
    assert "yusr yusr_waiting_ar: created, WhatsApp: received" in told.stdout
    monkeypatch.setenv("SANAD_CHANNELS__YUSR__TWILIO__AUTH_TOKEN", "wrong")
    told = CliRunner().invoke(app, ["channels", "sync-templates"])
    assert (told.exit_code, TOKEN in told.output, "401" in told.stderr) == (1, False, True)
