"""Aoun's pack says what its policy says: no period, no committee, no doubt of the people who were hurt."""

import pytest

from flows.arabic import fold
from flows.findings import Level
from flows.part import BLANK
from tests.packs import CHARITIES, PackClaims, answer_of, found_in, pack_of, seed_text, service_of

SLUG, SEED = "aoun", "002"


class TestEveryPack(PackClaims):
    slug, seed = SLUG, SEED


def test_the_one_request_has_its_name_from_the_policys_tools() -> None:
    assert [s.id for s in pack_of(SLUG).services] == ["support_request"]
    assert f"طلب {service_of(SLUG, 'support_request').name.ar}" in [tool.ar for tool in pack_of(SLUG).tools]


def test_papers_are_checked_always_and_people_are_met_only_where_a_case_calls_for_it() -> None:
    ways = {way.kind: way.required for way in service_of(SLUG, "support_request").verification}
    assert ways == {"administrative": True, "interview": False, "field_visit": False}
    assert len(pack_of(SLUG).policy.verifications) == 3
    assert fold("الزيارات الميدانية، في الحالات التي تستدعي ذلك") in fold(seed_text(SEED))


def test_policy_is_whole() -> None:
    policy = pack_of(SLUG).policy
    # Six aims and the three that the ways of making sure serve.
    assert (len(policy.aims), len(policy.practices), len(policy.steps)) == (9, 5, 4)
    assert (len(pack_of(SLUG).channels), len(pack_of(SLUG).tools)) == (7, 4)


def test_the_competent_department_decides_and_no_period_is_named() -> None:
    committee = pack_of(SLUG).committee
    assert (committee.name.ar, committee.at_least_days) == ("الإدارة المختصة", None)
    assert "أسبوع" not in seed_text(SEED)


@pytest.mark.parametrize("word", ["أسبوع", "اسبوع", "week", "لجنة البحث", "research committee", "الباحث الاجتماعي"])
def test_nothing_is_borrowed_from_other_charities_policies(word: str) -> None:
    for file in (CHARITIES / SLUG).rglob("*.yaml"):
        assert word not in file.read_text(encoding="utf-8"), file.name


@pytest.mark.parametrize(
    "key", ["human.unclear", "supply.done", "notice.ask_information", "status.committee", "status.rejected"]
)
def test_shared_texts_that_name_a_committee_or_a_researcher_are_replaced(key: str) -> None:
    said = pack_of(SLUG).texts[key]
    assert not {fold("اللجنة"), fold("الباحث")} & set(fold(said.ar).split())
    assert "committee" not in said.en


def test_approval_leaves_the_doubtful_date_blank_and_says_how_it_is_written() -> None:
    approval = pack_of(SLUG).policy.approval
    assert (approval.meeting, approval.hijri, approval.gregorian) == ("الثاني", BLANK, BLANK)
    assert approval.note
    assert "24/06/23" in approval.note.ar
    assert "٢٤/٠٦/٢٣" in seed_text(SEED)


def test_no_condition_of_entitlement_is_asked_since_the_regulations_were_not_given() -> None:
    assert not [c for c in service_of(SLUG, "support_request").conditions if c.ask or c.rule]
    met = pack_of(SLUG).texts["eligibility.met"]
    assert "الإدارة المختصة" in met.ar
    assert "متحققة" not in met.ar


def test_form_asks_for_the_safe_way_to_reach_people_and_lets_them_pass_over_the_rest() -> None:
    optional = {f.id for f in pack_of(SLUG).fields if f.optional}
    assert optional == {"need"}
    assert "safe_contact" in service_of(SLUG, "support_request").fields
    assert "ولا يلزم ذكر ما حدث" in pack_of(SLUG).fields[-1].ask.ar


def test_a_second_request_by_the_same_number_is_not_given_away() -> None:
    said = pack_of(SLUG).texts["apply.twin_other"]
    assert "يوجد" not in said.ar
    assert "رقم الهوية" not in said.ar


def test_no_emergency_number_is_confirmed_since_the_policy_names_none() -> None:
    numbers = pack_of(SLUG).emergency
    assert {n.number for n in numbers} == {"911", "997", "999", "1919"}
    assert not [n.number for n in numbers if n.confirmed or n.number in fold(seed_text(SEED))]


@pytest.mark.parametrize("about", ["24/06/23", "الاستمارات", "لا مدة", "لا لجنة", "لا إقرار", "موافقة صريحة", "السرية"])
def test_silences_and_contradictions_are_told_to_the_charity(about: str) -> None:
    assert any(about in remark for remark in pack_of(SLUG).remarks)


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("only_for_women", ["لا،", "كافة الشرائح"]),
        ("rating_not_punishment", ["لا للعقاب ولا للتشهير"]),
        ("fees", ["لا تذكر سياسة الجمعية أي رسوم"]),
        ("must_come", ["لا يحتاج حضورك"]),
        ("my_data", ["لا تبينه السياسة"]),
        ("tell_the_story", ["لا يلزمك"]),
        ("decision_time", ["لا تحدد سياسة الجمعية مدة"]),
        ("why_verify", ["ليس تشكيكًا", "عادل وموضوعي"]),
        ("after_applying", ["أربع خطوات"]),
        ("field_visit_what", ["في المنزل أو مكان العمل", "في الحالات التي تستدعي ذلك"]),
    ],
)
def test_answer_says_what_the_policy_says_or_that_it_is_silent(question: str, facts: list[str]) -> None:
    for fact in facts:
        assert fact in answer_of(SLUG, question), fact


def test_where_the_policy_is_silent_a_person_is_offered() -> None:
    silent = [q for q in pack_of(SLUG).questions if "السياسة ساكتة" in q.source]
    assert len(silent) >= 15
    assert [q.id for q in silent if not q.person] == ["suggestions_complaints"]


def test_check_lists_the_period_as_blank() -> None:
    assert any(f.level is Level.BLANK and "period" in f.message for f in found_in(SLUG))
