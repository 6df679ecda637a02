"""The main line, message by message: accepted once, taken in order, answered once."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot import inbox, turn
from channels.base import SendError
from channels.fake import Fake
from flows.events import Declared, Submitted
from flows.message import PART, Incoming, Kind, Meaning, Reply
from flows.session import Answer, Frame, Session
from flows.turn import Turn, World
from storage.engine import Database
from tests import line
from tests.line import CHANNEL, CHARITY, PERSON, said


async def accept(ports: Any, *messages: Incoming) -> list[int]:
    accepted = await inbox.accept(ports, CHARITY, CHANNEL, messages)
    return list(accepted.waiting)


def fake(ports: Any) -> Fake:
    channel = ports.channels[CHARITY, CHANNEL]
    assert isinstance(channel, Fake)
    return channel


async def test_a_message_is_answered(database: Database, tmp_path: Path) -> None:
    ports = line.ports(database, tmp_path)
    for conversation in await accept(ports, said("مرحبا", "1")):
        await turn.take(ports, conversation)
    assert fake(ports).texts(PERSON) == ["1: مرحبا"]
    assert line.rows(database, "SELECT direction, author, text FROM messages ORDER BY id") == [
        ("in", "person", "مرحبا"),
        ("out", "bot", "1: مرحبا"),
    ]
    assert line.rows(database, "SELECT state, provider_id, attempts FROM deliveries") == [("sent", "f1", 1)]
    assert line.rows(database, "SELECT version FROM conversations") == [(1,)]


async def test_the_same_event_five_times_at_once_is_one_row_and_one_turn(database: Database, tmp_path: Path) -> None:
    ports = line.ports(database, tmp_path)
    results = await asyncio.gather(*(accept(ports, said("مرحبا", "1")) for _ in range(5)))
    conversations = [conversation for result in results for conversation in result]
    assert len(conversations) == 1
    await asyncio.gather(*(turn.take(ports, conversations[0]) for _ in range(5)))
    assert line.rows(database, "SELECT count(*) FROM inbox_events") == [(1,)]
    assert fake(ports).texts() == ["1: مرحبا"]


async def test_the_parts_of_a_torn_sms_are_one_message(database: Database, tmp_path: Path) -> None:
    ports = line.ports(database, tmp_path, settings={"album_seconds": 1.5})
    parts = [replace(said(text, str(number)), ref=PART) for number, text in enumerate(("أحتاج مسا", "عدة في الإيج"))]
    [conversation] = await accept(ports, parts[0])
    taking = asyncio.create_task(turn.take(ports, conversation))
    await asyncio.sleep(0.1)
    await accept(ports, parts[1], said("ار", "2"), said("وشيء آخر", "3"))
    await taking
    assert fake(ports).texts() == ["1: أحتاج مساعدة في الإيجار", "2: وشيء آخر"]
    assert {row[0] for row in line.rows(database, "SELECT state FROM inbox_events")} == {"done"}


async def test_ten_messages_at_once_are_handled_in_order(database: Database, tmp_path: Path) -> None:
    ports = line.ports(database, tmp_path)
    results = await asyncio.gather(*(accept(ports, said(str(number), str(number))) for number in range(10)))
    await asyncio.gather(*(turn.take(ports, result[0]) for result in results))
    stored = [row[0] for row in line.rows(database, "SELECT provider_id FROM inbox_events ORDER BY id")]
    assert fake(ports).texts() == [f"{place}: {key}" for place, key in enumerate(stored, start=1)]


async def test_two_workers_without_a_common_lock_never_work_on_one_message(database: Database, tmp_path: Path) -> None:
    channel = Fake()
    channels = {(CHARITY, CHANNEL): channel}
    workers = [line.ports(database, tmp_path, channels=channels, worker=name) for name in ("a", "b")]
    for number in range(10):
        await accept(workers[0], said(str(number), str(number)))
    for _ in range(30):
        await asyncio.gather(*(turn.take(ports, 1) for ports in workers))
    assert channel.texts() == [f"{number + 1}: {number}" for number in range(10)]
    assert line.rows(database, "SELECT version FROM conversations") == [(10,)]


async def test_conversations_are_handled_side_by_side(database: Database, tmp_path: Path) -> None:
    ports = line.ports(database, tmp_path)
    people = [f"p{number}" for number in range(20)]
    waiting = [(await accept(ports, said("hi", f"1{who}", who=who)))[0] for who in people]
    await asyncio.gather(*(turn.take(ports, conversation) for conversation in waiting))
    assert sorted(sent.address for sent in fake(ports).sent) == sorted(people)


async def test_identity_numbers_are_masked_in_the_transcript_only(database: Database, tmp_path: Path) -> None:
    ports = line.ports(database, tmp_path)
    await accept(ports, said("رقمي ١٠٠٠٠٠٠٠٠٨", "1"))
    await turn.take(ports, 1)
    assert fake(ports).texts() == ["1: رقمي ١٠٠٠٠٠٠٠٠٨"]
    assert {row[0] for row in line.rows(database, "SELECT text FROM messages")} == {
        "رقمي ********٠٨",
        "1: رقمي ********٠٨",
    }


async def test_only_words_are_read(database: Database, tmp_path: Path) -> None:
    reader = line.Reader()
    ports = line.ports(database, tmp_path, understander=reader)
    await accept(ports, said("مرحبا", "1"), said("", "2", kind=Kind.LOCATION), said("", "3", kind=Kind.VOICE))
    await turn.take(ports, 1)
    assert reader.read_texts == ["مرحبا"]


async def test_the_owner_in_sql_is_what_the_engine_sees(database: Database, tmp_path: Path) -> None:
    ports = line.ports(database, tmp_path)
    await accept(ports, said("hi", "1"))
    database.write_now(lambda c: c.execute(text("UPDATE conversations SET owner = 'staff'")))
    await turn.take(ports, 1)
    assert fake(ports).texts() == []
    assert line.rows(database, "SELECT state FROM inbox_events") == [("done",)]


async def test_a_hand_offs_own_words_are_still_sent(database: Database, tmp_path: Path) -> None:
    ports = line.ports(database, tmp_path)
    await accept(ports, said("person", "1"))
    await turn.take(ports, 1)
    assert fake(ports).texts() == ["1: person"]
    assert line.rows(database, "SELECT owner, epoch FROM conversations") == [("queue", 1)]
    assert line.rows(database, "SELECT priority, epoch FROM cases") == [(2, 1)]


async def test_a_person_taking_over_between_two_messages_silences_the_bot(database: Database, tmp_path: Path) -> None:
    class TakenOver(Fake):
        async def send(self, address: str, payload: Any) -> str:
            database.write_now(lambda c: c.execute(text("UPDATE conversations SET owner = 'staff', epoch = epoch + 1")))
            return await super().send(address, payload)

    ports = line.ports(database, tmp_path, channels={(CHARITY, CHANNEL): TakenOver()})
    await accept(ports, said("twice", "1"))
    await turn.take(ports, 1)
    assert fake(ports).texts() == ["1: twice"]
    assert line.rows(database, "SELECT state FROM deliveries ORDER BY id") == [("sent",), ("dropped",)]


async def test_an_engine_that_breaks_leaves_the_message_and_apologises_once(database: Database, tmp_path: Path) -> None:
    ports = line.ports(database, tmp_path)
    await accept(ports, said("break", "1"), said("after", "2"))
    for attempt in (1, 2):
        await turn.take(ports, 1)
        assert line.rows(database, "SELECT state, attempts, error FROM inbox_events ORDER BY id")[0] == (
            "waiting",
            attempt,
            "RuntimeError",
        )
        assert fake(ports).texts() == []
    await turn.take(ports, 1)
    assert line.rows(database, "SELECT state FROM inbox_events ORDER BY id") == [("failed",), ("done",)]
    assert fake(ports).texts() == ["نعتذر", "1: after"]
    assert line.rows(database, "SELECT reason, state FROM cases") == [("trouble", "open")]
    await accept(ports, said("break", "3"))
    for _ in range(4):
        await turn.take(ports, 1)
    assert fake(ports).texts().count("نعتذر") == 1


async def test_what_waits_on_a_channel_that_was_closed_is_handled_without_an_answer(
    database: Database, tmp_path: Path
) -> None:
    await accept(line.ports(database, tmp_path), said("person", "1"), said("break", "2"))
    closed = line.ports(database, tmp_path, channels={}, settings={"turn_attempts": 1})
    await turn.take(closed, 1)
    assert line.rows(database, "SELECT state FROM inbox_events ORDER BY id") == [("done",), ("failed",)]
    assert line.rows(database, "SELECT reason FROM cases") == [("asked",)]
    assert line.rows(database, "SELECT count(*) FROM deliveries") == [(0,)]


async def test_what_waits_for_a_charity_that_was_removed_does_not_come_back_for_ever(
    database: Database, tmp_path: Path
) -> None:
    await accept(line.ports(database, tmp_path), said("hi", "1"), said("still there?", "2"))
    removed = line.ports(database, tmp_path, packs={}, settings={"turn_attempts": 1})
    for _ in range(2):
        await turn.take(removed, 1)
    assert line.rows(database, "SELECT state, error FROM inbox_events") == [("failed", "KeyError")] * 2


async def test_an_understander_that_fails_never_loses_the_message(database: Database, tmp_path: Path) -> None:
    reader = line.Reader()
    reader.error = TimeoutError()
    ports = line.ports(database, tmp_path, understander=reader)
    await accept(ports, said("hi", "1"))
    await turn.take(ports, 1)
    reader.error = None
    await turn.take(ports, 1)
    assert fake(ports).texts() == ["1: hi"]


async def test_a_taken_reference_is_drawn_again(database: Database, tmp_path: Path) -> None:
    draws = iter(["YSR-4K7Q-2", "YSR-4K7Q-2", "YSR-5K7Q-3"])

    def submit(session: Session, message: Incoming, meaning: Meaning, world: World) -> Turn:
        reference = next(draws)
        answers = {"name": Answer("x", "typed", "now")}
        event = Submitted(reference, "food", "v1", answers, {}, Declared("t", "d", "a", "n"))
        return Turn(session, (Reply(reference),), (event,))

    ports = line.ports(database, tmp_path, advance=submit)
    await accept(ports, said("one", "1"), said("two", "2"))
    await turn.take(ports, 1)
    assert fake(ports).texts() == ["YSR-4K7Q-2", "YSR-5K7Q-3"]
    assert line.rows(database, "SELECT count(*) FROM applications") == [(2,)]


async def test_a_form_keeps_its_pack_through_an_edit_and_a_restart(database: Database, tmp_path: Path) -> None:
    seen: list[str] = []

    def form(session: Session, message: Incoming, meaning: Meaning, world: World) -> Turn:
        seen.append(world.pack.version)
        frame = Frame("apply", "ask", pack=session.stack[0].pack if session.stack else world.pack.version)
        return Turn(replace(session, stack=() if message.text == "done" else (frame,)))

    before = line.ports(database, tmp_path, advance=form)
    await accept(before, said("begin", "1"))
    await turn.take(before, 1)
    after = line.ports(database, tmp_path, advance=form, packs={CHARITY: line.pack(version="v2")})
    for key in ("go on", "done", "afterwards"):
        await accept(after, said(key, key))
        await turn.take(after, 1)
    assert seen == ["v1", "v1", "v1", "v2"]


async def test_a_tap_is_acknowledged_and_shown_by_its_label(database: Database, tmp_path: Path) -> None:
    class Tapped(Fake):
        def __init__(self) -> None:
            super().__init__()
            self.noticed: list[str] = []

        async def acknowledge(self, incoming: Incoming) -> None:
            self.noticed.append(incoming.tap)
            raise SendError("transient")

    channel = Tapped()
    ports = line.ports(database, tmp_path, channels={(CHARITY, CHANNEL): channel})
    await accept(ports, Incoming(Kind.TAP, "1", PERSON, tap="1.a"))
    await turn.take(ports, 1)
    assert channel.noticed == ["1.a"]
    assert channel.texts() == ["1: 1.a"]


@pytest.mark.parametrize("attempts", [1, 2])
async def test_the_number_of_attempts_is_a_setting(database: Database, tmp_path: Path, attempts: int) -> None:
    ports = line.ports(database, tmp_path, settings={"turn_attempts": attempts})
    await accept(ports, said("break", "1"))
    for _ in range(attempts):
        await turn.take(ports, 1)
    assert line.rows(database, "SELECT state, attempts FROM inbox_events") == [("failed", attempts)]
