"""Whatever people send in whatever order: never an exception, never silence, never a trap."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.message import Kind
from flows.routes import ROUTES
from tests.talk import VAGUE, Talk, sure

TEXTS = st.one_of(
    st.text(max_size=60),
    st.sampled_from([
        "نعم", "لا", "1", "٢", "9", "القائمة", "رجوع", "إلغاء", "متابعة", "موظف", "مساعدة", "تخطي", "بعدين",
        "1526018153", "0551234567", "نورة سعد القحطاني", "جدة", "{charity}", "%s", "YSR-4K7Q-2", "a" * 5000,
    ]),
)  # fmt: skip
SERVICES = st.sampled_from(["", "family_consultation", "skills_programmes", "shaml_centre", "protection_centre"])
MEANINGS = st.one_of(
    st.just(VAGUE),
    st.builds(
        lambda intent, service: sure(intent, service=service),
        st.sampled_from([name for name in ROUTES if name != "emergency"]),
        SERVICES,
    ),
)
STEPS = st.one_of(
    st.tuples(st.just("say"), TEXTS, MEANINGS),
    st.tuples(st.just("tap"), st.integers(0, 9)),
    st.tuples(st.just("old"), st.integers(1, 40), st.integers(1, 6)),
    st.tuples(st.just("send"), st.sampled_from(["image/jpeg", "application/zip"])),
    st.tuples(st.just("hear"), st.sampled_from([Kind.VOICE, Kind.LOCATION, Kind.UNSUPPORTED])),
    st.tuples(st.just("resume")),
)


def play(talk: Talk, step: tuple[object, ...]) -> str:
    match step:
        case ("say", str(text), meaning):
            return talk.say(text, meaning)  # type: ignore[arg-type]  # built by MEANINGS
        case ("tap", int(number)):
            buttons = [b for r in talk.replies for b in r.buttons]
            return talk.tap_id(buttons[number % len(buttons)].id if buttons else "go.menu")
        case ("old", prompt, number):
            return talk.tap_id(f"{prompt}.{number}")
        case ("send", str(mime)):
            return talk.send(mime)
        case ("hear", Kind() as kind):
            return talk.hear(kind)
    return talk.resume()


@settings(max_examples=150, deadline=None)
@given(st.lists(STEPS, max_size=25), st.sampled_from(["ar", "en"]))
def test_every_message_is_answered_and_never_breaks_the_engine(steps: list[tuple[object, ...]], language: str) -> None:
    talk = Talk()
    talk.session = replace(talk.session, language=language)
    for step in steps:
        said = play(talk, step)
        assert said.strip(), step
        assert "{" not in said.replace("{charity}", ""), said
        assert len(talk.session.stack) <= 4


@settings(max_examples=60, deadline=None)
@given(st.lists(STEPS, max_size=15))
def test_menu_and_a_person_are_always_one_word_away(steps: list[tuple[object, ...]]) -> None:
    talk = Talk()
    for step in steps:
        play(talk, step)
    before = talk.session
    assert talk.say("القائمة").strip()
    assert talk.session.owner == "bot"
    talk.session = replace(before, owner="bot")
    talk.say("موظف")
    assert talk.session.owner == "queue"


@pytest.mark.parametrize("intent", sorted(ROUTES))
@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_intent_is_answered_in_both_languages(intent: str, language: str) -> None:
    talk = Talk()
    talk.session = replace(talk.session, language=language)
    assert talk.say("شي", sure(intent)).strip()
