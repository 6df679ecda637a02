"""A question about a condition is answered by a yes, a no or the pack's words for them, and by no wish."""

import pytest

from flows.message import Meaning
from tests.talk import VAGUE, Talk, sure

APPLY, CONTINUE = sure("apply"), sure("continue_application")


def at_the_condition() -> Talk:
    talk = Talk()
    assert "هل جنسيتك سعودية" in talk.say("أبغى استشارة", sure("apply", service="family_consultation"))
    return talk


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("طيب سجليني", sure("affirm")),
        ("طيب سجليني", VAGUE),
        ("اوكي قدمي لي", VAGUE),
        ("كملي", CONTINUE),
        ("كملي التسجيل", VAGUE),
        ("ابي", VAGUE),
        ("ابغى مساعدة", APPLY),
        ("ما ابغى", VAGUE),
    ],
)
def test_a_wish_is_no_answer_and_is_kept_nowhere(words: str, meaning: Meaning) -> None:
    talk = at_the_condition()
    assert "هل جنسيتك سعودية" in talk.say(words, meaning)
    assert not talk.session.top.answers
    assert "beside" not in talk.session.top.memo


@pytest.mark.parametrize("words", ["ايه سجليني", "انا سعودية وابغى اسجل", "ايوه كملي"])
def test_a_wish_beside_an_answer_takes_nothing_from_it(words: str) -> None:
    assert "اسمك" in at_the_condition().say(words)


@pytest.mark.parametrize(
    ("before", "words", "next_"),
    [
        ((), "ايه سعودية", "مطلقة أو أرملة"),
        (("نعم",), "ايه مطلقة", "سعودية الجنسية"),
        (("نعم", "نعم"), "ايوه سعودية", "ما يثبت"),
        (("نعم", "نعم"), "ايه انا مطلقة وعندي الصك", "اسمك"),
        (("نعم",), "ايه سعودية", "ما يثبت"),
    ],
)
def test_a_yes_to_another_condition_answers_that_one(before: tuple[str, ...], words: str, next_: str) -> None:
    talk = Talk()
    talk.say("أبغى برامج", sure("apply", service="skills_programmes"))
    for answer in before:
        talk.say(answer)
    assert next_ in talk.say(words)


@pytest.mark.parametrize(
    "words", ["لا مش ده", "مو هذا", "لا مو كذا", "مش كده", "لا مب هذي اقصد", "no not that one", "not this"]
)
def test_not_that_one_is_no_no_to_a_condition(words: str) -> None:
    said = at_the_condition().say(words, sure("deny"))
    assert "هل جنسيتك سعودية" in said
    assert "لا يُقبل" not in said


@pytest.mark.parametrize("words", ["لا", "لا والله مو سعودية", "لا مو من هنا"])
def test_a_no_with_something_denied_is_a_no_all_the_same(words: str) -> None:
    assert "لا يُقبل" in at_the_condition().say(words, sure("deny"))


def test_a_paper_that_the_condition_does_not_speak_of_refuses_nothing() -> None:
    talk = Talk()
    talk.say("أبغى دورة", sure("apply", service="skills_programmes"))
    talk.say("مطلقة")
    talk.say("سعودية")
    assert "يثبت" in talk.replies[-1].text
    said = talk.say("والهويه مو معي")
    assert "قد لا يُقبل" not in said
    assert "قد لا يُقبل" in talk.say("لا ما عندي")
