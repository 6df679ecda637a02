"""What nobody asked for: a name or a number where no form is open, a hardship that is told, who somebody is."""

from dataclasses import replace

import pytest

from tests.talk import VAGUE, Talk, charity, sure


def khamis() -> Talk:
    return Talk(pack=charity("khamis"))


@pytest.mark.parametrize(
    "words", ["نوره سعد القحطاني", "1526018153", "هويتي 1526018153", "0551234567", "هذا رقم جوالي 0551234567"]
)
def test_a_name_or_number_without_a_form_offers_it_and_is_not_asked_for_again(words: str) -> None:
    talk = khamis()
    said = talk.say(words)
    assert "ليس بيننا طلب مفتوح" in said
    talk.tap("تقديم طلب")
    assert talk.session.top
    assert talk.session.top.flow == "apply"
    assert len(talk.session.top.answers) == 1


def test_at_a_list_it_is_no_wrong_choice() -> None:
    talk = khamis()
    talk.say("السلام عليكم", sure("greet"))
    assert "ليس بيننا طلب مفتوح" in talk.say("نوره سعد القحطاني")


def test_what_comes_one_by_one_is_kept_together() -> None:
    talk = khamis()
    for words in ("نوره سعد القحطاني", "1526018153", "0551234567"):
        talk.say(words)
    assert "في أي مدينة" in talk.tap("تقديم طلب")


@pytest.mark.parametrize(
    "words", ["تعبت من التفكير", "ضاقت الدنيا علي", "برنامج الدعم", "12", "2026", "غغغغ حضانه 0551234567"]
)
def test_other_words_and_numbers_are_none(words: str) -> None:
    assert "ليس بيننا طلب" not in khamis().say(words)


def test_after_how_to_change_ones_data_its_form_is_the_one_that_is_begun() -> None:
    talk = Talk(pack=charity("rida"))
    talk.say("كيف احدث رقم جوالي", replace(sure("update_data", answered="update_how"), sure=False))
    assert "ليس بيننا طلب مفتوح" in talk.say("نوره سعد القحطاني")
    assert "تحديث البيانات" in talk.tap("تقديم طلب")
    assert talk.session.top
    assert talk.session.top.answers["full_name"].value == "نوره سعد القحطاني"


def test_a_hardship_that_is_told_is_heard_and_the_form_offered() -> None:
    need = replace(VAGUE, intent="apply", confidence=0.7)
    talk = khamis()
    assert "نسمعك، ونحن معك" in talk.say("والايجار متراكم علي", need)
    assert "ما اسمك" in talk.say("نعم")


def test_who_says_who_they_are_at_the_menu_is_met() -> None:
    talk = khamis()
    talk.say("السلام عليكم", sure("greet"))
    assert "لم أفهم" not in talk.say("انا اختكم ام محمد من خميس مشيط")


def test_what_comes_before_the_service_is_chosen_is_kept_for_its_form() -> None:
    talk = Talk(pack=charity("najran"))
    assert "أي خدمة" in talk.say("ابغى اقدم", sure("apply"))
    assert "• الاسم الكامل: نوره سعد القحطاني" in talk.say("نوره سعد القحطاني")
    said = talk.say("1526018153")
    assert "لم أجد" not in said
    assert "أي خدمة" in said
    assert "ما رقم جوالك" in talk.tap("طلب دعم مستفيد")
