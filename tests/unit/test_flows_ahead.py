"""What a message has told already is not asked for, and what it tells beside the answer is not lost."""

import pytest

from flows.answers.name import introduced
from flows.phrases import verdict
from tests.talk import Talk, sure, yusr

CONSULTATION = sure("apply", service="family_consultation")
PROGRAMME = sure("apply", service="skills_programmes")
EVERYTHING = "أنا سعودية، اسمي نورة سعد القحطاني وهويتي 1526018153 وجوالي 0551234567 وساكنة في جدة، أبغى استشارة نفسية"


def given(talk: Talk) -> dict[str, object]:
    assert talk.session.top
    return {name: answer.value for name, answer in talk.session.top.answers.items()}


def test_a_first_message_fills_in_all_that_it_tells() -> None:
    talk = Talk()
    said = talk.say(EVERYTHING, CONSULTATION)
    assert "********53" in said
    assert "1526018153" not in said
    assert "ما الذي نساعدك فيه" in said
    assert given(talk) == {
        "residence": True,
        "full_name": "نورة سعد القحطاني",
        "identity": "1526018153",
        "mobile": "+966551234567",
        "city": "جدة",
        "consultation_type": "psychological",
    }


def test_three_answers_in_one_message_are_three_answers() -> None:
    talk = Talk()
    talk.say("أبغى استشارة", CONSULTATION)
    talk.say("نعم")
    said = talk.say("محمود عبد الحميد السيد، إقامتي 2318475627 ورقمي 0501112223 وساكن في أبها")
    assert "نوع من الاستشارات" in said or "أي نوع" in said
    assert given(talk)["full_name"] == "محمود عبد الحميد السيد"
    assert given(talk)["city"] == "أبها"


def test_an_answer_to_a_later_question_is_kept_and_not_scolded() -> None:
    talk = Talk()
    talk.say("أبغى استشارة", CONSULTATION)
    said = talk.say("رقم هويتي 1526018153", sure("contact_info"))
    assert "نحتاج هنا" not in said
    assert "جنسيتك" in said
    assert given(talk)["identity"] == "1526018153"


def test_numbers_that_do_not_check_out_are_not_taken() -> None:
    talk = Talk()
    talk.say("اسمي نورة القحطاني وهويتي 1526018154 وجوالي 055123", CONSULTATION)
    assert given(talk) == {"full_name": "نورة القحطاني"}


def test_a_service_chosen_from_the_list_still_knows_the_wish() -> None:
    talk = Talk()
    talk.say("أنا سعودية وأبغى أقدم", sure("apply"))
    assert "ما اسمك" in talk.tap("الاستشارات الأسرية")


def test_a_number_given_before_is_not_taken_for_a_description() -> None:
    talk = Talk()
    talk.say(EVERYTHING, CONSULTATION)
    assert "ما الذي نساعدك فيه" in talk.say("1526018153")
    assert "need" not in given(talk)


def test_towns_and_names_of_a_story_are_nobodys_answers() -> None:
    talk = Talk()
    talk.say("طليقي في جدة واسم أمه حصة وأبغى استشارة زوجية من الجمعية", CONSULTATION)
    assert given(talk) == {"consultation_type": "marital"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("اي سعودية", "yes"),
        ("لا، مقيمة", "yes"),
        ("مو سعودية بس معي إقامة", "yes"),
        ("عندي إقامة بس منتهية", "unsure"),
        ("ماني سعودية", ""),
        ("لا سعودية ولا مقيمة", ""),
        ("هل لازم سعودية؟", ""),
    ],
)
def test_a_condition_is_read_in_the_words_of_the_pack(words: str, expected: str) -> None:
    service = yusr().service("family_consultation")
    assert service
    assert verdict(service.conditions[0], words) == expected


def test_a_relative_with_a_nationality_is_nobodys_own() -> None:
    service = yusr().service("family_consultation")
    assert service
    assert verdict(service.conditions[0], "زوجي سعودي", own=True) == ""
    assert verdict(service.conditions[0], "أنا وسعودية", own=True) == "yes"


def test_a_widow_is_not_asked_again_what_she_is() -> None:
    talk = Talk()
    said = talk.say("أنا أرملة وأبغى البرامج المهارية", PROGRAMME)
    assert "مطلقة أو أرملة" not in said
    assert given(talk) == {"divorced_or_widow": True, "marital_status": "widow"}


@pytest.mark.parametrize(
    ("words", "plainly", "name"),
    [
        ("اسمي نورة سعد القحطاني وابغى استشارة", True, "نورة سعد القحطاني"),
        ("انا نورة سعد القحطاني هويتي", False, "نورة سعد القحطاني"),
        ("انا نورة سعد القحطاني هويتي", True, ""),
        ("انا تعبانة وابغى احد", False, ""),
        ("my name is Ahmed Hassan and I live in Jeddah", True, "Ahmed Hassan"),
    ],
)
def test_a_name_is_heard_where_it_is_introduced(words: str, plainly: bool, name: str) -> None:
    assert introduced(words, plainly=plainly) == name
