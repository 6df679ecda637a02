"""The application form, from the first question to the reference number."""

import pytest

from flows.events import Submitted
from flows.reference import find
from flows.session import Session
from tests.talk import Talk, charity, in_form, sure, yusr


def submitted(talk: Talk) -> Submitted:
    return next(e for e in talk.events if isinstance(e, Submitted))


def finish(talk: Talk) -> str:
    talk.tap("صحيح، نكمل")
    talk.tap("أقر وأوافق")
    return talk.say("نورة سعد القحطاني")


def test_a_whole_application_ends_with_a_reference_and_the_two_weeks() -> None:
    talk = Talk()
    talk.fill_in()
    said = finish(talk)
    assert find(said) == [submitted(talk).reference]
    assert "لا تقل عن أسبوعين" in said
    assert "لجنة البحث" in said
    assert talk.session.stack == ()


def test_status_by_the_number_just_given_works_in_the_same_chat() -> None:
    talk = Talk()
    talk.fill_in()
    finish(talk)
    reference = submitted(talk).reference
    assert reference in talk.say(reference, sure("check_status", reference=reference))


def test_the_summary_never_shows_a_whole_identity_number() -> None:
    talk = Talk()
    summary = talk.fill_in()
    assert "1526018153" not in summary
    assert "نورة سعد القحطاني" in summary


def test_the_submitted_answers_carry_value_and_provenance() -> None:
    talk = Talk()
    talk.fill_in()
    finish(talk)
    answers = submitted(talk).answers
    assert answers["identity"].value == "1526018153"
    assert answers["mobile"].value == "+966551234567"
    assert answers["consultation_type"].value == "parenting"
    assert {answer.how for answer in answers.values()} == {"typed"}
    assert submitted(talk).documents["identity_paper"].how == "document"


def test_the_declaration_records_the_signed_name_and_digests() -> None:
    talk = Talk()
    talk.fill_in()
    finish(talk)
    declared = submitted(talk).declared
    assert declared.signed_name == "نورة سعد القحطاني"
    assert len(declared.text_digest) == len(declared.answers_digest) == 64
    assert declared.text_version.endswith(talk.pack.version)


def test_another_name_does_not_sign() -> None:
    talk = Talk()
    talk.fill_in()
    talk.tap("صحيح، نكمل")
    talk.tap("أقر وأوافق")
    assert "لا يطابق" in talk.say("سارة علي الشهري")
    assert not any(isinstance(e, Submitted) for e in talk.events)


@pytest.mark.parametrize("doubtful", ["ما اقر", "لا اقر بهذا", "غير موافق"])
def test_a_denial_is_never_read_as_a_signature(doubtful: str) -> None:
    talk = Talk()
    talk.fill_in()
    talk.tap("صحيح، نكمل")
    talk.say(doubtful)
    assert not talk.session.stack[-1].memo.get("agreed")


def test_refusing_the_declaration_keeps_the_form_and_offers_ways_on() -> None:
    talk = Talk()
    talk.fill_in()
    talk.tap("صحيح، نكمل")
    talk.tap("لا أوافق")
    assert "العودة للإقرار" in talk.labels()
    assert talk.session.stack[-1].answers["full_name"].value == "نورة سعد القحطاني"


def test_any_answer_can_be_changed_before_submission() -> None:
    talk = Talk()
    talk.fill_in()
    talk.tap("تعديل إجابة")
    talk.tap("المدينة")
    assert "مكة" in talk.say("مكه المكرمه")
    finish(talk)
    assert "مك" in str(submitted(talk).answers["city"].value)


def test_a_condition_not_met_is_named_kindly_with_what_else_can_be_done() -> None:
    talk = Talk()
    talk.say("أبغى برنامج", sure("apply", service="skills_programmes"))
    said = talk.tap("لا")
    assert "للمطلقات والأرامل" in said
    assert "الاستشارات الأسرية" in said
    assert "التحدث مع موظف" in talk.labels()


def test_a_second_thought_about_a_condition_is_possible() -> None:
    talk = Talk()
    talk.say("أبغى برنامج", sure("apply", service="skills_programmes"))
    talk.tap("لا")
    assert "هل أنتِ مطلقة أو أرملة" in talk.tap("إعادة السؤال")
    assert "الجنسية" in talk.tap("نعم")


def test_not_knowing_a_condition_leads_to_the_researcher() -> None:
    talk = Talk()
    talk.say("أبغى برنامج", sure("apply", service="skills_programmes"))
    assert "للباحث الاجتماعي" in talk.tap("لست على يقين")
    talk.tap("التحدث مع موظف")
    assert talk.session.owner == "queue"


@pytest.mark.parametrize("service", ["protection_centre", "shaml_centre"])
def test_a_referral_service_takes_no_application(service: str) -> None:
    talk = Talk()
    said = talk.say("ابغى اقدم", sure("apply", service=service))
    assert "1919" in said or "محكمة التنفيذ" in said
    assert not talk.session.stack


def test_a_paper_may_come_later_and_is_named_at_the_end() -> None:
    talk = Talk()
    talk.say("أبغى استشارة", sure("apply", service="family_consultation"))
    for answer in ("نعم", "نورة سعد القحطاني", "1526018153", "0551234567", "جدة", "3", "تخطي"):
        talk.say(answer)
    talk.say("بعدين")
    said = finish(talk)
    assert "الهوية الوطنية أو الإقامة" in said


def test_a_file_that_is_no_picture_is_refused_with_a_reason() -> None:
    talk = Talk()
    talk.say("أبغى استشارة", sure("apply", service="family_consultation"))
    for answer in ("نعم", "نورة سعد القحطاني", "1526018153", "0551234567", "جدة", "3", "تخطي"):
        talk.say(answer)
    assert "PDF" in talk.send("application/zip", problem="type")
    assert "صحيح" in talk.send("application/pdf")


def test_a_wrong_answer_says_what_is_wrong_and_the_third_offers_a_person() -> None:
    talk = Talk()
    talk.say("أبغى استشارة", sure("apply", service="family_consultation"))
    talk.say("نعم")
    talk.say("نورة سعد القحطاني")
    assert "عشرة أرقام" in talk.say("15260181")
    talk.say("15260181")
    assert "موظف" not in talk.labels()
    assert "شخص منا" in talk.say("15260181")
    assert "موظف" in talk.labels()
    assert "جوالك" in talk.say("1526018153")


def test_eligibility_answers_are_not_asked_again_in_the_form() -> None:
    talk = Talk()
    talk.say("هل استحق", sure("check_eligibility", service="family_consultation"))
    talk.tap("نعم")
    assert "ما اسمك" in talk.tap("تقديم طلب")


def test_an_application_in_english_speaks_english() -> None:
    talk = Talk(session=Session(language="en"))
    said = talk.say("I want a consultation", sure("apply", service="family_consultation"))
    assert "Are you a Saudi national" in said
    assert talk.labels()[:2] == ["Yes", "No"]


def test_a_finished_form_leaves_nothing_to_continue() -> None:
    talk = Talk()
    talk.fill_in()
    finish(talk)
    assert "لا أجد هنا طلبًا" in talk.say("متابعة")


def test_finishing_later_shows_the_menu_with_the_form_on_top() -> None:
    talk = Talk()
    talk.fill_in()
    talk.tap("أكمل لاحقًا")
    assert talk.labels()[0] == "إكمال طلبي"
    assert "ملخص" in talk.tap("إكمال طلبي")


def test_a_charity_without_a_period_promises_none() -> None:
    silent = yusr().model_copy(update={"committee": yusr().committee.model_copy(update={"at_least_days": None})})
    said = Talk(pack=silent).say("متى يجي الرد", sure("decision_time"))
    assert "أسبوعين" not in said
    assert "لا تحدد سياسة" in said


def test_a_charity_with_another_period_names_it() -> None:
    longer = yusr().model_copy(update={"committee": yusr().committee.model_copy(update={"at_least_days": 30})})
    assert "30 يومًا" in Talk(pack=longer).say("متى يجي الرد", sure("decision_time"))


def test_contact_details_are_told_once_the_charity_gives_them() -> None:
    given = yusr().contact.model_copy(update={"phone": "0112345678", "hours": "الأحد إلى الخميس"})
    pack = yusr().model_copy(update={"contact": given})
    said = Talk(pack=pack).say("رقمكم", sure("contact_info"))
    assert "0112345678" in said
    assert "TO_FILL" not in said
    assert "الأحد" in Talk(pack=pack).say("متى الدوام", sure("working_hours"))


def test_a_form_handed_to_the_researcher_is_still_there_afterwards() -> None:
    talk = Talk()
    talk.say("أبغى برنامج", sure("apply", service="skills_programmes"))
    talk.tap("لست على يقين")
    talk.tap("التحدث مع موظف")
    assert talk.handed_off()[0].reason == "eligibility"
    talk.staff_takes()
    assert "إعادة السؤال" in (talk.resume(), talk.labels())[1]
    assert "هل أنتِ مطلقة" in talk.tap("إعادة السؤال")


def test_the_same_service_asked_for_again_goes_on_with_the_form_put_aside() -> None:
    talk = Talk()
    talk.say("أبغى استشارة", sure("apply", service="family_consultation"))
    talk.say("نعم")
    talk.say("نورة سعد القحطاني")
    talk.say("القائمة")
    said = talk.say("أبغى استشارة", sure("apply", service="family_consultation"))
    assert "محفوظ" in said
    assert "رقم هويتك" in said
    assert talk.session.top
    assert talk.session.top.answers["full_name"].value == "نورة سعد القحطاني"
    assert not talk.session.parked


@pytest.mark.parametrize(("words", "told"), [("ابي استشارة لامي", True), ("ابي استشارة", False)])
def test_whoever_applies_for_another_hears_whose_answers_these_are(words: str, told: bool) -> None:
    talk = Talk()
    said = talk.say(words, sure("apply", service="family_consultation"))
    assert ("إن كان الطلب لغيرك" in said) is told
    assert "هل جنسيتك" in said


@pytest.mark.parametrize("wish", ["button", "words"])
def test_who_wants_to_apply_is_reminded_of_the_form_put_aside(wish: str) -> None:
    talk = in_form("نعم", "نورة سعد القحطاني")
    talk.say("القائمة")
    said = talk.tap("تقديم طلب") if wish == "button" else talk.say("apply", sure("apply"))
    assert "• الاستشارات الأسرية" in said
    assert "هويتك" in talk.tap("نكمل ما بدأناه")
    assert not talk.session.parked
    assert talk.session.top
    assert "full_name" in talk.session.top.answers


def test_a_new_form_beside_the_one_put_aside_is_begun_when_it_is_wished_for() -> None:
    talk = in_form("نعم", "نورة سعد القحطاني")
    talk.say("القائمة")
    talk.tap("تقديم طلب")
    assert "أي خدمة" in talk.tap("طلب جديد")
    assert "جنسيتك" in talk.tap("اللقاءات التوعوية والتثقيفية")
    assert len(talk.session.parked) == 1


def test_the_form_put_aside_is_named_when_its_service_is_applied_for_by_button() -> None:
    talk = in_form("نعم", "نورة سعد القحطاني")
    talk.say("القائمة")
    talk.tap("خدمات الجمعية")
    talk.tap("الاستشارات الأسرية")
    assert "لم يكتمل" in talk.tap("تقديم طلب")
    assert "هويتك" in talk.say("نعم", sure("affirm"))


def test_who_may_be_served_is_told_at_length_only_once() -> None:
    talk = Talk(pack=charity("khamis"))
    entitled = sure("check_eligibility", service="support")
    first, again = talk.say("هل استحق الدعم", entitled), talk.say("طيب هل استحق", entitled)
    assert "التقديم متاح لك" in again
    assert len(again) < len(first) / 2
    assert "اسمك" in talk.say("نعم", sure("affirm"))


def test_which_conditions_is_asked_for_a_service_where_none_is_chosen_yet() -> None:
    talk = Talk()
    talk.say("ابي مساعدة", sure("apply"))
    assert "استحقاق أي خدمة" in talk.say("طيب وش الشروط", sure("check_eligibility"))
    assert "شروط «الاستشارات الأسرية»" in talk.say("1")


def test_what_was_described_after_a_wish_for_no_service_in_particular_is_what_they_apply_for() -> None:
    talk = Talk()
    talk.say("ابي اسجل عندكم", sure("apply"))
    talk.say("وش هي هالخدمات", sure("list_services"))
    talk.say("2")
    assert "نبدأ معًا طلب «اللقاءات التوعوية والتثقيفية»" in talk.say("ابي اسجل", sure("apply"))


@pytest.mark.parametrize("words", ["وش الشروط", "wesh elshoroot", "what are the conditions"])
def test_the_conditions_asked_for_in_the_form_are_listed_and_the_question_put_again(words: str) -> None:
    talk = Talk()
    talk.say("أبغى استشارة", sure("apply", service="family_consultation"))
    talk.tap("نعم")
    said = talk.say(words, sure("check_eligibility"))
    assert "• أن تكون الجنسية سعودية" in said
    assert "ما اسمك" in said
    assert "ليس عندي جواب مؤكد" not in said


@pytest.mark.parametrize("words", ["tayyib sajjelni", "yalla sajelni"])
def test_register_me_in_arabizi_is_nobodys_name(words: str) -> None:
    talk = Talk()
    talk.say("أبغى استشارة", sure("apply", service="family_consultation"))
    talk.tap("نعم")
    assert "لم أجد اسمًا" in talk.say(words)


def at_the_statements() -> Talk:
    talk = Talk(pack=charity("rida"))
    talk.say("القوائم المالية", sure("describe_service", service="statements_assembly"))
    return talk


def test_a_question_with_a_subject_of_its_own_is_not_answered_about_the_one_at_hand() -> None:
    said = at_the_statements().say("كيف اصير عضو", sure("apply", answered="become_shareholder"))
    assert "المساهمة" in said
    assert "القوائم" not in said


def test_a_wish_with_a_subject_of_its_own_is_asked_which_service() -> None:
    said = at_the_statements().say("ابي اسجل عضو", sure("apply"))
    assert "أي خدمة" in said


@pytest.mark.parametrize("words", ["كيف اسجل", "ابي اقدم", "سجلوني فيها", "ابي القوائم"])
def test_a_bare_wish_is_about_the_service_at_hand(words: str) -> None:
    assert "القوائم المالية ومواعيد" in at_the_statements().say(words, sure("apply"))
