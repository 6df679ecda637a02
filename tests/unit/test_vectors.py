"""Published test vectors, run through the parsers where the shared material is at hand."""

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows import arabic
from flows.answers import parse

_SHARED = Path(os.environ.get("SANAD_SHARED", str(Path(__file__).resolve().parents[2].parent / "shared")))
_TODAY = date(2100, 1, 1)


def _lines(name: str) -> list[dict[str, Any]]:
    path = _SHARED / "vectors" / f"{name}.jsonl"
    if not path.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{path.name} is missing; set SANAD_SHARED")
        pytest.skip(f"{path.name} is not here; set SANAD_SHARED")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_identity_numbers_are_judged_as_other_implementations_judge_them() -> None:
    for line in _lines("saudi_id"):
        if not line.get("unanimous", True):
            continue
        value = parse("identity", line["input"], today=_TODAY).value
        assert (value is not None) == line["valid"], line["input"]


def test_no_iban_that_fails_elsewhere_is_accepted() -> None:
    for line in _lines("saudi_iban"):
        value = parse("iban", line["input"], today=_TODAY).value
        plain = "".join(arabic.digits(arabic.clean(line["input"])).split()).upper()
        # Ours is kinder to marks, missing "SA" and spaces, never to the digits.
        assert value is not None or not line["valid"] or not plain.startswith("SA"), line["input"]
        assert value is None or str(value).removeprefix("SA") == "".join(c for c in plain if c.isdigit()), line["input"]


def test_saudi_mobiles_are_read_and_nothing_else_is() -> None:
    for line in _lines("saudi_phone"):
        mobile = line["valid"] and line["region"] == "SA" and line["type"] == "MOBILE"
        value = parse("mobile", line["input"], today=_TODAY).value
        assert (value == line["e164"]) if mobile else (value is None), line


def test_hijri_dates_agree_with_the_published_calendars() -> None:
    checked = 0
    for line in _lines("hijri_gregorian"):
        if line.get("known_discrepancy") or line.get("hijridate_2_6_0_agrees") is False:
            continue
        value = parse("hijri_date", line["hijri"], today=_TODAY).value
        assert value == line["gregorian"], line["hijri"]
        checked += 1
    assert checked > 1000


def test_digits_are_read_as_unicode_names_them() -> None:
    for line in _lines("arabic_digits"):
        assert arabic.digits(arabic.clean(line["input"])) == line["expected"], line["name"]
