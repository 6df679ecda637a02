"""Nobody is hurried: who asks for a moment gets it, and the question stays open."""

import pytest

from flows.moment import asks
from tests.talk import VAGUE, Talk, in_form, sure


@pytest.mark.parametrize(
    "text",
    ["لحظة", "لحظه شوي", "دقيقة اجيب الهوية", "ثواني اطلع البطاقة", "طيب لحظة", "بس دقيقه لو سمحت", "اصبري علي شوي",
     "السلام عليكم دقيقه وارجع لكم", "ثواني وبصور الورقه", "one moment please", "wait let me check", "la7za bs",
     "انتظروني بسال زوجي", "دقيقتين راجعه"],
)  # fmt: skip
def test_a_moment_is_asked_for(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    ["لحظه كتبت الاسم غلط", "لحظه ابي اغير اللي كتبته", "كم دقيقه الجلسه", "الاستشاره دقيقه وحده؟", "لحظة غلطت بالرقم",
     "انتظر ردكم من اسبوع", "دقيقه", "يدق علي كل دقيقه ويقول افتحي", "wait i wrote it wrong"],
)  # fmt: skip
def test_a_moment_named_in_passing_is_none(text: str) -> None:
    assert asks(text) is (text == "دقيقه")


@pytest.mark.parametrize("meaning", [VAGUE, sure("go_back"), sure("submit_document")])
@pytest.mark.parametrize("answers", [(), ("نعم",), ("نعم", "نورة سعد القحطاني")])
def test_the_question_waits_and_takes_nothing_for_its_answer(answers: tuple[str, ...], meaning: object) -> None:
    talk = in_form(*answers)
    before = talk.session.top
    assert talk.say("لحظة اجيب الهوية", meaning) == "على مهلك، أنا هنا."
    assert talk.session.top == before


def test_where_nothing_is_open_nothing_is_begun() -> None:
    talk = Talk()
    assert talk.say("دقيقة وارجع لكم") == "على مهلك، أنا هنا."
    assert talk.session.top is None
