"""Every collected webhook body, signed and posted to a running house: taken, never a 5xx, and never lost."""

import asyncio

import pytest

from tests.payloads.collected import Payload, payloads
from tests.payloads.table import DOCS, Outcome, post_all, table, written


@pytest.fixture(scope="module")
def collected() -> list[Payload]:
    return list(payloads())


@pytest.fixture(scope="module")
def outcome(collected: list[Payload], tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return asyncio.run(post_all(tmp_path_factory.mktemp("payloads"), collected))


def test_each_is_acknowledged_and_has_its_row(collected: list[Payload], outcome: Outcome) -> None:
    assert len(collected) >= 308
    assert set(outcome.statuses.values()) == {200}
    assert len(outcome.rows) == len(collected)
    assert [payload.about["file"] for payload in collected if outcome.row(payload) is None] == []


def test_no_turn_fails_on_any(outcome: Outcome) -> None:
    assert {(row["attempts"], row["error"]) for row in outcome.rows} == {(0, "")}


def test_the_reviewed_table_says_what_became_of_each(collected: list[Payload], outcome: Outcome) -> None:
    document = DOCS.read_text("utf-8")
    made = written(table(collected, outcome), document)
    assert made == document, "python -m tests.payloads.table writes it anew; then review the difference"
