"""Answers as many different people word them: what they say around a value, beside it, or in place of it."""

from collections.abc import Sequence
from datetime import date

import pytest
from stdnum import luhn

from flows.answers import parse

TODAY = date(2026, 3, 1)
MINE, THEIRS = (f"1{body}{luhn.calc_check_digit(f'1{body}')}" for body in ("24681357", "97531864"))
OLD, NEW = "SA0380000000608010167519", "SA5580079244026859952890"
KINSHIP = ("زوج/زوجة", "ابن/ابنة", "أب/أم", "أخ/أخت", "غير ذلك")
HOUSING = ("ملك", "إيجار", "سكن خيري", "مع الأهل")
SCHOOLING = ("ابتدائي", "متوسط", "ثانوي", "جامعي", "لا يقرأ ولا يكتب")
WORK = ("موظف", "متقاعد", "عاطل عن العمل", "طالب")
OFTEN = ("يوميًا", "أسبوعيًا", "شهريًا")
HELP = ("سلة غذائية", "سداد فاتورة كهرباء", "أجهزة منزلية", "تأثيث")
ORIGIN = ("سعودي", "مقيم", "زائر")
TOWNS = ("خميس مشيط", "أبها", "أخرى")
ABILITY = ("إعاقة حركية", "إعاقة بصرية", "إعاقة سمعية", "لا توجد إعاقة")
RELATION = ("من المساهمين", "من المستفيدين", "غير ذلك")
MEMBERS = ("العضوية العاملة", "العضوية المنتسبة", "عضوية الشرف")
CALLING = ("الاتصال الهاتفي", "واتساب", "البريد الإلكتروني")


def _value(kind: str, text: str, options: Sequence[str] = ()) -> object:
    return parse(kind, text, options=options, today=TODAY).value


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("date_of_birth", "15/3/1988 لا 16/3/1988", "1988-03-16"),
        ("number_of_dependents", "7 لا 8", 8),
        ("number_of_dependents", "سبعه لا غلط ثمانيه", 8),
        ("monthly_income", "4000 لا غلط 4500", 4500),
        ("monthly_income", "كان 5000 والحين 2000", 2000),
        ("monthly_income", "3000 ريال قبل والحين صفر", 0),
        ("monthly_income", "كان راتبي 6000 والحين ما عندي دخل", 0),
        ("iban", f"{OLD} لا هذا القديم الجديد {NEW}", NEW),
        ("iban", f"القديم {OLD} والجديد {NEW} مدري", None),
        ("national_id", f"{THEIRS}، لا مو هذا، {MINE}", MINE),
        ("choice", "3 لا 4", 4),
        # "3 or 4" and "not one" correct nothing.
        ("number_of_dependents", "3 ولا 4", None),
        ("monthly_income", "كان 3000 وصار 2000", 2000),
        ("choice", "2 مو 3", 2),
        ("choice", "غيرت رايي 3", 3),
        ("monthly_income", "راتبي 3000 والحين زوجي مريض", 3000),
    ],
)
def test_the_figure_after_a_no_or_a_now_counts(kind: str, text: str, value: object) -> None:
    assert _value(kind, text, HELP) == value


@pytest.mark.parametrize(
    "text",
    [
        "هوية المتوفى {}",
        "صديقتي {}",
        "{} ناقص رقم",
        "رقم جواز السفر {}",
        "هوية المرحوم {}",
        "رقم الحدود {}",
        "رقم الصادر {}",
        "رقم الضمان {}",
        "{} بس اتاكد",
    ],
)
def test_a_number_of_somebody_or_something_else_is_nobodys_identity(text: str) -> None:
    assert _value("national_id", text.format(MINE)) is None


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("mobile", "جوالي 0501234567 وجوال زوجي 0559876543", "+966501234567"),
        ("national_id", f"انا {MINE} وزوجي {THEIRS}", MINE),
        ("national_id", f"هويتي {MINE} وهوية أمي {THEIRS}", MINE),
        ("national_id", f"هوية زوجي {MINE} وامي {THEIRS}", None),
        ("national_id", f"{MINE} زوجي {THEIRS}", None),
        ("iban", f"{OLD} وايبان زوجتي {NEW}", OLD),
    ],
)
def test_a_relatives_number_beside_ones_own_is_left_out(kind: str, text: str, value: object) -> None:
    assert _value(kind, text) == value


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("hijri_date", "5 رجب ١٤٤٥ هـ الموافق 17 يناير 2024", "2024-01-17"),
        ("date_of_birth", "5 رجب 1405 هـ (26 مارس 1985)", "1985-03-26"),
        ("date_of_birth", "اصغر عيالي 10/10/2020", None),
        ("date_of_birth", "10/10/1990 بالتقريب", None),
        ("hijri_date", "10 ربيع تاني 1410", "1989-11-08"),
        ("date_of_birth", "5 رجب 1405 الموافق 27 مارس 1985", None),
    ],
)
def test_a_day_is_taken_where_it_is_certain_and_ones_own(kind: str, text: str, value: object) -> None:
    assert _value(kind, text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ابو خالد محمد سعيد الشمراني", None),
        ("ابو خالد الشمراني", None),
        ("ام عبدالله الشهري", None),
        ("ام كلثوم محمد هوساوي", "ام كلثوم محمد هوساوي"),
        ("وعليكم السلام انا عبد العزيز بن صالح الحربي", "عبد العزيز بن صالح الحربي"),
        ("نوره العتيبي واسم الام حصه محمد", "نوره العتيبي"),
        ("اكتبو عندكم هيفاء بنت تركي بن نايف", "هيفاء بنت تركي بن نايف"),
        ("اسمي ونسبي سعيد محمد سعيد آل هيازع", "سعيد محمد سعيد آل هيازع"),
        ("اسمي زينب وابوي علي", None),
        ("الله يحفظك، منى صالح", "منى صالح"),
        ("شوف البطاقه", None),
        ("اسم المتوفى سعد محمد", None),
        ("المرحوم سعد محمد", None),
        ("نوره بنت المرحوم سعد القحطاني", "نوره بنت سعد القحطاني"),
        ("الوالده فوزيه حسن جعفر", None),
        ("انا الوالده فوزيه حسن جعفر", "فوزيه حسن جعفر"),
        ("غادة السهلي زوجة فهد", "غادة السهلي"),
        ("زوجة فهد السهلي", None),
        ("اسم الزوج: فهد علي", None),
        ("اكتب سعد بس", None),
        ("ok lets apply", None),
        ("اسمي ريناد سعيد والباقي بالهويه", "ريناد سعيد"),
        ("الاسم الأول سارة الأب محمد العائلة الزهراني", "سارة محمد الزهراني"),
        ("الأب محمد الزهراني", None),
        ("lets start please", None),
        ("معك خويكم ضيف الله العصيمي", "ضيف الله العصيمي"),
        ("انا هند بنت ناصر ال سعد ام لثلاث اطفال", "هند بنت ناصر ال سعد"),
    ],
)
def test_what_stands_around_a_name_is_none_of_it(text: str, value: str | None) -> None:
    assert _value("full_name", text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("alone", 0),
        ("mafi", 0),
        ("3 اولاد وبنتين وام كبيره بالسن", 6),
        ("انا ام محمد وعندي ثلاث بنات", 3),
        ("ستة ابناء واحد منهم معاق", 6),
        ("عيالي ٥ منهم ٢ معاقين", 5),
        ("عيالي ٥ منهم ٢ متزوجين", None),
        ("اخواني الصغار 4 وامي وابوي", 6),
        ("بنتي وعيالها الثلاثه", 4),
        ("انا وعيالي وامي كلنا ٧", 6),
        ("ولد + بنت + ام", 3),
        ("لا زوجه ولا عيال", 0),
        ("6 (زوجة و5 اطفال)", 6),
        ("اكفل يتيمين", 2),
        ("ام واخوين واخت", 4),
        ("أم و ٤ أطفال", 5),
        ("ثمان عيال من زوجتين", None),
        ("لا اعول", 0),
    ],
)
def test_a_household_is_counted_however_it_is_told(text: str, value: int | None) -> None:
    assert _value("number_of_dependents", text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ma 3ndi dakhl", 0),
        ("ما اشتغل وما عندي شي", 0),
        ("ما تتعدى 2000", None),
        ("الفين وخمس", None),
        ("ثلاثة الاف ومية وخمسة", 3105),
        ("٣٠٠٠/شهر", 3000),
        ("ضماني 1200 وعيالي 4", 1200),
        ("ثلث الاف", 3000),
        ("الاف", None),
        ("لا راتب لا ضمان", 0),
        ("ما ادخل شي", 0),
        ("بدون", 0),
        ("بدون عمل", None),
        ("مايجي 3000", None),
        ("اربعة آلاف ومئتا ريال", 4200),
        ("الفا ريال", 2000),
        ("5 الاف تزيد وتنقص", None),
        ("5 الاف وشوي", None),
        ("alf w khamsmia", 1500),
        ("5 ميه", 500),
    ],
)
def test_an_income_is_neither_guessed_nor_missed(text: str, value: int | None) -> None:
    assert _value("monthly_income", text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ايه بس عندي سؤال", None),
        ("نعم بس جزء منها", None),
        ("ايه بس", True),
        ("لا بس عندي اقامه", False),
        ("ما استلم ضمان", False),
        ("مااستلم", False),
        ("ماقدمت", False),
        ("لا، لسه", False),
        ("لسه", None),
        ("صحيح ١٠٠٪", True),
        ("نعم مسجل من ٣ سنوات", True),
        ("لا من 3 سنين", False),
        ("اقر بذلك", True),
        ("اتعهد", True),
        ("ما هو صحيح", False),
        ("ما قررت", None),
        ("انا مو سعودي", False),
        ("صدقت", True),
        ("انا مو فاهم", None),
        ("ما يهم", None),
        ("لا تعليق", None),
        ("نعم إذا كان مجانا", None),
        ("نعم اذا سمحت", True),
    ],
)
def test_a_yes_with_a_but_is_not_yet_one(text: str, value: bool | None) -> None:
    assert _value("yes_no", text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("نجران شروره", "شرورة"),
        ("ابو عريش جيزان", "أبو عريش"),
        ("صبيا - جازان", "صبيا"),
        ("جده الرياض", None),
        ("نحران", "نجران"),
        ("قرية برا خميس مشيط", None),
        ("بعيد عن الرياض 100 كيلو", None),
        ("ابهه", "أبها"),
        ("القريه", None),
        ("بيش جازان", "بيش"),
        ("جازان - الدرب", "الدرب"),
        ("في الطريق", None),
    ],
)
def test_a_town_may_be_told_with_its_region(text: str, value: str | None) -> None:
    assert _value("city", text) == value


@pytest.mark.parametrize(
    ("options", "text", "value"),
    [
        (HOUSING, "بيت الوالد", None),
        (SCHOOLING, "اميه", 5),
        (SCHOOLING, "ما اعرف اقرا", 5),
        (KINSHIP, "بنتي", 2),
        (KINSHIP, "اخوي", 4),
        (WORK, "اتقاعدت السنه اللي راحت", 2),
        (OFTEN, "monthly", 3),
        (OFTEN, "كل شهر", 3),
        (HELP, "ثلاجه", 3),
        (HELP, "اثاث", 4),
        (HELP, "مو السله، الكهرباء", 2),
        (ORIGIN, "وافد", 2),
        (ORIGIN, "visitor", 3),
        (TOWNS, "غيرها", 3),
        (ABILITY, "ما عندي اعاقه", 4),
        (ABILITY, "لا يوجد", 4),
        (ABILITY, "كفيف", 2),
        (ABILITY, "على كرسي", 1),
        (ABILITY, "ما عندي شي اقوله", None),
        (("تحويل بنكي", "شيك", "نقدًا"), "حواله", 1),
        (("كفالة يتيم", "علاج"), "عندي ايتام", 1),
        (HELP, "no.4", 4),
        (MEMBERS, "عضو عامل", 1),
        (MEMBERS, "العضويه", None),
        (("الفترة الصباحية", "الفترة المسائية"), "الفترة الثانية", 2),
        (("الفترة الصباحية", "الفترة المسائية"), "اول فتره", 1),
        (("الفترة الصباحية", "الفترة المسائية"), "الشهر الثاني", None),
        (("شهادة راتب", "صك طلاق"), "الصك", 2),
        (RELATION, "انا بنت مساهم", None),
        (RELATION, "انا مساهم", 1),
        (("أرملة مساهم", "مساهم"), "ارملة مساهم", 1),
        (CALLING, "الواتساب افضل من الاتصال", 2),
    ],
)
def test_an_option_is_known_by_what_is_meant(options: Sequence[str], text: str, value: int | None) -> None:
    assert _value("choice", text, options) == value
