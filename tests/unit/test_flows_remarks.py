"""Remarks of real people in the middle of a form: none is stored for an answer, alarms anybody or goes unheard."""

from dataclasses import replace

import pytest

from flows.events import HandedOff
from flows.message import Meaning
from tests.talk import VAGUE, Talk, charity, sure

ANSWERS = ("ريما عبدالله الشهراني", "1526018153", "0554433221", "رسائل هنا فقط", "خميس مشيط", "علاج أسنان")
GUESS = replace(sure("emergency"), certain=False)


def _aoun(*answers: str, channel: str = "") -> Talk:
    """Somebody who asked Aoun for support and gave these answers."""
    talk = Talk(charity("aoun"), channel=channel)
    talk.say("أبغى أقدم", sure("apply", service="support_request"))
    for answer in answers:
        talk.say(answer)
    return talk


@pytest.mark.parametrize("words", ["نعم", "تم", "اوكي", "ok"])
def test_a_yes_by_sms_puts_the_paper_off_since_no_photo_can_come(words: str) -> None:
    assert "نستقبلها منك لاحقًا" in _aoun(*ANSWERS, channel="sms").say(words, sure("affirm"))


def test_elsewhere_a_yes_is_no_paper() -> None:
    assert "نستقبلها منك لاحقًا" not in _aoun(*ANSWERS).say("نعم", sure("affirm"))


@pytest.mark.parametrize("words", ["مامعي الهويه الحين", "الهويه مامعي"])
def test_a_paper_that_is_not_at_hand_in_one_word_is_put_off(words: str) -> None:
    assert "نستقبلها منك لاحقًا" in _aoun(*ANSWERS).say(words, sure("submit_document"))


@pytest.mark.parametrize(
    "words", ["لا خطا الجديد 0556667779", "no wait my number is 0556667779", "اسفه رقمي 0556667779"]
)
def test_a_number_put_right_at_the_paper_takes_the_old_ones_place(words: str) -> None:
    talk = _aoun(*ANSWERS)
    talk.say(words)
    assert talk.session.top is not None
    assert talk.session.top.answers["mobile"].value == "+966556667779"


@pytest.mark.parametrize("words", ["مابي اقول", "ما ابغى اتكلم عنه", "ما ودي احكي"])
def test_who_would_rather_not_tell_is_not_in_danger_for_it(words: str) -> None:
    talk = _aoun(*ANSWERS[:-1])
    said = talk.say(words, GUESS)
    assert "911" not in said
    assert "الهوية الوطنية" in said
    assert not [event for event in talk.last if isinstance(event, HandedOff)]


def test_who_does_not_want_to_live_is_heard() -> None:
    assert "911" in _aoun(*ANSWERS[:-1]).say("ما ابي اعيش", GUESS)


@pytest.mark.parametrize("words", ["كم يعطون", "كم تعطون"])
def test_a_question_how_much_is_no_need(words: str) -> None:
    talk = _aoun(*ANSWERS[:-1])
    talk.say(words)
    assert talk.session.top is not None
    assert "need" not in talk.session.top.answers


def test_register_me_is_no_complaint() -> None:
    talk = Talk(charity("aoun"))
    talk.say("عندي شكوى", sure("complaint"))
    said = talk.say("طيب سجل", replace(sure("apply"), confidence=0.8))
    assert "سجلت شكواك" not in said


@pytest.mark.parametrize(("words", "intent"), [("كم الاشتراك", "start_messages"), ("ورثته خمسه", "rate_service")])
def test_a_question_of_a_price_and_a_number_of_heirs_are_obeyed_as_nothing(words: str, intent: str) -> None:
    said = Talk(charity("rida")).say(words, sure(intent))
    assert "نرسل لك من جديد" not in said
    assert "كم تعطي الخدمة" not in said


def test_a_bare_mark_of_the_service_still_rates() -> None:
    assert "كم تعطي الخدمة" in Talk(charity("rida")).say("ابغى اقيم الخدمة", sure("rate_service"))


@pytest.mark.parametrize("words", ["ساكنه ضواحي ابها", "بين ابها وخميس مشيط"])
def test_a_place_that_is_not_certain_is_asked_again_and_is_no_need(words: str) -> None:
    talk = _aoun(*ANSWERS[:4])
    said = talk.say(words)
    assert "أضفته إلى الطلب" not in said
    assert "في أي مدينة" in said


@pytest.mark.parametrize("words", ["يعني ترجعون فلوسي", "طيب وفلوسي مين يرجعها"])
def test_who_was_robbed_and_goes_on_about_it_does_not_complain_of_us(words: str) -> None:
    talk = Talk(charity("aoun"))
    talk.say("نصابين سحبوا فلوسي من البنك", replace(sure("complaint"), sure=False))
    said = talk.say(words, sure("complaint"))
    assert "ما الذي حدث" not in said
    assert "هل نبدأ الطلب" in said


@pytest.mark.parametrize("words", ["ايش يعني صلتي", "مافهمت وش تقصدون بالصلة", "what do you mean by relation?"])
def test_a_question_what_a_choice_means_is_answered(words: str) -> None:
    talk = Talk(charity("rida"))
    talk.say("أبغى أقدم", sure("apply", service="support_request"))
    for answer in ("نوره عبدالله اللحياني", "1526018153", "0501231234", "مكة"):
        talk.say(answer)
    said = talk.say(words)
    assert "ينطبق عليك" in said
    assert "ليس عندي جواب" not in said


def test_a_count_that_was_misheard_suggests_no_rating() -> None:
    said = Talk(charity("rida")).say("ورثته خمسه", sure("rate_service"))
    assert "تقييم" not in said


def test_a_place_put_right_at_the_paper_takes_the_old_ones_place() -> None:
    told = _aoun(*ANSWERS).say("لا غلط انا بالخبر", sure("deny"))
    assert "الخبر" in told
    assert "أضفته إلى الطلب" not in told


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("هويتي ما هي معي الحين", VAGUE),
        ("اكمل بدونها؟", sure("continue_application")),
        ("ينفع اكمل بدون رقم الهويه", sure("continue_application")),
    ],
)
def test_who_has_no_identity_number_at_hand_hears_what_can_be_done(words: str, meaning: Meaning) -> None:
    told = _aoun(ANSWERS[0]).say(words, meaning)
    assert "لاحقًا" in told
    assert "رقم هويتك" in told


@pytest.mark.parametrize("words", ["ايه ابغى اقدم", "نعم أبي التسجيل", "yes i want to apply"])
def test_a_yes_with_the_wish_at_the_first_question_is_no_wrong_name(words: str) -> None:
    told = _aoun().say(words, replace(sure("affirm"), confidence=0.5, sure=False))
    assert "لم أجد اسمًا" not in told
    assert "ما اسمك" in told


def test_a_hardship_that_begins_a_form_is_heard_first() -> None:
    talk = Talk(charity("khamis"))
    told = talk.say("انا ارمله وعندي ٤ ايتام والايجار متاخر علينا", sure("apply", service="support"))
    assert told.index("نسمعك") < told.index("ما اسمك")


def test_a_wish_that_begins_a_form_is_answered_with_the_form() -> None:
    talk = Talk(charity("khamis"))
    told = talk.say("أبغى أسجل عندكم في الجمعية عشان الدعم لو سمحتوا", sure("apply", service="support"))
    assert "نسمعك" not in told


@pytest.mark.parametrize("words", ["لا غلط انا بخميس مشيط", "غلط، خميس مشيط", "لا، بخميس مشيط"])
def test_a_place_put_right_at_a_free_question_is_no_need(words: str) -> None:
    talk = Talk(charity("khamis"))
    talk.say("أبغى أقدم", sure("apply", service="support"))
    for answer in ("ريما عبدالله الشهراني", "1526018153", "0554433221", "أبها"):
        talk.say(answer)
    told = talk.say(words, sure("deny"))
    assert "خميس مشيط" in told
    assert "ما الدعم المطلوب" in told


def test_a_need_that_begins_with_a_no_is_one() -> None:
    talk = Talk(charity("khamis"))
    talk.say("أبغى أقدم", sure("apply", service="support"))
    for answer in ("ريما عبدالله الشهراني", "1526018153", "0554433221", "أبها"):
        talk.say(answer)
    assert "ما الدعم المطلوب" not in talk.say("لا راتب ولا معيل وساكنه بالرياض عند اختي", VAGUE)
