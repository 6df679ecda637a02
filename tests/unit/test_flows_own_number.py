"""The mobile that somebody writes from, and a number put right by whoever says that it was wrong."""

import pytest

from flows.message import Incoming, Kind, Meaning
from tests.talk import TO_MOBILE, VAGUE, Talk, in_form

SAME = ("نفس هذا الرقم", "جوالي نفس هذا", "هذا رقمي اللي اكلمكم منه", "نفس رقم الواتس", "same number",
        "the one im texting from", "رقمي هو نفسه", "this is my number")  # fmt: skip


def from_phone(talk: Talk, text: str) -> str:
    return talk._hear(Incoming(Kind.TEXT, "", "+966559876543", text=text), VAGUE)


@pytest.mark.parametrize("words", SAME)
def test_the_number_that_they_write_from_is_taken_where_the_channel_tells_it(words: str) -> None:
    talk = in_form(*TO_MOBILE)
    assert "في أي مدينة" in from_phone(talk, words)
    assert talk.session.top
    assert talk.session.top.answers["mobile"].value == "+966559876543"


@pytest.mark.parametrize("words", SAME)
def test_where_no_channel_tells_it_the_number_is_to_be_written(words: str) -> None:
    talk = in_form(*TO_MOBILE)
    assert "لا يظهر لي هنا رقمك" in talk.say(words)
    assert talk.session.top
    assert "beside" not in talk.session.top.memo


def test_a_question_about_the_number_takes_none() -> None:
    talk = in_form(*TO_MOBILE)
    from_phone(talk, "ليش تبون رقمي هذا؟")
    assert talk.session.top
    assert "mobile" not in talk.session.top.answers


@pytest.mark.parametrize(
    "words", ["wait i wrote wrong the number its 0551234568", "كتبت الرقم غلط 0551234568", "غلطت بالرقم هو 0551234568"]
)
def test_a_number_put_right_takes_the_place_of_its_own_kind(words: str) -> None:
    talk = in_form(*TO_MOBILE, "0551234567", "جدة", "3", "أحتاج جلسة")
    assert "نحتاج صورة" in talk.replies[-1].text
    said = talk.say(words, Meaning())
    assert "0551234568" in said
    assert talk.session.top
    assert talk.session.top.answers["mobile"].value == "+966551234568"
    assert talk.session.top.answers["identity"].value == "1526018153"
