"""What joins addresses with a mobile number, and the codes that prove one. On both databases."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from flows.events import CodeTried, Joined
from flows.message import Incoming, Kind, Proof
from flows.proving import MOST
from storage import codes, inbox, links, turns
from storage.engine import Database
from storage.turns import Held
from tests import line

NOW = datetime(2026, 11, 1, 7, tzinfo=UTC)
NUMBER, OTHER, CODE = "+966551234567", "+966551234568", "271828"


def arrive(database: Database, channel: str, who: str) -> Held:
    message = Incoming(Kind.TEXT, who, who, "مرحبا")
    [conversation] = database.write_now(inbox.accept, line.CHARITY, channel, [message], NOW).waiting
    return database.read_now(turns.hold, conversation)


def join(database: Database, held: Held, number: str = NUMBER) -> None:
    database.write_now(links.join, held, Joined(number, "code"), NOW)


def origins(database: Database, held: Held) -> set[str]:
    return set(database.read_now(links.circle, held).origins)


def ask(database: Database, held: Held, number: str = NUMBER, code: str = CODE) -> bool:
    return bool(database.write_now(codes.ask, held, number, code, NOW))


def look(database: Database, held: Held, typed: str, now: datetime = NOW) -> Proof:
    return database.read_now(codes.look, held, typed, now)


def test_a_join_reaches_both_ways_and_no_further(database: Database) -> None:
    phone, web, both = arrive(database, "sms", NUMBER), arrive(database, "web", "a"), arrive(database, "telegram", "7")
    for held, number in ((web, NUMBER), (both, NUMBER), (both, OTHER)):
        join(database, held, number)
    mine = {f"phone:{NUMBER}", "web:a", "telegram:7"}
    assert origins(database, phone) == origins(database, web) == mine
    assert origins(database, both) == {*mine, f"phone:{OTHER}"}
    assert database.read_now(turns.hold, phone.id).joined
    assert not database.read_now(turns.hold, arrive(database, "web", "b").id).joined


def test_a_join_is_made_once_and_kept_when_it_is_undone(database: Database) -> None:
    web = arrive(database, "web", "a")
    for _ in range(2):
        join(database, web)
    [row] = database.read_now(links.of, web)
    undone: dict[str, Any] = {"staff": None, "why": "wrong number", "now": NOW}
    assert database.write_now(links.undo, row.id, **undone)
    assert not database.write_now(links.undo, row.id, **undone)
    assert origins(database, web) == {"web:a"}
    assert line.rows(database, "SELECT number, reason FROM address_links") == [(NUMBER, "wrong number")]
    join(database, web)
    assert len(database.read_now(links.of, web)) == 1


def test_the_code_proves_its_number_to_who_asked_in_time_and_once(database: Database) -> None:
    web, other = arrive(database, "web", "a"), arrive(database, "web", "b")
    assert ask(database, web)
    assert look(database, web, CODE) == Proof(NUMBER, "code", codes=1)
    assert not look(database, other, CODE).number
    assert not look(database, web, "271829").number
    assert not look(database, web, "").number
    assert not look(database, web, CODE, NOW + timedelta(minutes=10, seconds=1)).number
    database.write_now(codes.keep, web, CodeTried(passed=True), NOW)
    assert not look(database, web, CODE).number


def test_neither_the_code_nor_the_number_lies_open_in_the_table(database: Database) -> None:
    ask(database, arrive(database, "web", "a"))
    [row] = line.rows(database, "SELECT number, number_index, digest FROM number_codes")
    assert not any(CODE in str(value) or NUMBER[4:] in str(value) for value in row)


def test_wrong_ones_are_counted_by_number_and_a_new_code_brings_no_new_tries(database: Database) -> None:
    web, other = arrive(database, "web", "a"), arrive(database, "web", "b")
    ask(database, web)
    for _ in range(MOST):
        database.write_now(codes.keep, web, CodeTried(passed=False), NOW)
    ask(database, web)
    ask(database, other)
    assert look(database, web, CODE) == Proof(codes=2, wrong=MOST)
    assert look(database, other, CODE) == Proof(codes=1, wrong=MOST)


@pytest.mark.parametrize("same", ["number", "address"])
def test_three_codes_a_day_for_a_number_and_for_an_address(database: Database, same: str) -> None:
    first = arrive(database, "web", "a")
    for turn in range(MOST + 1):
        held = database.read_now(turns.hold, first.id) if same == "address" else arrive(database, "web", f"a{turn}")
        may = ask(database, held, NUMBER if same == "number" else f"+96655123456{turn}")
        assert may == (turn < MOST)
    assert not look(database, held, CODE).number
