"""Whatever people send in whatever order: never an exception, never silence, never a trap, never a number told on.

With CI=true, or `--hypothesis-profile=ci`, the examples are the same each time.
"""

import json
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.packs import read_all
from flows import engine, running
from flows.arabic import digits
from flows.events import Asked, HandedOff, Moved, Noted
from flows.library import load as library
from flows.library import texts
from flows.message import ApplicationView, Dossier, Incoming, Kind, Meaning, Media, Reply
from flows.moves import Start
from flows.pack import Pack
from flows.parking import MAX_PARKED, hand_over
from flows.play import Play
from flows.redact import mask
from flows.routes import ROUTES
from flows.running import MAX_DEPTH
from flows.session import Session, dump, load
from flows.turn import Turn, World
from tests.packs import CHARITIES
from tests.strategies import CHANNELS, IBAN, IQAMA, NATIONAL_ID, Step, dossiers, steps
from tests.talk import Talk, sure

PLACEHOLDER = re.compile(r"\{[a-z_.0-9]*\}")
NUMBERS = (NATIONAL_ID, IQAMA, IBAN.removeprefix("SA"))
# A form has some twenty answers of at most 2,000 signs, each kept as value and as shown; five forms may be put aside.
MOST_BYTES, MOST_TRAIL, MOST_MEMO = 400_000, 64, 20_000

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


@cache
def packs() -> dict[str, Pack]:
    """Every charity that can be read; `sanad check` tells of the others."""
    return {reading.name: reading.pack for reading in read_all(CHARITIES, texts()) if reading.pack}


@dataclass
class Person:
    """Plays steps and holds every turn against what is claimed of all of them."""

    pack: Pack
    channel: str = "web"
    session: Session = field(default_factory=Session)
    dossier: Dossier = Dossier()
    replies: tuple[Reply, ...] = ()
    now: datetime = datetime(2026, 3, 1, 9, tzinfo=UTC)
    _albums: set[str] = field(default_factory=set)

    def world(self) -> World:
        self.now += timedelta(seconds=20)
        return World(self.pack, library(), self.now, (3, 14, 15, 9), self.dossier, self.channel)

    def enter(self, flow: str, service: str) -> None:
        """Be where this flow begins."""
        play = Play(self.world(), self.session)
        running.begin(play, Start(flow, service, {"words": "كلام", "reference": "", "question": ""}))
        running.settle(play)
        self.keep(play.turn(), "")

    def play(self, step: Step) -> None:
        self.dossier = step.dossier or self.dossier
        if step.do == "staff":
            self.session = replace(self.session, owner="staff")
        elif step.do == "elsewhere":
            self.session, _ = hand_over(self.session, library())
        elif step.do == "resume":
            self.keep(engine.resume(self.session, self.world()), "")
        else:
            self.hear(self.message(step), step.meaning)

    def message(self, step: Step) -> Incoming:
        buttons = [button for reply in self.replies for button in reply.buttons]
        match step.do:
            case "say" | "edit":
                kind = Kind.TEXT if step.do == "say" else Kind.EDITED
                return Incoming(kind, "", "a", text=step.text, message=f"m{step.place}")
            case "speak":
                heard = (Media("v", "audio/ogg", heard=True),)
                return Incoming(Kind.VOICE, "", "a", text=step.text, media=heard)
            case "share":
                return Incoming(Kind.CONTACT, "", "a", text=step.text, state="own")
            case "tap" if buttons:
                return Incoming(Kind.TAP, "", "a", tap=buttons[step.place % len(buttons)].id)
            case "tap" | "press":
                return Incoming(Kind.TAP, "", "a", tap=step.text)
            case "send":
                return Incoming(Kind.MEDIA, "", "a", text=step.text, media=step.media, ref=step.kind)
            case "opted_out" | "opted_in":
                return Incoming(Kind(step.do), "", "a", state=step.text)
        return Incoming(Kind(step.kind), "", "a")

    def hear(self, message: Incoming, meaning: Meaning) -> None:
        before = self.session
        turn = engine.advance(before, message, meaning, self.world())
        if message.state == "answered" or before.owner == "staff":
            assert not turn.replies or meaning.emergency, "silence is asked for"
        elif not (message.ref and message.ref in self._albums):
            # Pictures sent together are answered once.
            assert turn.replies, "silence"
        self._albums.add(message.ref)
        self._no_number_in(mask(message.text))
        self.keep(turn, message.text)

    def keep(self, turn: Turn, said: str) -> None:
        """Hold the turn against every claim, and go on from its session as it is stored."""
        told = "\n".join(reply.text for reply in turn.replies)
        for reply in turn.replies:
            assert reply.text.strip()
            ids = [button.id for button in reply.buttons]
            assert len(set(ids)) == len(ids)
            assert all(0 < len(name.encode()) <= 64 for name in ids)
            assert all(button.label.strip() for button in reply.buttons)
        assert all(found in said or found in str(self.dossier) for found in PLACEHOLDER.findall(told)), told
        self._no_number_in(told)
        for event in turn.events:
            if isinstance(event, Asked | HandedOff | Noted):
                self._no_number_in(mask(str(event)))
        self._waits(turn)
        self._bounded(turn.session)
        self.session = load(json.loads(json.dumps(dump(turn.session))))
        assert self.session == turn.session
        self.replies = turn.replies or self.replies

    @staticmethod
    def _no_number_in(told: str) -> None:
        plain = re.sub(r"\D", "", digits(told))
        assert not any(number in plain for number in NUMBERS), told

    def _waits(self, turn: Turn) -> None:
        """Something is asked, or the ways on are shown; a choice has something to choose."""
        session = turn.session
        if session.owner != "bot" or not turn.replies:
            return
        if session.top is None:
            assert turn.replies[-1].buttons or self.channel == "sms", "a dead end"
        elif library()[session.top.flow].steps[session.top.step].kind == "choose":
            assert session.offered, "a choice of nothing"

    @staticmethod
    def _bounded(session: Session) -> None:
        frames = (*session.stack, *session.parked)
        assert len(session.stack) <= MAX_DEPTH
        assert len(session.parked) <= MAX_PARKED
        assert all(len(frame.trail) <= MOST_TRAIL for frame in frames)
        assert all(sum(map(len, frame.memo.values())) <= MOST_MEMO for frame in frames)
        assert len(json.dumps(dump(session))) <= MOST_BYTES


@st.composite
def lives(draw: st.DrawFn, pack: Pack, most: int = 12) -> tuple[Dossier, list[Step]]:
    return draw(dossiers(pack)), draw(st.lists(steps(pack), max_size=most))


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("slug", sorted(packs()))
def test_a_conversation_never_breaks_whatever_is_said(slug: str, language: str) -> None:
    pack = packs()[slug]

    @settings(max_examples=30, deadline=None, suppress_health_check=QUIET)
    @given(lives(pack, most=20), st.sampled_from(CHANNELS))
    def holds(life: tuple[Dossier, list[Step]], channel: str) -> None:
        person = Person(pack, channel, Session(language=language), life[0])
        for step in life[1]:
            person.play(step)

    holds()


@pytest.mark.parametrize("flow", sorted(library()))
def test_every_flow_bears_everything_from_its_start(flow: str) -> None:
    @settings(max_examples=12, deadline=None, suppress_health_check=QUIET)
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        pack = packs()[data.draw(st.sampled_from(sorted(packs())))]
        service = data.draw(st.sampled_from(["", *(service.id for service in pack.services)]))
        dossier, then = data.draw(lives(pack))
        person = Person(pack, data.draw(st.sampled_from(CHANNELS)), Session(greeted=True), dossier)
        person.enter(flow, service)
        for step in then:
            person.play(step)

    holds()


@settings(max_examples=40, deadline=None, suppress_health_check=QUIET)
@given(lives(packs()["yusr"]))
def test_menu_and_a_person_are_always_one_word_away(life: tuple[Dossier, list[Step]]) -> None:
    person = Person(packs()["yusr"], dossier=life[0])
    for step in life[1]:
        person.play(step)
    for word, owner in (("القائمة", "bot"), ("موظف", "queue")):
        person.session = replace(person.session, owner="bot")
        person.hear(Incoming(Kind.TEXT, "", "a", text=word), Meaning())
        assert person.session.owner == owner


@pytest.mark.parametrize("intent", sorted(ROUTES))
@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_intent_is_answered_in_both_languages(intent: str, language: str) -> None:
    talk = Talk()
    talk.session = replace(talk.session, language=language)
    assert talk.say("شي", sure(intent)).strip()


def test_whoever_waits_for_a_person_hears_that_messages_start_or_stop() -> None:
    for kind in (Kind.OPTED_OUT, Kind.OPTED_IN):
        talk = Talk()
        talk.say("موظف")
        assert talk.session.owner == "queue"
        assert talk.hear(kind).strip()
        assert talk.session.owner == "queue"


def test_whoever_waits_for_a_person_is_not_asked_what_lies_underneath() -> None:
    talk = Talk()
    talk.say("أبغى استشارة", sure("apply", service="family_consultation"))
    asked = talk.replies[-1].text
    talk.say("موظف")
    assert asked not in talk.hear(Kind.OPTED_IN)


def test_a_form_changed_a_thousand_times_stays_small() -> None:
    talk = Talk()
    talk.fill_in()
    sizes = []
    for _ in range(1_000):
        talk.tap("تعديل إجابة")
        talk.tap("المدينة")
        talk.say("جدة")
        sizes.append(len(json.dumps(dump(talk.session))))
    assert sizes[-1] < sizes[100] + 50


def test_a_pack_with_other_parts_finds_its_own() -> None:
    pack = packs()["yusr"]
    first = pack.services[0]
    assert pack.service(first.id) is first
    assert pack.model_copy(update={"services": pack.services[1:]}).service(first.id) is None
    assert pack.service(first.id) is first


def view(reference: str, status: str, service: str = "family_consultation") -> ApplicationView:
    return ApplicationView(reference, service, status, datetime(2026, 2, 1, tzinfo=UTC))


def test_a_request_that_staff_moved_on_between_question_and_answer_is_not_withdrawn() -> None:
    one, other = view("YSR-4K7Q-G", "submitted"), view("YSR-9TPM-R", "submitted")
    talk = Talk(applications=(one, other))
    talk.say("ابي اسحب طلبي", sure("withdraw_application"))
    talk.applications = (replace(one, status="served"), replace(other, status="served"))
    assert talk.say("1").strip()
    assert not any(isinstance(event, Moved) for event in talk.events)


def test_what_can_no_longer_be_corrected_is_told_and_never_an_empty_choice() -> None:
    talk = Talk(applications=(view("YSR-4K7Q-G", "submitted"),))
    talk.say("ابي اعدل بياناتي", sure("update_data"))
    talk.applications = (view("YSR-4K7Q-G", "committee"),)
    assert talk.say("1").strip()
    assert talk.session.offered


def test_a_request_for_a_service_long_dropped_offers_no_questions_to_correct() -> None:
    talk = Talk(applications=(view("YSR-4K7Q-G", "submitted", "service_of_old"),))
    talk.say("ابي اعدل بياناتي", sure("update_data"))
    assert talk.session.top is None or talk.session.top.flow != "correct"


def test_a_thousand_messages_of_what_staff_asked_for_leave_the_session_small() -> None:
    talk = Talk(applications=(view("YSR-4K7Q-G", "needs_information"),))
    talk.say("تفضلوا", sure("check_status"))
    talk.tap("إرسال المطلوب")
    for _ in range(1_000):
        talk.say("كلام " * 300)
    assert len(json.dumps(dump(talk.session), ensure_ascii=False)) < 20_000
