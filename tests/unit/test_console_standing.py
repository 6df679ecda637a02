from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from bot.console.conversation import fate, standing, window_left
from storage.staff import SignedIn

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def member(role: str = "researcher", number: int = 1) -> SignedIn:
    return SignedIn(1, number, "منى", role, ("yusr",), "csrf", NOW, NOW)


def row(**changes: Any) -> Any:
    values = {"owner": "staff", "owner_staff_id": 1, "lease_until": NOW + timedelta(minutes=5)}
    return SimpleNamespace(**values | {"channel": "telegram", "last_inbound_at": NOW} | changes)


@pytest.mark.parametrize(("hours", "left"), [(0, 24), (23, 1), (24, 0), (40, 0)])
def test_whatsapp_takes_free_text_for_24_hours(hours: int, left: int) -> None:
    assert window_left("whatsapp", NOW - timedelta(hours=hours), NOW) == timedelta(hours=left)


def test_who_never_wrote_on_whatsapp_has_no_window_and_other_channels_need_none() -> None:
    assert window_left("whatsapp", None, NOW) == timedelta(0)
    assert window_left("sms", NOW - timedelta(days=9), NOW) is None


@pytest.mark.parametrize(
    ("changes", "who", "mode"),
    [
        ({}, member(), "write"),
        ({"channel": "whatsapp", "last_inbound_at": NOW - timedelta(days=2)}, member(), "write"),
        ({}, member(number=2), "held"),
        ({"lease_until": NOW}, member(number=2), "claim"),
        ({"lease_until": NOW}, member(), "write"),
        ({"owner": "queue", "owner_staff_id": None, "lease_until": None}, member(), "claim"),
        ({"owner": "bot", "owner_staff_id": None, "lease_until": None}, member(), "claim"),
    ],
)
def test_the_composer_offers_what_she_may_do(changes: dict[str, Any], who: SignedIn, mode: str) -> None:
    assert standing(row(**changes), who, NOW)["mode"] == mode


def test_only_leaders_take_over_from_a_colleague() -> None:
    assert standing(row(), member("supervisor", 2), NOW)["may_take_over"]
    assert not standing(row(), member("researcher", 2), NOW)["may_take_over"]
    assert not standing(row(), member("supervisor"), NOW)["may_take_over"]


def test_of_several_parts_the_worst_is_told_with_its_reason() -> None:
    told = fate((("delivered", ""), ("failed", "blocked"), ("unknown", "timeout")))
    assert told.tone == "bad"
    assert told.said == "لم تُرسل: حظر الشخص الرسائل أو أوقفها"
    assert fate((("unknown", "timeout"), ("sent", ""))).tone == "doubtful"
    assert fate((("read", ""), ("sent", ""))).said == "أُرسلت"
