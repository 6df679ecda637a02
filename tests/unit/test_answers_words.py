from datetime import date

import pytest

from flows.answers import parse
from flows.answers.common import asks_within
from flows.answers.yes_no import wishes
from flows.arabic import words

TODAY = date(2026, 3, 1)
HELP = ("كرسي متحرك", "سرير طبي", "سماعة أذن")
HOUSE = ("ملك", "إيجار", "عند الأقارب")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("انا اسمي هدى بنت صالح النجمي الله يوفقكم", "هدى بنت صالح النجمي"),
        ("الاسم: عبد الكريم راشد، العمر 50", "عبد الكريم راشد"),
        ("صباح الخير معك ليلى حسن", "ليلى حسن"),
        ("صباح حسن النجمي", "صباح حسن النجمي"),
        ("تفضلي اسمي كامل: ريم عادل النجمي", "ريم عادل النجمي"),
        ("كامل عادل النجمي", "كامل عادل النجمي"),
        ("ريـــم عادل 🌷", "ريم عادل"),
        ("معاك يا ولدي هدى بنت صالح النجمي الله يرضى عليك", "هدى بنت صالح النجمي"),
        ("ana esmi Huda Saleh", "Huda Saleh"),
        ("يسعدني: هدى صالح", "هدى صالح"),
        ("اكتبي عندك: هدى صالح", "هدى صالح"),
        ("هدى صالح النجمي - جازان", "هدى صالح النجمي"),
        ("هدى - صالح - النجمي", "هدى صالح النجمي"),
        ("فلان الفلاني", None),
        ("اسمي بالهوية هدى صالح", "هدى صالح"),
        ("هدى (سعودية) صالح النجمي", "هدى صالح النجمي"),
        ("هدى صالح النجمي ومقيمة بجدة", "هدى صالح النجمي"),
        ("الحاجة هدى صالح", "هدى صالح"),
        ("ولد الحارة", None),
        ("والدة فهد", None),
        ("تواصلوا معي", None),
        ("طيب انتظر", None),
        ("بسم الله، هدى صالح", "هدى صالح"),
        ("معك بنتك هدى صالح", "هدى صالح"),
        ("هدى صالح — المدينة", "هدى صالح"),
        ("هدى صالح النجمي بنت ١٥ سنة", "هدى صالح النجمي"),
        ("Yes, Huda Saleh", "Huda Saleh"),
        ("my name is Rosa Santos", "Rosa Santos"),
        ("عبد الكريم", None),
        ("ابو راشد", None),
        ("بعدين اكتبه", None),
        ("وش لزمته؟", None),
        ("وكم ياخذ وقت", None),
        ("طيب متى تردون علي", None),
        ("٤٤٤", None),
        # What is told instead of a name is none.
        ("محل اونلاين نصب علي", None),
        ("معايا الفاتورة والضمان", None),
        ("بطنو يوجعه", None),
        ("الشهر الماضي", None),
        ("اسم المحل النجم للجوالات", None),
        ("طيب والباقي", None),
        ("la mabi a3ti ismi", None),
        ("they refused to pay", None),
        ("وليد مبارك الجمعة", "وليد مبارك الجمعة"),
        ("فيصل ولي الدين", "فيصل ولي الدين"),
        ("عبد الواحد وافي السالم", "عبد الواحد وافي السالم"),
    ],
)
def test_full_name(text: str, value: str | None) -> None:
    assert parse("full_name", text, today=TODAY).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("٦", 6), ("انا وزوجتي وبنتين", 3), ("امي وابوي", 2), ("توام وولد", 3), ("حنا خمسه بالبيت", 4),
        ("سته انا معهم", 5), ("ما عندي عيال", 0), ("لحالي", 0),
        ("ما عندي الا بنت", 1), ("عيالي الاربعه", 4),
        ("سته عيال: اربع بنات وولدين", 6), ("ولد واحد عمره 7 سنين", 1), ("husband and three kids", 4),
        ("5-6", None), ("من 4 الى 6", None), ("زوجتي وعيالي", None), ("ثلاثه ونص", None), ("-1", None), ("99", None),
        ("الحمدلله كثيرين", None),
        ("ثلاث اولاد و٢ بنات وزوجتي", 6), ("احنا خمسه انا وزوجتي وثلاث عيال", 4), ("سته بدون حسابي", 6),
        ("بنت رضيعه", 1), ("الوالده وثلاث خوات", 4), ("عندي ٤ عيال اربيهم لحالي", 4), ("خمسه ومحد يساعدني", 5),
        ("٤ عيال ومافي دخل", 4), ("العيال ٤ والوالد", 5), ("الاخت الكريمه: ٤", 4),
        ("arba3a", 4), ("sab3a awlad", 7), ("3ashra", 10), ("tnen", 2), ("two boys and one girl", 3),
        ("5amsa w bent", None), ("3ndi 4 awlad w bent", 5), ("3yal wajid", None), ("3kids", 3),
        ("كم واحد يعني؟", None), ("زوجتان وعشره ابناء", 12), ("سته من الاولاد واثنتين من البنات", 8),
        ("زوجتي وثلاثه اطفال اعمارهم 3 و 5 و 7", 4), ("ولد عمره 12 و 3 بنات", 4), ("3 عيال اخوي", 3),
        ("بنت اختي", 1), ("خمسه اطفال وجدتهم", 6), ("خمسه: زوجتي و4 اطفال", 5), ("لا اعيل احدا", 0), ("مب ثلاثه", None),
        ("اربعه وقد يزيدون", None), ("20 طفل", 20), ("سبعه ايتام من اخوي", 7),
        ("سته اولاد ذكور", 6), ("ولدين ذكور وبنتين اناث", 4), ("اعول نفسي فقط", 0), ("انا المعيل لسته اشخاص", 6),
        ("ولدي الكبير يشتغل", None),
    ],
)  # fmt: skip
def test_number_of_dependents(text: str, value: int | None) -> None:
    assert parse("number_of_dependents", text, today=TODAY).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("٣٧٠٠", 3700), ("حوالي ٣ الاف", 3000), ("الفين الا ميتين", 1800), ("6k", 6000), ("تقاعد 2100 وضمان 900", 3000),
        ("60000 سنويا", 5000), ("2.750 ريال", 2750), ("7 500", 7500), ("مالي دخل", 0), ("ولا ريال", 0),
        ("راتبي 5200 وعندي 4 اولاد", 5200),
        ("alfain riyal", 2000), ("tlat alaf", 3000), ("arba3 alaf", 4000), ("كم 3000 تكفي", None),
        ("عاطل وما عندي اي دخل", 0), ("مافيش دخل", 0), ("راتبي كان 5000 وانفصلت", None), ("عندي دين 20000", None),
        ("بعت سيارتي ب 20000", None),
        ("3000 لكن متقطع", None),
        ("راتبي 3000 وعلي اقساط", 3000),
        ("ما لي اي دخل", 0), ("مافي اي راتب حاليا", 0), ("ما عندي راتب بس الضمان", None),
        ("ما عندي دخل ثابت", None), ("2000-2500", None), ("اقل من 3000", None),
        ("150 باليوم", None), ("900 كل اسبوعين", None), ("700 درهم", None),
        ("7", None), ("راتبي 6000 والايجار 2000", None), ("-900", None), ("9000000", None), ("ماشي الحال", None),
    ],
)  # fmt: skip
def test_monthly_income(text: str, value: int | None) -> None:
    assert parse("monthly_income", text, today=TODAY).value == value


@pytest.mark.parametrize(
    "text",
    ["ايوه", "هيه", "اي والله", "امبلا", "aiwa", "Yep", "✅", "ما عندي مانع", "ليش لا", "نعم الله لا يهينك", "ابغى",
     "عاوزه", "اشتي", "داير", "تمام", "أكييييد", "ايه ان شاء الله", "لا بأس",
     "اكيد ما فيها كلام", "لا عليك نعم", "اي طال عمرك", "مؤكد", "I do", "yes we have"],
)  # fmt: skip
def test_yes_in_many_dialects(text: str) -> None:
    assert parse("yes_no", text, today=TODAY).value is True


@pytest.mark.parametrize(
    "text",
    ["لأ", "كلا", "لاااا", "مو موافقه", "مش عايز", "ما ابغى", "ماكو", "معنديش", "مب", "laa", "nope", "❌", "اكيد لا",
     "لا شكرا", "ما اشتي", "مافيه", "ابدا والله", "لسه لا", "I do not", "i dont have", "لسا ما سجلت"],
)  # fmt: skip
def test_no_in_many_dialects(text: str) -> None:
    assert parse("yes_no", text, today=TODAY).value is False


@pytest.mark.parametrize(
    "text",
    ["ربما", "باذن الله", "بشوف", "ايه ولا لا؟", "نعم؟", "لا نعم", "ماشاء الله", "اي شي", "حسب", "9", "السلام عليكم",
     "mumkin", "لا هنت", "👍👎", "مو متاكده", "لا ادري", "لا اعلم", "لا اتذكر", "not really sure",
     "لا تنسونا من دعائكم",
     "عندي سؤال",
     "ما ظنتي", "نعم ولكن بشرط", "اتوقع ايه",
     "ابغى اكلم موظف"],
)  # fmt: skip
def test_neither_yes_nor_no_is_refused(text: str) -> None:
    assert parse("yes_no", text, today=TODAY).error == "error.yes_no.unclear"


@pytest.mark.parametrize(
    "text",
    ["طيب سجليني", "اوكي قدمي لي", "ابي اقدم", "اكيد سجلوني", "تمام كلميني", "طيب ساعديني", "طيب ارسلي الرابط",
     "طيب لحظة", "حاضر دقيقه بس", "تمام وش المطلوب", "زين متى الرد", "ok register me", "ok wait", "طيب اعطيني رقمكم"],
)  # fmt: skip
def test_a_wish_after_all_right_is_no_yes(text: str) -> None:
    assert parse("yes_no", text, today=TODAY).error == "error.yes_no.unclear"


@pytest.mark.parametrize(("labels", "value"), [(("نعم", "لا", "لست متأكدًا"), None), (("نعم، نكمل به", "لا، شكرا"), 1)])
@pytest.mark.parametrize("text", ["كمل", "كملي التسجيل", "طيب نكمل"])
def test_go_on_answers_only_whether_to_go_on(text: str, labels: tuple[str, ...], value: int | None) -> None:
    assert parse("choice", text, options=labels, today=TODAY).value == value


@pytest.mark.parametrize("text", ["ايه سجليني", "نعم ابغى اقدم", "طيب", "تمام يا الغالي", "طيب نبدأ", "عندي كم ولد"])
def test_a_plain_yes_before_a_wish_is_one(text: str) -> None:
    assert parse("yes_no", text, today=TODAY).value is True


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("الطايف", "الطائف"), ("Al-Khobar", "الخبر"), ("ساكنه ببريده", "بريدة"), ("احد رفيده", "أحد رفيدة"),
        ("ظهران الجنوب", "ظهران الجنوب"), ("الظهران الجنوب", "ظهران الجنوب"),
        ("الظهران", "الظهران"), ("جيزان حي الروضه", "جازان"), ("عنيزا", "عنيزة"),
        ("ساكن تبوك واهلي بحايل", "تبوك"), ("بيشة عسير", "بيشة"), ("madina", "المدينة المنورة"), ("شروره", "شرورة"),
        ("حي الروضه", None), ("القصيم", None), ("صنعاء", None), ("جده او مكه", None), ("قريب من ابها", None),
        ("احد رفيده يم ابها", "أحد رفيدة"),
        ("بين جده ومكه", None),
        ("انتقلنا من جده للرياض", "الرياض"),
        ("ولدت في مكه واسكن المدينه", "المدينة المنورة"), ("الاحساء الهفوف", "الهفوف"),
        ("كنت في جده والحين بالرياض", "الرياض"), ("الثقبه", "الثقبة"), ("سميرا", "سميراء"), ("يوم الخميس", None),
        ("مو الرياض", None), ("قريه", None),
    ],
)  # fmt: skip
def test_city(text: str, value: str | None) -> None:
    assert parse("city", text, today=TODAY).value == value


@pytest.mark.parametrize(
    ("options", "text", "value"),
    [
        (HELP, "٣", 3), (HELP, "رقم اثنين", 2), (HELP, "الاول", 1), (HELP, "اخر واحد", 3), (HELP, "قبل الاخير", 2),
        (HELP, "سماعه", 3), (HELP, "السرير الطبي", 2), (HELP, "كرسي متحررك", 1), (HELP, "2- سرير طبي", 2),
        (HELP, "1 سرير طبي", None), (HELP, "4", None), (HELP, "الاول والثالث", None), (HELP, "مو السرير", None),
        (HELP, "شي ثاني", None), (HELP, "ثانيا", 2), (HELP, "الاوسط", 2), (HELP, "رقم 2 لو تكرمت", 2),
        (("مستفيد جديد", "تجديد طلب"), "تجديد", 2), (("مستفيد جديد", "تجديد طلب"), "جديد", 1),
        (HELP, "اي شي", None), (HELP, "عندي 2 عيال", None), (HELP, "كرسي او سرير", None),
        (HELP, "كرسي وسرير", None), (HELP, "سماعة وكرسي", None), (HELP, "وش الفرق؟", None),
        (HOUSE, "مستاجره", 2), (HOUSE, "rented", 2), (HOUSE, "عند اقاربي", 3), (HOUSE, "البيت ملكي", 1),
        (("نعم", "لا"), "ايوه", 1), (("نعم", "لا"), "مب", 2), (("سعودي", "غير سعودي"), "غير سعوديه", 2),
        (("سعودي", "غير سعودي"), "سعوديه", 1), (("موافق", "غير موافق"), "مو موافقه", 2),
        (("حضوري", "عن بعد"), "اونلاين", 2),
        (("حضوري", "عن بعد"), "اجيكم بنفسي", 1), (("أيتام", "أسرة سجين"), "زوجي مسجون", 2),
    ],
)  # fmt: skip
def test_choice(options: tuple[str, ...], text: str, value: int | None) -> None:
    assert parse("choice", text, options=options, today=TODAY).value == value


@pytest.mark.parametrize("text", ["ولدي", "لازم اجي ولا عن طريق الجوال", "طيب متا الموعد", "طب كم السعر"])
def test_neither_my_son_nor_this_or_that_is_a_yes_or_a_no(text: str) -> None:
    assert parse("yes_no", text, today=TODAY).value is None


@pytest.mark.parametrize("text", ["https://maps.example/AbCdEf", "ايه طيب شو اعمل", "www.example.com/map"])
def test_a_link_and_a_question_are_nobodys_name(text: str) -> None:
    assert parse("full_name", text, today=TODAY).value is None


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("اذا ما عليك امر وين موقعكم", True), ("اختي مطلقة وش تحتاج", True), ("رقم المحكمة كم", True),
        ("ما اعرف كيف اكتب", False), ("عندي كم ولد", False), ("قال لي وش تبي", False), ("انا عند اهلي", False),
    ],
)  # fmt: skip
def test_a_question_may_follow_a_courtesy(text: str, asks: bool) -> None:
    assert asks_within(words(text)) is asks


@pytest.mark.parametrize("text", ["زوجي ما يصرف علينا", "هو ما يضربني بس يصارخ", "امي ما تعرف تكتب"])
def test_what_somebody_does_not_do_is_no_no(text: str) -> None:
    assert parse("yes_no", text, today=TODAY).value is None


@pytest.mark.parametrize(
    ("text", "value"), [("العصر", 2), ("بعد العصر", 2), ("الصبح بدري", 1), ("العصر او الصبح", None)]
)
def test_the_afternoon_prayer_is_of_the_later_half(text: str, value: int | None) -> None:
    assert parse("choice", text, options=("الفترة الصباحية", "الفترة المسائية"), today=TODAY).value == value


MARRIED, FAMILY = ("أعزب", "متزوج", "أرمل"), ("الأب", "الأم", "الأخ", "الوصي")


@pytest.mark.parametrize(
    ("options", "text", "value"),
    [
        (MARRIED, "زوجي متوفى", 3), (MARRIED, "ما تزوجت", 1), (MARRIED, "مو متزوج", None),
        (FAMILY, "انا ابوه", 1), (FAMILY, "الوالده", 2), (FAMILY, "اخوهم", 3), (FAMILY, "خاله", None),
        (("نعم", "لا", "لا أعلم"), "مدري والله", 3), (("نعم", "لا", "لا أعلم"), "لا", 2),
        (("نعم", "لا"), "مدري", None),
        (("نقدي", "عيني", "كلاهما"), "الاثنين", 3),
        (("الأحد صباحًا", "الأحد مساءً", "الثلاثاء صباحًا"), "الاحد الصبح", 1),
        (("الأحد صباحًا", "الأحد مساءً", "الثلاثاء صباحًا"), "الاحد", None), (("الأحد", "الاثنين"), "الاثنين", 2),
        (("موظف", "طالب", "عاطل"), "ما اشتغل", 3), (("ملك", "إيجار", "بدون سكن"), "بدون", 3),
    ],
)  # fmt: skip
def test_an_option_may_be_told_by_what_it_means(options: tuple[str, ...], text: str, value: int | None) -> None:
    assert parse("choice", text, options=options, today=TODAY).value == value


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("full_name", "هدى صالح - تشادية", "هدى صالح"),
        ("full_name", "الاسم هدى، اللقب النجمي", "هدى النجمي"),
        ("full_name", "هلا فيك معك هدى صالح", "هدى صالح"),
        ("full_name", "عائلة النجمي", None),
        ("number_of_dependents", "اعول 7 اشخاص منهم 4 اطفال", 7),
        ("number_of_dependents", "عدد الاطفال 3 والكبار 1", 4),
        ("number_of_dependents", "ما يقارب العشره", None),
        ("monthly_income", "لا راتب ولا ضمان", 0),
        ("monthly_income", "2000 واحيانا 3000", None),
        ("monthly_income", "5 الاف وكسور", None),
        ("yes_no", "بالطبع", True),
        ("yes_no", "مالي فيه", False),
        ("yes_no", "ودي بس", None),
    ],
)
def test_what_is_said_around_an_answer_is_heard(kind: str, text: str, value: object) -> None:
    assert parse(kind, text, today=TODAY).value == value


@pytest.mark.parametrize(("text", "value"), [("عادي", 3), ("ما يفرق", 3), ("صباحا", 1), ("من ثلاثه لسته", None)])
def test_whoever_does_not_mind_chooses_that(text: str, value: int | None) -> None:
    assert parse("choice", text, options=("صباحًا", "مساءً", "لا يهم"), today=TODAY).value == value


@pytest.mark.parametrize("text", ["خدمتكم زفت", "موقعكم خربان", "جمعيتكم تعبانه", "موظفتكم وقحه"])
def test_a_word_with_your_at_its_end_is_nobodys_name(text: str) -> None:
    assert parse("full_name", text, today=TODAY).error == "error.name.missing"


@pytest.mark.parametrize("text", ["خالد الحكم", "عبدالحكم سالم العتيبي", "نورة حكم القحطاني"])
def test_a_name_may_end_in_hakam(text: str) -> None:
    assert parse("full_name", text, today=TODAY).value == text


@pytest.mark.parametrize("text", ["تمام انطري", "اوكي la7za", "ok lahza"])
def test_whoever_asks_for_a_moment_agrees_to_nothing(text: str) -> None:
    assert parse("yes_no", text, today=TODAY).error


@pytest.mark.parametrize("text", ["عايز اسجل ابني", "عايزه اسجل ابني", "بغيت اسجل ابني"])
def test_a_wish_is_no_answer_to_a_question_of_fact_whoever_words_it(text: str) -> None:
    assert wishes(text)
