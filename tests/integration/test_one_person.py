"""Who applied by phone finds it on the website and on Telegram, once the number is proved to be theirs."""

import re
from pathlib import Path
from typing import Any

import pytest

from bot import inbox, turn
from channels.fake import Fake
from flows.message import Incoming, Kind
from storage.engine import Database
from tests import console, line
from tests.applying import APPLY, CHARITY, NAME, Applicant, ports

PHONE, OTHER = "+966551234567", "+966551234568"
STATUS, ELSEWHERE, CONTINUE = "وين طلبي", "طلبي من رقم آخر", "متابعة"


class House:
    """One charity on four channels; a person on each of them."""

    def __init__(self, made: Any) -> None:
        self.ports = made
        for name in ("whatsapp", "sms", "telegram", "web"):
            made.channels[CHARITY, name] = type("Named", (Fake,), {"name": name})()

    def by(self, channel: str, address: str) -> Applicant:
        return Applicant(self.ports, channel, address)

    def codes(self, channel: str) -> list[str]:
        """What was sent to the number's own phone."""
        texts = [sent.payload["text"] for sent in self.ports.channels[CHARITY, channel].sent]
        return [found[0] for text in texts if (found := re.search(r"\b\d{6}\b", text))]

    async def shares(self, address: str, number: str) -> str:
        """The person shares their own card on Telegram; what they hear."""
        card = Incoming(Kind.CONTACT, f"card-{address}", address, number.lstrip("+"), state="own")
        for conversation in (await inbox.accept(self.ports, CHARITY, "telegram", [card])).waiting:
            await turn.take(self.ports, conversation)
        return str(self.ports.channels[CHARITY, "telegram"].sent[-1].payload["text"])

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return line.rows(self.ports.database, query)


@pytest.fixture
def house(database: Database, tmp_path: Path) -> House:
    return House(ports(database, tmp_path, lambda _: Fake()))


async def test_on_the_website_a_code_by_sms_brings_the_status(house: House) -> None:
    phone, web = house.by("sms", PHONE), house.by("web", "session-1")
    reference = await phone.applies()
    asked = await web.says(STATUS, ELSEWHERE, "0551234567")
    [code] = house.codes("sms")
    assert reference not in "".join(asked)
    assert reference in "".join(await web.says(code))
    assert reference in "".join(await web.says(STATUS)), "and it stays so"
    assert house.rows("SELECT how, number FROM address_links WHERE undone_at IS NULL") == [("code", PHONE)]
    stored = house.rows("SELECT text FROM messages") + house.rows("SELECT digest FROM number_codes")
    told = [text for (text,) in stored if code in text]
    assert told == [code], "only what was typed: a used code, in the asker's own conversation"


async def test_by_whatsapp_inside_the_window_and_by_sms_after_it(house: House) -> None:
    await house.by("whatsapp", PHONE).applies()
    await house.by("web", "session-1").says(STATUS, ELSEWHERE, "0551234567")
    house.ports.clock.turn(25 * 3600)
    await house.by("web", "session-2").says(STATUS, ELSEWHERE, "0551234567")
    assert [len(house.codes(channel)) for channel in ("whatsapp", "sms")] == [1, 1]


async def test_a_number_that_we_do_not_know_is_told_the_same_and_sent_nothing(house: House) -> None:
    await house.by("sms", PHONE).applies()
    known = await house.by("web", "session-1").says(STATUS, ELSEWHERE, "0551234567")
    unknown = await house.by("web", "session-2").says(STATUS, ELSEWHERE, "0551234568")
    # After the answer to who asked comes what went to the phone.
    assert known[:1] == unknown
    assert len(house.codes("sms")) == 1
    assert house.rows("SELECT count(*) FROM addresses WHERE address = '+966551234568'") == [(0,)]


async def test_three_wrong_codes_close_it_for_a_day_even_for_the_right_one(house: House) -> None:
    reference = await house.by("sms", PHONE).applies()
    web = house.by("web", "session-1")
    await web.says(STATUS, ELSEWHERE, "0551234567")
    [code] = house.codes("sms")
    wrong = f"{(int(code) + 1) % 10**6:06}"
    await web.says(wrong, "1", wrong, "1")
    assert "إلى الغد" in (await web.says(wrong))[-1]
    heard = await web.says("القائمة", STATUS, ELSEWHERE, "0551234567")
    assert "إلى الغد" in heard[-1]
    # Nor from another address: the number has its own count.
    other = house.by("web", "session-2")
    await other.says(STATUS, ELSEWHERE, "0551234567")
    assert reference not in "".join(await other.says(house.codes("sms")[-1]))


async def test_a_code_is_good_for_ten_minutes_and_once(house: House) -> None:
    reference = await house.by("sms", PHONE).applies()
    web = house.by("web", "session-1")
    await web.says(STATUS, ELSEWHERE, "0551234567")
    house.ports.clock.turn(601)
    assert reference not in "".join(await web.says(house.codes("sms")[0]))


async def test_a_number_gets_three_codes_a_day_whoever_asks(house: House) -> None:
    await house.by("sms", PHONE).applies()
    for number in range(4):
        await house.by("web", f"session-{number}").says(STATUS, ELSEWHERE, "0551234567")
    assert len(house.codes("sms")) == 3


async def test_telegrams_own_card_brings_the_form_left_on_whatsapp(house: House) -> None:
    await house.by("whatsapp", PHONE).says(APPLY, "نعم", NAME)
    telegram = house.by("telegram", "700100200")
    assert "هويتك" not in "".join(await telegram.says(CONTINUE))
    await house.shares("700100200", PHONE)
    assert "هويتك" in (await telegram.says(CONTINUE))[-1]


async def test_whoever_asks_to_go_on_goes_on_after_the_proof(house: House) -> None:
    await house.by("sms", PHONE).says(APPLY, "نعم", NAME)
    web = house.by("web", "session-1")
    assert NAME not in "".join(await web.says(CONTINUE, "بدأته من رقم آخر", "0551234567"))
    assert "هويتك" in (await web.says(house.codes("sms")[0]))[-1]


async def test_each_side_sees_what_the_other_handed_in_and_no_further(house: House) -> None:
    telegram, stranger = house.by("telegram", "700100200"), house.by("sms", OTHER)
    reference = await telegram.applies()
    await house.by("sms", PHONE).says("القائمة")
    await house.shares("700100200", PHONE)
    assert reference in "".join(await house.by("whatsapp", PHONE).says(STATUS))
    assert reference not in "".join(await stranger.says(STATUS))


async def test_a_supervisor_takes_it_apart_with_a_reason_and_both_keep_their_own(house: House) -> None:
    reference = await house.by("sms", PHONE).applies()
    telegram = house.by("telegram", "700100200")
    assert reference in await house.shares("700100200", PHONE)
    [(conversation,)] = house.rows("SELECT id FROM conversations WHERE channel = 'telegram'")
    before = house.rows("SELECT id, text FROM messages ORDER BY id")
    async with console.at_work(house.ports) as muna:
        assert "فصل الرقم" not in await muna.page(f"/console/c/{conversation}")
        assert (await muna.do(f"/c/{conversation}/separate", link="1", text="خطأ")).status_code == 403
    async with console.at_work(house.ports, "sara", role="supervisor") as sara:
        assert PHONE in await sara.page(f"/console/c/{conversation}")
        assert (await sara.do(f"/c/{conversation}/separate", link="1", text=" ")).status_code == 422
        assert (await sara.do(f"/c/{conversation}/separate", link="1", text="الرقم لزوجها")).status_code == 303
        again = await sara.do(f"/c/{conversation}/separate", link="1", text="مرة أخرى")
        assert "not_joined" in again.headers["location"]
    assert house.rows("SELECT id, text FROM messages ORDER BY id") == before
    assert house.rows("SELECT reason FROM address_links WHERE undone_by IS NOT NULL") == [("الرقم لزوجها",)]
    assert house.rows("SELECT count(*) FROM audit_entries WHERE action = 'separate'") == [(1,)]
    assert reference not in "".join(await telegram.says(STATUS))
    assert reference in "".join(await house.by("whatsapp", PHONE).says(STATUS))
