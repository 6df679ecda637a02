"""WhatsApp's 24 hours: nothing is sent that WhatsApp would refuse, nothing is lost, and nobody is called twice."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot import inbox, outbox, templates, turn, window
from bot.context import Ports
from bot.saying import queue
from channels.compose import compose_status
from channels.twilio import TwilioSettings, Whatsapp
from flows.message import Incoming, Kind, Reply
from flows.part import Words
from storage import turns
from storage.engine import Database
from storage.states import Author
from tests import line
from tests.fakes.twilio_api import ACCOUNT, TOKEN, TwilioApi
from tests.line import CHARITY

PHONE = "+966500000001"
DAY = 24 * 3600
KNOCK = "لدى نص رسالة لك."


@dataclass
class House:
    ports: Ports
    line: Whatsapp
    api: TwilioApi
    clock: line.Clock
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    async def say(self, text: str = "", *, tap: str = "", kind: Kind = Kind.TEXT) -> None:
        """The person writes: from now on WhatsApp takes free text for a day."""
        self.api.shut.clear()
        self.clock.turn(1)
        incoming = Incoming(Kind.TAP if tap else kind, f"SM{next(self.numbers)}", PHONE, text, tap)
        await inbox.accept(self.ports, CHARITY, "whatsapp", [incoming])
        await turn.take(self.ports, 1)

    async def wait(self, seconds: float = DAY) -> None:
        self.clock.turn(seconds)
        self.api.shut.add(f"whatsapp:{PHONE}")

    async def tell(self, text: str) -> None:
        """Something is to be said that nobody asked for."""
        await self.ports.database.write(self._tell, text)
        await outbox.deliver(self.ports, 1)

    def _tell(self, connection: Connection, text: str) -> None:
        held = turns.hold(connection, 1)
        queue(connection, self.ports, held, [Reply(text)], Author.SYSTEM, self.clock())

    async def tend(self) -> int:
        told = await window.tend(self.ports)
        await outbox.deliver(self.ports, 1)
        return told

    def heard(self) -> list[str]:
        """What the person has received since the last look."""
        said = [str(sent["body"]) for sent in self.api.ledger.sent]
        self.api.ledger.sent.clear()
        # Nothing was even tried that WhatsApp does not take.
        assert self.api.ledger.refused == []
        return said

    def states(self) -> list[tuple[str, ...]]:
        return line.rows(self.ports.database, "SELECT author, state, error FROM deliveries ORDER BY id")


@pytest.fixture
async def house(twilio_server: tuple[str, TwilioApi], database: Database, tmp_path: Path) -> AsyncIterator[House]:
    """A person has written and was answered; the template is approved."""
    url, api = twilio_server
    api.ledger.clear()
    api.shut.clear()
    whatsapp = Whatsapp(TwilioSettings(ACCOUNT, TOKEN, "+966110000000", base_url=url, content_url=url))
    pack, clock = line.pack(), line.Clock()
    pack.texts["waiting.knock"] = Words(ar="لدى {charity} رسالة لك.", en="{charity} has a message.")
    pack.texts["waiting.show"] = Words(ar="عرض الرسالة", en="Show it")
    lines = {(CHARITY, "whatsapp"): whatsapp}
    ports = line.ports(database, tmp_path, packs={CHARITY: pack}, channels=lines, clock=clock)
    await templates.sync(ports, CHARITY, whatsapp)
    await templates.sync(ports, CHARITY, whatsapp)
    built = House(ports, whatsapp, api, clock)
    await built.say("سلام")
    assert built.heard() == ["1: سلام"]
    yield built
    await whatsapp.close()


async def test_what_comes_too_late_waits_and_the_person_is_called_once(house: House) -> None:
    await house.wait(DAY - 1)
    await house.tell("في وقتها")
    house.api.shut.clear()
    await house.wait(1)
    for news in ("الأولى", "الثانية"):
        await house.tell(news)
        assert await house.tend() == (news == "الأولى")
    assert house.states()[2:] == [
        ("system", "parked", "window"),
        ("knock", "sent", ""),
        ("system", "parked", "window"),
    ]
    await house.wait(7 * DAY)
    assert await house.tend() == 0


@pytest.mark.parametrize("answer", [{"tap": templates.SHOW}, {"text": "نعم"}, {"text": "عرض الرساله"}])
async def test_who_only_asks_for_it_gets_it_and_nothing_else(house: House, answer: dict[str, str]) -> None:
    await house.wait()
    await house.tell("الأولى")
    await house.tell("الثانية")
    await house.tend()
    assert house.heard() == [KNOCK]
    await house.say(**answer)
    assert house.heard() == ["الأولى", "الثانية"]
    assert line.rows(house.ports.database, "SELECT DISTINCT state FROM deliveries") == [("sent",)]
    await house.say("نعم")
    assert house.heard() == ["2: نعم"]


async def test_who_asks_something_gets_what_waited_and_then_the_answer(house: House) -> None:
    await house.wait()
    await house.tell("ما انتظر")
    await house.tend()
    assert house.heard() == [KNOCK]
    await house.say("متى الدوام؟")
    assert house.heard() == ["ما انتظر", "2: متى الدوام؟"]


async def test_a_yes_of_somebody_who_was_not_called_is_an_answer(house: House) -> None:
    house.line.templates.clear()
    await house.wait()
    await house.tell("ما انتظر")
    assert await house.tend() == 0
    await house.say("نعم")
    assert house.heard() == ["ما انتظر", "2: نعم"]


async def test_after_an_answer_the_next_silence_is_called_again(house: House) -> None:
    for round_ in (1, 2):
        await house.wait()
        await house.tell(f"خبر {round_}")
        assert await house.tend() == 1
        await house.say(tap=templates.SHOW)
        assert house.heard() == [KNOCK, f"خبر {round_}"]


async def test_who_wants_no_messages_is_not_called_and_gets_none(house: House) -> None:
    await house.wait()
    await house.tell("ما انتظر")
    await house.say(kind=Kind.OPTED_OUT)
    house.api.ledger.sent.clear()
    stop = "UPDATE addresses SET opted_out_at = created_at"
    house.ports.database.write_now(lambda connection: connection.exec_driver_sql(stop))
    assert await house.tend() == 0
    assert house.heard() == []
    assert ("system", "parked", "window") in house.states()


async def test_a_refusal_of_twilios_own_clock_parks_too(house: House) -> None:
    house.api.shut.add(f"whatsapp:{PHONE}")
    await house.tell("على الحد")
    assert house.states()[1:] == [("system", "parked", "window")]
    house.api.ledger.refused.clear()
    await house.say("هلا")
    assert house.heard() == ["على الحد", "2: هلا"]


async def test_a_message_that_twilio_took_and_whatsapp_did_not_waits(house: House) -> None:
    await house.tell("قبلها تويليو")
    ref = str(house.api.ledger.sent[-1]["id"])
    house.heard()
    late = compose_status(house.line, ref, "undelivered", to=PHONE, error="63016")
    house.clock.turn(5)
    await inbox.accept(house.ports, CHARITY, "whatsapp", house.line.parse(late))
    assert house.states()[1:] == [("system", "parked", "window")]
    await house.say("هلا")
    assert house.heard() == ["قبلها تويليو", "2: هلا"]


async def test_a_late_report_after_the_person_wrote_sends_it_at_once(house: House) -> None:
    await house.tell("قبلها تويليو")
    ref = str(house.api.ledger.sent[-1]["id"])
    house.clock.turn(5)
    await house.say("هلا")
    assert house.heard() == ["قبلها تويليو", "2: هلا"]
    late = compose_status(house.line, ref, "undelivered", to=PHONE, error="63016")
    await inbox.accept(house.ports, CHARITY, "whatsapp", house.line.parse(late))
    await house.tend()
    assert house.heard() == ["قبلها تويليو"]
