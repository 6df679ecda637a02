"""Thanks, goodbyes, greetings and questions are never told that they are wrong answers."""

from dataclasses import replace

import pytest

from bot.packs import load
from flows.library import texts
from tests.packs import CHARITIES
from tests.talk import VAGUE, Talk, in_form, sure

ALL = ("نعم", "نورة سعد القحطاني", "1526018153", "0551234567", "جدة", "نفسية")


@pytest.mark.parametrize(
    "words",
    [
        "ممكن اسأل سؤال",
        "عندي استفسار لو سمحتم",
        "السلام عليكم، ابي استفسر عن شي",
        "can I ask a question",
        "مساء الخير انا عندي سؤال",
    ],
)
def test_who_asks_whether_they_may_ask_is_invited(words: str) -> None:
    talk = Talk()
    assert "يسعدني سؤالك" in talk.say(words, sure("go_back"))
    talk.say("موظف")
    assert "يسعدني سؤالك" in talk.say(words, sure("go_back"))
    assert talk.session.owner == "queue"


def test_in_a_form_its_question_stays_open_while_theirs_is_waited_for() -> None:
    talk = Talk()
    talk.say("أبغى استشارة", sure("apply", service="family_consultation"))
    said = talk.say("ممكن اسأل سؤال", sure("help"))
    assert "يسعدني سؤالك" in said
    assert "جنسيتك" not in said
    assert "اسمك" in talk.say("نعم")


@pytest.mark.parametrize("words", ["انا ارملة من ابها", "احنا من سكان الحي"])
def test_who_only_says_who_they_are_is_welcomed_and_not_guessed_at(words: str) -> None:
    said = Talk().say(words, VAGUE)
    assert "كيف نقدر نخدمك" in said
    assert "هل تقصد" not in said


@pytest.mark.parametrize("answers", [(), ALL[:1], ALL[:2], ALL])
def test_thanks_in_a_form_are_returned_and_the_question_stays(answers: tuple[str, ...]) -> None:
    talk = in_form(*answers)
    before = talk.replies[-1].text
    said = talk.say("مشكورين الله يجزاكم خير", sure("thanks"))
    assert said == f"العفو، هذا واجبنا.\n{before}"


@pytest.mark.parametrize("answers", [(), ALL[:1], ALL[:2], ALL])
def test_a_goodbye_in_a_form_leaves_it_for_later(answers: tuple[str, ...]) -> None:
    talk = in_form(*answers)
    said = talk.say("يلا مع السلامة اشوفكم", sure("goodbye"))
    assert "في أمان الله" in said
    assert "متابعة" in said
    assert "استشار" in talk.say("متابعة") or talk.session.top


def test_a_question_without_an_answer_is_no_wrong_answer() -> None:
    said = in_form("نعم").say("هل ترجعون لي الفلوس؟", VAGUE)
    assert "لم أجد اسمًا" not in said
    assert "ليس عندي جواب مؤكد" in said
    assert "ما اسمك" in said


def test_a_wrong_number_with_a_question_mark_is_still_told_what_is_wrong_with_it() -> None:
    assert "رقم خاطئ" in in_form(*ALL[:2]).say("1526018154؟", VAGUE)


def test_first_words_that_want_nothing_yet_are_welcomed() -> None:
    for words in ("السلام عليكم خواتي محد صاحي؟", "🙏🙏"):
        said = Talk().say(words, replace(VAGUE, confidence=0.1))
        assert "لم أفهم" not in said
        assert "كيف نقدر نخدمك" in said


def test_signs_without_a_word_are_not_handed_to_a_researcher() -> None:
    talk = Talk()
    for sign in ("🌹", "❤️", "😭", "..."):
        talk.say(sign, VAGUE)
    assert talk.session.owner == "bot"


@pytest.mark.parametrize(("words", "meaning"), [("YSR-4K7Q-2", VAGUE), ("وين طلبي YSR-4K7Q-2", sure("check_status"))])
def test_a_mistyped_reference_is_told_so(words: str, meaning: object) -> None:
    said = Talk().say(words, meaning)  # type: ignore[arg-type]  # one parameter of two kinds
    assert "YSR-4K7Q-2 فيه حرف أو رقم تبدّل" in said
    assert "ما رقم الطلب" in said


@pytest.mark.parametrize(
    "words", ["واتساب بس لا تتصلون زوجتي ما تدري", "لا تتصلون ابد اخوي عندي", "رسايل", "do not call me please"]
)
def test_whoever_must_not_be_called_is_not_called(words: str) -> None:
    talk = Talk(pack=load(CHARITIES / "aoun", texts()))
    talk.say("أبغى دعم", sure("apply", service="support_request"))
    for answer in ("علي حسن القرني", "1526018153", "0556667778", words):
        talk.say(answer)
    assert talk.session.top
    assert talk.session.top.answers["safe_contact"].value == "messages"


@pytest.mark.parametrize(("words", "then"), [("اي", "حولت محادثتك"), ("لا شكرا", "كيف نقدر نخدمك")])
def test_a_yes_or_no_to_what_the_text_asks_is_the_option_it_means(words: str, then: str) -> None:
    talk = Talk()
    assert "هل يساعدك الموظف" in talk.say("ابغى اسحب طلبي", sure("withdraw_application"))
    assert then in talk.say(words, sure("affirm" if words == "اي" else "deny"))


def test_a_yes_where_it_chooses_nothing_is_not_sent_back_to_the_menu() -> None:
    talk = Talk()
    talk.say("وش تقدمون", sure("list_services"))
    assert "هذه خدمات" in talk.say("نعم", sure("affirm"))


def test_an_answer_to_the_form_is_taken_past_what_was_asked_in_between() -> None:
    talk = in_form("نعم")
    talk.say("وش باقي خدماتكم", sure("list_services"))
    assert "رقم هويتك" in talk.say("أمل محمد باوزير", VAGUE)
    talk.say("متى تفتحون", sure("working_hours"))
    assert "جوالك" in talk.say("1526018153", VAGUE)


def test_conditions_are_not_asked_in_two_forms_at_once() -> None:
    talk = in_form()
    said = talk.say("هل يشترط حضورها؟", sure("check_eligibility"))
    assert "في هذا الطلب نفسه" in said
    assert "ما اسمك" in talk.say("نعم سعوديين")
    said = talk.say("كم عدد الجلسات", sure("describe_service", service="family_consultation"))
    assert "ليس عندي جواب مؤكد" in said
    assert "شروط الحصول" not in said


@pytest.mark.parametrize("words", ["ما اقدر اصور الحين زوجي موجود", "مدري كيف اصور", "صعب علي الان"])
def test_who_cannot_take_a_photo_now_sends_it_later(words: str) -> None:
    assert "نستقبلها منك لاحقًا" in in_form(*ALL, "تخطي").say(words, VAGUE)


@pytest.mark.parametrize("words", ["ابي الغي", "عايز الغي"])
def test_a_wish_to_stop_is_no_description(words: str) -> None:
    assert "أوقفت الطلب" in in_form(*ALL).say(words, VAGUE)


def test_a_greeting_is_returned_while_waiting_too() -> None:
    talk = Talk()
    talk.say("موظف")
    assert "وعليكم السلام" in talk.say("السلام عليكم", sure("greet"))


def test_where_no_conditions_are_asked_none_are_promised() -> None:
    talk = Talk(pack=load(CHARITIES / "khamis", texts()))
    talk.say("أبغى دعم", sure("apply", service="support"))
    said = talk.say("هل المقيمين لهم مساعدة؟", sure("check_eligibility"))
    assert "ليس عندي جواب مؤكد" in said
    assert "ما اسمك" in said
