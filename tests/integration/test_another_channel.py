"""A form left on one channel goes on where the same phone number asks for it; elsewhere it stays hidden."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot.context import Ports
from channels.fake import Fake
from flows import session as sessions
from storage.engine import Database
from storage.tables import Conversation, table
from tests.applying import APPLY, CHARITY, NAME, NATIONAL_ID, Applicant, ports

PHONE, CHANNELS = "+966551234567", ("whatsapp", "sms", "telegram")
CONTINUE = "متابعة"


@pytest.fixture
def house(database: Database, tmp_path: Path) -> Any:
    made = ports(database, tmp_path, lambda _: Fake())
    lines: Any = made.channels
    for name in CHANNELS:
        lines[CHARITY, name] = type("Named", (Fake,), {"name": name})()
    return made


def begun(house: Ports, channel: str = "whatsapp", address: str = PHONE) -> Applicant:
    return Applicant(house, channel, address)


async def test_the_same_number_goes_on_by_sms_with_all_its_answers(house: Ports) -> None:
    phone, sms = begun(house), begun(house, "sms")
    await phone.says(APPLY, "نعم", NAME)
    assert "هويتك" in (await sms.says(CONTINUE))[-1]
    assert "جوالك" in (await sms.says(NATIONAL_ID))[-1]


async def test_the_form_is_in_one_place_only(house: Ports) -> None:
    phone, sms = begun(house), begun(house, "sms")
    await phone.says(APPLY, "نعم", NAME)
    await sms.says(CONTINUE)
    heard = await phone.says(NATIONAL_ID)
    assert "جوالك" not in heard[-1]
    assert "هويتك" in (await phone.says(CONTINUE))[-1], "and it comes back when asked for"


@pytest.mark.parametrize(("channel", "address"), [("sms", "+966551234568"), ("telegram", PHONE)])
async def test_another_number_or_an_unproven_channel_finds_nothing(house: Ports, channel: str, address: str) -> None:
    await begun(house).says(APPLY, "نعم", NAME)
    stranger = begun(house, channel, address)
    assert NAME not in "".join(heard := await stranger.says(CONTINUE))
    assert "هويتك" not in heard[-1]


async def test_nothing_is_taken_from_a_conversation_that_staff_hold(house: Ports) -> None:
    await begun(house).says(APPLY, "نعم", NAME)
    conversations = table(Conversation)
    house.database.write_now(lambda c: c.execute(update(conversations).values(owner="staff")))
    assert "هويتك" not in (await begun(house, "sms").says(CONTINUE))[-1]
    rows = house.database.read_now(lambda c: c.execute(conversations.select().order_by(conversations.c.id)).all())
    assert sessions.load(rows[0].session).stack
