"""The proofs about flows find what they should, and the shared flows pass them."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from flows.check import findings
from flows.facts import FACTS
from flows.flow import Flow
from flows.library import load, texts
from flows.moves import Start
from flows.play import Play
from flows.routes import ROUTES
from flows.running import RunawayError, begin
from flows.session import Session
from flows.turn import World
from tests.talk import yusr


def flow(steps: dict[str, object], *, start: str = "aa") -> Flow:
    return Flow.model_validate({"id": "probe", "start": start, "steps": steps})


def told(probe: Flow) -> str:
    found = findings({**load(), "probe": probe}, {"yusr": yusr()})
    return "\n".join(str(finding) for finding in found)


def test_the_shared_flows_hold_for_every_text_and_fact() -> None:
    assert findings(load(), {"yusr": yusr()}) == []


def test_a_step_that_nothing_leads_to_is_found() -> None:
    assert "step bb is never reached" in told(
        flow({"aa": {"kind": "say", "text": "thanks"}, "bb": {"kind": "say", "text": "thanks"}})
    )


def test_a_circle_without_a_question_is_found() -> None:
    steps = {
        "aa": {"kind": "say", "text": "thanks", "next": "bb"},
        "bb": {"kind": "say", "text": "thanks", "next": "aa"},
    }
    assert "without asking" in told(flow(steps))


def test_a_circle_with_a_question_is_fine() -> None:
    steps = {"aa": {"kind": "say", "text": "thanks", "next": "bb"}}
    steps["bb"] = {"kind": "ask", "field": "xx", "text": "complaint.ask", "next": "aa"}
    assert told(flow(steps)) == ""


@pytest.mark.parametrize(
    ("step", "complaint"),
    [
        ({"kind": "say", "text": "no.such_text"}, "no text no.such_text"),
        ({"kind": "call", "flow": "nowhere"}, "no flow named nowhere"),
        ({"kind": "act", "do": "fly"}, "no action named fly"),
        (
            {"kind": "choose", "text": "menu.text", "options": [
                {"id": "xx", "label": "answer.yes", "next": "aa", "when": "moonlight"}]},
            "no fact named moonlight",
        ),
    ],
)  # fmt: skip
def test_a_name_that_leads_nowhere_is_found(step: dict[str, object], complaint: str) -> None:
    assert complaint in told(flow({"aa": step}))


def test_a_value_that_no_text_can_have_is_found() -> None:
    pack = yusr().model_copy(update={"texts": {**texts(), "thanks": texts()["thanks"].model_copy(
        update={"ar": "{moon}"})}})  # fmt: skip
    found = findings({"thanks": load()["thanks"]}, {"yusr": pack})
    assert any("unknown value {moon}" in str(finding) for finding in found)


def test_a_step_to_nowhere_is_refused_at_once() -> None:
    with pytest.raises(ValidationError, match="no step named 'bb'"):
        flow({"aa": {"kind": "say", "text": "thanks", "next": "bb"}})


def test_a_choice_without_options_is_refused() -> None:
    with pytest.raises(ValidationError, match="options"):
        flow({"aa": {"kind": "choose", "text": "menu.text"}})


def test_every_intent_has_a_flow_and_every_fact_a_name() -> None:
    assert set(ROUTES.values()) <= load().keys()
    assert all(name.islower() for name in FACTS)


def test_a_flow_that_runs_in_a_circle_is_stopped() -> None:
    steps = {
        "aa": {"kind": "say", "text": "thanks", "next": "bb"},
        "bb": {"kind": "say", "text": "thanks", "next": "aa"},
    }
    play = Play(World(yusr(), {"probe": flow(steps)}, datetime(2026, 3, 1, tzinfo=UTC)), Session())
    with pytest.raises(RunawayError):
        begin(play, Start("probe"))
