"""The pack of Najran's consumer protection association says what its policy says; the complaint is marked as ours."""

import pytest

from flows.arabic import fold
from tests.packs import PackClaims, answer_of, pack_of, seed_text, service_of
from tests.talk import Talk, charity, sure

SLUG, SEED = "najran", "004"


class TestEveryPack(PackClaims):
    slug, seed = SLUG, SEED


def test_services_are_the_complaint_of_its_name_and_two_of_the_policys_words() -> None:
    assert [s.id for s in pack_of(SLUG).services] == ["consumer_complaint", "beneficiary_support", "volunteering"]
    policy = fold(seed_text(SEED))
    for said in ("حماية المستهلك", "طلب دعم مستفيد", "طالب الدعم", "خدمات طلب المساعدة", "خدمة التطوع"):
        assert fold(said) in policy, said


def test_complaint_is_no_word_of_the_policy_and_the_association_is_told_so() -> None:
    assert fold("شكوى") not in fold(seed_text(SEED))
    assert any("«شكوى مستهلك» ليست في السياسة بلفظها" in remark for remark in pack_of(SLUG).remarks)


def test_complaint_asks_who_the_seller_is_and_what_happened_with_the_invoice_optional() -> None:
    complaint = service_of(SLUG, "consumer_complaint")
    assert complaint.fields[-2:] == ["seller", "complaint_details"]
    assert complaint.documents == ["invoice"]
    invoice = pack_of(SLUG).document("invoice")
    assert invoice
    assert (invoice.optional, invoice.keep) == (True, "file")


def test_no_result_is_promised_to_a_consumer() -> None:
    assert "فلا نعدك بنتيجة بعينها" in service_of(SLUG, "consumer_complaint").about.ar
    for question in ("money_back", "what_you_do_with_shop", "what_complaints_cover", "name_to_shop"):
        found = pack_of(SLUG).question(question)
        assert found
        assert found.person, question


def test_every_request_is_verified_by_its_data_alone() -> None:
    forms = [s for s in pack_of(SLUG).services if s.intake == "form"]
    assert [[way.kind for way in s.verification] for s in forms] == [["administrative"]] * 2


def test_no_condition_of_entitlement_is_asked_since_the_policy_has_none() -> None:
    assert not [c for s in pack_of(SLUG).services for c in s.conditions if c.ask or c.rule]
    assert "متحققة" not in pack_of(SLUG).texts["eligibility.met"].ar


def test_committee_answers_in_no_less_than_two_weeks() -> None:
    committee = pack_of(SLUG).committee
    assert (committee.name.ar, committee.at_least_days) == ("لجنة البحث", 14)


def test_approval_has_the_session_and_both_dates_of_the_policy() -> None:
    approval = pack_of(SLUG).policy.approval
    assert (approval.meeting, approval.hijri, approval.gregorian) == ("الجلسة 2", "8/4/1444", "2/11/2022")


def test_policy_is_whole() -> None:
    pack = pack_of(SLUG)
    assert (len(pack.policy.aims), len(pack.policy.practices), len(pack.policy.steps)) == (6, 5, 7)
    assert (len(pack.channels), len(pack.tools)) == (8, 4)
    assert (pack.channels[-1].ar, pack.tools[-1].ar) == ("مناديب المكاتب الفرعية", "طلب دعم مستفيد")


def test_step_four_speaks_of_no_signature_because_the_policy_writes_another_word() -> None:
    policy = fold(seed_text(SEED))
    assert fold("والتوجيه عليها") in policy
    assert fold("والتوقيع") not in policy
    assert "توقيع" not in pack_of(SLUG).policy.steps[3].ar
    assert any("والتوجيه عليها" in remark for remark in pack_of(SLUG).remarks)


def test_no_emergency_number_is_confirmed_since_the_policy_names_none() -> None:
    policy = fold(seed_text(SEED))
    numbers = pack_of(SLUG).emergency
    assert not [n.number for n in numbers if n.confirmed or n.number in policy]
    assert {n.number for n in numbers} == {"911", "997", "999", "1919"}


@pytest.mark.parametrize(
    "about", ["والتوجيه عليها", "وانتفاء", "جدول المحتويات", "المكاتب الفرعية", "لا تقل عن أسبوعين"]
)
def test_silences_and_contradictions_are_told_to_the_association(about: str) -> None:
    assert any(about in remark for remark in pack_of(SLUG).remarks)


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("official_body", ["لا تذكرها السياسة"]),
        ("only_for_poor", ["لا تقول سياستنا إنها للفقراء وحدهم", "من كافة الشرائح"]),
        ("wasta", ["لا تُطلب واسطة", "لجنة البحث"]),
        ("invoice_needed", ["لا تشترط السياسة فاتورة"]),
        ("rating_harm", ["لا للعقاب ولا للتشهير", "حق من حقوقك"]),
        ("complaint_effect", ["لا تفصّل أمر الشكوى"]),
        ("decision_time", ["لا تقل عن أسبوعين", "لجنة البحث"]),
        ("branch_delegates", ["مناديب المكاتب الفرعية", "لا تذكر أين المكاتب"]),
        ("channels", ["قنواتنا ثمان"]),
        ("opening_hours", ["ليست عندي"]),
    ],
)
def test_answer_says_what_the_policy_says_or_that_it_is_silent(question: str, facts: list[str]) -> None:
    for fact in facts:
        assert fact in answer_of(SLUG, question), fact


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("المحل اسمه ركن الاثاث", "ركن الاثاث"),
        ("اسم المحل: ركن الاثاث", "ركن الاثاث"),
        ("اسمه ركن الاثاث بنجران", "ركن الاثاث بنجران"),
        ("متجر اسمه نون", "نون"),
        ("the store is called Noon", "Noon"),
        ("The shop's name is Noon", "Noon"),
        ("ركن الاثاث", "ركن الاثاث"),
        ("شركة اسمنت نجران", "شركة اسمنت نجران"),
    ],
)
def test_a_shop_is_called_by_its_name_alone(told: str, name: str) -> None:
    talk = Talk(pack=charity(SLUG))
    talk.say("محل غشني", sure("complaint"))
    for answer in ("صالح هادي اليامي", "1526018153", "0551234567", "نجران", told):
        talk.say(answer)
    assert talk.session.top
    assert talk.session.top.answers["seller"].value == name
