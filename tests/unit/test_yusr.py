"""Yusr's pack says what the charity's policy says, all of it, and nothing else."""

import re

import pytest

from bot.check import report
from flows.arabic import fold, words
from flows.findings import Level
from flows.pack import Pack
from flows.part import BLANK
from flows.service import Service
from tests.packs import CHARITIES, PackClaims, answer_of, found_in, pack_of, seed_text, service_of

SLUG, SEED = "yusr", "001"


class TestEveryPack(PackClaims):
    slug, seed = SLUG, SEED


def yusr() -> Pack:
    return pack_of(SLUG)


def service(slug: str) -> Service:
    return service_of(SLUG, slug)


def stated(slug: str) -> str:
    """Every condition of the service, folded into one string."""
    return fold(" ".join(condition.says.ar for condition in service(slug).conditions))


@pytest.fixture(scope="module")
def document() -> str:
    """The charity's policy as it came."""
    return seed_text(SEED)


@pytest.fixture(scope="module")
def policy(document: str) -> str:
    """The charity's policy, folded."""
    return fold(document)


def test_the_five_services_are_there_and_no_sixth() -> None:
    assert [s.id for s in yusr().services] == [
        "family_consultation", "awareness_meetings", "shaml_centre", "protection_centre", "skills_programmes",
    ]  # fmt: skip


def test_services_use_the_policys_own_words(policy: str) -> None:
    quoted = [
        "الاستشارات الأسرية",
        "اللقاءات التوعوية والتثقيفية",
        "مركز شمل لتنفيذ أحكام الرؤية والزيارة والحضانة",
        "مركز الحماية الأسرية وحماية الطفل",
    ]
    assert quoted == [service(s.id).name.ar for s in yusr().services[:4]]
    for said in quoted:
        assert fold(said) in policy, said


@pytest.mark.parametrize(
    ("slug", "facts"),
    [
        ("family_consultation", ["سعودية", "الإقامة نظامية", "للرجال والنساء", "الرابط الإلكتروني", "تقييم الخدمة"]),
        ("awareness_meetings", ["سعودية", "الإقامة نظامية", "للرجال والنساء", "الرابط الإلكتروني", "تقييم الخدمة"]),
        ("awareness_meetings", ["أن تكون سعودية الجنسية أو مقيمة بإقامة نظامية"]),
        ("skills_programmes", ["سعودية", "إقامة نظامية", "يثبت الحالة الاجتماعية", "اجتياز المقابلة الشخصية"]),
        ("skills_programmes", ["التسجيل على الرابط الإلكتروني الخاص بالخدمة", "تقييم الخدمة بعد الحصول عليها"]),
        ("shaml_centre", ["محكمة التنفيذ", "شعبة تنفيذ الأحكام الحقوقية", "بالبريد الإلكتروني", "مندوب المحكمة"]),
        ("shaml_centre", ["الإحالة الذاتية", "طرفا الدعوى", "طلب التنفيذ", "المستندات والإجراءات", "ميثاق المستفيدين"]),
        ("protection_centre", ["مركز البلاغ الموحد 1919", "مراكز الشرطة", "المستشفيات", "المدارس", "البلاغ الفردي"]),
    ],
)
def test_every_condition_of_the_policy_is_stated(slug: str, facts: list[str]) -> None:
    for fact in facts:
        assert fold(fact) in stated(slug), fact


def test_consultations_come_in_the_six_kinds_of_the_policy() -> None:
    kinds = yusr().field("consultation_type")
    assert kinds
    assert [option.id for option in kinds.options] == [
        "marital", "social", "parenting", "psychological", "play_therapy", "behaviour",
    ]  # fmt: skip
    assert "consultation_type" in service("family_consultation").fields


@pytest.mark.parametrize("slug", ["shaml_centre", "protection_centre"])
def test_the_two_centres_take_no_application(slug: str) -> None:
    found = service(slug)
    assert (found.intake, found.fields, found.documents) == ("refer", [], [])


def test_referral_to_shaml_names_both_bodies_both_ways_and_the_self_referral() -> None:
    referral = service("shaml_centre").referral
    assert referral
    facts = [
        "محكمة التنفيذ", "شعبة تنفيذ الأحكام الحقوقية", "بالبريد الإلكتروني", "مندوب المحكمة", "الإحالة الذاتية",
        "سعوديي الجنسية أو مقيمين بإقامة نظامية", "طلب التنفيذ", "ميثاق المستفيدين",
    ]  # fmt: skip
    for fact in facts:
        assert fact in referral.ar, fact


def test_referral_of_an_individual_report_leads_to_1919() -> None:
    referral = service("protection_centre").referral
    assert referral
    assert "1919" in referral.ar
    assert "1919" in referral.en


def test_skills_programmes_ask_for_proof_and_an_interview_in_the_feminine() -> None:
    found = service("skills_programmes")
    assert found.verified_by("interview")
    assert found.documents == ["identity_paper", "marital_status_proof"]
    asked = [condition.ask.ar for condition in found.conditions if condition.ask]
    assert len(asked) == 3
    assert all("أنتِ" in text or "كِ" in text for text in asked)


def test_whoever_does_not_meet_a_condition_hears_what_else_there_is() -> None:
    asked = [c for s in yusr().services for c in s.conditions if c.ask]
    assert asked
    assert all(condition.instead for condition in asked)


def test_rating_follows_the_three_services_that_name_it() -> None:
    rated = {s.id for s in yusr().services if s.rated}
    assert rated == {"family_consultation", "awareness_meetings", "skills_programmes"}


def test_committee_answers_in_no_less_than_two_weeks() -> None:
    assert (yusr().committee.name.ar, yusr().committee.at_least_days) == ("لجنة البحث", 14)


def test_identity_papers_are_looked_at_and_not_kept() -> None:
    assert {document.keep for document in yusr().documents} == {"seen"}


def test_all_eight_channels_and_three_tools_are_listed() -> None:
    assert (len(yusr().channels), len(yusr().tools)) == (8, 3)


def test_registration_links_wait_for_the_charity() -> None:
    assert {s.link for s in yusr().services if s.intake == "form"} == {BLANK}


def test_only_the_emergency_number_that_the_policy_names_is_confirmed(policy: str) -> None:
    confirmed = {number.number for number in yusr().emergency if number.confirmed}
    assert confirmed == {"1919"}
    assert all(number.number in policy for number in yusr().emergency if number.confirmed)
    assert {number.number for number in yusr().emergency} == {"1919", "911", "997", "999"}


def test_signatories_of_the_policy_are_nowhere_in_the_pack(document: str) -> None:
    rows = re.findall(r"^[٠-٩]+\t([^\t]+)\t", document, re.MULTILINE)
    surnames = {fold(row).split()[-1] for row in rows}
    assert len(surnames) == 11
    written = {word for file in (CHARITIES / SLUG).rglob("*.yaml") for word in words(file.read_text(encoding="utf-8"))}
    assert not surnames & written


def test_discrepancy_of_the_awareness_meetings_is_told_to_the_charity() -> None:
    assert any("اللقاءات" in remark and "بصيغة المؤنث" in remark for remark in yusr().remarks)


def test_there_are_thirty_questions_or_more() -> None:
    assert len(yusr().questions) >= 30


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("decision_time", ["لا تقل عن أسبوعين", "لجنة البحث"]),
        ("only_for_divorced", ["لا،", "لا تشترط حالة اجتماعية"]),
        ("rating_not_punishment", ["ليس للعقاب"]),
        ("report_violence", ["1919"]),
        ("individual_report", ["1919"]),
        ("fees", ["ليس عندي", "زميل"]),
        ("opening_hours", ["ليست عندي", "زميل"]),
        ("address", ["ليست عندي", "زميل"]),
        ("phone_number", ["ليسا عندي", "زميل"]),
        ("volunteering", ["من القنوات"]),
        ("men_welcome", ["للرجال والنساء", "المؤنث"]),
    ],
)
def test_answer_says_what_the_policy_says_or_that_it_is_silent(question: str, facts: list[str]) -> None:
    for fact in facts:
        assert fact in answer_of(SLUG, question), fact


def test_check_lists_every_blank() -> None:
    blanks = [f for f in found_in(SLUG) if f.level is Level.BLANK]
    assert len(blanks) == 5 + 3 + 4 + 3, report(blanks)  # contact, links, files, emergency numbers
