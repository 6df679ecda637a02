"""The private store, and what the records of both databases say of it."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Connection, insert

from flows.events import Declared, PaperGiven, Submitted
from flows.message import Incoming, Kind, Media
from flows.pack import Pack
from flows.part import Words
from flows.service import DocumentKind
from flows.session import Answer
from storage import documents, inbox, records, reminders, turns
from storage.crypto import Keyring, KeyringError
from storage.dossier import Wanted, dossier
from storage.engine import Database
from storage.papers import Papers
from storage.tables import Staff, table
from tests import line

NOW = datetime(2026, 11, 1, 10, tzinfo=UTC)
LATER = NOW + timedelta(days=40)


@pytest.fixture
def papers(tmp_path: Path, keyring: Keyring) -> Papers:
    return Papers(tmp_path / "papers", keyring)


# --- the store --------------------------------------------------------------------------------------------------------


def test_a_file_comes_back_as_it_was(papers: Papers) -> None:
    name = papers.put(b"a paper")
    assert papers.get(name) == b"a paper"


def test_on_the_disk_nothing_can_be_read_by_others_or_without_the_keys(papers: Papers, tmp_path: Path) -> None:
    name = papers.put(b"a paper of somebody")
    place = tmp_path / "papers" / name
    assert b"somebody" not in place.read_bytes()
    assert place.stat().st_mode & 0o077 == 0
    assert place.parent.stat().st_mode & 0o077 == 0
    with pytest.raises(KeyringError):
        Papers(tmp_path / "papers", Keyring([Fernet.generate_key().decode()])).get(name)


def test_a_new_key_in_front_still_opens_old_files(tmp_path: Path) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    name = Papers(tmp_path, Keyring([old])).put(b"a paper")
    assert Papers(tmp_path, Keyring([new, old])).get(name) == b"a paper"


def test_a_file_that_was_tampered_with_does_not_open(papers: Papers, tmp_path: Path) -> None:
    name = papers.put(b"a paper")
    place = tmp_path / "papers" / name
    place.write_bytes(place.read_bytes()[:-8] + b"AAAAAAA=")
    with pytest.raises(KeyringError):
        papers.get(name)


@pytest.mark.parametrize("name", ["../keys", "/etc/passwd", "..", "", "a" * 32 + "/../x", "A" * 32, "0" * 32, "a\0b"])
def test_no_name_leads_out_of_the_store(papers: Papers, tmp_path: Path, name: str) -> None:
    (tmp_path / "keys").write_text("secret")
    with pytest.raises(FileNotFoundError):
        papers.get(name)


def test_the_same_content_twice_is_two_files_and_deleting_one_leaves_the_other(papers: Papers) -> None:
    one, other = papers.put(b"same"), papers.put(b"same")
    papers.delete(one)
    papers.delete(one)
    assert papers.get(other) == b"same"


def test_a_full_disk_leaves_nothing_half_written(
    papers: Papers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers.put(b"first")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        papers.put(b"second")
    assert len(list((tmp_path / "papers").iterdir())) == 1


def test_old_files_are_named_and_what_a_crash_left_unfinished_is_deleted(papers: Papers, tmp_path: Path) -> None:
    old, new = papers.put(b"old"), papers.put(b"new")
    unfinished = tmp_path / "papers" / f"{'0' * 32}.part"
    unfinished.write_bytes(b"half")
    for place in (tmp_path / "papers" / old, unfinished):
        os.utime(place, (NOW.timestamp(), NOW.timestamp()))
    assert list(papers.older_than(NOW + timedelta(seconds=1))) == [old]
    assert not unfinished.exists()
    assert papers.get(new) == b"new"


def test_a_store_that_nothing_was_put_into_is_empty(papers: Papers) -> None:
    assert list(papers.older_than(NOW)) == []


# --- the records ------------------------------------------------------------------------------------------------------


def pack() -> Pack:
    words = Words(ar="ورقة", en="paper")
    kinds = [
        DocumentKind(id="card_paper", label=words, why=words, keep="seen"),
        DocumentKind(id="bank_paper", label=words, why=words, keep="file"),
    ]
    return line.pack().model_copy(update={"documents": kinds})


def held(connection: Connection, who: str = "someone") -> turns.Held:
    event = Incoming(Kind.TEXT, f"{who}-1", who, "x")
    accepted = inbox.accept(connection, "yusr", "fake", [event], NOW)
    return turns.hold(connection, accepted.waiting[0])


def paper(*names: str, mark: str = "") -> Answer:
    return Answer({"files": [{"ref": name} for name in names], "mark": mark}, "document", NOW.isoformat(), "received")


def put_off() -> Answer:
    return Answer(None, "typed", NOW.isoformat(), "later")


def file(name: str) -> Media:
    return Media(name, "image/jpeg", size=10, digest="d" * 64, pages=1)


def submit(connection: Connection, to: turns.Held, **given: Answer) -> None:
    event = Submitted("YSR-4K7Q-2", "food", "v1", {}, given, Declared("1", "t", "a", "name"))
    names = [f["ref"] for a in given.values() if a.value for f in a.value["files"]]
    documents.keep_files(connection, to, [file(name) for name in names], NOW)
    records.record(connection, to, [event], pack=pack(), now=NOW)


def missing(connection: Connection, to: turns.Held) -> tuple[str, ...]:
    [view] = dossier(connection, to, Wanted(), NOW).applications
    return view.missing


def listed(connection: Connection) -> list[tuple[Any, list[Any]]]:
    return documents.of_application(connection, 1)


def member(connection: Connection) -> int:
    values = {
        "login": "r",
        "name": "r",
        "password": "-",
        "role": "researcher",
        "charities": ["yusr"],
        "created_at": NOW,
    }
    connection.execute(insert(table(Staff)), values)
    return 1


def test_papers_that_were_put_off_are_missing_and_the_others_are_not(database: Database) -> None:
    def work(connection: Connection) -> None:
        to = held(connection)
        submit(connection, to, card_paper=paper("a" * 32), bank_paper=put_off())
        assert missing(connection, to) == ("bank_paper",)
        assert [(row.kind, len(files)) for row, files in listed(connection)] == [("card_paper", 1), ("bank_paper", 0)]

    database.write_now(work)


def test_an_expired_paper_is_kept_and_still_missing(database: Database) -> None:
    def work(connection: Connection) -> None:
        to = held(connection)
        submit(connection, to, card_paper=paper("a" * 32, mark="expired"), bank_paper=paper("b" * 32, mark="undated"))
        assert missing(connection, to) == ("card_paper",)
        assert [row.mark for row, _ in listed(connection)] == ["expired", "undated"]

    database.write_now(work)


def test_an_optional_paper_that_was_left_out_leaves_no_trace(database: Database) -> None:
    def work(connection: Connection) -> None:
        to = held(connection)
        submit(connection, to, card_paper=Answer({"files": []}, "button", NOW.isoformat()))
        assert listed(connection) == []

    database.write_now(work)


def test_a_paper_given_later_page_by_page_is_one_paper_and_no_longer_missing(database: Database) -> None:
    def work(connection: Connection) -> None:
        to = held(connection)
        submit(connection, to, bank_paper=put_off())
        for names in (("a" * 32,), ("a" * 32, "b" * 32)):
            documents.keep_files(connection, to, [file(names[-1])], NOW)
            event = PaperGiven("YSR-4K7Q-2", "bank_paper", paper(*names))
            records.record(connection, to, [event], pack=pack(), now=NOW)
        assert missing(connection, to) == ()
        [(_, files)] = listed(connection)
        assert [f.name for f in files] == ["a" * 32, "b" * 32]

    database.write_now(work)


def test_who_has_no_missing_papers_or_an_ended_request_is_asked_for_none(database: Database) -> None:
    def work(connection: Connection) -> None:
        to = held(connection)
        submit(connection, to, bank_paper=put_off())
        connection.exec_driver_sql("UPDATE applications SET status = 'withdrawn'")
        assert missing(connection, to) == ()

    database.write_now(work)


def test_a_seen_paper_that_is_attested_loses_its_files_and_keeps_their_digest(database: Database) -> None:
    def work(connection: Connection) -> None:
        to, staff = held(connection), member(connection)
        submit(connection, to, card_paper=paper("a" * 32, "b" * 32))
        row = documents.lock(connection, 1, ["yusr"])
        assert sorted(documents.attest(connection, row, "matches", staff=staff, now=NOW)) == ["a" * 32, "b" * 32]
        [(seen, files)] = listed(connection)
        assert (seen.verdict, seen.seen_by, seen.wanted) == ("matches", staff, False)
        assert {f.deleted_at for f in files} == {NOW}
        assert {f.digest for f in files} == {"d" * 64}
        assert documents.file(connection, files[0].id, ["yusr"]) is None

    database.write_now(work)


@pytest.mark.parametrize("verdict", ["differs", "expired"])
def test_a_paper_found_wanting_is_missing_again(database: Database, verdict: str) -> None:
    def work(connection: Connection) -> None:
        to, staff = held(connection), member(connection)
        submit(connection, to, card_paper=paper("a" * 32))
        documents.attest(connection, documents.lock(connection, 1, ["yusr"]), verdict, staff=staff, now=NOW)
        assert missing(connection, to) == ("card_paper",)

    database.write_now(work)


def test_a_paper_to_be_kept_stays_when_it_is_attested(database: Database) -> None:
    def work(connection: Connection) -> None:
        to, staff = held(connection), member(connection)
        submit(connection, to, bank_paper=paper("a" * 32))
        assert (
            documents.attest(connection, documents.lock(connection, 1, ["yusr"]), "matches", staff=staff, now=NOW) == []
        )
        assert documents.file(connection, 1, ["yusr"]) is not None

    database.write_now(work)


def test_another_charity_sees_neither_paper_nor_file(database: Database) -> None:
    def work(connection: Connection) -> None:
        submit(connection, held(connection), card_paper=paper("a" * 32))
        assert documents.lock(connection, 1, ["khamis"]) is None
        assert documents.file(connection, 1, ["khamis"]) is None

    database.write_now(work)


def test_what_nobody_looked_at_in_time_goes_and_is_missing_again_but_kept_papers_stay(database: Database) -> None:
    def work(connection: Connection) -> None:
        to = held(connection)
        submit(connection, to, card_paper=paper("a" * 32), bank_paper=paper("b" * 32))
        documents.keep_files(connection, to, [file("c" * 32)], NOW)
        assert documents.overdue(connection, NOW, LATER) == []
        assert sorted(documents.overdue(connection, NOW + timedelta(days=1), LATER)) == ["a" * 32, "c" * 32]
        assert documents.overdue(connection, LATER, LATER) == []
        assert missing(connection, to) == ("card_paper",)

    database.write_now(work)


def test_a_form_that_slept_longer_than_its_files_may_be_kept_still_wants_the_paper(database: Database) -> None:
    def work(connection: Connection) -> None:
        to = held(connection)
        documents.keep_files(connection, to, [file("a" * 32)], NOW)
        documents.overdue(connection, LATER, LATER)
        event = Submitted("YSR-4K7Q-2", "food", "v1", {}, {"card_paper": paper("a" * 32)}, Declared("1", "t", "a", "n"))
        records.record(connection, to, [event], pack=pack(), now=LATER)
        assert missing(connection, to) == ("card_paper",)

    database.write_now(work)


def test_the_store_is_asked_only_for_files_that_no_record_speaks_of(database: Database) -> None:
    def work(connection: Connection) -> None:
        to = held(connection)
        documents.keep_files(connection, to, [file("a" * 32), Media("x", problem="type")], NOW)
        assert documents.unknown(connection, ["a" * 32, "b" * 32]) == ["b" * 32]
        assert documents.unknown(connection, []) == []

    database.write_now(work)


def test_files_are_counted_by_conversation_and_time(database: Database) -> None:
    def work(connection: Connection) -> None:
        to, other = held(connection), held(connection, "another")
        documents.keep_files(connection, to, [file("a" * 32), file("b" * 32)], NOW)
        assert documents.count_files(connection, to.id, NOW - timedelta(days=1)) == 2
        assert documents.count_files(connection, to.id, NOW) == 0
        assert documents.count_files(connection, other.id, NOW - timedelta(days=1)) == 0

    database.write_now(work)


def test_a_reminder_is_planned_and_settled_once(database: Database) -> None:
    def work(connection: Connection) -> None:
        to = held(connection)
        for due in (NOW, LATER):
            reminders.plan(connection, to.id, "remind.papers", subject="YSR-4K7Q-2", due=due)
        assert reminders.due(connection, NOW - timedelta(seconds=1)) == []
        [row] = reminders.due(connection, NOW)
        reminders.postpone(connection, row.id, LATER)
        assert reminders.due(connection, NOW) == []
        assert reminders.take(connection, row.id, LATER)
        assert not reminders.take(connection, row.id, LATER)
        reminders.plan(connection, to.id, "remind.papers", subject="YSR-4K7Q-2", due=NOW)
        assert reminders.due(connection, LATER) == []

    database.write_now(work)
