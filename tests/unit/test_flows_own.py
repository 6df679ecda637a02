"""What a person does with applications that went in before."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from flows.events import Checked, Moved, Rated, Submitted
from flows.message import ApplicationView
from flows.notices import Notice, notify
from flows.part import Words
from flows.service import Condition
from tests.talk import Talk, sure, yusr

AT = datetime(2026, 2, 1, tzinfo=UTC)
ONE, OTHER = "YSR-4K7Q-G", "YSR-9TPM-R"
SERVICE = "family_consultation"


def view(reference: str = ONE, status: str = "submitted", **parts: object) -> ApplicationView:
    return replace(ApplicationView(reference, SERVICE, status, AT), **parts)  # type: ignore[arg-type]  # any field


def moved(talk: Talk) -> list[Moved]:
    return [event for event in talk.events if isinstance(event, Moved)]


def test_the_only_application_is_withdrawn_after_one_question() -> None:
    talk = Talk(applications=(view(),))
    assert ONE in talk.say("ابي اسحب طلبي", sure("withdraw_application"))
    assert ONE in talk.tap("نعم، اسحبه")
    assert [(event.reference, event.move) for event in moved(talk)] == [(ONE, "withdraw")]


def test_whoever_changes_their_mind_keeps_the_application() -> None:
    talk = Talk(applications=(view(),))
    talk.say("ابي اسحب طلبي", sure("withdraw_application"))
    talk.tap("لا، أبقه")
    assert not moved(talk)


def test_of_two_applications_the_one_to_withdraw_is_asked_for() -> None:
    talk = Talk(applications=(view(), view(OTHER)))
    talk.say("ابي اسحب طلبي", sure("withdraw_application"))
    assert len(talk.labels()) == 2
    assert OTHER in talk.say("1")
    talk.tap("نعم، اسحبه")
    assert moved(talk)[0].reference == OTHER


@pytest.mark.parametrize("status", ["served", "withdrawn", "rejected"])
def test_what_has_ended_cannot_be_withdrawn(status: str) -> None:
    talk = Talk(applications=(view(status=status),))
    talk.say("ابي اسحب طلبي", sure("withdraw_application"))
    assert "التحدث مع موظف" in talk.labels()
    assert not moved(talk)


def test_what_staff_moved_on_meanwhile_is_not_withdrawn() -> None:
    talk = Talk(applications=(view(),))
    talk.say("ابي اسحب طلبي", sure("withdraw_application"))
    talk.applications = (view(status="served"),)
    talk.tap("نعم، اسحبه")
    assert not moved(talk)


def test_a_refusal_is_appealed_in_the_persons_own_words() -> None:
    talk = Talk(applications=(view(status="rejected"),))
    talk.say("معترضة", sure("appeal_decision"))
    talk.say("لم يُنظر في شهادة الطلاق الجديدة")
    assert [(e.move, e.reason) for e in moved(talk)] == [("appeal", "لم يُنظر في شهادة الطلاق الجديدة")]


def test_without_a_refusal_there_is_nothing_to_appeal() -> None:
    talk = Talk(applications=(view(),))
    talk.say("اعترض على القرار", sure("appeal_decision"))
    assert not moved(talk)
    assert "التحدث مع موظف" in talk.labels()


def test_what_staff_asked_for_is_gathered_and_sent_once() -> None:
    talk = Talk(applications=(view(status="needs_information", asked="صورة أوضح من الإقامة"),))
    assert "صورة أوضح من الإقامة" in talk.say(ONE, sure("check_status", reference=ONE)) + talk.tap("إرسال المطلوب")
    talk.send()
    talk.say("وهذا رقم العقد أيضا")
    talk.send("application/pdf")
    assert not moved(talk)
    talk.tap("هذا كل شيء")
    (event,) = moved(talk)
    assert (event.reference, event.move, event.reason) == (ONE, "supply", "وهذا رقم العقد أيضا")
    assert len(event.files) == 2


def test_a_file_that_cannot_be_taken_is_no_answer_to_staff() -> None:
    talk = Talk(applications=(view(status="needs_information", asked="ورقة"),))
    talk.say("ارسل المطلوب", sure("check_status", reference=ONE))
    talk.tap("إرسال المطلوب")
    talk.send(problem="type")
    assert talk.session.top is not None
    assert talk.session.top.step == "first"


def test_a_notice_that_asks_for_something_opens_the_way_to_send_it() -> None:
    talk = Talk(applications=(view(status="needs_information", asked="ورقة"),))
    turn = notify(talk.session, talk.world(), Notice("ask_information", ONE, SERVICE, words="ورقة"))
    talk._keep(turn)
    talk.say("تفضلوا، هذا رقم العقد")
    talk.tap("هذا كل شيء")
    assert moved(talk)[0].move == "supply"


def test_that_is_all_ends_the_gathering_and_stops_nothing() -> None:
    talk = Talk(applications=(view(status="needs_information", asked="ورقة"),))
    talk.say(ONE, sure("check_status", reference=ONE))
    talk.tap("إرسال المطلوب")
    talk.send()
    talk.say("خلاص", sure("cancel"))
    assert [event.move for event in moved(talk)] == ["supply"]


def test_what_was_supplied_by_another_way_is_not_asked_for_again() -> None:
    lacking = replace(view(status="needs_information", asked="صورة الهوية"), missing=("identity_paper",))
    talk = Talk(applications=(lacking,))
    talk._keep(notify(talk.session, talk.world(), Notice("ask_information", ONE, SERVICE, words="صورة الهوية")))
    talk.say(ONE, sure("check_status", reference=ONE))
    talk.tap("إرسال الأوراق الناقصة")
    talk.send()
    talk.tap("هذا كل شيء")
    talk.tap("هذا كل شيء")
    assert [event.move for event in moved(talk)] == ["supply"]
    assert "المطلوب لطلبك" not in talk.replies[-1].text
    talk.applications = (view(status="checking"),)
    talk.say("القائمة")
    assert "إكمال طلبي" not in talk.labels()


def test_a_notice_does_not_disturb_an_open_form() -> None:
    talk = Talk(applications=(view(status="served"),))
    talk.say("أبغى استشارة", sure("apply", service="awareness_meetings"))
    before = talk.session
    turn = notify(talk.session, talk.world(), Notice("serve", ONE, SERVICE))
    assert ONE in turn.replies[0].text
    assert turn.session.stack == before.stack


def test_the_rating_after_a_service_closes_its_application() -> None:
    talk = Talk(applications=(view(status="served"),))
    talk._keep(notify(talk.session, talk.world(), Notice("serve", ONE, SERVICE)))
    talk.tap("جيدة")
    talk.say("شكرا لكم على كل شي")
    rated = next(event for event in talk.events if isinstance(event, Rated))
    assert (rated.stars, rated.service, rated.reference) == (3, SERVICE, ONE)
    assert [event.move for event in moved(talk)] == ["rate"]


def test_from_another_address_the_last_digits_open_the_status() -> None:
    strange = view(status="committee", own=False, last_four="0008")
    talk = Talk(applications=(strange,))
    asked = talk.say(f"وين طلبي {ONE}", sure("check_status", reference=ONE))
    assert "أربعة" in asked
    assert "اللجنة" not in asked
    assert "اللجنة" in talk.say("٠٠٠٨")
    assert [event.passed for event in talk.events if isinstance(event, Checked)] == [True]


def test_the_whole_identity_number_will_do_and_is_not_kept() -> None:
    talk = Talk(applications=(view(own=False, last_four="0008"),))
    talk.say(f"وين طلبي {ONE}", sure("check_status", reference=ONE))
    talk.say("1000000008")
    assert "1000000008" not in str(talk.session)
    assert "0008" not in str(talk.session)


def test_the_third_wrong_try_is_the_last() -> None:
    talk = Talk(applications=(view(status="committee", own=False, last_four="0008", tries=2),))
    talk.say(f"وين طلبي {ONE}", sure("check_status", reference=ONE))
    talk.say("1234")
    assert "كتابة الأرقام مرة أخرى" not in talk.labels()
    talk.applications = (view(status="committee", own=False, last_four="0008", tries=3),)
    closed = talk.say(f"وين طلبي {ONE}", sure("check_status", reference=ONE))
    assert "اللجنة" not in closed + talk.say("0008")


def test_without_an_identity_number_nothing_is_told_from_elsewhere() -> None:
    talk = Talk(applications=(view(status="committee", own=False),))
    said = talk.say(f"وين طلبي {ONE}", sure("check_status", reference=ONE))
    assert "اللجنة" not in said
    assert "التحدث مع موظف" in talk.labels()


def test_a_second_request_for_the_same_service_is_noticed_before_the_form() -> None:
    talk = Talk(applications=(view(),))
    said = talk.say("أبغى استشارة", sure("apply", service=SERVICE))
    assert ONE in said
    talk.tap("تقديم طلب جديد")
    assert talk.session.top is not None
    assert talk.session.top.step == "conditions"


def test_a_request_by_the_same_identity_number_is_noticed_before_the_declaration() -> None:
    talk = Talk(twins=(view(own=False),))
    talk.fill_in()
    said = talk.tap("صحيح، نكمل")
    assert "بنفس رقم الهوية" in said
    assert ONE not in said, "somebody else's reference is not told"
    assert "الإقرار" in talk.tap("متابعة هذا الطلب")


def test_i_want_the_bylaws_is_no_declaration() -> None:
    talk = Talk()
    talk.fill_in()
    talk.tap("صحيح، نكمل")
    for words, meaning in (("ابي اللائحة الاساسية", sure("policy_documents")), ("تمام بس عندي سؤال", sure("greet"))):
        talk.say(words, meaning)
        assert not any("agreed" in frame.memo for frame in talk.session.stack), words


def test_an_answer_that_fails_a_computed_condition_is_told_and_can_be_changed() -> None:
    ruled = Condition(
        id="parents",
        says=Words(ar="هذه الاستشارة للتربية فقط", en="Parenting only"),
        rule="consultation_type == parenting",
    )
    service = yusr().services[0]
    changed = service.model_copy(update={"conditions": [*service.conditions, ruled]})
    talk = Talk(pack=yusr().model_copy(update={"services": [changed, *yusr().services[1:]]}))
    talk.say("أبغى استشارة", sure("apply", service=SERVICE))
    said = ""
    for answer in ("نعم", "نورة سعد القحطاني", "1526018153", "0551234567", "جدة", "1", "تخطي"):
        said = talk.say(answer)
    assert "للتربية فقط" in said
    assert "تعديل إجابة" in talk.labels()
    talk.tap("تعديل إجابة")
    talk.tap("نوع الاستشارة")
    assert "الهوية الوطنية أو الإقامة" in talk.say("3")


def test_submitting_still_works_after_all_this() -> None:
    talk = Talk()
    talk.fill_in()
    talk.tap("صحيح، نكمل")
    talk.tap("أقر وأوافق")
    talk.say("نورة سعد القحطاني")
    assert any(isinstance(event, Submitted) for event in talk.events)


def test_an_appointment_that_does_not_suit_goes_to_a_colleague() -> None:
    talk = Talk(applications=(view(status="interview"),))
    assert "وسيرتب معك غيره" in talk.say("الموعد ما يناسبني عندي دوام")
    assert [e.reason for e in talk.handed_off()] == ["appointment"]


def test_who_has_no_appointment_is_not_told_of_another() -> None:
    talk = Talk(applications=(view(status="submitted"),))
    talk.say("الموعد ما يناسبني عندي دوام")
    assert [e.reason for e in talk.handed_off()] == []


@pytest.mark.parametrize("words", ["ما عندي رقم الطلب", "نسيته", "i lost the number"])
def test_who_has_no_number_is_shown_ways_without_it(words: str) -> None:
    talk = Talk()
    talk.say("وين وصل طلبي", sure("check_status"))
    assert "بلا رقم" in talk.say(words)
