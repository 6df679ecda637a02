"""What storage promises, on SQLite and on PostgreSQL alike."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import SQLModel, select

from flows.events import Asked, Declared, HandedOff, Noted, OptedIn, OptedOut, Rated, RatedWords, Submitted, TookBack
from flows.message import Incoming, Kind
from flows.part import Words
from flows.service import DocumentKind, FormField
from flows.session import Answer
from storage import inbox, outbox, packs, records, schema, transcribing, turns
from storage.applications import ReferenceTaken
from storage.crypto import Keyring, KeyringError, open_keyring
from storage.dossier import Wanted, dossier
from storage.engine import Database
from storage.outbox import Claimed, Receipt
from storage.states import DeliveryState, Owner
from storage.tables import Conversation, Person
from tests import line

NOW = datetime(2026, 11, 1, 7, tzinfo=UTC)
SOON = NOW + timedelta(seconds=1)
FORM = line.pack().model_copy(
    update={
        "fields": [
            FormField(id="who", kind="national_id", ask=Words(ar="س"), label=Words(ar="س")),
            FormField(id="phone", kind="mobile", ask=Words(ar="س"), label=Words(ar="س")),
        ],
        "documents": [DocumentKind(id="salary", label=Words(ar="س"), why=Words(ar="س"), keep="file")],
    }
)


def arrive(database: Database, who: str = "966500000001", *, channel: str = "whatsapp", key: str = "1") -> int:
    """One message of this sender; the conversation."""
    message = Incoming(Kind.TEXT, f"{who}{key}", who, "مرحبا")
    return database.write_now(inbox.accept, line.CHARITY, channel, [message], NOW).waiting[0]


def held(database: Database, conversation: int) -> turns.Held:
    return database.read_now(turns.hold, conversation)


def submit(
    database: Database, conversation: int, reference: str, *, number: str = "1000000008", mobile: str = "+966500000001"
) -> None:
    answer = Answer(number, "typed", "2026-11-01T10:00:00+03:00")
    event = Submitted(
        reference,
        "food",
        "v1",
        {"who": answer, "phone": Answer(mobile, "typed", answer.at)},
        {name: Answer({"files": [{"ref": name}]}, "document", answer.at) for name in ("salary", "identity")},
        Declared("declaration", "d1", "d2", "Name as signed"),
    )
    record(database, conversation, event)


def record(database: Database, conversation: int, *events: object) -> records.Standing:
    def inside(connection: Connection) -> Any:
        now_held = turns.hold(connection, conversation)
        standing = records.record(connection, now_held, events, pack=FORM, now=NOW)
        session = now_held.session
        turns.save(connection, now_held, session, owner=standing.owner, epoch=standing.epoch, inbound=NOW, now=NOW)
        return standing

    return database.write_now(inside)


def queue(database: Database, conversation: int, payload: str = "hi", **fields: object) -> int:
    delivery = Claimed(0, conversation, line.CHARITY, "whatsapp", "966500000001", {"text": payload}, **fields)  # type: ignore[arg-type]

    def inside(connection: Connection) -> Any:
        message = transcribing.say(connection, conversation, transcribing.Line("out", "bot", payload), NOW)
        return outbox.add(connection, delivery, message=message, now=NOW)

    return int(database.write_now(inside))


def claim(
    database: Database,
    conversation: int,
    *,
    now: datetime = SOON,
    stale: datetime | None = None,
    idempotent: frozenset[str] = frozenset(),
) -> Claimed | None:
    before = stale or now - timedelta(seconds=60)
    return database.write_now(
        outbox.claim_next, conversation, worker="w", now=now, stale_before=before, idempotent=idempotent
    )


def states(database: Database) -> list[str]:
    return [row[0] for row in line.rows(database, "SELECT state FROM deliveries ORDER BY id")]


def test_migrations_make_exactly_the_tables_of_the_models(database: Database) -> None:
    assert schema.current(database) == schema.newest()
    assert database.read_now(lambda c: compare_metadata(MigrationContext.configure(c), SQLModel.metadata)) == []


def test_migrations_go_down_and_up_again(database_url: str, keyring: Keyring) -> None:
    database = Database(database_url, keyring)
    schema.upgrade(database)
    schema.downgrade(database, "base")
    assert schema.current(database) == ""
    schema.upgrade(database)
    assert schema.current(database) == schema.newest()
    database.close()


def test_a_failing_transaction_leaves_nothing(database: Database) -> None:
    def fail(connection: Connection) -> None:
        inbox.accept(connection, line.CHARITY, "sms", [Incoming(Kind.TEXT, "1", "a", "x")], NOW)
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        database.write_now(fail)
    assert line.rows(database, "SELECT count(*) FROM inbox_events") == [(0,)]
    assert arrive(database) > 0


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_connection_that_the_server_closed_is_replaced(database: Database) -> None:
    arrive(database)
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> %s"

    async def write() -> None:
        await database.write(lambda connection: connection.execute(text("SELECT 1")))
        with psycopg.connect(database.engine.url.set(drivername="postgresql").render_as_string(False)) as killer:
            killer.execute(others, (killer.info.backend_pid,))
        await database.write(inbox.accept, line.CHARITY, "sms", [Incoming(Kind.TEXT, "2", "b", "x")], NOW)

    asyncio.run(write())
    assert line.rows(database, "SELECT count(*) FROM inbox_events") == [(2,)]


def test_a_read_keeps_nothing(database: Database) -> None:
    message = Incoming(Kind.TEXT, "1", "a", "x")
    database.read_now(inbox.accept, line.CHARITY, "sms", [message], NOW)
    assert line.rows(database, "SELECT count(*) FROM inbox_events") == [(0,)]


def test_an_error_does_not_quote_what_the_person_wrote(database: Database) -> None:
    conversation = arrive(database)
    secret = "1000000008"

    def clash(connection: Connection) -> None:
        for _ in range(2):
            person = Person(id=7, charity=secret, identity={"name": secret}, created_at=NOW, updated_at=NOW)
            connection.execute(SQLModel.metadata.tables["people"].insert(), person.model_dump())

    with pytest.raises(IntegrityError) as caught:
        database.write_now(clash)
    assert secret not in f"{caught.value} {caught.value.orig}"
    now_held = held(database, conversation)
    with pytest.raises(DBAPIError) as prepared:
        database.write_now(
            turns.save,
            now_held,
            None,
            owner=secret,
            epoch=None,
            inbound=NOW,
            now=NOW,  # type: ignore[arg-type]
        )
    assert secret not in f"{prepared.value} {prepared.value.orig}"


def test_personal_data_is_unreadable_in_the_file(database: Database) -> None:
    conversation = arrive(database)
    submit(database, conversation, "YSR-4K7Q-2")
    for query in (
        "SELECT payload FROM inbox_events",
        "SELECT answers FROM applications",
        "SELECT identity FROM people",
        "SELECT signed_name FROM declarations",
    ):
        stored = line.rows(database, query)[0][0]
        assert stored.startswith("gAAAA"), query


def test_times_come_back_aware_and_equal(database: Database) -> None:
    conversation = arrive(database)
    event = database.read_now(turns.waiting, conversation)[0]
    assert event.received_at == NOW
    assert event.received_at.utcoffset() == timedelta(0)


async def test_sqlmodel_sessions_write_and_read_objects(database: Database) -> None:
    conversation = await asyncio.to_thread(arrive, database)
    found = await database.session(lambda session: session.exec(select(Conversation)).one())
    assert (found.id, found.owner, found.last_inbound_at) == (conversation, "bot", None)


def test_a_repeat_is_stored_once(database: Database) -> None:
    message = Incoming(Kind.TEXT, "same", "a", "x")
    first = database.write_now(inbox.accept, line.CHARITY, "sms", [message, message], NOW)
    second = database.write_now(inbox.accept, line.CHARITY, "sms", [message], SOON)
    assert (first.stored, second.stored, second.waiting) == (1, 0, ())


def test_the_same_id_on_another_channel_or_charity_is_another_message(database: Database) -> None:
    message = Incoming(Kind.TEXT, "same", "a", "x")
    for charity, channel in (("yusr", "sms"), ("yusr", "telegram"), ("khamis", "sms")):
        assert database.write_now(inbox.accept, charity, channel, [message], NOW).stored == 1
    assert line.rows(database, "SELECT count(*) FROM conversations") == [(3,)]


def test_what_nobody_waits_for_is_ignored_and_kept(database: Database) -> None:
    silent = [
        Incoming(Kind.BLOCKED, "2", "a"),
        Incoming(Kind.UNSUPPORTED, "3", ""),
    ]
    accepted = database.write_now(inbox.accept, line.CHARITY, "telegram", silent, NOW)
    assert (accepted.stored, accepted.waiting) == (2, ())
    assert line.rows(database, "SELECT DISTINCT state FROM inbox_events") == [("ignored",)]


def test_blocking_is_noted_and_forgotten_when_the_person_writes_again(database: Database) -> None:
    blocked = "SELECT blocked_at IS NOT NULL FROM addresses"
    database.write_now(inbox.accept, line.CHARITY, "telegram", [Incoming(Kind.BLOCKED, "1", "a")], NOW)
    assert line.rows(database, blocked)[0][0]
    database.write_now(inbox.accept, line.CHARITY, "telegram", [Incoming(Kind.TEXT, "2", "a", "hi")], NOW)
    assert not line.rows(database, blocked)[0][0]


def test_only_the_oldest_waiting_message_can_be_taken(database: Database) -> None:
    conversation = arrive(database)
    arrive(database, key="2")
    first, second = database.read_now(turns.waiting, conversation)
    assert database.write_now(turns.take_up, second, NOW) is None
    assert database.write_now(turns.take_up, first, NOW)
    assert database.write_now(turns.take_up, first, NOW) is None
    assert database.write_now(turns.take_up, second, NOW)


def test_two_holders_of_a_conversation_wait_for_one_another(database: Database) -> None:
    conversation, order = arrive(database), list[str]()
    inside, go_on = threading.Event(), threading.Event()

    def slow(connection: Connection) -> None:
        turns.hold(connection, conversation)
        inside.set()
        go_on.wait(5)
        order.append("first")

    def quick(connection: Connection) -> None:
        turns.hold(connection, conversation)
        order.append("second")

    threads = [threading.Thread(target=database.write_now, args=(work,)) for work in (slow, quick)]
    threads[0].start()
    assert inside.wait(5)
    threads[1].start()
    threads[1].join(0.2)
    go_on.set()
    for thread in threads:
        thread.join(5)
    assert order == ["first", "second"]


def test_deliveries_are_claimed_in_order_and_once(database: Database) -> None:
    conversation = arrive(database)
    first, second = queue(database, conversation, "1"), queue(database, conversation, "2")
    claimed = claim(database, conversation)
    assert claimed is not None
    assert (claimed.id, claimed.payload) == (first, {"text": "1"})
    assert claim(database, conversation) is None
    database.write_now(outbox.settle, [Receipt(claimed, DeliveryState.SENT, "SM1")], SOON)
    after = claim(database, conversation)
    assert after is not None
    assert after.id == second


def test_a_delivery_to_be_retried_holds_back_the_later_ones(database: Database) -> None:
    conversation = arrive(database)
    queue(database, conversation, "1"), queue(database, conversation, "2")
    claimed = claim(database, conversation)
    assert claimed is not None
    due = SOON + timedelta(seconds=30)
    database.write_now(outbox.settle, [Receipt(claimed, DeliveryState.QUEUED, error="rate", due=due)], SOON)
    assert claim(database, conversation) is None
    again = claim(database, conversation, now=due)
    assert again is not None
    assert (again.id, again.attempts) == (claimed.id, 1)


@pytest.mark.parametrize(("idempotent", "after"), [(frozenset({"whatsapp"}), "sending"), (frozenset(), "unknown")])
def test_a_delivery_whose_worker_died(database: Database, idempotent: frozenset[str], after: str) -> None:
    """It is claimed again where a repeat does no harm, else nobody knows what became of it."""
    conversation = arrive(database)
    queue(database, conversation)
    assert claim(database, conversation) is not None
    claim(database, conversation, stale=SOON, idempotent=idempotent)
    assert states(database) == [after]


def test_the_bots_words_are_dropped_when_a_person_took_over_and_the_staffs_are_not(database: Database) -> None:
    conversation = arrive(database)
    queue(database, conversation, "bot", epoch=0)
    staffs = queue(database, conversation, "staff", author="staff", epoch=0)
    record(database, conversation, HandedOff("asked", 2))
    claimed = claim(database, conversation)
    assert claimed is not None
    assert claimed.id == staffs
    assert states(database) == ["dropped", "sending"]


def test_reports_move_a_delivery_forward_only(database: Database) -> None:
    conversation = arrive(database)
    queue(database, conversation)
    claimed = claim(database, conversation)
    assert claimed is not None
    database.write_now(outbox.settle, [Receipt(claimed, DeliveryState.SENT, "SM1")], SOON)
    seen = []
    for number, state in enumerate(("delivered", "sent", "read", "delivered", "failed", "nonsense")):
        report = Incoming(Kind.STATUS, f"s{number}", "", ref="SM1", state=state)
        accepted = database.write_now(inbox.accept, line.CHARITY, "whatsapp", [report], SOON)
        assert accepted.waiting == ()
        seen += states(database)
    assert seen == ["delivered", "delivered", "read", "read", "read", "read"]


def test_a_late_receipt_is_better_than_unknown(database: Database) -> None:
    conversation = arrive(database)
    queue(database, conversation)
    claimed = claim(database, conversation)
    assert claimed is not None
    claim(database, conversation, stale=SOON)
    assert states(database) == ["unknown"]
    database.write_now(outbox.settle, [Receipt(claimed, DeliveryState.SENT, "SM1")], SOON)
    assert states(database) == ["sent"]


def test_an_application_is_filed_with_papers_declaration_and_person(database: Database) -> None:
    conversation = arrive(database)
    submit(database, conversation, "YSR-4K7Q-2")
    assert line.rows(database, "SELECT reference, service, status, pack, origin FROM applications") == [
        ("YSR-4K7Q-2", "food", "submitted", "v1", "phone:966500000001")
    ]
    assert line.rows(database, "SELECT kind, keep FROM documents ORDER BY kind") == [
        ("identity", "seen"),
        ("salary", "file"),
    ]
    assert line.rows(database, "SELECT text_version, answers_digest FROM declarations") == [("declaration", "d2")]
    assert line.rows(database, "SELECT before, after, actor FROM application_events") == [
        ("draft", "submitted", "person")
    ]
    assert line.rows(database, "SELECT count(*) FROM people WHERE identity_index IS NOT NULL") == [(1,)]


def test_a_taken_reference_asks_for_another_draw_and_leaves_nothing(database: Database) -> None:
    first, second = arrive(database), arrive(database, "966500000002")
    submit(database, first, "YSR-4K7Q-2")
    with pytest.raises(ReferenceTaken):
        submit(database, second, "YSR-4K7Q-2", number="1000000016")
    assert line.rows(database, "SELECT count(*) FROM people") == [(1,)]


def test_one_identity_number_is_one_person_and_what_was_known_stays(database: Database) -> None:
    first, second = arrive(database), arrive(database, "966500000002")
    submit(database, first, "YSR-4K7Q-2")
    submit(database, second, "YSR-5K7Q-3", mobile="+966500000002")
    assert line.rows(database, "SELECT DISTINCT person_id FROM applications") == [(1,)]
    person = database.read_now(lambda connection: connection.execute(select(Person.identity)).scalar_one())
    assert person == {"national_id": "1000000008", "mobile": "+966500000001"}


def test_a_typed_identity_number_does_not_open_another_persons_applications(database: Database) -> None:
    mine, theirs = arrive(database), arrive(database, "966500000002")
    submit(database, mine, "YSR-4K7Q-2")
    submit(database, theirs, "YSR-5K7Q-3")
    for conversation, reference in ((mine, "YSR-4K7Q-2"), (theirs, "YSR-5K7Q-3")):
        found = database.read_now(dossier, held(database, conversation), Wanted(), NOW).applications
        assert [(view.reference, view.own) for view in found] == [(reference, True)]


def test_a_verified_address_hears_of_all_of_the_persons_applications(database: Database) -> None:
    mine, other = arrive(database), arrive(database, "tg1", channel="telegram")
    submit(database, mine, "YSR-4K7Q-2")
    submit(database, other, "YSR-5K7Q-3")
    database.write_now(lambda c: c.execute(text("UPDATE addresses SET verified_at = created_at")))
    found = database.read_now(dossier, held(database, other), Wanted(), NOW).applications
    assert {view.reference for view in found} == {"YSR-4K7Q-2", "YSR-5K7Q-3"}


def test_one_phone_number_is_one_person_on_whatsapp_and_by_sms(database: Database) -> None:
    submit(database, arrive(database), "YSR-4K7Q-2")
    by_sms = arrive(database, channel="sms")
    found = database.read_now(dossier, held(database, by_sms), Wanted(), NOW).applications
    assert [(view.reference, view.own) for view in found] == [("YSR-4K7Q-2", True)]


def test_a_reference_from_elsewhere_is_found_but_not_owned(database: Database) -> None:
    submit(database, arrive(database), "YSR-4K7Q-2")
    stranger = held(database, arrive(database, "966500000009"))
    found = database.read_now(dossier, stranger, Wanted(["YSR-4K7Q-2", "YSR-9999-9"]), NOW).applications
    assert [(view.reference, view.own) for view in found] == [("YSR-4K7Q-2", False)]


def test_a_hand_off_opens_one_case_that_only_grows_more_urgent(database: Database) -> None:
    conversation = arrive(database)
    for number, priority in enumerate((3, 1, 2), start=1):
        standing = record(database, conversation, HandedOff("asked", priority, "رقمي 1000000008"))
        assert (standing.owner, standing.epoch) == (Owner.QUEUE, number)
    assert line.rows(database, "SELECT priority, state, detail FROM cases") == [(1, "open", "رقمي ********08")]


def test_taking_back_raises_the_epoch_and_leaves_the_case_open(database: Database) -> None:
    conversation = arrive(database)
    record(database, conversation, HandedOff("asked", 2))
    assert record(database, conversation, TookBack()) == records.Standing(Owner.BOT, 2)
    assert line.rows(database, "SELECT state FROM cases") == [("open",)]


def test_staff_keep_a_conversation_through_another_hand_off(database: Database) -> None:
    conversation = arrive(database)
    database.write_now(lambda c: c.execute(text("UPDATE conversations SET owner = 'staff', epoch = 4")))
    assert record(database, conversation, HandedOff("emergency", 1)) == records.Standing(Owner.STAFF, 4)
    assert line.rows(database, "SELECT priority FROM cases") == [(1,)]


def test_ratings_notes_questions_and_consent_are_kept(database: Database) -> None:
    conversation = arrive(database)
    record(
        database,
        conversation,
        Rated(4, "food"),
        RatedWords("شكرا 1000000008"),
        Noted("complaint", "text", {"a": "b"}),
        Asked("كم 1000000008", "ask"),
        OptedOut(),
        OptedIn(),
    )
    assert line.rows(database, "SELECT stars, words FROM ratings") == [(4, "شكرا ********08")]
    assert line.rows(database, "SELECT text FROM unanswered_questions") == [("كم *",)]
    assert line.rows(database, "SELECT subject FROM notes") == [("complaint",)]
    assert [bool(row[0]) for row in line.rows(database, "SELECT given FROM consents ORDER BY id")] == [False, True]
    assert line.rows(database, "SELECT opted_out_at FROM addresses") == [(None,)]


def test_a_pack_version_is_kept_once_and_found_again(database: Database) -> None:
    for _ in range(2):
        database.write_now(packs.keep, FORM, NOW)
    assert database.read_now(packs.find, FORM.slug, FORM.version) == FORM
    assert database.read_now(packs.find, FORM.slug, "other") is None


def test_keys_can_be_rotated(keyring: Keyring, tmp_path: Path) -> None:
    old, new = open_keyring([], tmp_path / "a"), open_keyring([], tmp_path / "b")
    keys = [(tmp_path / name / "keys").read_text().strip() for name in ("b", "a")]
    both = Keyring(keys)
    assert both.decrypt_json(old.encrypt_json({"a": "س"})) == {"a": "س"}
    assert both.blind("yusr", "identity", "1") == old.blind("yusr", "identity", "1")
    with pytest.raises(KeyringError):
        old.decrypt_json(both.encrypt_json(1))
    assert (tmp_path / "a" / "keys").stat().st_mode & 0o777 == 0o600
    assert new.secret("web") != old.secret("web")


def test_a_bad_key_is_refused_without_being_shown() -> None:
    with pytest.raises(KeyringError) as caught:
        Keyring(["not-a-key"])
    assert "not-a-key" not in str(caught.value)
