"""What a phone shows, by the bidirectional algorithm itself (fpdf2's)."""

import pytest
from fpdf.bidi import BidiParagraph
from fpdf.enums import TextDirection

from channels.bidi import MARK, readable
from channels.segments import segments
from channels.twilio import Sms, TwilioSettings
from flows.message import Button, Reply


def shown(text: str) -> str:
    """The characters from left to right, as they stand on the screen."""
    return str(BidiParagraph(text, base_direction=TextDirection.RTL).get_reordered_string())


@pytest.mark.parametrize("number", ["2026-03-05", "+966112345678", "+966 11 234 5678", "055 123 4567", "9200-12345"])
def test_a_number_reads_as_it_was_written(number: str) -> None:
    text = f"موعدك أو رقمك {number}، وننتظرك"
    assert number not in shown(text), "it needed no help"
    assert number in shown(readable(text))
    assert readable(text).replace(MARK, "") == text


@pytest.mark.parametrize("number", ["YSR-4K7Q-2", "14:07", "3500", "5/7/2021", "3.5", "٥٠٠", "https://a.sa/1-2?x=1-2"])
def test_what_reads_well_is_left_alone(number: str) -> None:
    text = f"الرقم {number} عندنا"
    assert readable(text) == text
    assert number.strip() in shown(text)


def test_latin_text_stays_gsm() -> None:
    assert readable("Call +966 11 234 5678 on 2026-03-05") == "Call +966 11 234 5678 on 2026-03-05"


def test_twice_is_as_once() -> None:
    once = readable("الموعد 2026-03-05 على +966112345678")
    assert readable(once) == once
    assert once.count(MARK) == 2


def test_a_mark_is_charged_like_any_character() -> None:
    text = "ب" * 57 + " " + "2026-03-05"
    assert segments(text) == 1
    sms = Sms(TwilioSettings("AC" + "0" * 32, "token", "+966110000000"))
    assert [payload["body"] for payload in sms.render(Reply(text))] == [readable(text)]
    assert segments(readable(text + " ب")) == segments(text + " بب") == 2


def test_a_marked_number_is_not_torn_from_its_mark() -> None:
    sms = Sms(TwilioSettings("AC" + "0" * 32, "token", "+966110000000"))
    bodies = [p["body"] for p in sms.render(Reply("كلمة 2026-03-05 " * 120, (Button("1", "نعم"),)))]
    assert len(bodies) > 1
    assert "".join(bodies).count(f"{MARK}2026-03-05") == 120
