"""Voices, cards, places, changed messages, commands, groups: what is not simply words."""

import pytest

from flows.events import Flagged
from flows.message import Incoming, Kind, Meaning, Media, Reply
from flows.session import Session
from tests.talk import VAGUE, Talk, sure

VOICE = Media("v1", "audio/ogg", digest="d")
NAME, NUMBER = "نورة سعد القحطاني", "1526018153"


def hear(talk: Talk, kind: Kind, text: str = "", meaning: Meaning = VAGUE, **more: object) -> str:
    return talk._hear(Incoming(kind, "", "a", text=text, **more), meaning)  # type: ignore[arg-type]


def numbered_form(*said: str) -> Talk:
    """A form whose messages are numbered m1, m2 and so on, at the question after those answers."""
    talk = Talk()
    talk.say("أبغى أقدم على استشارة أسرية", sure("apply", service="family_consultation"))
    talk.tap("نعم")
    for number, text in enumerate(said, start=1):
        hear(talk, Kind.TEXT, text, message=f"m{number}")
    return talk


def answers(talk: Talk) -> dict[str, object]:
    assert talk.session.top
    return {name: given.value for name, given in talk.session.top.answers.items()}


def test_a_voice_is_promised_to_a_colleague_and_noted_for_one() -> None:
    talk = numbered_form(NAME)
    said = hear(talk, Kind.VOICE, media=(VOICE,))
    assert "وسيستمع إليها موظف الجمعية" in said
    assert "رقم هويتك" in said
    assert talk.last.count(Flagged("voice")) == 1
    assert talk.session.owner == "bot"


def test_a_voice_that_did_not_arrive_is_asked_for_again() -> None:
    said = hear(Talk(), Kind.VOICE, media=(Media("", "audio/ogg", problem="unavailable"),))
    assert "مرة أخرى" in said
    assert "الباحثين" not in said


@pytest.mark.parametrize(("problem", "told"), [("size", "كبير جدًّا"), ("too_many", "غدًا"), ("type", "مرة أخرى")])
def test_why_a_recording_cannot_be_taken_is_said(problem: str, told: str) -> None:
    talk = Talk()
    assert told in hear(talk, Kind.VOICE, media=(Media("", "video/mp4", problem=problem),))
    assert Flagged("voice") not in talk.last


def test_a_maps_address_is_a_place_and_no_question() -> None:
    said = Talk().say("موقعي: https://maps.app.goo.gl/abc", sure("contact_info"))
    assert "وصل الموقع" in said


def test_a_video_is_for_a_colleague_and_never_a_paper() -> None:
    talk = numbered_form(NAME)
    assert "سيشاهده موظف الجمعية" in hear(talk, Kind.VOICE, media=(Media("v", "video/mp4", digest="d"),))
    assert Flagged("voice") in talk.last


def test_a_voice_that_was_understood_answers_and_is_said_back() -> None:
    talk = numbered_form(NAME)
    said = hear(talk, Kind.VOICE, NUMBER, media=(Media("v1", "audio/ogg", heard=True),))
    assert "هذا ما سمعته منك: «********53»" in said
    assert "جوالك" in said
    assert answers(talk)["identity"] == NUMBER
    assert talk.session.top
    assert talk.session.top.answers["identity"].how == "spoken"


def test_where_the_number_is_asked_it_can_be_shared() -> None:
    talk = numbered_form(NAME, NUMBER)
    assert [reply.share for reply in talk.replies] == ["مشاركة رقمي"]
    hear(talk, Kind.CONTACT, "966551234567", state="own")
    assert answers(talk)["mobile"] == "+966551234567"
    assert talk.session.top
    assert talk.session.top.answers["mobile"].how == "shared"


@pytest.mark.parametrize(("channel", "told"), [("telegram", "مشاركته بالزر"), ("whatsapp", "كتابة رقم جوالك هنا")])
def test_somebody_elses_card_proves_nothing(channel: str, told: str) -> None:
    talk = numbered_form(NAME, NUMBER)
    talk.channel = channel
    assert told in hear(talk, Kind.CONTACT, "966551234567")
    assert "mobile" not in answers(talk)
    assert [reply.share for reply in talk.replies][-1] == "مشاركة رقمي"


@pytest.mark.parametrize("kind", [Kind.CONTACT, Kind.LOCATION])
def test_where_no_question_is_open_no_answer_to_one_is_asked_for(kind: Kind) -> None:
    assert "كتابة الجواب" in hear(numbered_form(NAME), kind, "966551234567")
    idle = hear(Talk(), kind, "966551234567")
    assert "شكرًا لك" in idle
    assert "كيف نقدر نخدمك" in idle
    assert "كتابة الجواب" not in idle


def test_a_card_without_a_number_is_nothing_to_thank_for() -> None:
    assert "لا أستطيع قراءته" in hear(Talk(), Kind.CONTACT)


def test_a_card_that_nobody_asked_for_is_no_answer() -> None:
    talk = numbered_form(NAME)
    assert "رقم هويتك" in hear(talk, Kind.CONTACT, "966551234567", state="own")
    assert "identity" not in answers(talk)


def test_a_changed_message_changes_its_answer_and_the_form_goes_on_where_it_was() -> None:
    talk = numbered_form(NAME, NUMBER, "0551234567")
    said = hear(talk, Kind.EDITED, "سارة سعد القحطاني", message="m1")
    assert "جوابك المعدّل" in said
    assert "في أي مدينة" in said
    assert answers(talk) | {"full_name": ""} == answers(numbered_form(NAME, NUMBER, "0551234567")) | {"full_name": ""}
    assert answers(talk)["full_name"] == "سارة سعد القحطاني"


def test_a_change_that_is_no_answer_leaves_the_answer_as_it_was() -> None:
    talk = numbered_form(NAME, NUMBER)
    said = hear(talk, Kind.EDITED, "12", message="m2")
    assert "كما هو" in said
    assert "جوالك" in said
    assert answers(talk)["identity"] == NUMBER


def test_a_wrong_answer_put_right_in_place_counts_like_a_new_one() -> None:
    talk = numbered_form(NAME, "15260")
    assert "جوالك" in hear(talk, Kind.EDITED, NUMBER, message="m2")
    assert answers(talk)["identity"] == NUMBER


@pytest.mark.parametrize("message", ["m0", ""])
def test_a_change_of_something_long_gone_is_kindly_told(message: str) -> None:
    talk = numbered_form(NAME)
    said = hear(talk, Kind.EDITED, "كلام آخر", message=message)
    assert "لم يتغيّر شيء" in said
    assert "رقم هويتك" in said
    assert answers(talk)["full_name"] == NAME


def test_a_change_after_the_form_was_sent_changes_nothing() -> None:
    talk = Talk()
    said = hear(talk, Kind.TEXT, "مرحبا", message="m1")
    hear(talk, Kind.TEXT, "القائمة", message="m2")
    said = hear(talk, Kind.EDITED, "مرحبا بكم", message="m1")
    assert "لم يتغيّر شيء" in said


def test_an_agreement_ends_with_a_changed_answer() -> None:
    talk = numbered_form(NAME, NUMBER, "0551234567", "جدة")
    talk.tap("تربوية")
    talk.say("أحتاج النصح مع ولدي")
    talk.send("application/pdf")
    talk.tap("صحيح، نكمل")
    assert "للتوقيع" in talk.tap("أقر وأوافق")
    said = hear(talk, Kind.EDITED, "سارة سعد القحطاني", message="m1")
    assert "جوابك المعدّل" in said
    assert "للتوقيع" not in said
    assert "سارة سعد القحطاني" in said


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("/services", "هذه خدمات"),
        ("/services@sanad_bot", "هذه خدمات"),
        ("/human", "موظف"),
        ("/menu@sanad_bot", "كيف نقدر نخدمك"),
        ("/start", "حياك الله في جمعية"),
        ("/start something-of-yesterday", "حياك الله في جمعية"),
        ("/start family_consultation", "الاستشارات الأسرية"),
        ("/language", "بأي لغة"),
    ],
)
def test_a_command_does_what_its_name_says(command: str, expected: str) -> None:
    assert expected in Talk().say(command, Meaning())


def test_a_group_is_told_once_and_nothing_is_remembered() -> None:
    talk = Talk()
    said = hear(talk, Kind.UNSUPPORTED, error="group")
    assert "المجموعات" in said
    assert talk.replies == (Reply(said),)
    assert talk.session == Session()
