import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.console import times, words
from flows import library
from storage.states import DeliveryState

TEMPLATES = Path(words.__file__).parent / "templates"


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0.5, "أقل من دقيقة"),
        (1, "دقيقة"),
        (2, "دقيقتين"),
        (3, "3 دقائق"),
        (10, "10 دقائق"),
        (11, "11 دقيقة"),
        (59, "59 دقيقة"),
        (60, "ساعة"),
        (125, "ساعتين"),
        (23 * 60 + 59, "23 ساعة"),
        (24 * 60, "يوم"),
        (5 * 24 * 60, "5 أيام"),
        (99 * 24 * 60, "99 يومًا"),
        (103 * 24 * 60, "103 أيام"),
    ],
)
def test_a_length_of_time_is_counted_as_arabic_counts(minutes: float, said: str) -> None:
    assert times.lasting(timedelta(minutes=minutes)) == said


def test_times_are_told_in_riyadh() -> None:
    assert times.at(datetime(2026, 3, 4, 22, 30, tzinfo=UTC)) == "2026-03-05 01:30"
    assert times.clock(datetime(2026, 3, 4, 22, 30, tzinfo=UTC)) == "01:30"


def test_every_reason_of_every_flow_has_its_arabic() -> None:
    reasons = {
        step.reason for flow in library.load().values() for step in flow.steps.values() if step.kind == "hand_off"
    }
    assert reasons
    assert reasons <= words.REASONS.keys()


def test_every_state_of_a_delivery_has_its_arabic() -> None:
    assert {str(state) for state in DeliveryState} == words.DELIVERIES.keys()


def test_every_status_of_an_application_has_its_arabic() -> None:
    keys = {key.removeprefix("status.") for key, text in library.texts().items() if text.ar.startswith("الحال:")}
    assert len(keys) > 10
    assert keys <= words.STATUSES.keys()


def test_pages_bring_no_script_and_no_style_of_their_own() -> None:
    for path in TEMPLATES.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert " style=" not in text, path.name
        assert "<style" not in text, path.name
        assert " onclick=" not in text, path.name
        assert "javascript:" not in text, path.name
        assert text.count("<script") == text.count('<script src="/console/static/'), path.name
        assert "http://" not in text, path.name
        assert "https://" not in text, path.name


def test_the_style_sheet_knows_neither_left_nor_right() -> None:
    css = (TEMPLATES.parent / "static" / "console.css").read_text(encoding="utf-8")
    rules = css.split("*/", 1)[1]
    assert re.findall(r"(?<!\w)(?:left|right)(?!\w)", rules) == []
