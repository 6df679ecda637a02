"""News by SMS to a phone that others may read: only that there is some, until the last digits are given."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from channels.segments import segments
from flows import library
from flows.message import Incoming, Kind
from storage import inbox
from storage.engine import Database
from storage.tables import Application, table
from tests import console, line
from tests.console import CHARITY, at_work, deliver
from tests.integration.test_applications import PERSON, Phone, do, file_one

SMS = 2


class House:
    """An application made on WhatsApp a day ago, moved on by staff; the charity has an SMS line too."""

    def __init__(self, ports: Any) -> None:
        self.ports, self.sms, self.count = ports, ports.channels[CHARITY, "sms"], 0

    async def says(self, text: str) -> list[str]:
        """The person writes by SMS; what they hear."""
        before = len(self.sms.sent)
        self.count += 1
        event = Incoming(Kind.TEXT, f"s{self.count}", PERSON, text)
        await self.ports.database.write(inbox.accept, CHARITY, "sms", [event], self.ports.clock())
        await deliver(self.ports, SMS)
        await deliver(self.ports, SMS)
        return [sent.payload["text"] for sent in self.sms.sent[before:]]

    def states(self) -> list[tuple[Any, ...]]:
        asked = "SELECT author, state FROM deliveries WHERE channel = 'sms' ORDER BY id"
        return line.rows(self.ports.database, asked)


@pytest.fixture
async def house(database: Database, tmp_path: Path) -> House:
    ports: Any = console.ports(database, tmp_path, channel="whatsapp")
    ports.channels[CHARITY, "sms"] = Phone("sms")
    await file_one(ports)
    ports.clock.turn(24 * 3600)
    async with at_work(ports) as muna:
        await do(muna, "check")
    await deliver(ports, SMS)
    return House(ports)


async def test_the_sms_names_nothing_and_costs_one_segment(house: House) -> None:
    [told] = house.sms.texts()
    assert "وصل خبر عن طلبك" in told
    assert "استشارة" not in told
    assert segments(told) == 1
    assert house.states() == [("notice", "parked"), ("knock", "sent")]


async def test_the_right_digits_bring_the_whole_news_once(house: House) -> None:
    [news] = await house.says(f"  {console.IDENTITY[-4:]} ".translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))
    assert "بدأنا مراجعة" in news
    assert house.states()[0] == ("notice", "sent")
    assert "بدأنا مراجعة" not in "".join(await house.says(console.IDENTITY[-4:]))


async def test_wrong_digits_are_counted_and_close_the_check_for_a_day(house: House) -> None:
    heard = [(await house.says("1111"))[0] for _ in range(3)]
    assert ["لا تطابق" in text for text in heard] == [True, True, False]
    assert "إلى الغد" in heard[2]
    assert "بدأنا مراجعة" not in "".join(await house.says(console.IDENTITY[-4:]))
    house.ports.clock.turn(25 * 3600)
    assert "بدأنا مراجعة" in (await house.says(console.IDENTITY[-4:]))[0]


async def test_other_words_are_answered_and_open_nothing(house: House) -> None:
    assert await house.says("القائمة")
    assert house.states()[0] == ("notice", "parked")
    assert "بدأنا مراجعة" in (await house.says(console.IDENTITY))[0]


async def test_without_an_identity_number_any_word_opens_it(database: Database, tmp_path: Path) -> None:
    ports: Any = console.ports(database, tmp_path, channel="whatsapp")
    ports.channels[CHARITY, "sms"] = Phone("sms")
    await file_one(ports)
    database.write_now(lambda connection: connection.execute(update(table(Application)).values(person_id=None)))
    ports.clock.turn(24 * 3600)
    async with at_work(ports) as muna:
        await do(muna, "check")
    await deliver(ports, SMS)
    house = House(ports)
    assert "بأي كلمة" in house.sms.texts()[0]
    assert "بدأنا مراجعة" in (await house.says("نعم"))[0]


async def test_who_talks_with_us_by_sms_hears_the_news_itself(house: House) -> None:
    await house.says(console.IDENTITY[-4:])
    async with at_work(house.ports, "sara") as sara:
        await do(sara, "ask_information", reason="صورة أوضح")
    await deliver(house.ports, SMS)
    assert "صورة أوضح" in "".join(house.sms.texts()[-2:])


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_texts_for_a_shared_phone_fit_one_segment(language: str) -> None:
    texts = library.texts()
    for key in ("news.digits", "news.any_word", "remind.shared"):
        assert segments(texts[key].say(language).format(reference="YSR-4K7Q-2")) == 1, key
