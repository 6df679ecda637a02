"""What the records tell of applications: the asker's own, those asked for by number, and twins. On both databases."""

from datetime import UTC, datetime, timedelta

import pytest

from flows.events import Checked, Declared, Event, Moved, Rated, Submitted
from flows.life import Impossible
from flows.message import Dossier, Incoming, Kind
from flows.part import Words
from flows.service import FormField
from flows.session import Answer
from storage import inbox, life, records, turns
from storage.dossier import Wanted, dossier
from storage.engine import Database
from storage.life import Wish
from tests import line
from tests.contract.test_life import PACK

NOW = datetime(2026, 11, 1, 7, tzinfo=UTC)
ONE, OTHER = "YSR-4K7Q-2", "YSR-5K7Q-3"
NUMBER, SECOND = "1000000008", "1000000016"
FORM = PACK.model_copy(
    update={"fields": [FormField(id="who", kind="identity", ask=Words(ar="س"), label=Words(ar="س"))]}
)


def arrive(database: Database, who: str = "+966500000001") -> int:
    message = Incoming(Kind.TEXT, who, who, "مرحبا")
    return database.write_now(inbox.accept, line.CHARITY, "whatsapp", [message], NOW).waiting[0]


def happen(database: Database, conversation: int, *events: Event, now: datetime = NOW) -> None:
    def inside(connection: object) -> None:
        held = turns.hold(connection, conversation)  # type: ignore[arg-type]  # the connection of `write_now`
        records.record(connection, held, events, pack=FORM, now=now)  # type: ignore[arg-type]  # the same

    database.write_now(inside)


def submit(database: Database, conversation: int, reference: str = ONE, number: str = NUMBER) -> None:
    answers = {"who": Answer(number, "typed", NOW.isoformat())}
    happen(
        database,
        conversation,
        Submitted(reference, "food", "v1", answers, {}, Declared("1", "d", "d", "Name as signed")),
    )


def look(database: Database, conversation: int, wanted: Wanted, now: datetime = NOW) -> Dossier:
    held = database.read_now(turns.hold, conversation)
    return database.read_now(dossier, held, wanted, now)


def test_from_elsewhere_only_the_last_digits_are_told_to_the_engine(database: Database) -> None:
    submit(database, arrive(database))
    (view,) = look(database, arrive(database, "+966500000002"), Wanted([ONE])).applications
    assert (view.own, view.last_four, view.tries) == (False, NUMBER[-4:], 0)


def test_wrong_tries_are_counted_by_application_and_by_address_for_a_day(database: Database) -> None:
    submit(database, arrive(database))
    submit(database, arrive(database, "+966500000003"), OTHER, SECOND)
    stranger, third = arrive(database, "+966500000002"), arrive(database, "+966500000004")
    for passed in (False, False, True):
        happen(database, stranger, Checked(ONE, passed=passed))
    assert look(database, stranger, Wanted([ONE])).applications[0].tries == 2
    assert look(database, stranger, Wanted([OTHER])).applications[0].tries == 2
    assert look(database, third, Wanted([ONE])).applications[0].tries == 2
    assert look(database, third, Wanted([OTHER])).applications[0].tries == 0
    later = NOW + timedelta(days=1, seconds=1)
    assert look(database, stranger, Wanted([ONE]), later).applications[0].tries == 0


def test_open_applications_of_one_identity_number_are_twins_whoever_made_them(database: Database) -> None:
    mine, theirs = arrive(database), arrive(database, "+966500000002")
    submit(database, mine)
    found = look(database, theirs, Wanted(twin=("food", NUMBER))).twins
    assert [(view.reference, view.own) for view in found] == [(ONE, False)]
    assert [view.own for view in look(database, mine, Wanted(twin=("food", NUMBER))).twins] == [True]
    assert look(database, theirs, Wanted(twin=("food", SECOND))).twins == ()
    assert look(database, theirs, Wanted(twin=("clothes", NUMBER))).twins == ()
    happen(database, mine, Moved(ONE, "withdraw"))
    assert look(database, theirs, Wanted(twin=("food", NUMBER))).twins == ()


def test_a_persons_move_is_one_event_by_them(database: Database) -> None:
    mine = arrive(database)
    submit(database, mine)
    happen(database, mine, Moved(ONE, "withdraw", "لم أعد أحتاجه"))
    assert line.rows(database, "SELECT status FROM applications") == [("withdrawn",)]
    moves = line.rows(database, "SELECT actor, move, before, after FROM application_events ORDER BY id")
    assert moves[-1] == ("person", "withdraw", "submitted", "withdrawn")
    with pytest.raises(Impossible):
        happen(database, mine, Moved(ONE, "withdraw"))


def test_what_staff_asked_for_is_told_and_what_was_sent_is_kept(database: Database) -> None:
    mine = arrive(database)
    submit(database, mine)
    for name, words in (("check", ""), ("ask_information", "صورة أوضح")):
        wish = Wish(charity="yusr", reference=ONE, name=name, actor="staff:1", actors=("researcher",), reason=words)
        database.write_now(life.move, wish, pack=FORM, now=NOW)
    assert look(database, mine, Wanted()).applications[0].asked == "صورة أوضح"
    file = {"ref": "none", "mime": "image/jpeg", "digest": "d", "size": 1, "pages": 1}
    paper = Answer({"files": [file]}, "document", NOW.isoformat())
    happen(database, mine, Moved(ONE, "supply", "هذه هي", (paper, paper)))
    assert line.rows(database, "SELECT status FROM applications") == [("checking",)]
    assert line.rows(database, "SELECT count(*) FROM documents WHERE kind LIKE 'extra%'") == [(2,)]


def test_a_rating_names_its_application(database: Database) -> None:
    mine = arrive(database)
    submit(database, mine)
    happen(database, mine, Rated(4, "food", ONE))
    assert line.rows(database, "SELECT stars, service, reference FROM ratings") == [(4, "food", ONE)]
