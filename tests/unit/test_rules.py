"""Conditions as data: what a rule may say, and its three outcomes."""

from datetime import date
from typing import Any

import pytest

from flows import rules
from flows.eligibility import Outcome, outcomes
from flows.part import Words
from flows.rules import RuleError
from flows.service import Condition, Service
from flows.session import Answer

TODAY = date(2026, 11, 21)
FIELDS = ("age", "income", "dependents", "status", "born")


def holds(rule: str, **answers: Any) -> bool | None:
    return rules.holds(rule, answers, FIELDS, today=TODAY)


@pytest.mark.parametrize(
    ("rule", "answers", "expected"),
    [
        ("age >= 18", {"age": 18}, True),
        ("age >= 18", {"age": 17}, False),
        ("age >= 18", {}, None),
        ("18 <= age < 60", {"age": 60}, False),
        ("income <= 6000 or dependents >= 4", {"income": 9000, "dependents": 4}, True),
        ("income <= 6000 or dependents >= 4", {"dependents": 4}, True),
        ("income <= 6000 or dependents >= 4", {"dependents": 1}, None),
        ("income <= 6000 and dependents >= 4", {"dependents": 1}, False),
        ("status in [divorced, widow]", {"status": "widow"}, True),
        ("status not in [divorced, widow]", {"status": "widow"}, False),
        ("not status == divorced", {"status": None}, None),
        ("years_since(born) >= 18", {"born": "2008-11-21"}, True),
        ("years_since(born) >= 18", {"born": "2008-11-22"}, False),
        ("days_since(born) <= 90", {"born": "2026-08-23"}, True),
        ("years_since(born) >= 18", {}, None),
        ("age > -1", {"age": 0}, True),
        ("age >= 18", {"age": "a word"}, None),
    ],
)
def test_a_rule_is_met_not_met_or_unclear(rule: str, answers: dict[str, Any], expected: bool | None) -> None:
    assert holds(rule, **answers) is expected


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "age >=",
        "__import__('os').system('true')",
        "age.real > 1",
        "(lambda: 1)()",
        "years_since(2000) > 1",
        "years_since(born, 3) > 1",
        "[x for x in age]",
        "age ** 99 > 1",
        "unknown > 1",
        "1 < 2",
        "(" * 5000,
        "age > f'{age}'",
    ],
)
def test_what_is_no_rule_is_refused(rule: str) -> None:
    with pytest.raises(RuleError):
        rules.check(rule, FIELDS)


def test_options_are_names_too() -> None:
    rules.check("status in [divorced]", FIELDS, {"divorced"})
    with pytest.raises(RuleError, match="divorcd"):
        rules.check("status in [divorcd]", FIELDS, {"divorced"})


def test_every_condition_of_a_service_has_its_outcome() -> None:
    words = Words(ar="نص", en="text")
    service = Service(
        id="food",
        name=words,
        about=words,
        fields=["income"],
        conditions=[
            Condition(id="resident", says=words, ask=words),
            Condition(id="new", says=words, ask=words, needs=False),
            Condition(id="poor", says=words, rule="income <= 6000"),
            Condition(id="interview", says=words),
        ],
    )
    at = "2026-11-21T10:00:00+03:00"
    answers = {"resident": Answer(True, "button", at), "income": Answer(7000, "typed", at)}
    assert outcomes(service, answers, today=TODAY) == {
        "resident": Outcome.MET,
        "new": Outcome.UNCLEAR,
        "poor": Outcome.UNMET,
        "interview": Outcome.TOLD,
    }
