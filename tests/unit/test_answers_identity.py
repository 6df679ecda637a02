from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.iso7064 import mod_97_10

from flows.answers import parse

TODAY = date(2026, 3, 1)


def _id(first: str, middle: int) -> str:
    body = f"{first}{middle:08d}"
    return body + luhn.calc_check_digit(body)


def _iban(account: str) -> str:
    return f"SA{mod_97_10.calc_check_digits(account + 'SA')}{account}"


CITIZEN, OTHER, RESIDENT = _id("1", 4455667), _id("1", 77001122), _id("2", 30045671)
IBAN = _iban("20000000123456789012")


@pytest.mark.parametrize(
    "text",
    [
        f"رقمي {CITIZEN} وجوالي 0512345678",
        f"{CITIZEN[:3]} {CITIZEN[3:6]}-{CITIZEN[6:]}",
        f"هويه:{CITIZEN}، العمر 41",
        CITIZEN.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
        f"{CITIZEN}\n{CITIZEN}",
    ],
)
def test_a_national_id_is_found_in_what_people_type(text: str) -> None:
    assert parse("national_id", text, today=TODAY).value == CITIZEN


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (RESIDENT, "error.national_id.is_iqama"),
        (CITIZEN[:-1] + str((int(CITIZEN[-1]) + 1) % 10), "error.identity.checksum"),
        (CITIZEN + "1", "error.identity.length"),
        (f"{CITIZEN} {OTHER}", "error.identity.ambiguous"),
        (f"{CITIZEN} مو رقمي", "error.identity.ambiguous"),
        (f"اظن {CITIZEN}", "error.identity.ambiguous"),
        ("5" + CITIZEN[1:], "error.identity.prefix"),
        (f"K{CITIZEN}", "error.identity.missing"),
        ("بكره ارسله", "error.identity.missing"),
    ],
)
def test_a_doubtful_national_id_is_refused_with_its_reason(text: str, error: str) -> None:
    assert parse("national_id", text, today=TODAY).error == error


def test_identity_takes_both_and_iqama_only_residents() -> None:
    assert parse("identity", CITIZEN, today=TODAY).value == CITIZEN
    assert parse("identity", RESIDENT, today=TODAY).value == RESIDENT
    assert parse("iqama", f"iqama {RESIDENT}", today=TODAY).value == RESIDENT
    assert parse("iqama", CITIZEN, today=TODAY).error == "error.iqama.is_national_id"


@given(st.integers(0, 10**11))
def test_no_number_with_a_wrong_check_digit_is_accepted(number: int) -> None:
    value = parse("identity", str(number), today=TODAY).value
    assert value is None or (value == str(number) and len(value) == 10 and luhn.is_valid(value))


@pytest.mark.parametrize(
    "text",
    [
        IBAN.lower(),
        IBAN[2:],
        " ".join(IBAN[i : i + 4] for i in range(0, 24, 4)),
        f"ايبان الاهلي {IBAN}، شكرا",
        f"IBAN: {IBAN} جوال 0512345678",
        f"S A {IBAN[2:]}",
    ],
)
def test_an_iban_is_found_in_what_people_type(text: str) -> None:
    assert parse("iban", text, today=TODAY).value == IBAN


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (IBAN[:-1], "error.iban.length"),
        (IBAN + "4", "error.iban.length"),
        (IBAN[:-2] + IBAN[-1] + IBAN[-2], "error.iban.checksum"),
        (f"{IBAN} {_iban('35000000998877665544')}", "error.iban.ambiguous"),
        ("KW" + IBAN[2:], "error.iban.foreign"),
        ("ما احفظ رقمه", "error.iban.missing"),
        ("يمكن SA1234", "error.iban.ambiguous"),
        ("الراجحي", "error.iban.missing"),
    ],
)
def test_a_doubtful_iban_is_refused_with_its_reason(text: str, error: str) -> None:
    assert parse("iban", text, today=TODAY).error == error


@given(st.text(alphabet="0123456789", min_size=20, max_size=24), st.sampled_from(["SA", "", "sa ", "AE"]))
def test_no_iban_with_wrong_check_digits_is_accepted(digits: str, prefix: str) -> None:
    value = parse("iban", prefix + digits, today=TODAY).value
    rearranged = f"{digits[2:]}2810{digits[:2]}"
    assert value is None or (value == "SA" + digits and len(digits) == 22 and int(rearranged) % 97 == 1)


@pytest.mark.parametrize(
    "text",
    [
        "0512345678",
        "٠٥١٢ ٣٤٥ ٦٧٨",
        "+966 (0)51 234 5678",
        "00966512345678",
        "966-51-234-5678",
        "512345678",
        "جوالي 0512345678 والثابت 0112345678",
        "صفر خمسه واحد اثنين ثلاثه اربعه خمسه سته سبعه ثمانيه",
        "صفر خمسه اثنعش اربعه وثلاثين سته وخمسين ثمانيه وسبعين",
    ],
)
def test_a_saudi_mobile_becomes_e164(text: str) -> None:
    assert parse("mobile", text, today=TODAY).value == "+966512345678"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("0112345678", "error.mobile.invalid"),
        ("051234567", "error.mobile.invalid"),
        ("05123456789", "error.mobile.invalid"),
        ("+973 3912 3456", "error.mobile.foreign"),
        ("0512345678 او 0598765432", "error.mobile.ambiguous"),
        ("ما عندي جوال", "error.mobile.missing"),
    ],
)
def test_another_number_is_refused_with_its_reason(text: str, error: str) -> None:
    assert parse("mobile", text, today=TODAY).error == error


@given(rest=st.integers(0, 9_999_999), cuts=st.sets(st.integers(1, 9)), gap=st.sampled_from(" -."))
def test_a_mobile_may_be_grouped_in_any_way(rest: int, cuts: set[int], gap: str) -> None:
    digits = f"055{rest:07d}"
    places = [0, *sorted(cuts), len(digits)]
    text = gap.join(digits[start:end] for start, end in pairwise(places))
    assert parse("mobile", text, today=TODAY).value == "+966" + digits[1:]
