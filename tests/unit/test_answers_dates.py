from datetime import date

import pytest
from hijridate import Hijri
from hypothesis import given
from hypothesis import strategies as st

from flows.answers import parse

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    "text",
    [
        "9/12/1991", "1991-12-09", "٩/١٢/١٩٩١م", "9 ديسمبر 1991", "9 كانون الأول ١٩٩١",
        "December 9th, 1991", "09121991",
        "يوم 9 شهر 12 سنة 1991",
        "9 12 1991", "التاسع من ديسمبر 1991", "تسعة ديسمبر ألف وتسعمية وواحد وتسعين",
        "3/6/1412",
        "تاريخ ميلادي 3/6/1412", "ميلادي ٣ جمادى الآخرة ١٤١٢", "١٤١٢/٦/٣ هـ", "٣ جمادى الآخرة ١٤١٢",
        "3 جماد الثاني 1412", "9/12/1991 الموافق 3/6/1412",
        "9 ديسمببر 1991", "تسعة اثنعش الف وتسعمية وواحد وتسعين", "اليوم 9 الشهر 12 السنة 1991",
    ],
)  # fmt: skip
def test_a_birthday_is_read_in_both_calendars(text: str) -> None:
    assert parse("date_of_birth", text, today=TODAY).value == "1991-12-09"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("30/2/1990", "error.date.impossible"),
        ("12/25/1990", "error.date.impossible"),
        ("30/1/1407", "error.date.impossible"),
        ("7/8/91", "error.date.two_digit_year"),
        ("2/3/2026", "error.date.future"),
        ("1/1/1890", "error.date.too_old"),
        ("رمضان 1412", "error.date.incomplete"),
        ("4 جمادى 1412", "error.date.incomplete"),
        ("بكره اعطيكم", "error.date.missing"),
        ("7/8/1991 او 8/8/1991", "error.date.ambiguous"),
        ("يمكن 7/8/1991", "error.date.ambiguous"),
        ("7/8/1991 هـ", "error.date.ambiguous"),
        ("5 شعبان 1991", "error.date.ambiguous"),
    ],
)
def test_a_doubtful_birthday_is_refused_with_its_reason(text: str, error: str) -> None:
    assert parse("date_of_birth", text, today=TODAY).error == error


def test_a_hijri_date_must_be_hijri() -> None:
    assert parse("hijri_date", "21 رمضان 1399", today=TODAY).value == "1979-08-14"
    assert parse("hijri_date", "غرة رجب ١٤٢٠", today=TODAY).value == Hijri(1420, 7, 1).to_gregorian().isoformat()
    assert parse("hijri_date", "14/8/1979", today=TODAY).error == "error.date.gregorian"


def test_a_general_date_may_lie_ahead() -> None:
    assert parse("date", "بكرة", today=TODAY).value == "2026-03-02"
    assert parse("date", "10/12/1447", today=TODAY).value == Hijri(1447, 12, 10).to_gregorian().isoformat()


@given(st.dates(date(1930, 1, 1), TODAY))
def test_every_gregorian_day_is_read_as_itself(day: date) -> None:
    for text in (f"{day.day}/{day.month}/{day.year}", f"{day.year}-{day.month:02d}-{day.day:02d}"):
        assert parse("date_of_birth", text, today=TODAY).value == day.isoformat()


@given(st.integers(0, 40), st.integers(0, 14), st.integers(1340, 1447))
def test_no_hijri_day_that_never_was_is_accepted(day: int, month: int, year: int) -> None:
    try:
        expected: str | None = Hijri(year, month, day).to_gregorian().isoformat()
    except (ValueError, OverflowError):
        expected = None
    assert parse("hijri_date", f"{day}/{month}/{year}", today=TODAY).value == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("الثاني عشر من رجب 1410", 12), ("الحادي عشر رجب ١٤١٠", 11), ("العاشر من رجب 1410", 10),
        ("الحادي والعشرين من رجب 1410", 21), ("الخامس عشر رجب الف واربعمية وعشرة", 15), ("غرة رجب 1410", 1),
        ("اول رجب 1410", 1), ("العشرين من رجب 1410", 20), ("الثامنه عشره من رجب 1410", 18),
        ("الثامنة والعشرين من رجب 1410", 28), ("التاسع والعشرون من رجب 1410", 29),
        ("اربعه وعشرين رجب الف واربعميه وعشره", 24), ("عشرين رجب 1410", 20), ("يوم الخميس الثالث من رجب 1410", 3),
    ],
)  # fmt: skip
def test_a_day_told_by_its_place_in_the_month(text: str, day: int) -> None:
    assert parse("hijri_date", text, today=TODAY).value == Hijri(1410, 7, day).to_gregorian().isoformat()


@pytest.mark.parametrize(
    "text",
    [
        "1/2/1977 - 1/3/1977",
        "1/2/1977-1/3/1977",
        "1 / 2 / 1977 - 1 / 3 / 1977",
        "5/6/7/1990",
        "قبل 5/8/1980",
        "بعد 5/8/1980",
        "زوجي مواليد 5/8/1980",
        "5/8/1980 زوجي",
        "تاريخ تخرجي 5/8/2010",
        "تاريخ اليوم 5/8/2025",
        "5 / 6 / 7 / 1990",
        "5-6-7-1990",
        "1/2/1977 ~ 1/3/1977",
        "من 1/2/1977 الى اليوم",
        "بين 1/2/1977 وبداية 78",
    ],
)
def test_a_span_or_another_day_is_no_birthday(text: str) -> None:
    assert parse("date_of_birth", text, today=TODAY).value is None
