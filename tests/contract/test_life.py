"""An application's life, on SQLite and on PostgreSQL alike."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text, update

from flows.events import Declared, Submitted
from flows.life import COMMITTEE, PERSON, RESEARCHER, Impossible
from flows.message import Incoming, Kind
from flows.part import Words
from flows.service import DocumentKind, FormField, Service, Verification
from flows.session import Answer
from storage import corrections, inbox, life, reach, records, staff, turns
from storage.corrections import Correction
from storage.engine import Database
from storage.life import Wish
from storage.tables import Address, table
from tests import line

NOW = datetime(2026, 11, 1, 7, tzinfo=UTC)
SOON = NOW + timedelta(days=2)
REFERENCE = "YSR-4K7Q-2"
WORDS = Words(ar="نص", en="text")
PACK = line.pack().model_copy(
    update={
        "services": [
            Service(
                id="food",
                name=WORDS,
                about=WORDS,
                verification=[
                    Verification(kind="administrative"),
                    Verification(kind="interview"),
                    Verification(kind="field_visit", required=False),
                ],
                documents=["lease"],
            ),
            Service(id="rent", name=WORDS, about=WORDS),
        ],
        "fields": [FormField(id="who", kind="identity", ask=WORDS, label=WORDS)],
        "documents": [DocumentKind(id="lease", label=WORDS, why=WORDS, keep="file")],
    }
)
FIRST, SECOND = "1000000008", "1000000016"


@pytest.fixture
def filed(database: Database) -> Database:
    """One application submitted, and two colleagues: 1 and 2."""
    for login in ("muna", "layla"):
        account: dict[str, Any] = {"password": "x", "role": "supervisor", "charities": ["yusr"]}
        database.write_now(staff.add, login=login, name=login, now=NOW, **account)
    submit(database)
    return database


def submit(
    database: Database,
    reference: str = REFERENCE,
    *,
    who: str = "+966500000001",
    number: str = FIRST,
    service: str = "food",
) -> None:
    message = Incoming(Kind.TEXT, f"{who}{reference}", who, "مرحبا")
    conversation = database.write_now(inbox.accept, line.CHARITY, "whatsapp", [message], NOW).waiting[0]
    answers = {"who": Answer(number, "typed", NOW.isoformat())}
    event = Submitted(reference, service, "v1", answers, {}, Declared("1", "d", "d", "Name as signed"))

    def inside(connection: Connection) -> None:
        records.record(connection, turns.hold(connection, conversation), [event], pack=PACK, now=NOW)

    database.write_now(inside)


def move(database: Database, name: str, by: int | str = 1, *, now: datetime = NOW, **more: Any) -> life.Moved:
    actor = f"staff:{by}" if isinstance(by, int) else by
    actors = (PERSON,) if actor == "person" else (RESEARCHER, COMMITTEE)
    wish = Wish(line.CHARITY, more.pop("reference", REFERENCE), name, actor, actors, **more)
    return database.write_now(life.move, wish, pack=PACK, now=now)


def interviewed(database: Database) -> None:
    move(database, "check")
    move(database, "interview", at=SOON, place="المقر")
    move(database, "record_visit", way="held", reason="تمت المقابلة", now=SOON)


def refused(database: Database, name: str, by: int | str = 1, **more: Any) -> str:
    before = line.rows(database, "SELECT status, updated_at FROM applications ORDER BY id")
    events = line.rows(database, "SELECT count(*) FROM application_events")
    with pytest.raises(Impossible) as caught:
        move(database, name, by, **more)
    assert line.rows(database, "SELECT status, updated_at FROM applications ORDER BY id") == before
    assert line.rows(database, "SELECT count(*) FROM application_events") == events
    return caught.value.why


def test_from_submitted_to_served_every_move_is_one_event(filed: Database) -> None:
    interviewed(filed)
    move(filed, "recommend", way="accept", reason="تنطبق الشروط")
    move(filed, "accept", by=2)
    move(filed, "serve")
    assert line.rows(filed, "SELECT status FROM applications") == [("served",)]
    told = line.rows(filed, 'SELECT actor, move, "before", "after", detail FROM application_events ORDER BY id')
    assert told == [
        ("person", "submit", "draft", "submitted", ""),
        ("staff:1", "check", "submitted", "checking", ""),
        ("staff:1", "interview", "checking", "interview", ""),
        ("staff:1", "record_visit", "interview", "checking", "held"),
        ("staff:1", "recommend", "checking", "committee", "accept"),
        ("staff:2", "accept", "committee", "accepted", ""),
        ("staff:1", "serve", "accepted", "served", ""),
    ]


def test_what_was_written_is_kept_encrypted(filed: Database) -> None:
    move(filed, "check")
    move(filed, "ask_information", reason="  صورة العقد ")
    (raw,) = line.rows(filed, "SELECT note FROM application_events ORDER BY id DESC LIMIT 1")[0]
    assert "العقد" not in raw
    assert filed.keyring.decrypt_json(raw) == "صورة العقد"


@pytest.mark.parametrize("decision", ["accept", "reject", "send_back"])
def test_nobody_decides_on_their_own_recommendation(filed: Database, decision: str) -> None:
    interviewed(filed)
    move(filed, "recommend", by=1, way="reject", reason="لا تنطبق الشروط")
    assert refused(filed, decision, by=1, reason="قرار") == "same_person"
    assert move(filed, decision, by=2, reason="قرار").before == "committee"


def test_only_the_latest_recommendation_binds(filed: Database) -> None:
    interviewed(filed)
    move(filed, "recommend", by=1, way="accept", reason="أولى")
    move(filed, "send_back", by=2, reason="تنقصه ورقة")
    move(filed, "recommend", by=2, way="accept", reason="ثانية")
    assert refused(filed, "accept", by=2) == "same_person"
    assert move(filed, "accept", by=1).after == "accepted"


def test_a_recommendation_says_which_way_and_why(filed: Database) -> None:
    interviewed(filed)
    assert refused(filed, "recommend", reason="رأي") == "recommendation"
    assert refused(filed, "recommend", way="accept") == "reason"
    move(filed, "recommend", way="reject", reason="رأي")
    assert line.rows(filed, "SELECT recommendation, recommended_by FROM applications") == [("reject", 1)]


def test_a_missed_interview_does_not_count_as_held(filed: Database) -> None:
    move(filed, "check")
    assert refused(filed, "recommend", way="accept", reason="رأي") == "verification"
    move(filed, "interview", at=SOON, place="المقر")
    move(filed, "record_visit", way="missed", reason="لم تحضر", now=SOON)
    assert refused(filed, "recommend", way="accept", reason="رأي") == "verification"
    move(filed, "interview", at=SOON + timedelta(days=1), place="المقر", now=SOON)
    move(filed, "record_visit", way="held", reason="تمت", now=SOON + timedelta(days=1))
    assert move(filed, "recommend", way="accept", reason="رأي", now=SOON + timedelta(days=2)).after == "committee"
    assert line.rows(filed, "SELECT kind, state, staff_id FROM appointments ORDER BY id") == [
        ("interview", "missed", 1),
        ("interview", "held", 1),
    ]


def test_an_appointment_needs_a_time_to_come_and_a_place(filed: Database) -> None:
    move(filed, "check")
    assert refused(filed, "interview", place="المقر") == "appointment"
    assert refused(filed, "interview", at=NOW, place="المقر") == "appointment"
    assert refused(filed, "interview", at=SOON, place=" ") == "appointment"
    move(filed, "interview", at=SOON, place="المقر")
    assert refused(filed, "record_visit", reason="تمت") == "visit"


def test_an_appointment_that_gives_way_to_another_step_is_cancelled(filed: Database) -> None:
    move(filed, "check")
    move(filed, "field_visit", at=SOON, place="البيت")
    move(filed, "interview", at=SOON, place="المقر")
    move(filed, "ask_information", reason="ورقة")
    assert line.rows(filed, "SELECT kind, state FROM appointments ORDER BY id") == [
        ("field_visit", "cancelled"),
        ("interview", "cancelled"),
    ]


def test_a_visit_that_nobody_planned_is_recorded_and_counts(filed: Database) -> None:
    move(filed, "check")
    visit: dict[str, Any] = {"way": "held", "kind": "interview", "at": NOW, "place": "المقر", "reason": "حضرت بلا موعد"}
    done = move(filed, "record_visit", **visit)
    assert (done.before, done.after) == ("checking", "checking")
    assert line.rows(filed, "SELECT kind, state, staff_id FROM appointments") == [("interview", "held", 1)]
    (words,) = line.rows(filed, "SELECT outcome FROM appointments")[0]
    assert filed.keyring.decrypt_json(words) == "حضرت بلا موعد"
    assert move(filed, "recommend", way="accept", reason="رأي").after == "committee"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"at": SOON}, "past"),
        ({"at": None}, "past"),
        ({"place": " "}, "past"),
        ({"way": "missed"}, "visit"),
        ({"kind": "committee"}, "service"),
        ({"reason": ""}, "reason"),
    ],
)
def test_a_visit_that_nobody_planned_took_place_somewhere_before_now(
    filed: Database, wrong: dict[str, Any], why: str
) -> None:
    visit: dict[str, Any] = {"way": "held", "kind": "interview", "at": NOW, "place": "المقر", "reason": "تمت"}
    assert refused(filed, "record_visit", **visit) == "state", "the review has not begun"
    move(filed, "check")
    assert refused(filed, "record_visit", **{**visit, **wrong}) == why


def test_no_visit_is_recorded_for_a_service_that_has_none(filed: Database) -> None:
    reference = "YSR-4K7Q-3"
    submit(filed, reference, who="+966500000002", number=SECOND, service="rent")
    move(filed, "check", reference=reference)
    visit: dict[str, Any] = {"way": "held", "kind": "interview", "at": NOW, "place": "المقر", "reason": "تمت"}
    assert refused(filed, "record_visit", reference=reference, **visit) == "service"


def test_the_move_says_which_appointment_to_come_it_cancelled(filed: Database) -> None:
    move(filed, "check")
    assert move(filed, "field_visit", at=SOON, place="البيت").cancelled is None
    assert move(filed, "interview", at=SOON + timedelta(days=1), place="المقر").cancelled == SOON
    gone_by = SOON + timedelta(days=2)
    assert move(filed, "ask_information", reason="ورقة", now=gone_by).cancelled is None


def test_papers_asked_for_by_name_are_wanted_again(filed: Database) -> None:
    move(filed, "check")
    move(filed, "ask_information", reason="عقد أوضح", papers=["lease"])
    assert line.rows(filed, "SELECT kind, keep, wanted FROM documents") == [("lease", "file", 1)]
    move(filed, "supply")
    line_one = "UPDATE documents SET wanted = false, verdict = 'matches'"
    filed.write_now(lambda connection: connection.execute(text(line_one)))
    move(filed, "ask_information", reason="عقد أحدث", papers=["lease"])
    assert line.rows(filed, "SELECT kind, wanted, verdict FROM documents") == [("lease", 1, "matches")]
    details = line.rows(filed, "SELECT detail FROM application_events WHERE move = 'ask_information'")
    assert details == [("lease",), ("lease",)]


def test_only_papers_of_the_service_are_asked_for_by_name(filed: Database) -> None:
    move(filed, "check")
    assert refused(filed, "ask_information", reason="ورقة", papers=["passport"]) == "paper"
    assert refused(filed, "ask_information", papers=["lease"]) == "reason"
    assert refused(filed, "recommend", way="accept", reason="رأي", papers=["lease"]) == "verification"
    assert line.rows(filed, "SELECT count(*) FROM documents") == [(0,)]


def test_an_impossible_move_changes_nothing(filed: Database) -> None:
    assert refused(filed, "accept", by=2) == "state"
    assert refused(filed, "check", by="person") == "actor"
    assert refused(filed, "dance") == "unknown"
    assert refused(filed, "check", reference="YSR-0000-0") == "unknown"


def test_the_person_withdraws_with_the_same_function(filed: Database) -> None:
    assert move(filed, "withdraw", by="person").after == "withdrawn"
    assert refused(filed, "withdraw", by="person") == "state"


def test_another_charity_moves_nothing_of_ours(filed: Database) -> None:
    with pytest.raises(Impossible, match="unknown"):
        filed.write_now(life.move, Wish("khamis", REFERENCE, "check", "staff:1", (RESEARCHER,)), pack=PACK, now=NOW)


def test_whoever_saw_an_older_state_is_told(filed: Database) -> None:
    (seen,) = line.rows(filed, "SELECT max(id) FROM application_events")[0]
    move(filed, "check", seen=seen)
    assert refused(filed, "withdraw", seen=seen) == "raced"


def test_of_two_decisions_at_once_one_is_made(filed: Database) -> None:
    interviewed(filed)
    move(filed, "recommend", way="accept", reason="رأي")
    outcomes: list[str] = []
    ready = threading.Barrier(2)

    def decide(name: str) -> None:
        ready.wait()
        try:
            outcomes.append(move(filed, name, by=2, reason="قرار").after)
        except Impossible as refusal:
            outcomes.append(refusal.why)

    threads = [threading.Thread(target=decide, args=(name,)) for name in ("accept", "reject")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) in (["accepted", "state"], ["rejected", "state"])


# Where the person can be written to


def where(database: Database, *channels: str, now: datetime = NOW) -> reach.Reach:
    return database.write_now(reach.find, 1, channels or ("whatsapp", "sms"), now)


def last_wrote(database: Database, at: datetime) -> None:
    def inside(connection: Connection) -> None:
        held = turns.hold(connection, 1)
        turns.save(connection, held, held.session, owner=held.owner, epoch=held.epoch, inbound=at, now=at)

    database.write_now(inside)


def mark(database: Database, column: str) -> None:
    marking = update(table(Address)).values({column: NOW})
    database.write_now(lambda connection: connection.execute(marking))


def test_the_own_conversation_is_used_while_whatsapp_takes_words(filed: Database) -> None:
    last_wrote(filed, NOW)
    assert where(filed, now=NOW + timedelta(hours=23, minutes=59)).conversation == 1


def test_after_the_window_the_same_number_gets_an_sms(filed: Database) -> None:
    last_wrote(filed, NOW)
    late = NOW + timedelta(hours=24)
    found = where(filed, now=late)
    assert found == where(filed, now=late), "the conversation is made once"
    assert found.conversation == 2
    rows = line.rows(filed, "SELECT channel, address, person_id FROM addresses ORDER BY id")
    assert rows[1:] == [("sms", "+966500000001", 1)]
    assert where(filed, "whatsapp", now=late).untold == "window"


def test_who_has_no_number_cannot_be_sent_an_sms(filed: Database) -> None:
    last_wrote(filed, NOW)
    unnamed = update(table(Address)).values(address="SA.8Kd92mXa")
    filed.write_now(lambda connection: connection.execute(unnamed))
    assert where(filed, now=NOW + timedelta(hours=24)).untold == "window"
    assert line.rows(filed, "SELECT count(*) FROM conversations") == [(1,)]


@pytest.mark.parametrize(("column", "why"), [("blocked_at", "blocked"), ("opted_out_at", "opted_out")])
def test_a_blocked_address_is_not_written_to_by_sms_either(filed: Database, column: str, why: str) -> None:
    mark(filed, column)
    assert (where(filed).conversation, where(filed).untold) == (None, why)
    assert line.rows(filed, "SELECT count(*) FROM conversations") == [(1,)]


def test_without_a_conversation_or_a_channel_there_is_nowhere_to_write(filed: Database) -> None:
    assert filed.write_now(reach.find, None, ("sms",), NOW).untold == "nowhere"
    assert where(filed, "telegram").untold == "no_channel"


# Corrections


def correct(database: Database, value: str, *, actors: tuple[str, ...] = (RESEARCHER,)) -> int:
    answer = Answer(value, "staff", NOW.isoformat())
    correction = Correction(line.CHARITY, REFERENCE, "who", answer, "staff:1", actors)
    return database.write_now(corrections.correct, correction, pack=PACK, now=NOW)


def test_a_corrected_answer_keeps_the_old_one_in_its_event(filed: Database) -> None:
    correct(filed, SECOND)
    event = line.rows(filed, 'SELECT actor, move, "before", "after", detail, note FROM application_events')[-1]
    assert event[:5] == ("staff:1", "correct", "submitted", "submitted", "who")
    assert filed.keyring.decrypt_json(event[5])["value"] == FIRST
    (stored,) = line.rows(filed, "SELECT answers FROM applications")[0]
    assert filed.keyring.decrypt_json(stored)["who"] == {
        "value": SECOND,
        "how": "staff",
        "at": NOW.isoformat(),
        "shown": "",
        "message": "",
    }


def test_a_corrected_identity_number_makes_it_the_other_persons_application(filed: Database) -> None:
    submit(filed, "YSR-4K7Q-3", who="+966500000002", number=SECOND)
    correct(filed, SECOND)
    assert line.rows(filed, "SELECT count(DISTINCT person_id) FROM applications") == [(1,)]


def test_an_answer_is_corrected_by_a_researcher_and_before_the_committee_only(filed: Database) -> None:
    with pytest.raises(Impossible, match="actor"):
        correct(filed, SECOND, actors=(COMMITTEE,))
    interviewed(filed)
    move(filed, "recommend", way="accept", reason="رأي")
    with pytest.raises(Impossible, match="state"):
        correct(filed, SECOND)
