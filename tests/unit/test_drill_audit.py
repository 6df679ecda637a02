"""The audit of a drill sees what must not be."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.drill_audit import Books, faults

KILLED = {7}


def audited(change: Callable[[dict[str, Any]], object] = lambda found: None) -> list[str]:
    """The faults of two messages, each answered in one delivery, after a change of what was found."""
    found: dict[str, Any] = {
        "inbox": [{"id": n, "conversation_id": 1, "state": "done", "attempts": 0} for n in (1, 2)],
        "messages": [
            {"conversation_id": 1, "direction": direction, "inbox_id": inbox}
            for direction, inbox in (("in", 1), ("out", None), ("in", 2), ("out", None))
        ],
        "deliveries": [delivery(1), delivery(2)],
        "sent": [{"id": f"SM{n}", "to": "whatsapp:+1", "body": f"answer {n}"} for n in (1, 2)],
    }
    change(found)
    books = Books({1: "+1"}, found["inbox"], found["messages"], found["deliveries"], ())
    return list(faults(books, 2, found["sent"], KILLED))


def delivery(number: int, state: str = "sent", worker: int = 1) -> dict[str, Any]:
    sid = f"SM{number}" if state == "sent" else None
    payload = {"body": f"answer {number}"}
    told = {"id": number, "address": "+1", "state": state, "provider_id": sid, "payload": payload}
    return {**told, "claimed_by": f"here:{worker}"}


def put(found: dict[str, Any], name: str, place: int, row: object) -> None:
    found[name][place] = row


def test_nothing_is_wrong_with_what_was_answered_once_and_in_order() -> None:
    assert audited() == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda found: found["inbox"].pop(), "acknowledged"),
        (lambda found: found["inbox"][1].update(state="waiting"), "acknowledged"),
        (lambda found: found["inbox"][1].update(attempts=1), "failed"),
        (lambda found: found["messages"].pop(), "not answered"),
        (lambda found: found["messages"].pop(1), "not answered"),
        (lambda found: found["messages"][2].update(inbox_id=1), "in the transcript"),
        (lambda found: found["sent"].reverse(), "doubled or overtaken"),
        (lambda found: found["sent"].pop(), "never reached"),
        (lambda found: found["sent"].append(found["sent"][0]), "never decided"),
        (lambda found: found["sent"][1].update(to="whatsapp:+2"), "nothing was decided"),
        (lambda found: put(found, "deliveries", 1, delivery(2, "queued")), "is queued"),
        (lambda found: put(found, "deliveries", 1, delivery(2, "unknown")), "though its worker lived"),
    ],
)
def test_what_is_lost_doubled_or_out_of_order_is_found(change: Callable[[dict[str, Any]], object], fault: str) -> None:
    assert any(fault in told for told in audited(change))


@pytest.mark.parametrize("arrived", [True, False])
def test_a_delivery_that_died_with_its_worker_may_have_arrived_or_not(arrived: bool) -> None:
    def die(found: dict[str, Any]) -> None:
        put(found, "deliveries", 0, delivery(1, "unknown", worker=7))
        if not arrived:
            found["sent"].pop(0)

    assert audited(die) == []


@pytest.mark.parametrize(("arrived", "faulty"), [(False, False), (True, True)])
def test_what_was_sent_again_must_not_have_arrived_before(arrived: bool, faulty: bool) -> None:
    def again(found: dict[str, Any]) -> None:
        put(found, "deliveries", 0, {**delivery(1), "state": "retried", "provider_id": None})
        found["deliveries"].append({**delivery(3), "payload": {"body": "answer 1"}})
        found["sent"].append({"id": "SM3", "to": "whatsapp:+1", "body": "answer 1"})
        if not arrived:
            found["sent"].pop(0)

    assert any("doubled" in told for told in audited(again)) == faulty
