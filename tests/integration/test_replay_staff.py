"""Lines of a replay that staff do: through the console's own functions, and refused with the reason."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.replay import Replay
from bot.replay_people import ReplayError
from bot.settings import Settings
from flows.message import NOTHING, Meaning

ROOT = Path(__file__).parents[2]
APPLICATION = (
    "القائمة", "تقديم طلب", "التسجيل وطلب الدعم", "سعد محمد الشهراني", "1526018153", "0551234567", "أبها", "الإيجار",
    "أرسلها لاحقًا", "صحيح، نكمل", "أقر وأوافق", "سعد محمد الشهراني",
)  # fmt: skip


class Deaf:
    """Everything is said in the words of a choice: nothing has to be understood."""

    async def read(self, text: str, *, charity: str) -> Meaning:
        return NOTHING


@pytest_asyncio.fixture
async def replay() -> AsyncIterator[Replay]:
    made = Replay(Settings(charities_dir=ROOT / "charities"), "khamis", "whatsapp", Deaf())
    yield made
    await made.close()


@pytest_asyncio.fixture
async def applied(replay: Replay) -> Replay:
    for text in APPLICATION:
        last = await replay.line({"text": text})
    assert last["events"] == ["Submitted"]
    return replay


def texts(line: dict[str, Any]) -> str:
    return "\n".join(out["text"] for out in line["out"])


async def test_a_line_of_staff_has_the_shape_of_every_line(applied: Replay) -> None:
    said = await applied.line({"text": "القائمة"})
    moved = await applied.line({"staff": "check"})
    assert moved.keys() == said.keys()
    assert moved["out"][0].keys() == said["out"][0].keys()
    assert (moved["in"], moved["intent"], moved["events"], moved["owner"]) == ({"staff": "check"}, "", [], "bot")


async def test_what_a_notice_offers_can_be_tapped(applied: Replay) -> None:
    await applied.line({"staff": "check"})
    await applied.line({"staff": "recommend", "way": "reject", "words": "خارج الشروط"})
    refused = await applied.line({"staff": "reject", "words": "الدعم لغير هذه الحالة"})
    assert "الدعم لغير هذه الحالة" in texts(refused)
    assert "إعادة النظر" in texts(await applied.line({"tap": "اعتراض على القرار"}))


async def test_what_the_window_of_whatsapp_shuts_out_is_told_by_sms(applied: Replay) -> None:
    assert {out["channel"] for out in (await applied.line({"staff": "check", "after": 3600}))["out"]} == {"whatsapp"}
    later = await applied.line({"staff": "ask_information", "words": "كم الإيجار؟", "after": 2 * 86400})
    assert {out["channel"] for out in later["out"]} == {"sms"}


async def test_a_conversation_is_taken_answered_and_given_back(applied: Replay) -> None:
    assert (await applied.line({"staff": "take"}))["owner"] == "staff"
    assert texts(await applied.line({"staff": "reply", "text": "وعليكم السلام"})) == "وعليكم السلام"
    assert (await applied.line({"text": "شكرا"}))["out"] == []
    back = await applied.line({"staff": "hand_back"})
    assert back["owner"] == "bot"
    assert "المساعد الآلي من جديد" in texts(back)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ({"staff": "dance"}, "staff cannot 'dance'; there are: take, reply, hand_back, submit, check"),
        ({"staff": "accept"}, "staff cannot accept: not from where the application stands now"),
        ({"staff": "check", "reference": "KHM-789A-H"}, "staff cannot check: there is no such application"),
        ({"staff": "rate"}, "not from where the application stands now"),
        ({"staff": "reply", "text": "أهلًا"}, "the conversation is not in the hands of staff: take it first"),
        ({"staff": "reply"}, 'it needs "text"'),
        ({"staff": "hand_back"}, "take it first"),
        ({"staff": "check", "from": "+966500000055"}, "nobody has written from +966500000055 on whatsapp yet"),
    ],
)
async def test_what_staff_cannot_do_is_told_and_changes_nothing(
    applied: Replay, line: dict[str, str], why: str
) -> None:
    with pytest.raises(ReplayError) as refusal:
        await applied.line(line)
    assert why in str(refusal.value)
    assert "بدأنا مراجعة" in texts(await applied.line({"staff": "check"}))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ({"staff": "recommend", "way": "accept"}, 'staff cannot recommend: it needs "words"'),
        ({"staff": "recommend", "words": "مكتمل"}, 'it needs "way": accept or reject'),
        ({"staff": "interview", "place": "المكتب"}, "the service is not verified in this way"),
        ({"staff": "ask_information", "words": "ورقة", "papers": ["deed"]}, "a paper that is none of the service's"),
    ],
)
async def test_a_move_without_what_it_needs_is_told(applied: Replay, line: dict[str, Any], why: str) -> None:
    await applied.line({"staff": "check"})
    with pytest.raises(ReplayError) as refusal:
        await applied.line(line)
    assert why in str(refusal.value)


async def test_a_replay_begins_when_it_is_told_to() -> None:
    ahead = timedelta(days=400)
    made = Replay(Settings(charities_dir=ROOT / "charities"), "khamis", "web", Deaf(), ahead)
    here = Replay(Settings(charities_dir=ROOT / "charities"), "khamis", "web", Deaf())
    assert abs(made.ports.clock() - here.ports.clock() - ahead) < timedelta(minutes=1)
    await made.close()
    await here.close()
