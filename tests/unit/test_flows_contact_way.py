"""How somebody would like to be reached, said where nobody asks for it."""

from dataclasses import replace

import pytest

from flows.events import Noted, OptedOut
from tests.talk import TO_MOBILE, VAGUE, Talk, charity, in_form, sure

STOP = replace(VAGUE, intent="stop_messages", confidence=0.96, sure=True)
WAYS = ["رسايل بس", "واتس بس لا تتصلون", "لا تتصلون علي", "رسائل فقط لو سمحتم", "messages only please", "rasayel bas"]


@pytest.mark.parametrize("words", WAYS)
@pytest.mark.parametrize("waits", [False, True])
def test_messages_only_is_noted_for_staff_and_silences_nobody(words: str, waits: bool) -> None:
    talk = Talk()
    if waits:
        talk.say("موظف")
    assert "كتابةً" in talk.say(words, STOP)
    assert not talk.session.muted
    assert [e.text for e in talk.last if isinstance(e, Noted)] == [words]


@pytest.mark.parametrize("words", WAYS)
def test_messages_only_is_nobodys_name_and_the_question_is_put_again(words: str) -> None:
    talk = in_form("نعم")
    assert "ما اسمك الكامل" in talk.say(words, STOP)
    assert "full_name" not in talk.session.stack[-1].answers


@pytest.mark.parametrize("words", ["لا ترسلون رسايل", "وقف الرسايل بس", "خلاص رسايل بس", "ايقاف الرسائل فقط"])
def test_no_more_messages_is_still_obeyed(words: str) -> None:
    talk = Talk()
    talk.say(words, STOP)
    assert OptedOut() in talk.last


def test_a_form_that_asks_for_it_later_has_the_answer_and_asks_no_more() -> None:
    talk = Talk(pack=charity("aoun"))
    talk.say("أبغى دعم", sure("apply", service=talk.pack.services[0].id))
    talk.say("رسايل بس", STOP)
    assert talk.session.stack[-1].answers["safe_contact"].value == "messages"
    assert talk.session.stack[-1].answers["safe_contact"].how == "typed"


def test_where_it_is_asked_for_it_is_the_answer() -> None:
    talk = Talk(pack=charity("aoun"))
    talk.say("أبغى دعم", sure("apply", service=talk.pack.services[0].id))
    while "ما الطريقة الآمنة" not in talk.replies[-1].text:
        asked = talk.replies[-1].text
        said = {"اسم": "نورة سعد القحطاني", "هوي": "1526018153", "جوال": "0551234567"}
        talk.say(next((answer for word, answer in said.items() if word in asked), "نعم"))
        assert talk.replies[-1].text != asked
    talk.say("رسايل بس لا تتصلون", STOP)
    assert talk.session.stack[-1].answers["safe_contact"].value == "messages"
    assert not [e for e in talk.events if isinstance(e, Noted)]


@pytest.mark.parametrize(
    "words", ["رقم اختي 0551234567 ما عندي جوال", "0551234567 رقم زوجي", "my sister's number 0551234567"]
)
def test_a_number_that_is_said_to_be_anothers_is_taken_and_said_to_be(words: str) -> None:
    talk = in_form(*TO_MOBILE)
    said = talk.say(words)
    assert "وهو لغيرك" in said
    assert talk.session.top
    assert talk.session.top.answers["mobile"].value == "+966551234567"
    assert "لغيرك" not in in_form(*TO_MOBILE).say("رقمي 0551234567")


@pytest.mark.parametrize("words", ["زوجي اسمه خالد محمد العتيبي", "اسم زوجي خالد محمد العتيبي"])
def test_a_husbands_name_is_not_taken_for_the_applicants(words: str) -> None:
    talk = in_form("نعم")
    talk.say(words)
    assert talk.session.top
    assert "full_name" not in talk.session.top.answers
