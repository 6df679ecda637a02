"""Several requests of one message: each is heard, in the order that costs the person least."""

from dataclasses import replace

from bot.packs import load
from flows.library import texts
from flows.message import Entity, Meaning
from tests.packs import CHARITIES
from tests.talk import Talk, sure


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
