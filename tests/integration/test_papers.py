"""Files through the main line: fetched before the turn, stored, counted, looked at in the console, and reminded of."""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import answering, housekeeping, papers, reminders, turn
from bot.clock import RIYADH
from channels.base import FetchError
from channels.fake import Fake
from flows.message import Media
from storage.engine import Database
from tests import console, samples
from tests.sender import ALL, FORM, Person, applied, open_house, rows, stored


@pytest.fixture
async def person(database: Database, tmp_path: Path) -> AsyncIterator[Person]:
    async with open_house(database, tmp_path) as opened:
        yield opened


async def test_a_photo_is_stored_encrypted_recorded_and_filed(person: Person) -> None:
    photo = samples.picture()
    await applied(person, photo)
    [(name, digest, mime, size)] = rows(person, "SELECT name, digest, mime, size FROM paper_files")
    assert stored(person) == [name]
    assert person.ports.papers.get(name) == photo
    assert (mime, size, len(digest)) == ("image/jpeg", len(photo), 64)
    assert rows(person, "SELECT kind, keep FROM documents") == [("identity_paper", "seen")]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<html></html>", "ليس صورة"), (b"", "فارغ"), (samples.pdf(password="x"), "كلمة مرور"),
        (samples.pdf(31), "صفحات"), (samples.picture_bomb(), "أبعاد"), (samples.picture()[:3000], "لم ينفتح"),
    ],
    ids=["html", "empty", "locked", "31 pages", "bomb", "cut"],
)  # fmt: skip
async def test_what_cannot_be_taken_is_refused_in_words_and_not_stored(
    person: Person, content: bytes, told: str
) -> None:
    await person.say(*FORM)
    assert told in await person.send(content)
    assert stored(person) == []
    assert rows(person, "SELECT count(*) FROM paper_files") == [(0,)]


async def test_a_file_over_the_limit_is_refused_without_being_fetched(database: Database, tmp_path: Path) -> None:
    async with open_house(database, tmp_path, paper_bytes=5000) as person:
        await person.say(*FORM)
        assert "كبير" in await person.announce(Media("nowhere", "image/jpeg", size=5001))
        assert "كبير" in await person.send(b"\xff\xd8\xff" * 2000)


async def test_a_file_that_is_gone_is_asked_for_again_and_the_message_is_kept(person: Person) -> None:
    await person.say(*FORM)
    assert "مرة أخرى" in await person.announce(Media("/nowhere/at/all", "image/jpeg"))
    assert rows(person, "SELECT count(*) FROM inbox_events WHERE kind = 'media' AND state = 'done'") == [(1,)]


async def test_a_network_that_stumbles_once_is_not_noticed(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    _stumble(monkeypatch, 2)
    await person.say(*FORM)
    assert "صفحات أخرى" in await person.send(samples.picture())


async def test_a_network_that_stays_down_is_told_kindly(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    _stumble(monkeypatch, 99)
    await person.say(*FORM)
    assert "الشبكة لا منك" in await person.send(samples.picture())


def _stumble(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    real, failures = Fake.fetch, iter(range(times))

    async def fetch(self: Fake, media: Media, *, most: int) -> bytes:
        if next(failures, None) is not None:
            raise FetchError("transient")
        return await real(self, media, most=most)

    monkeypatch.setattr(Fake, "fetch", fetch)
    monkeypatch.setattr("bot.papers.wait_exponential", lambda **_: lambda _state: 0)


async def test_a_provider_that_hangs_is_given_up_and_holds_up_nobody_else(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(self: Fake, media: Media, *, most: int) -> bytes:
        await asyncio.sleep(60)
        return b""

    async with open_house(database, tmp_path, fetch_seconds=4.0, concurrency=1) as person:
        await person.say(*FORM)
        other = Person(person.ports, person.folder, "+966500000002")
        monkeypatch.setattr(Fake, "fetch", hang)
        sending = asyncio.create_task(person.send(samples.picture()))
        await asyncio.sleep(0.1)
        assert await other.say("أريد التقديم")
        assert not sending.done()
        assert "الشبكة" in await sending


async def test_no_file_is_fetched_inside_a_transaction(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    real_fetch, real_answer = Fake.fetch, answering.answer

    async def fetch(self: Fake, media: Media, *, most: int) -> bytes:
        order.append("fetch")
        return await real_fetch(self, media, most=most)

    def answer(*args: Any) -> Any:
        order.append("begin")
        done = real_answer(*args)
        order.append("end")
        return done

    monkeypatch.setattr(Fake, "fetch", fetch)
    monkeypatch.setattr(answering, "answer", answer)
    await person.send(samples.picture())
    assert order == ["fetch", "begin", "end"]


async def test_a_turn_that_fails_leaves_a_file_that_is_swept_a_day_later(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    await person.say(*FORM)
    with monkeypatch.context() as patched:
        patched.setattr(answering, "answer", fail)
        await person.send(samples.picture())
    [orphan] = stored(person)
    assert await papers.sweep(person.ports) == 0
    place = person.ports.settings.data_dir / "papers" / orphan
    old = (person.ports.clock() - timedelta(days=2)).timestamp()
    os.utime(place, (old, old))
    assert await papers.sweep(person.ports) == 1
    assert stored(person) == []


async def test_the_sweep_leaves_every_recorded_file(person: Person) -> None:
    await applied(person, samples.picture())
    [kept] = stored(person)
    old = (person.ports.clock() - timedelta(days=9)).timestamp()
    os.utime(person.ports.settings.data_dir / "papers" / kept, (old, old))
    assert await papers.sweep(person.ports) == 0
    assert stored(person) == [kept]


async def test_five_hundred_documents_are_taken_up_to_the_days_limit_and_then_refused_politely(
    database: Database, tmp_path: Path
) -> None:
    async with open_house(database, tmp_path, papers_a_day=20) as person:
        await person.say(*FORM)
        photo = samples.picture()
        said = [await person.send(*[photo] * 10, album="") for _ in range(50)]
        assert len(stored(person)) == 20
        assert sum("غدًا" in text for text in said) == 48
        assert all(said)
        assert "ملخص" in await person.say(ALL)
        person.ports.clock.turn(25 * 3600)  # type: ignore[attr-defined]  # the clock of the tests
        assert "غدًا" not in await person.send(photo)


async def test_papers_that_nobody_looked_at_are_deleted_after_the_days_set_and_are_missing_again(
    database: Database, tmp_path: Path
) -> None:
    async with open_house(database, tmp_path, seen_days=30) as person:
        await applied(person, samples.picture())
        person.ports.clock.turn(29 * 86400)  # type: ignore[attr-defined]  # the clock of the tests
        assert await papers.expire(person.ports) == 0
        person.ports.clock.turn(2 * 86400)  # type: ignore[attr-defined]  # the clock of the tests
        assert await papers.expire(person.ports) == 1
        assert stored(person) == []
        assert "الهوية" in await person.say("وش الأوراق الناقصة")


async def test_a_missing_paper_sent_later_goes_to_the_request(person: Person) -> None:
    reference = await applied(person)
    assert reference in await person.say("وش الأوراق الناقصة")
    assert "اكتملت" in await person.send(samples.pdf(2))
    assert rows(person, "SELECT wanted FROM documents") in ([(0,)], [(False,)])
    assert "لا تنقص" in await person.say("وش الأوراق الناقصة")


# --- reminders --------------------------------------------------------------------------------------------------------


def turn_clock(person: Person, days: float) -> None:
    person.ports.clock.turn(days * 86400)  # type: ignore[attr-defined]  # the clock of the tests


def reminded(person: Person) -> list[str]:
    return [
        sent.payload["text"]
        for sent in console.fake(person.ports).sent
        if "تذكير" in sent.payload["text"] or "محفوظ كما هو" in sent.payload["text"]
    ]


async def remind(person: Person) -> int:
    said = await reminders.send(person.ports)
    for (conversation,) in rows(person, "SELECT id FROM conversations"):
        await turn.take(person.ports, conversation)
    return said


async def test_missing_papers_are_reminded_of_once_after_three_days(person: Person) -> None:
    reference = await applied(person)
    turn_clock(person, 2.9)
    assert await remind(person) == 0
    turn_clock(person, 0.2)
    assert await remind(person) == 1
    [said] = reminded(person)
    assert reference in said
    assert "الهوية" in said
    turn_clock(person, 30)
    assert await remind(person) == 0
    assert len(reminded(person)) == 1


async def test_nobody_is_reminded_at_night(person: Person) -> None:
    await applied(person)
    turn_clock(person, 3)
    person.ports.clock.at = person.ports.clock.at.replace(hour=23)  # type: ignore[attr-defined]  # the clock of the tests
    assert await remind(person) == 0
    person.ports.clock.at += timedelta(hours=11)  # type: ignore[attr-defined]  # the clock of the tests
    assert person.ports.clock().astimezone(RIYADH).hour == 10
    assert await remind(person) == 1


async def test_whoever_sent_the_paper_meanwhile_is_not_reminded(person: Person) -> None:
    await applied(person)
    await person.say("وش الأوراق الناقصة")
    await person.send(samples.pdf())
    turn_clock(person, 4)
    assert await remind(person) == 0
    assert reminded(person) == []


async def test_a_form_left_unfinished_is_reminded_of_once(person: Person) -> None:
    await person.say(*FORM[:4], "القائمة")
    turn_clock(person, 4)
    assert await remind(person) == 1
    assert "متابعة" in reminded(person)[0]
    assert "جوالك" in await person.say("متابعة")
    turn_clock(person, 9)
    assert await remind(person) == 0


async def test_a_form_that_was_finished_is_not(person: Person) -> None:
    await applied(person, samples.picture())
    turn_clock(person, 9)
    assert await remind(person) == 0


@pytest.mark.parametrize("column", ["blocked_at", "opted_out_at"])
async def test_whoever_blocked_us_or_wants_no_messages_hears_nothing(
    database: Database, tmp_path: Path, column: str
) -> None:
    (tmp_path / "sent").mkdir()
    built = console.ports(database, tmp_path, channel="whatsapp")
    person = Person(built, tmp_path / "sent")
    console.fake(built).name = "whatsapp"
    await applied(person)
    _mark(database, f"UPDATE addresses SET {column} = created_at")  # noqa: S608  one of two names above
    turn_clock(person, 4)
    assert await reminders.send(built) == 0
    turn_clock(person, 9)
    assert await reminders.send(built) == 0
    await built.close()


async def test_outside_whatsapps_window_nothing_is_sent_there(database: Database, tmp_path: Path) -> None:
    (tmp_path / "sent").mkdir()
    built = console.ports(database, tmp_path, channel="whatsapp")
    person = Person(built, tmp_path / "sent")
    console.fake(built).name = "whatsapp"
    await applied(person)
    turn_clock(person, 4)
    assert await reminders.send(built) == 0
    assert rows(person, "SELECT count(*) FROM deliveries WHERE state = 'queued'") == [(0,)]
    await built.close()


async def test_outside_whatsapps_window_the_reminder_goes_by_sms(database: Database, tmp_path: Path) -> None:
    (tmp_path / "sent").mkdir()
    sms = Fake()
    sms.name = "sms"
    built = console.ports(database, tmp_path, channel="whatsapp")
    built.channels[console.CHARITY, "sms"] = sms  # type: ignore[index]  # a dict in the tests
    person = Person(built, tmp_path / "sent")
    console.fake(built).name = "whatsapp"
    await applied(person)
    turn_clock(person, 4)
    assert await remind(person) == 1
    [sent] = sms.sent
    assert sent.address == person.address
    assert "تذكير" in sent.payload["text"]
    await built.close()


async def test_two_workers_remind_once(person: Person) -> None:
    await applied(person)
    turn_clock(person, 4)
    assert sum(await asyncio.gather(*(reminders.send(person.ports) for _ in range(4)))) == 1


async def test_whoever_speaks_with_staff_is_reminded_another_day(person: Person) -> None:
    await applied(person)
    _mark(person.ports.database, "UPDATE conversations SET owner = 'staff'")
    turn_clock(person, 4)
    assert await remind(person) == 0
    _mark(person.ports.database, "UPDATE conversations SET owner = 'bot'")
    turn_clock(person, 1.1)
    assert await remind(person) == 1


async def test_housekeeping_does_all_of_it(person: Person) -> None:
    await applied(person)
    turn_clock(person, 40)
    await housekeeping.tidy(person.ports)
    assert rows(person, "SELECT count(*) FROM reminders WHERE done_at IS NULL") == [(0,)]


def _mark(database: Database, query: str) -> None:
    database.write_now(lambda connection: connection.exec_driver_sql(query))
