"""A changed answer needs a new declaration: in the form before it goes in, and after that too."""

from dataclasses import replace

import pytest

from flows.events import Corrected, Submitted
from flows.message import ApplicationView
from tests.talk import Talk, sure

NAME = "نورة سعد القحطاني"
FORM = ("نعم", NAME, "1526018153", "0551234567", "جدة", "3", "تخطي", "لاحقا")
UPDATE = sure("update_data")


def at_the_declaration() -> Talk:
    talk = Talk()
    talk.say("أبغى استشارة", sure("apply", service="family_consultation"))
    for answer in FORM:
        talk.say(answer)
    talk.tap("صحيح، نكمل")
    return talk


def submitted() -> Talk:
    talk = at_the_declaration()
    talk.tap("أقر وأوافق")
    talk.say(NAME)
    assert isinstance(talk.last[-1], Submitted) or any(isinstance(e, Submitted) for e in talk.last)
    talk.applications = tuple(replace(view, signer=NAME) for view in talk.applications)
    return talk


def corrected(talk: Talk) -> list[Corrected]:
    return [event for event in talk.events if isinstance(event, Corrected)]


def correcting(talk: Talk, field: str = "المدينة", *answers: str) -> None:
    """Up to the summary of the change."""
    talk.say("أبغى أعدل بياناتي", UPDATE)
    talk.tap("تعديل إجابة في الطلب")
    talk.tap(field)
    for answer in answers or ("مكة",):
        talk.say(answer)


def test_going_back_after_agreeing_asks_for_the_declaration_again() -> None:
    talk = at_the_declaration()
    assert "للتوقيع" in talk.tap("أقر وأوافق")
    talk.say("رجوع")
    assert "أقر وأوافق" in talk.labels()


def test_an_answer_changed_after_agreeing_is_declared_again() -> None:
    talk = at_the_declaration()
    talk.tap("أقر وأوافق")
    talk.say("رجوع")
    talk.say("رجوع")
    talk.tap("تعديل إجابة")
    talk.tap("المدينة")
    talk.say("مكة")
    talk.tap("صحيح، نكمل")
    assert "أقر وأوافق" in talk.labels()
    talk.say(NAME)
    assert not any(isinstance(event, Submitted) for event in talk.events)
    talk.tap("أقر وأوافق")
    talk.say(NAME)
    assert any(isinstance(event, Submitted) for event in talk.events)


def test_what_was_agreed_to_is_these_answers_and_no_others() -> None:
    talk = at_the_declaration()
    talk.tap("أقر وأوافق")
    frame = talk.session.stack[-1]
    other = {**frame.answers, "city": replace(frame.answers["city"], value="elsewhere")}
    talk.session = replace(talk.session, stack=(*talk.session.stack[:-1], replace(frame, answers=other)))
    talk.say(NAME)
    assert "أقر وأوافق" in talk.labels()
    assert not any(isinstance(event, Submitted) for event in talk.events)


def test_a_correction_is_summed_up_declared_and_signed() -> None:
    talk = submitted()
    talk.say("أبغى أعدل بياناتي", UPDATE)
    said = talk.tap("تعديل إجابة في الطلب")
    reference = talk.applications[0].reference
    assert reference in said
    assert talk.labels()[:2] == ["الاسم الكامل", "رقم الهوية أو الإقامة"]
    talk.tap("المدينة")
    assert "المدينة: مكة" in talk.say("مكه")
    assert "إقرارًا جديدًا" in talk.tap("صحيح، نكمل")
    talk.tap("أقر وأوافق")
    assert reference in talk.say(NAME)
    [event] = corrected(talk)
    assert (event.reference, event.field, event.declared.signed_name) == (reference, "city", NAME)
    assert event.declared.text_version.endswith(talk.pack.version)
    assert [file.kind for file in talk.replies[-1].files] == ["receipt"]
    assert talk.session.stack == ()


def test_the_new_answer_goes_through_the_same_parser() -> None:
    talk = submitted()
    correcting(talk, "رقم الهوية أو الإقامة", "1234567890")
    assert "خاطئ" in talk.replies[-1].text
    assert "********53" in talk.say("1526018153")


def test_another_name_does_not_sign_a_correction() -> None:
    talk = submitted()
    correcting(talk)
    talk.tap("صحيح، نكمل")
    talk.tap("أقر وأوافق")
    assert "لا يطابق" in talk.say("سارة علي الشهري")
    assert not corrected(talk)


def test_a_corrected_name_signs_with_the_new_one() -> None:
    talk = submitted()
    correcting(talk, "الاسم الكامل", "نوره سعد محمد القحطاني")
    talk.tap("صحيح، نكمل")
    talk.tap("أقر وأوافق")
    talk.say("نوره سعد محمد القحطاني")
    assert [event.field for event in corrected(talk)] == ["full_name"]


def test_refusing_the_declaration_changes_nothing() -> None:
    talk = submitted()
    correcting(talk)
    talk.tap("صحيح، نكمل")
    talk.tap("لا أوافق")
    assert "لم يتغير شيء" in talk.tap("ترك التعديل")
    assert not corrected(talk)


def test_the_answer_can_be_written_again_before_signing() -> None:
    talk = submitted()
    correcting(talk)
    talk.tap("كتابتها من جديد")
    assert "الرياض" in talk.say("الرياض")


def test_of_several_applications_one_is_chosen() -> None:
    talk = submitted()
    other = ApplicationView("YSR-2222-2", "awareness_meetings", "checking", talk.now, signer=NAME)
    talk.applications = (*talk.applications, other)
    talk.say("أبغى أعدل بياناتي", UPDATE)
    talk.tap("تعديل إجابة في الطلب")
    [label] = [label for label in talk.labels() if "YSR-2222-2" in label]
    assert "YSR-2222-2" in talk.tap(label)
    assert "نوع الاستشارة" not in talk.labels()


@pytest.mark.parametrize("status", ["interview", "committee", "accepted", "rejected", "withdrawn"])
def test_what_others_look_at_already_is_told_to_a_colleague(status: str) -> None:
    talk = submitted()
    talk.applications = tuple(replace(view, status=status) for view in talk.applications)
    assert "ما البيان الذي تغيّر" in talk.say("تحديث بياناتي", UPDATE)


def test_an_application_that_moved_on_while_signing_is_left_as_it_is() -> None:
    talk = submitted()
    correcting(talk)
    talk.tap("صحيح، نكمل")
    talk.tap("أقر وأوافق")
    talk.applications = tuple(replace(view, status="committee") for view in talk.applications)
    assert "لا تُعدَّل" in talk.say(NAME)
    assert not corrected(talk)


def test_the_application_that_was_chosen_stays_the_one_meant_when_it_moved_on() -> None:
    talk = submitted()
    other = ApplicationView("YSR-2222-2", "awareness_meetings", "checking", talk.now, signer=NAME)
    talk.applications = (*talk.applications, other)
    talk.say("أبغى أعدل بياناتي", UPDATE)
    talk.tap("تعديل إجابة في الطلب")
    talk.applications = (talk.applications[0], replace(other, status="committee"))
    assert "YSR-2222-2" in talk.tap(next(label for label in talk.labels() if "YSR-2222-2" in label))


def test_something_else_than_the_application_goes_to_a_colleague() -> None:
    talk = submitted()
    talk.say("أبغى أعدل بياناتي", UPDATE)
    assert "ما البيان الذي تغيّر" in talk.tap("بيان آخر")


def test_somebody_elses_application_is_never_offered() -> None:
    talk = submitted()
    talk.applications = tuple(replace(view, own=False) for view in talk.applications)
    talk.say("تحديث بياناتي", UPDATE)
    assert "تعديل إجابة في الطلب" not in talk.labels()
