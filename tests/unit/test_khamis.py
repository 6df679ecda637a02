"""The pack of the charity in Khamis Mushait says what its policy says, and is silent where the policy is."""

import pytest

from flows.arabic import fold
from flows.part import BLANK
from tests.packs import PackClaims, answer_of, pack_of, seed_text, service_of

SLUG, SEED = "khamis", "000"


class TestEveryPack(PackClaims):
    slug, seed = SLUG, SEED


def test_services_are_the_two_that_the_policys_words_carry() -> None:
    assert [s.id for s in pack_of(SLUG).services] == ["support", "volunteering"]
    policy = fold(seed_text(SEED))
    for said in ("طالب الدعم", "اجراءات التسجيل", "استمارة التسجيل", "خدمات طلب المساعدة", "خدمة التطوع"):
        assert fold(said) in policy, said


def test_request_is_matched_by_staff_and_needs_neither_interview_nor_visit() -> None:
    support = service_of(SLUG, "support")
    assert [way.kind for way in support.verification] == ["administrative"]
    assert support.fields == ["full_name", "identity", "mobile", "city", "need"]
    assert support.documents == ["identity_paper"]


def test_identity_paper_must_be_valid_on_the_day_of_applying() -> None:
    paper = pack_of(SLUG).document("identity_paper")
    assert paper
    assert paper.valid
    assert paper.valid.until


def test_no_condition_of_entitlement_is_asked_since_the_policy_has_none() -> None:
    assert not [c for s in pack_of(SLUG).services for c in s.conditions if c.ask or c.rule]
    met = pack_of(SLUG).texts["eligibility.met"]
    assert "لجنة البحث هي التي تدرس الطلب وتقرر" in met.ar
    assert "متحققة" not in met.ar


def test_volunteers_are_passed_to_a_colleague_since_the_policy_has_no_form_for_them() -> None:
    volunteering = service_of(SLUG, "volunteering")
    assert (volunteering.intake, volunteering.fields, volunteering.documents) == ("refer", [], [])


def test_committee_answers_in_no_less_than_two_weeks() -> None:
    committee = pack_of(SLUG).committee
    assert (committee.name.ar, committee.at_least_days) == ("لجنة البحث", 14)


def test_approval_is_the_boards_with_the_hijri_date_alone_and_replaces_earlier_policies() -> None:
    approval = pack_of(SLUG).policy.approval
    assert (approval.hijri, approval.gregorian) == ("30/3/1441", BLANK)
    assert "18" in approval.meeting
    assert approval.note
    assert "تحل هذه السياسة محل جميع سياسات" in approval.note.ar


def test_policy_is_whole() -> None:
    pack = pack_of(SLUG)
    assert (len(pack.policy.aims), len(pack.policy.practices), len(pack.policy.steps)) == (7, 5, 7)
    assert (len(pack.channels), len(pack.tools)) == (7, 4)
    assert pack.tools[-1].ar == "استمارة التسجيل"


def test_no_emergency_number_is_confirmed_since_the_policy_names_none() -> None:
    policy = fold(seed_text(SEED))
    numbers = pack_of(SLUG).emergency
    assert not [n.number for n in numbers if n.confirmed or n.number in policy]
    assert {n.number for n in numbers} == {"911", "997", "999", "1919"}


@pytest.mark.parametrize("about", ["الرقم", "الميلادي", "معكوسة الترتيب", "استمارة التسجيل", "لا تقل عن أسبوعين"])
def test_silences_and_contradictions_are_told_to_the_charity(about: str) -> None:
    assert any(about in remark for remark in pack_of(SLUG).remarks)


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("only_for_poor", ["لا تقول سياستنا إنها للفقراء وحدهم", "من كافة الشرائح"]),
        ("wasta", ["لا تُطلب واسطة", "لجنة البحث"]),
        ("rating_harm", ["لا للعقاب ولا للتشهير", "حق من حقوقك"]),
        ("complaint_effect", ["لا تفصّل أمر الشكوى"]),
        ("decision_time", ["لا تقل عن أسبوعين", "لجنة البحث"]),
        ("late_answer", ["ولا تذكر حدًا أعلى"]),
        ("kinds_of_support", ["لا تسمي أنواع الدعم"]),
        ("policy_replaces", ["تحل محل جميع سياسات تنظيم العلاقات"]),
        ("channels", ["قنواتنا سبع"]),
        ("opening_hours", ["ليست عندي"]),
    ],
)
def test_answer_says_what_the_policy_says_or_that_it_is_silent(question: str, facts: list[str]) -> None:
    for fact in facts:
        assert fact in answer_of(SLUG, question), fact


@pytest.mark.parametrize("question", ["complaint_effect", "late_answer", "kinds_of_support", "fees", "where_i_live"])
def test_where_the_policy_is_silent_a_person_is_offered(question: str) -> None:
    found = pack_of(SLUG).question(question)
    assert found
    assert found.person
    assert "السياسة ساكتة" in found.source or "لا تسمي" in found.source
