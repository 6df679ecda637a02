"""What staff file for somebody, on SQLite and on PostgreSQL alike."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, update

from flows.events import Declared, Submitted
from flows.message import ApplicationView, Incoming, Kind
from flows.pack import Pack
from flows.part import Words
from flows.service import DocumentKind, FormField
from flows.session import Answer
from storage import dossier, inbox, intake, reach, turns
from storage.applications import ReferenceTaken
from storage.dossier import Wanted
from storage.engine import Database
from storage.intake import Intake, Repeated
from storage.tables import Conversation, Staff, table
from tests import line

_conversation = table(Conversation)
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
PHONE, IDENTITY, REFERENCE, ANOTHER = "+966500000007", "1000000008", "YSR-2222-2", "YSR-3333-3"


def pack() -> Pack:
    words = Words(ar="نص")
    fields = [FormField(id=kind, kind=kind, ask=words, label=words) for kind in ("identity", "mobile")]
    return line.pack().model_copy(
        update={"fields": fields, "documents": [DocumentKind(id="card", label=words, why=words)]}
    )


def given(value: object) -> Answer:
    return Answer(value, "staff", NOW.isoformat(), str(value))


def taken(**changes: Any) -> Intake:
    answers = {"identity": given(IDENTITY), "mobile": given(PHONE)}
    papers = {"card": given({"files": []})}
    event = Submitted(REFERENCE, "food", "v1", answers, papers, Declared("1@v1", "t", "a", "سارة"))
    made = Intake(line.CHARITY, event, 1, intake.LETTER, intake.ON_PAPER, NOW, seen=["card"])
    return replace(made, **changes)


def submit(database: Database, made: Intake) -> int:
    return database.write_now(intake.submit, made, pack=pack(), now=NOW)


def another(**changes: Any) -> Intake:
    made = taken(**changes)
    return replace(made, event=replace(made.event, reference=ANOTHER))


@pytest.fixture
def filed(database: Database) -> Database:
    """With one member of staff and one application."""
    staff = {"login": "m", "name": "M", "password": "", "role": "researcher", "charities": [], "created_at": NOW}
    database.write_now(lambda connection: connection.execute(table(Staff).insert(), staff))
    submit(database, taken())
    return database


def views(database: Database, address: str) -> list[ApplicationView]:
    """What a turn of this address hears of."""
    message = Incoming(Kind.TEXT, f"{address}-1", address, "وين طلبي")
    conversation = database.write_now(inbox.accept, line.CHARITY, "sms", [message], NOW).waiting[0]
    held = database.read_now(turns.hold, conversation)
    return list(database.read_now(dossier.dossier, held, Wanted(), NOW).applications)


def test_the_persons_own_number_hears_of_it_and_no_other(filed: Database) -> None:
    assert [(view.reference, view.own) for view in views(filed, PHONE)] == [(REFERENCE, True)]
    assert views(filed, "+966500000008") == []


def test_an_application_without_a_mobile_belongs_to_no_address(filed: Database) -> None:
    event = replace(another().event, answers={"identity": given("1000000016")})
    submit(filed, replace(taken(), event=event))
    assert line.rows(filed, "SELECT origin FROM applications ORDER BY id") == [(f"phone:{PHONE}",), ("",)]


def test_a_twin_is_refused_unless_it_is_known(filed: Database) -> None:
    with pytest.raises(Repeated):
        submit(filed, another())
    assert submit(filed, another(known=[REFERENCE])) == 2
    assert line.rows(filed, "SELECT count(*) FROM people") == [(1,)]


def test_people_without_a_number_are_never_taken_for_one_another(filed: Database) -> None:
    for reference in (ANOTHER, "YSR-4444-4"):
        event = replace(taken().event, reference=reference, answers={"mobile": given(PHONE)})
        submit(filed, taken(event=event))
    assert line.rows(filed, "SELECT count(*) FROM people") == [(3,)]


def test_a_reference_that_is_taken_asks_for_another_draw_and_leaves_nothing(filed: Database) -> None:
    with pytest.raises(ReferenceTaken):
        submit(filed, taken(known=[REFERENCE]))
    for name in ("application_events", "documents", "declarations"):
        assert line.rows(filed, f"SELECT count(*) FROM {name}") == [(1,)]  # noqa: S608  names of this file


def test_a_paper_that_was_seen_names_who_saw_it_and_is_not_wanted(filed: Database) -> None:
    [row] = line.rows(filed, "SELECT kind, keep, verdict, seen_by, wanted FROM documents")
    assert row == ("card", "seen", "matches", 1, 0)


def test_a_form_that_was_carried_out_is_known_by_the_one_who_sent_it(filed: Database) -> None:
    filed.write_now(intake.end, 1, charity=line.CHARITY, staff=1, form="f", now=NOW)
    assert filed.write_now(intake.begin, session=1, staff=1, form="f") == 1
    assert filed.write_now(intake.begin, session=1, staff=1, form="g") is None
    assert filed.write_now(intake.begin, session=1, staff=2, form="f") is None


def wrote(connection: Connection, conversation: int, at: datetime) -> None:
    """As if the person's last message in the conversation had come then."""
    last = update(_conversation).where(_conversation.c.id == conversation).values(last_inbound_at=at)
    connection.execute(last)


def test_a_phone_is_reached_where_it_wrote_last(filed: Database) -> None:
    origin = f"phone:{PHONE}"
    assert filed.read_now(reach.of_origin, line.CHARITY, origin) is None
    for channel, hour in (("sms", 12), ("whatsapp", 11), ("telegram", 13)):
        message = Incoming(Kind.TEXT, channel, PHONE, "مرحبا")
        conversation = filed.write_now(inbox.accept, line.CHARITY, channel, [message], NOW).waiting[0]
        filed.write_now(wrote, conversation, NOW.replace(hour=hour))
    assert filed.read_now(reach.of_origin, line.CHARITY, origin) == 1, "by SMS, an hour after WhatsApp"
    assert filed.read_now(reach.of_origin, "rida", origin) is None
    assert filed.read_now(reach.of_origin, line.CHARITY, f"web:{PHONE}") is None
