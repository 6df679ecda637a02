"""The official clients, as we use them, before a stand-in that holds them to Twilio's own description."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest

from channels.base import SendError
from channels.content import general, waiting
from channels.content_api import ContentApi
from channels.twilio import Sms, TwilioSettings, Whatsapp
from flows.message import Attachment, Button, Reply
from tests.fakes.prism import prism

ACCOUNT = "AC" + "0" * 32
PHONE = "+966500000001"
CHOICES = (Button("7.1", "نعم"), Button("7.2", "لا"))


class Linked:
    """A file that Twilio may fetch."""

    async def content(self, file: Attachment) -> bytes:
        raise NotImplementedError

    def link(self, file: Attachment) -> str:
        return f"https://sanad.example/files/{file.ref}"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with prism(tmp_path_factory.mktemp("prism")) as url:
        yield url


@pytest.fixture
async def whatsapp(base: str) -> AsyncIterator[Whatsapp]:
    settings = TwilioSettings(
        ACCOUNT, "token", "+966110000000", base_url=base, content_url=base, status_callback="https://sanad.example/s"
    )
    line = Whatsapp(settings, Linked())
    line.templates.update({template.name: "HX" + "1" * 32 for template in general()})
    yield line
    await line.close()


async def test_every_kind_of_message_is_taken(whatsapp: Whatsapp) -> None:
    receipt = Attachment("receipt", "YSR-4K7Q-2", "receipt.pdf")
    for payload in whatsapp.render(Reply("أهلًا بك.\nهل نكمل؟", CHOICES, (receipt,))):
        assert (await whatsapp.send(PHONE, payload)).startswith("SM")
    assert (await whatsapp.send("SA.8Kd92mXa", {"body": "أهلًا"})).startswith("SM")


@pytest.mark.parametrize("service", ["", "MG" + "2" * 32])
async def test_a_number_and_a_service_are_taken_for_sms(whatsapp: Whatsapp, service: str) -> None:
    line = Sms(replace(whatsapp.settings, messaging_service_sid=service))
    assert (await line.send(PHONE, line.render(Reply("أهلًا", CHOICES))[0])).startswith("SM")
    await line.close()


async def test_a_sid_that_is_none_is_refused(whatsapp: Whatsapp) -> None:
    whatsapp.templates["buttons_2"] = "HX1"
    payload = {"content": "buttons_2", "variables": {"1": "هل نكمل؟"}}
    with pytest.raises(SendError, match="invalid: 422"):
        await whatsapp.send(PHONE, payload)


async def test_who_shows_no_account_is_refused(whatsapp: Whatsapp) -> None:
    nobody = Whatsapp(replace(whatsapp.settings, account_sid="AC" + "9" * 31))
    with pytest.raises(SendError, match="invalid: 422"):
        await nobody.send(PHONE, {"body": "أهلًا"})
    await nobody.close()


@pytest.mark.parametrize("name", ["buttons_3", "list_10", "list_described_4", "yusr_waiting_ar"])
async def test_our_templates_are_what_the_content_api_describes(whatsapp: Whatsapp, name: str) -> None:
    own = waiting("yusr", "ar", body="لدينا رسالة لك.", title="عرض الرسالة", tap="window.show")
    template = next(one for one in [*general(), own] if one.name == name)
    api: ContentApi = whatsapp.content
    sid = await api.create(template)
    assert sid.startswith("HX")
    await api.update(sid, template)
    if template.category:
        assert await api.submit(sid, template)
        assert await api.approval(sid)


async def test_the_templates_are_listed(whatsapp: Whatsapp) -> None:
    assert all(sid.startswith("HX") for sid in (await whatsapp.content.all()).values())
