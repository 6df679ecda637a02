"""Several requests of one message: each is heard, in the order that costs the person least."""

from dataclasses import replace

import pytest

from bot.packs import load
from flows.library import texts
from flows.message import Entity, Meaning
from tests.packs import CHARITIES
from tests.talk import TO_MOBILE, Talk, charity, sure


def rida() -> Talk:
    return Talk(pack=load(CHARITIES / "rida", texts()))


def both(meaning: Meaning, *also: str) -> Meaning:
    return replace(meaning, also=also)


def test_what_can_be_said_at_once_comes_before_the_form() -> None:
    talk = rida()
    projects = "intent:products_projects"
    said = talk.say(
        "أبغى أعرف مشاريعكم وبعدين أحدث جوالي", both(sure("update_data", service="products_projects"), projects)
    )
    assert said.index("عرض المنتجات والمشاريع") < said.index("«تحديث البيانات»") < said.index("ما اسمك الكامل")
    assert "لم أنسه" not in said


def test_an_approved_answer_is_given_before_the_form() -> None:
    talk = rida()
    said = talk.say("كم مدة الرد وأبغى أقدم دعم", both(sure("apply", service="support_request"), "faq:decision_time"))
    assert "أسبوعين" in said
    assert "ما اسمك الكامل" in said


def test_new_data_are_new_data_whatever_service_is_named_beside_them() -> None:
    said = rida().say("غيرت جوالي وأبي القوائم المالية", sure("update_data", service="statements_assembly"))
    assert "«تحديث البيانات»" in said


def test_a_form_comes_before_what_waits_for_a_person() -> None:
    talk = rida()
    wish = both(sure("policy_documents", service="statements_assembly"), "intent:update_data")
    said = talk.say("أبي القوائم المالية وأحدث جوالي", wish)
    assert "طلبك الآخر «القوائم المالية» لم أنسه" in said
    assert "ما اسمك الكامل" in said


def test_the_paper_named_at_first_is_not_asked_for_again_later() -> None:
    talk = rida()
    wish = both(sure("policy_documents", service="statements_assembly"), "intent:update_data")
    talk.say("أبي القوائم المالية وأحدث جوالي", wish)
    answers = ("سعد محمد الحربي", "1050505054", "0551234567", "الجموم", "1", "تغير جوالي", "لاحقا", "1", "1")
    for answer in (*answers, "سعد محمد الحربي"):
        said = talk.say(answer)
    assert "«القوائم المالية». هل نكمل به؟" in said
    assert "رابط «القوائم المالية»" in talk.tap("نعم، نكمل به")


def test_who_applies_and_names_two_services_gets_the_form() -> None:
    named = (Entity("service", "products_projects"), Entity("service", "support_request", 0.9))
    said = rida().say("وش مشاريعكم وأبغى أقدم على الدعم", replace(sure("apply"), entities=named))
    assert "«دعم مستفيد»" in said


def test_a_complaint_in_the_words_of_an_approved_question_hears_its_answer_too() -> None:
    talk = rida()
    said = talk.say("المندوب طلب مني فلوس عشان يمشي طلبي", sure("complaint", answered="pay_delegate"))
    assert said.index("ألا يُدفع شيء") < said.index("سجلت شكواك")
    assert [e.reason for e in talk.handed_off()] == ["complaint"]


def _several(*services: str, intent: str = "apply", also: tuple[str, ...] = ()) -> Meaning:
    return replace(sure(intent), entities=tuple(Entity("service", name) for name in services), also=also)


@pytest.mark.parametrize(
    ("words", "begun", "noted"),
    [
        ("ابي استشاره اسريه وكمان ابي اسجل في لقاء توعوي", "الاستشارات الأسرية", "اللقاءات التوعوية"),
        ("ابي اسجل في لقاء توعوي وكمان ابي استشاره اسريه", "اللقاءات التوعوية", "الاستشارات الأسرية"),
        ("ابي استشاره ولقاء توعوي", "الاستشارات الأسرية", "اللقاءات التوعوية"),
        ("I want a family consultation and an awareness meeting", "Family consultations", "Awareness meetings"),
    ],
)
def test_of_two_forms_the_one_told_first_is_begun_and_the_other_is_kept_in_mind(
    words: str, begun: str, noted: str
) -> None:
    talk = Talk()
    language = "en" if words.isascii() else "ar"
    said = talk.say(words, replace(_several("awareness_meetings", "family_consultation"), language=language))
    noted_at, begun_at = said.index(noted), said.index(begun)
    assert noted_at < begun_at
    assert talk.session.top is not None
    assert "beside" not in talk.session.top.memo


def test_the_other_form_is_offered_when_the_first_is_done() -> None:
    talk = Talk()
    words = "ابي استشاره اسريه وكمان ابي اسجل في لقاء توعوي"
    talk.say(words, _several("awareness_meetings", "family_consultation"))
    for answer in (*TO_MOBILE, "0551234567", "جدة", "نفسية", "تخطي", "لاحقا", "صحيح، نكمل", "اقر", TO_MOBILE[1]):
        said = talk.say(answer)
    assert "«اللقاءات التوعوية والتثقيفية». هل نكمل به" in said
    assert "نبدأ معًا طلب «اللقاءات" in talk.say("نعم", sure("affirm"))


def test_two_names_of_one_wish_are_no_two_wishes() -> None:
    said = Talk().say("ابي استشاره عن لقاء توعوي", _several("awareness_meetings", "family_consultation"))
    assert "لم أنسه" not in said


def test_what_takes_no_application_is_told_before_the_form() -> None:
    said = Talk().say("ابي مركز شمل واستشاره", _several("shaml_centre", "family_consultation"))
    assert said.index("مركز شمل لا يستقبل") < said.index("نبدأ معًا طلب «الاستشارات الأسرية»")


@pytest.mark.parametrize(
    ("words", "begun"),
    [("ابي دعم وابي احدث بياناتي", "طلب «دعم مستفيد»"), ("ابي احدث بياناتي وابي دعم", "طلب «تحديث البيانات»")],
)
def test_a_form_that_serves_another_wish_keeps_its_place(words: str, begun: str) -> None:
    talk = Talk(charity("rida"))
    meaning = _several("support_request", "data_update", intent="update_data", also=("intent:apply",))
    assert f"نبدأ معًا {begun}" in talk.say(words, meaning)


BOTH = "ابي دعم وابي اشتكي على الموظف حقكم"


def _complains_and_applies() -> Talk:
    talk = Talk(charity("najran"))
    said = talk.say(BOTH, _several("beneficiary_support", intent="complaint", also=("intent:apply",)))
    assert "سجلت شكواك" in said
    assert "«طلب دعم مستفيد». هل نكمل به" in said
    return talk


@pytest.mark.parametrize("yes", ["نعم", "ايه", "1"])
def test_what_was_wished_besides_a_complaint_is_offered_though_a_colleague_has_it(yes: str) -> None:
    talk = _complains_and_applies()
    assert talk.session.owner == "queue"
    said = talk.say(yes, sure("affirm"))
    assert "باقٍ عند الموظف" in said
    assert "نبدأ معًا طلب «طلب دعم مستفيد»" in said
    assert talk.session.owner == "bot"


def test_who_goes_on_about_the_complaint_is_still_with_the_colleague() -> None:
    talk = _complains_and_applies()
    assert "وصلت رسالتك" in talk.say("كان يصارخ علي قدام الناس")
    assert talk.session.owner == "queue"
    assert "على راحتك" in talk.say("لا", sure("deny"))
    assert talk.session.owner == "queue"
