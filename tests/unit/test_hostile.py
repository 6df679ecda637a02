"""Strings that break other programs, through the real adapters, understanding, engine and database, on each channel."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import Connection
from sqlalchemy import text as sql

from bot import inbox, packs, turn, understanding
from bot.ports import Understander
from bot.replay import Replay
from bot.replay_people import ReplayError
from bot.settings import Settings
from channels.base import Request
from channels.web import LIMIT
from flows import library
from flows.session import dump
from tests.models import data_folder
from tests.strategies import CHANNELS, HOSTILE, IBAN, NATIONAL_ID
from tests.talk import VAGUE, Talk, sure

ROOT = Path(__file__).parents[2]
SETTINGS = Settings(data_dir=ROOT / "var", charities_dir=ROOT / "charities")
LONG = (
    "ا" * 100_000, "كلمة " * 20_000, "🙂" * 10_000, "\n" * 3_000 + "نعم", "1" * 100_000, "((((" * 20_000, "؟" * 9_000,
)  # fmt: skip
ZALGO = "م" + "".join(chr(0x300 + n % 112) for n in range(2_000))
# To STOP by SMS the provider answers by itself.
STRANGE = tuple(said for said in (*HOSTILE, ZALGO, *LONG) if said.replace("\0", "").strip() and said != "STOP")
BLANK = (" ", "\t \n", "\u200b\u200f", "\u202e", "\u00a0\u2003")
MARKUP = "{summary} {0.__class__} %s ${x} <b>شرح</b>"
FORM = ("أبغى أسجل في الاستشارات الأسرية", "نعم", "نورة سعد القحطاني", NATIONAL_ID, "0551234567", "جدة", "1")
# What our own machinery would have written into a reply, had it taken a text of theirs for one of ours.
FILLED_IN = re.compile(r"<class|<module|built-in|SANAD_|Traceback|\b49\b")
MOST_SESSION = 12_000

in_house = pytest.mark.asyncio(loop_scope="module")


@dataclass
class Somebody:
    """One address on one channel of a house that is shared with the others."""

    replay: Replay
    address: str

    async def says(self, text: str) -> list[str]:
        """What was answered: always something, unless the website's page itself refuses the text."""
        line = {"text": text, "from": self.address}
        if self.replay.channel == "web" and (len(text) > LIMIT or not text.strip()):
            with pytest.raises(ReplayError):
                await self.replay.line(line)
            return []
        told = [out["text"] for out in (await self.replay.line(line))["out"]]
        assert told, text[:40]
        assert all(one.strip() for one in told)
        return told


async def states(replay: Replay) -> set[str]:
    """How the messages so far ended; one that was given up is not "done"."""

    def read(connection: Connection) -> set[str]:
        return {row[0] for row in connection.execute(sql("SELECT state FROM inbox_events"))}

    return await replay.ports.database.read(read)


@pytest.fixture(scope="module")
def understander() -> Understander:
    fitted = Settings(data_dir=data_folder(), charities_dir=SETTINGS.charities_dir)
    return understanding.understander(fitted, packs.load_all(SETTINGS.charities_dir, library.texts()))


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=CHANNELS)
async def replay(request: pytest.FixtureRequest, understander: Understander) -> AsyncIterator[Replay]:
    made = Replay(SETTINGS, "yusr", request.param, understander)
    yield made
    await made.close()


@pytest.fixture(scope="module")
def numbers() -> Iterator[int]:
    return count(1)


@pytest.fixture
def somebody(replay: Replay, numbers: Iterator[int]) -> Somebody:
    addresses = {"telegram": "70010{:04}", "whatsapp": "+96650000{:04}", "sms": "+96650000{:04}", "web": "visitor{}"}
    return Somebody(replay, addresses[replay.channel].format(next(numbers)))


@in_house
async def test_every_strange_text_is_answered_at_the_menu_and_echoed_nowhere(somebody: Somebody) -> None:
    for text in STRANGE:
        await somebody.says("القائمة")
        for told in await somebody.says(text):
            # Our own texts have signs and figures too.
            assert text not in told or len(text) < 4, text[:40]
            assert not FILLED_IN.search(told), told
    assert await states(somebody.replay) == {"done"}


@in_house
async def test_every_strange_text_is_answered_within_a_form(somebody: Somebody) -> None:
    for text in STRANGE:
        for before in ("القائمة", *FORM[:2]):
            await somebody.says(before)
        for told in await somebody.says(text):
            assert not FILLED_IN.search(told), told
    assert await states(somebody.replay) == {"done"}


@in_house
async def test_markup_in_an_answer_stands_in_the_summary_as_it_was_written(somebody: Somebody) -> None:
    for text in (*FORM, MARKUP):
        await somebody.says(text)
    summary = "\n".join(await somebody.says("لاحقا"))
    assert MARKUP in summary
    assert NATIONAL_ID not in summary


@in_house
async def test_a_message_that_shows_nothing_is_answered_or_refused_by_the_page(somebody: Somebody) -> None:
    for text in BLANK:
        await somebody.says(text)
    assert await states(somebody.replay) == {"done"}


@in_house
async def test_half_a_character_and_nul_from_a_provider_are_answered(somebody: Somebody) -> None:
    replay, line = somebody.replay, somebody.replay._channel(somebody.replay.channel)
    for body in ("\\ud800", "نعم \\udfff\\u0000", "\\u0000نعم") if replay.channel in ("telegram", "web") else ():
        await somebody.says("القائمة")
        sent = len(replay.sent)
        # An event of its own: the same once more would be a repeated webhook.
        request = replay.people.write(line, somebody.address, "MARK")
        incomings = line.parse(Request(request.url, request.headers, request.body.replace(b"MARK", body.encode())))
        for conversation in (await inbox.accept(replay.ports, "yusr", line.name, incomings)).waiting:
            await turn.take(replay.ports, conversation)
        assert len(replay.sent) > sent, body
    assert await states(replay) <= {"done"}


@in_house
async def test_identity_numbers_never_come_back(somebody: Somebody) -> None:
    spaced, arabic = " ".join(NATIONAL_ID), "١٥٢٦٠١٨١٥٣"
    for text in (NATIONAL_ID, f"رقمي {NATIONAL_ID} شكرا", IBAN, arabic, spaced, f"وش يعني {NATIONAL_ID}؟"):
        for told in await somebody.says(text):
            assert NATIONAL_ID not in re.sub(r"\D", "", told)
            assert IBAN[2:] not in re.sub(r"\D", "", told)


@in_house
@pytest.mark.slow
async def test_five_hundred_messages_in_a_row_are_all_answered(somebody: Somebody) -> None:
    if somebody.replay.channel != "whatsapp":
        return
    short = [text for text in STRANGE if len(text) < 600]
    for number in range(500):
        await somebody.says("القائمة" if number % 7 == 0 else short[number % len(short)])
    assert await states(somebody.replay) == {"done"}


def test_ten_thousand_messages_leave_the_session_small() -> None:
    talk, largest = Talk(), 0
    said = (*HOSTILE, "القائمة", "نعم", "نورة سعد القحطاني", "1526018153", "رجوع", "إلغاء", "متابعة")
    for number in range(10_000):
        talk.session = replace(talk.session, owner="bot")
        meaning = sure("apply", service="family_consultation") if number % 9 == 0 else VAGUE
        talk.say(said[number % len(said)], meaning)
        largest = max(largest, len(json.dumps(dump(talk.session), ensure_ascii=False)))
        talk.events.clear()
    assert largest < MOST_SESSION
