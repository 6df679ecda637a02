"""A number is proved to be the person's own, by a card or a code; before that nothing of it is told."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from flows.events import CodeAsked, CodeTried, Joined
from flows.message import ApplicationView, Incoming, Kind, Meaning, Proof
from flows.proving import MOST, code_in, shared
from tests.talk import Talk, sure

AT = datetime(2026, 2, 1, tzinfo=UTC)
ONE, NUMBER = "YSR-4K7Q-G", "+966551234567"
VIEW = ApplicationView(ONE, "family_consultation", "committee", AT)


def asking(talk: Talk) -> str:
    """Up to the question for the code."""
    talk.say("وين طلبي", sure("check_status"))
    talk.tap("طلبي من رقم آخر")
    return talk.say("0551234567")


def proves(talk: Talk, how: str = "code", *views: ApplicationView) -> None:
    talk.applications, talk.proof = views, Proof(NUMBER, how, brings=bool(views))


def of(talk: Talk, kind: type) -> list[object]:
    return [event for event in talk.events if isinstance(event, kind)]


def card(talk: Talk, *, own: bool = True) -> str:
    message = Incoming(Kind.CONTACT, "", "a", text="966551234567", state="own" if own else "")
    return talk._hear(message, Meaning())


@pytest.mark.parametrize("typed", ["271828", "٢٧١٨٢٨", "271 828", "الرمز 271828"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert code_in(typed) == "271828"


@pytest.mark.parametrize("typed", ["27182", "2718281", "الرمز", ""])
def test_anything_else_is_no_code(typed: str) -> None:
    assert code_in(typed) == ""


def test_only_the_providers_own_card_names_a_number() -> None:
    own = Incoming(Kind.CONTACT, "", "a", text="966551234567", state="own")
    assert shared(own) == NUMBER
    assert shared(replace(own, state="")) == ""
    assert shared(replace(own, kind=Kind.TEXT)) == ""


def test_the_right_code_joins_and_tells_the_status() -> None:
    talk = Talk()
    assert "رمز" in asking(talk)
    assert of(talk, CodeAsked) == [CodeAsked(NUMBER)]
    proves(talk, "code", VIEW)
    heard = talk.say("271828")
    assert "اللجنة" in heard
    assert ONE in heard
    assert of(talk, CodeTried) == [CodeTried(passed=True)]
    assert of(talk, Joined) == [Joined(NUMBER, "code")]
    assert "271828" not in str(talk.session)


def test_a_wrong_code_may_be_tried_again_until_it_was_the_last_try() -> None:
    talk = Talk()
    asking(talk)
    talk.say("111111")
    assert "كتابة الرمز مرة أخرى" in talk.labels()
    talk.tap("كتابة الرمز مرة أخرى")
    talk.proof = Proof(codes=1, wrong=MOST - 1)
    talk.say("222222")
    assert talk.labels() == ["التحدث مع موظف", "القائمة"]
    assert not of(talk, Joined)


def test_no_code_is_asked_for_once_too_many_were() -> None:
    talk = Talk(proof=Proof(codes=MOST))
    asking(talk)
    assert not of(talk, CodeAsked)
    talk.tap("القائمة")
    assert talk.session.top is not None
    assert talk.session.top.flow == "menu"
    assert len(talk.session.stack) == 1


def test_a_shared_card_needs_no_code() -> None:
    talk = Talk()
    talk.say("وين طلبي", sure("check_status"))
    talk.tap("طلبي من رقم آخر")
    proves(talk, "contact", VIEW)
    assert "اللجنة" in card(talk)
    assert of(talk, Joined) == [Joined(NUMBER, "contact")]
    assert not of(talk, CodeAsked)


@pytest.mark.parametrize("views", [(VIEW,), ()], ids=["known", "new"])
def test_a_card_that_nobody_asked_for_joins_too(views: tuple[ApplicationView, ...]) -> None:
    talk = Talk()
    proves(talk, "contact", *views)
    heard = card(talk)
    assert of(talk, Joined) == [Joined(NUMBER, "contact")]
    assert (ONE in heard) == bool(views)
    assert talk.labels()


def test_in_a_form_the_card_answers_and_joins_and_the_form_goes_on() -> None:
    talk = Talk()
    talk.say("أبغى استشارة", sure("apply", service="family_consultation"))
    for answer in ("نعم", "نورة سعد القحطاني", "1526018153"):
        talk.say(answer)
    proves(talk, "contact", VIEW)
    heard = card(talk)
    assert of(talk, Joined) == [Joined(NUMBER, "contact")]
    assert "هنا أيضًا" in heard
    assert "اللجنة" not in heard
    assert talk.session.stack[0].answers["mobile"].how == "shared"


def test_somebody_elses_card_joins_nothing() -> None:
    talk = Talk()
    card(talk, own=False)
    assert not of(talk, Joined)


def test_whoever_came_with_a_reference_hears_of_that_one_after_the_proof() -> None:
    talk = Talk(applications=(replace(VIEW, own=False),))
    talk.say(f"وين طلبي {ONE}", sure("check_status", reference=ONE))
    talk.tap("طلبي من رقم آخر")
    talk.say("0551234567")
    proves(talk, "code", VIEW)
    assert "اللجنة" in talk.say("271828")


@pytest.mark.parametrize(
    "words", ["قدمت من رقم ثاني وابي اعرف وين وصل", "where is my request, I applied from another number"]
)
def test_whoever_says_that_it_was_another_number_is_asked_for_that_one(words: str) -> None:
    talk = Talk()
    talk.say(words, sure("check_status"))
    assert "رمز" in talk.say("0551234567")
    assert of(talk, CodeAsked) == [CodeAsked(NUMBER)]


def test_the_other_number_told_at_once_is_not_asked_for() -> None:
    talk = Talk()
    assert "رمز" in talk.say("وين طلبي، قدمته من رقم ثاني 0551234567", sure("check_status"))
    assert of(talk, CodeAsked) == [CodeAsked(NUMBER)]


def test_a_mobile_number_in_place_of_a_request_number_finds_the_request_too() -> None:
    talk = Talk()
    talk.say("وين طلبي", sure("check_status"))
    assert "رمز" in talk.say("٠٥٥١٢٣٤٥٦٧")
    assert of(talk, CodeAsked) == [CodeAsked(NUMBER)]


def test_another_number_after_a_wrong_code_is_asked_for_anew() -> None:
    talk = Talk()
    talk.say("وين طلبي", sure("check_status"))
    talk.say("0551234567")
    talk.say("111111")
    assert "جوال" in talk.tap("رمز جديد أو رقم آخر")
    talk.say("0559998888")
    assert of(talk, CodeAsked)[-1] == CodeAsked("+966559998888")


def test_who_has_no_number_is_not_asked_for_it() -> None:
    talk = Talk()
    assert "ما رقم الطلب" not in talk.say("ضاع رقم الطلب مني", sure("check_status"))
    assert "كتابة رقم الطلب من جديد" in talk.labels()


def test_another_phone_told_at_the_question_is_its_button() -> None:
    talk = Talk()
    talk.say("وين طلبي", sure("check_status"))
    assert "رقم الجوال الذي قُدِّم منه" in talk.say("مو من هالرقم قدمت من جوال زوجي")
