"""A plea or impatience at a form's question: no name, no need, no danger, and no wrong answer."""

from dataclasses import replace

import pytest

from tests.talk import TO_MOBILE, VAGUE, Talk, in_form

GUESS = replace(VAGUE, intent="emergency", confidence=0.8, emergency=True)
PLEAS = ("طيب بسرعه مستعجله", "تكفون ردو", "تكفى رد علي", "الله يخليكم ساعدوني بسرعه", "ردوا علي يا جماعه",
         "طولتوا علي", "عجلوا الله يعافيكم", "please hurry", "ليش ما تردون", "yalla besor3a")  # fmt: skip


@pytest.mark.parametrize("plea", PLEAS)
def test_a_plea_at_the_name_question_is_soothed_and_kept_nowhere(plea: str) -> None:
    talk = in_form("نعم")
    said = talk.say(plea)
    assert "نحن معك" in said
    assert "ما اسمك" in said
    assert "beside" not in talk.session.stack[-1].memo
    assert not talk.session.stack[-1].misses


def test_a_guess_of_danger_in_nothing_but_a_plea_raises_no_alarm_in_a_form() -> None:
    talk = in_form(*TO_MOBILE)
    said = talk.say("الله يخليكم ساعدوني بسرعه", GUESS)
    assert "خطر على أحد" in said, "who is in danger is asked to say so"
    assert talk.session.owner == "bot"


@pytest.mark.parametrize("words", ["ساعدوني بيذبحني", "تكفون تعالوا بسرعه", "ساعدوني الحقوني"])
def test_a_plea_with_a_word_more_may_be_danger(words: str) -> None:
    talk = in_form("نعم")
    talk.say(words, GUESS)
    assert talk.session.owner == "queue"


def test_a_guess_is_an_alarm_where_no_form_is_open() -> None:
    talk = Talk()
    talk.say("ساعدوني بسرعه", GUESS)
    assert talk.session.owner == "queue"


def test_the_need_is_asked_again_where_only_a_plea_is_written() -> None:
    talk = in_form(*TO_MOBILE, "0551234567", "جدة", "3")
    said = talk.say("تكفون بسرعه")
    assert "نحن معك" in said
    assert "need" not in talk.session.stack[-1].answers
