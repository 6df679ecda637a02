"""Rida's pack says what its policy says: of shareholders and beneficiaries, and of what is shown to them."""

import pytest

from flows.arabic import fold
from tests.packs import PackClaims, answer_of, pack_of, seed_text, service_of

SLUG, SEED = "rida", "003"


class TestEveryPack(PackClaims):
    slug, seed = SLUG, SEED


def test_services_are_what_the_policys_tools_let_people_ask_for() -> None:
    assert [s.id for s in pack_of(SLUG).services] == [
        "support_request", "data_update", "products_projects", "statements_assembly",
    ]  # fmt: skip
    policy = fold(seed_text(SEED))
    for said in ("طلب دعم مستفيد", "تحديث البيانات", "عرض المنتجات والمشاريع على المساهمين", "عرض القوائم المالية"):
        assert fold(said) in policy, said


@pytest.mark.parametrize("slug", ["support_request", "data_update"])
def test_requests_are_matched_by_staff_with_the_identity_paper(slug: str) -> None:
    found = service_of(SLUG, slug)
    assert [way.kind for way in found.verification] == ["administrative"]
    assert found.fields[:4] == ["full_name", "identity", "mobile", "city"]
    assert found.documents == ["identity_paper"]


@pytest.mark.parametrize("slug", ["products_projects", "statements_assembly"])
def test_what_is_only_shown_takes_no_application_and_leads_to_a_person(slug: str) -> None:
    found = service_of(SLUG, slug)
    assert (found.intake, found.fields, found.documents) == ("refer", [], [])
    assert found.referral
    assert "موظف" in found.referral.ar


def test_identity_paper_must_be_valid_on_the_day_of_applying() -> None:
    paper = pack_of(SLUG).document("identity_paper")
    assert paper
    assert paper.valid
    assert paper.valid.until


def test_declaration_is_the_shareholders() -> None:
    text = pack_of(SLUG).declaration.text
    assert "المساهم" in text.ar
    assert "المسؤولية المباشرة" in text.ar


def test_nobody_is_turned_away_for_holding_no_shares() -> None:
    relation = pack_of(SLUG).field("relation")
    assert relation
    assert [option.id for option in relation.options] == ["shareholder", "beneficiary", "none_yet"]
    assert not [c for s in pack_of(SLUG).services for c in s.conditions if c.ask or c.rule]


def test_committee_answers_in_no_less_than_two_weeks() -> None:
    committee = pack_of(SLUG).committee
    assert (committee.name.ar, committee.at_least_days) == ("لجنة البحث", 14)


def test_approval_is_the_boards_at_its_thirty_third_meeting() -> None:
    approval = pack_of(SLUG).policy.approval
    assert (approval.hijri, approval.gregorian) == ("7/5/1443", "11/12/2021")
    assert "33" in approval.meeting


def test_policy_is_whole() -> None:
    pack = pack_of(SLUG)
    assert (len(pack.policy.aims), len(pack.policy.practices), len(pack.policy.steps)) == (6, 5, 7)
    assert (len(pack.channels), len(pack.tools)) == (7, 7)
    assert "خدمات طلب المساعدة" not in [channel.ar for channel in pack.channels]
    assert pack.channels[-1].ar == "مناديب الجمعية أو المشاريع التابعة لها"


def test_statements_and_assembly_announcements_are_papers_that_people_may_ask_for() -> None:
    assert {"financial_statements", "assembly_dates"} <= {f.id for f in pack_of(SLUG).files}


def test_no_emergency_number_is_confirmed_since_the_policy_names_none() -> None:
    numbers = pack_of(SLUG).emergency
    assert {n.number for n in numbers} == {"911", "997", "999", "1919"}
    assert not [n.number for n in numbers if n.confirmed or n.number in fold(seed_text(SEED))]


@pytest.mark.parametrize("about", ["المستخدمين", "إقرار المساهم", "خدمات طلب المساعدة", "مناديب", "لا تقل عن أسبوعين"])
def test_silences_and_contradictions_are_told_to_the_association(about: str) -> None:
    assert any(about in remark for remark in pack_of(SLUG).remarks)


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("only_for_shareholders", ["ليس بالضرورة", "كافة الشرائح"]),
        ("rating_not_punishment", ["ليس للعقاب"]),
        ("within_two_weeks", ["أقل المدة وليسا أقصاها"]),
        ("decision_time", ["لا تقل عن أسبوعين", "لجنة البحث"]),
        ("fees", ["لا تذكر السياسة أي رسوم"]),
        ("pay_delegate", ["ولا تذكر أنهم يقبضون مالًا"]),
        ("share_price", ["ليسا عندي"]),
        ("from_home", ["يمكن تقديمهما من هنا"]),
        ("my_data", ["لا تبينه السياسة"]),
        ("address", ["بمحافظة الجموم"]),
        ("channels", ["قنواتنا سبع"]),
    ],
)
def test_answer_says_what_the_policy_says_or_that_it_is_silent(question: str, facts: list[str]) -> None:
    for fact in facts:
        assert fact in answer_of(SLUG, question), fact


def test_where_the_policy_is_silent_a_person_is_offered() -> None:
    silent = [q for q in pack_of(SLUG).questions if "السياسة ساكتة" in q.source]
    assert len(silent) >= 15
    assert [q.id for q in silent if not q.person] == ["suggestions_complaints"]
