"""Thanks, goodbyes, greetings and questions are never told that they are wrong answers."""

from dataclasses import replace

import pytest

from bot.packs import load
from flows.library import texts
from tests.packs import CHARITIES
from tests.talk import VAGUE, Talk, sure

APPLY = sure("apply", service="family_consultation")


def in_form(*answers: str) -> Talk:
    talk = Talk()
    talk.say("أبغى استشارة", APPLY)
    for answer in answers:
        talk.say(answer)
    return talk


ALL = ("نعم", "نورة سعد القحطاني", "1526018153", "0551234567", "جدة", "نفسية")


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
