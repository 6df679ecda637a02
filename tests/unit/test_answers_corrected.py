"""An answer put right within the message: what comes after the correction counts, never what it took back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from flows.answers import parse

TODAY = date(2026, 3, 1)


def _id(middle: int) -> str:
    body = f"1{middle:08d}"
    return body + luhn.calc_check_digit(body)


FIRST, SECOND = _id(4455667), _id(77001122)
WRONG = FIRST[:-1] + str((int(FIRST[-1]) + 1) % 10)
SAYINGS = ("لا قصدي", "اسف غلطت", "عفواً", "غلط، الصحيح", "لا لا الصح", "sorry I mean", "لا اقصد", "تصحيح:")


@pytest.mark.parametrize("saying", SAYINGS)
@given(first=st.integers(0, 99_999_999), second=st.integers(0, 99_999_999))
def test_the_number_after_a_correction_counts(saying: str, first: int, second: int) -> None:
    text = f"{_id(first)} {saying} {_id(second)}"
    assert parse("national_id", text, today=TODAY).value == _id(second)


@pytest.mark.parametrize("saying", SAYINGS)
@given(first=st.integers(0, 99_999_999), rest=st.integers(0, 999_999_999))
def test_what_a_correction_took_back_is_never_accepted(saying: str, first: int, rest: int) -> None:
    text = f"{_id(first)} {saying} {rest}"
    assert parse("national_id", text, today=TODAY).value is None


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("national_id", f"{WRONG} لا غلط الصح {FIRST}", FIRST),
        ("national_id", f"كتبت {WRONG} والصح {FIRST}", FIRST),
        ("national_id", f"عفوا {FIRST}", FIRST),
        ("national_id", f"{FIRST} عفوا تاخرت عليكم", FIRST),
        ("national_id", f"{FIRST} مو {SECOND}", FIRST),
        ("national_id", f"مو {FIRST}", None),
        ("national_id", f"{FIRST} الصحيح مو {SECOND}", FIRST),
        ("national_id", f"{FIRST} غلط", None),
        ("national_id", f"{FIRST} لا قصدي {SECOND} مدري", None),
        ("national_id", f"{FIRST} غير صحيح", None),
        ("national_id", f"رقم الجواز {FIRST}", None),
        ("national_id", f"رقم هوية الزوج {FIRST}", None),
        ("national_id", f"ID {FIRST} is my brother", None),
        ("iban", "الحساب مقفل SA0380000000608010167519", None),
        ("iban", "هذا القديم SA0380000000608010167519", None),
        ("mobile", "ما عاد استخدم 0551234567", None),
        ("mobile", "0551234567 لا تتصلون قبل العصر", "+966551234567"),
        ("mobile", "لا تتصلون على 0551234567", None),
        ("mobile", "جوالي القديم راح والجديد 0551234567", "+966551234567"),
        ("national_id", f"{FIRST} 5", None),
        ("national_id", f"اكتب يا ولدي {FIRST}", FIRST),
        ("national_id", f"زوجي {FIRST}", None),
        ("date_of_birth", "بنتي 5/5/2015", None),
        ("date_of_birth", "5/5/1985 والله اعلم", None),
        ("national_id", f"تفضلي اختي رقم هويتي {FIRST}", FIRST),
        ("national_id", f"{FIRST} اخوي", FIRST),
        ("national_id", f"هذا زوجي رقمه {FIRST}", None),
        ("national_id", f"1. {FIRST} 2. 0501231231", FIRST),
        ("national_id", f"1- {FIRST}", FIRST),
        ("national_id", f"{FIRST} 12/5/1990", FIRST),
        ("national_id", f"{FIRST} 0551234567", FIRST),
        ("national_id", f"{FIRST} ل زوجي", None),
        ("national_id", f"{FIRST} بس مو واضح اخر رقم", None),
        ("national_id", f"ترى {FIRST} ما هي هويتي", None),
        ("iban", "ما ابغى على SA0380000000608010167519", None),
        ("mobile", "بدل 0551234567 هذا 0551234576", "+966551234576"),
        ("hijri_date", "16 جمادى 2 1440", "2019-02-21"),
        ("national_id", f"{FIRST} على ما اذكر", None),
        ("national_id", f"الهوية الوطنية لامي {FIRST}", None),
        ("national_id", f"{FIRST} لا هذا القديم", None),
        ("national_id", f"{FIRST} لا تنسون تسجلونه", FIRST),
        ("date_of_birth", "ولد ابني 5/6/2010", None),
        ("date_of_birth", "اليوم 5 الشهر 6 السنة 1990", "1990-06-05"),
        ("national_id", f"{FIRST} او 12 اخر رقمين", None),
        ("national_id", f"SA{FIRST}", None),
        ("national_id", f"ID{FIRST}", FIRST),
        ("iban", "SA0380000000608010167519 لا قصدي رقم ثاني", None),
        ("iban", "SA0380000000608010167519 باسم زوجي", None),
        ("iban", "ايبان اخوي SA0380000000608010167519", None),
        ("iban", "الايبان حق حسابي SA0380000000608010167519", "SA0380000000608010167519"),
        ("date_of_birth", "12/6/1991 او 1992", None),
        ("date_of_birth", "تاريخ زواجي 12/6/2015", None),
        ("date_of_birth", "ميلاد ولدي 12/6/2015", None),
        ("date_of_birth", "12/6/1991 والهوية تنتهي 1/1/1450", "1991-06-12"),
        ("date_of_birth", "الهوية تنتهي 1/1/1450 وانا من مواليد 12/6/1991", "1991-06-12"),
        ("date_of_birth", "الثالث والعشرون من رمضان 1402", "1982-07-14"),
        ("hijri_date", "27/8/1445 او 28", None),
        ("national_id", f"هذي هوية امي {FIRST}", None),
        ("national_id", f"my son's id {FIRST}", None),
        ("national_id", f"جوالي {FIRST}", None),
        ("national_id", f"رقم الطلب {FIRST}", None),
        ("national_id", f"هويتي {FIRST} ورقم البلاغ {SECOND}", FIRST),
        ("national_id", f"هويتي وانا زوجة متوفى {FIRST}", FIRST),
        ("iban", "SA0380000000608010167519 لا قصدي SA0380000000608010167518", None),
        ("mobile", "0551234567 لا قصدي 0551234576", "+966551234576"),
        ("mobile", "0551234567 لا قصدي اخرها 76", None),
        ("mobile", "مو 0551234567، رقمي 0551234568", "+966551234568"),
        ("mobile", "رقمي مو 0551234567", None),
        ("yes_no", "لا لا شكرا تمام كذا", False),
        ("full_name", "ريم عادل اسف على التاخير", "ريم عادل"),
        ("date_of_birth", "5/7/1990 لا قصدي 7/5/1990", "1990-05-07"),
        ("date_of_birth", "5/7/1990 مو 7/5/1990", "1990-07-05"),
        ("hijri_date", "2/2/1412 عفوا 3/2/1412", "1991-08-13"),
        ("number_of_dependents", "٦ لا قصدي ٧", 7),
        ("monthly_income", "4 الاف لا قصدي 3 الاف", 3000),
        ("yes_no", "لا قصدي نعم", True),
        ("yes_no", "نعم قصدي لا", False),
        ("city", "جدة لا قصدي مكة", "مكة المكرمة"),
        ("full_name", "لا اسمي مو كذا، اسمي ريم عادل النجمي", "ريم عادل النجمي"),
        ("full_name", "ريم عادل اسف قصدي ريم عادل النجمي", "ريم عادل النجمي"),
        ("full_name", "ما ابغى اقول اسمي", None),
    ],
)
def test_corrections_in_every_kind(kind: str, text: str, value: object) -> None:
    assert parse(kind, text, today=TODAY).value == value


DOUBTS = (
    "مدري",
    "اظن",
    "مو متاكده منه",
    "على ما اذكر",
    "غلط",
    "غير صحيح",
    "مو حقي",
    "لا هذا قديم",
    "شكله كذا",
    "i think",
)
EXACT = {
    "national_id": FIRST,
    "iban": "SA0380000000608010167519",
    "date_of_birth": "9/12/1991",
    "hijri_date": "3/6/1412",
    "mobile": "0551234567",
}


@pytest.mark.parametrize("doubt", DOUBTS)
@pytest.mark.parametrize(("kind", "text"), EXACT.items())
def test_what_is_doubted_or_disowned_is_never_stored(kind: str, text: str, doubt: str) -> None:
    assert parse(kind, text, today=TODAY).value is not None
    assert parse(kind, f"{text} {doubt}", today=TODAY).value is None
    assert parse(kind, f"{text}، {doubt}", today=TODAY).value is None


@pytest.mark.parametrize(("kind", "text"), EXACT.items())
@given(place=st.integers(0, 30), digit=st.sampled_from("0123456789"))
def test_a_choice_between_two_is_never_made(kind: str, text: str, place: int, digit: str) -> None:
    place %= len(text)
    other = text[:place] + digit + text[place + 1 :]
    first, second = parse(kind, text, today=TODAY).value, parse(kind, other, today=TODAY).value
    both = parse(kind, f"{text} او {other}", today=TODAY).value
    assert both is None or first == second == both


@pytest.mark.parametrize(
    "text",
    [
        "جوالي القديم 0550000000 والجديد 0551234567",
        "الجديد 0551234567 والقديم 0550000000",
        "old 0550000000 new 0551234567",
    ],
)
def test_of_an_old_and_a_new_mobile_the_new_one_is_taken(text: str) -> None:
    assert parse("mobile", text, today=TODAY).value == "+966551234567"


@pytest.mark.parametrize("text", ["مش فاكر", "مو حافظ", "ناسيه", "ma adri"])
def test_a_doubt_in_any_words_is_neither_yes_nor_no(text: str) -> None:
    assert parse("yes_no", text, today=TODAY).value is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("بسرعه الله يخليكم", None),
        ("تكفون ساعدوني", None),
        ("نوره سعد القحطاني الله يخليكم", "نوره سعد القحطاني"),
        ("عبد الله يوسف العمري", "عبد الله يوسف العمري"),
        ("عطا الله محمد", "عطا الله محمد"),
        ("دخيل الله محمد العتيبي", "دخيل الله محمد العتيبي"),
        ("عوض الله يحيى الزهراني", "عوض الله يحيى الزهراني"),
    ],
)
def test_a_plea_is_nobodys_name(text: str, name: str | None) -> None:
    assert parse("full_name", text, today=TODAY).value == name
