"""A month's income in riyals, from amounts as people say them."""

import re

from flows import arabic, numerals
from flows.answers.common import bag, has, opens_question
from flows.answers.parsed import Parsed, refuse
from flows.answers.plain import is_negative

_CURRENCIES = (
    "دولار|دولارات|يورو|جنيه|جنيهات|درهم|دراهم|دينار|دنانير|ليره|ليرات|روبيه|روبيات|باوند|ريال يمني|ريال قطري"
    "|ريال عماني|usd|dollar|dollars|euro|eur|aed|egp|dirham|dinar|kwd|inr|pkr|rupees|rupee|pounds|pound"
)
_YEARLY = (
    "بالسنه|سنوي|سنويا|سنويه|في السنه|السنوي|بالعام|في العام|كل سنه|لكل سنه|خلال السنه|للسنه|per year|yearly|annual"
    "|annually|a year|year"
)
_ODD_PERIOD = (
    "كل اسبوعين|اسبوعين|نصف شهري|نص شهري|every two weeks|biweekly|fortnightly|"
    "باليوم|يوميا|يومي|في اليوم|كل يوم|اليوميه|يوميه|بالاسبوع|اسبوعيا|اسبوعي|كل اسبوع|في الاسبوع|بالساعه|كل شهرين"
    "|كل ثلاث|كل اربع|كل سته|كل ست|ربع سنوي|نصف سنوي|نص سنوي|شهرين|كل 3|كل 6|كل 4|بالموسم|موسمي|per day|daily"
    "|per week|weekly|a day|a week|per hour"
)
_BOUNDS = (
    "بين|من الي|اقل من|اكثر من|فوق|تحت|ما يتجاوز|مايتجاوز|لا يتجاوز|ما يوصل|مايوصل|ما توصل|لا يقل|ما يقل|ما يزيد"
    "|لا يزيد|مو اكثر|مو اقل|او|ولا|الي|لين|احيانا|مره|between|to|or|less than|more than|under|over|up to"
)
_UNSURE = "مدري|ما ادري|ماادري|مادري|ما اعرف|مااعرف|مو متاكد|مب متاكد|مش عارف|مو عارف|ما اذكر|يوم و|كان|كانت|كنت"
# What a single amount is said to cost; beside a word of income it is told besides.
_OWED = "دين|ديون|قرض|قسط|قسطي|اقساط|فاتوره|الفاتوره|علي|ادفع|اصرف|مصاريف|مصروف|ايجاري|الايجار|debt|loan|rent|owe"
_EARNED = (
    "راتب|راتبي|الراتب|دخل|دخلي|الدخل|ضمان|الضمان|تقاعد|تقاعدي|معاش|معاشي|استلم|اخذ|يجيني|يدخل|يدخلنا|حساب المواطن"
    "|مكافاه|مكافاتي|نفقه|اجار|income|salary|earn|pension|get"
)
_EXPENSES = (
    "ايجار|الايجار|والايجار|ايجاري|قسط|القسط|اقساط|والقسط|الاقساط|قرض|القرض|دين|ديون|علي|يخصم|خصم|الخصم|ادفع|اصرف"
    "|مصاريف|المصاريف|يروح|ينقص|فاتوره|rent|loan|debt|minus|after|بعد|يبقي|يتبقي|الصافي"
)
_NONE = "ماليش دخل|ولا ريال|ما يدخل علي شي|ما يجيني شي|ما يجيني ولا|دخلي صفر|دخلي معدوم|ما اخذ شي|لا دخل لي"
_NO_INCOME = re.compile(
    r"\bو?(?:ما|لا|مافي|مافيه|مالي|ماعندي|ماعندنا|ماكو|ليس|لايوجد|معنديش|ماعنديش|مفيش|مافيش|مليش|ماليش|بدون|بلا|no|without)"
    r"(?: (?:عندي|عندنا|عنديش|لي|لنا|لدي|لدينا|فيه|في|يوجد|معي|اي|حاليا|الحين|any))*"
    r" (?:دخل|راتب|مدخول|معاش|income|salary)\b"
)
# "No salary, but the pension": there is an amount that was not told.
_BUT = "بس|الا|غير|لكن|ضمان|الضمان|والضمان|حساب المواطن|تقاعد|التقاعد|نفقه|اعانه|مكافاه|زكاه|صدقات|but|except|only"
_NOTHING = (
    "لا يوجد|لايوجد|ولا شي|لا شي|ما عندي شي|ماعندي شي|مافي|ما في|مافيه|ما فيه|ما عندي ولا|none|nothing|معدوم"
    "|ما عندي|ماعندي|zero"
)
_IRREGULAR = "ثابت|منتظم|محدد|معين|fixed|stable|كافي|يكفي"
_NOT_MONEY = bag(
    "عيال اولاد بنات اطفال افراد نفر اشخاص سنه سنين سنوات شهر شهور اشهر ايام يوم غرف ابناء ابنا شهرا kids children"
    " years months people"
)
_NOT_AMOUNT_BEFORE = {"ويوم", "شهر", "عمري", "عمره", "رقم", "يوم", "سنه", "عام", "عددنا"}
_JOINED = re.compile(r"\+|،|,|;|\n|/|\bو|\band\b|\bplus\b")
_LEAST, _MOST = 100, 100_000


def monthly_income(text: str) -> Parsed:
    """Riyals a month, rounded. Amounts joined by "and" are added; a yearly one is divided by 12; "none" is 0."""
    if is_negative(text):
        return refuse("income.implausible")
    folded = arabic.fold(_spaced(text))
    if has(folded, _CURRENCIES) or re.search(r"[$€£]", text):
        return refuse("income.currency")
    amounts = [] if opens_question(text) else _amounts(text)
    if not amounts:
        return _without_amount(folded)
    if has(folded, _UNSURE) or _is_range(text, folded) or has(folded, _ODD_PERIOD) or _owed(folded):
        return refuse("income.ambiguous")
    return _added(amounts, text, folded)


def _without_amount(folded: str) -> Parsed:
    none = has(folded, _NONE) or _NO_INCOME.search(folded) or (len(folded.split()) <= 4 and has(folded, _NOTHING))
    if none and not has(folded, _IRREGULAR) and not has(folded, _BUT):
        return Parsed(0)
    return refuse("income.missing")


def _owed(folded: str) -> bool:
    return has(folded, _OWED) and not has(folded, _EARNED)


def _is_range(text: str, folded: str) -> bool:
    return has(folded, _BOUNDS) or bool(re.search(r"\d ?k? ?[-–~] ?\d", text, re.IGNORECASE))


def _spaced(text: str) -> str:
    return re.sub(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)", " ", text)


def _amounts(text: str) -> list[numerals.Number]:
    """The numbers that can be money. "4.500" and "4 500" are thousands: nobody writes mills of a riyal."""
    text = re.sub(r"(?<![\d.,])(\d{1,3})[. ](\d{3})(?![\d.,]| ?\d)", r"\1\2", text)
    found = numerals.tokens(text)
    return [number for number in numerals.numbers(found) if _money(found, number)]


def _money(found: list[str], number: numerals.Number) -> bool:
    after = found[number.end] if number.end < len(found) else ""
    before = found[number.start - 1] if number.start else ""
    return after not in _NOT_MONEY and before not in _NOT_AMOUNT_BEFORE


def _added(amounts: list[numerals.Number], text: str, folded: str) -> Parsed:
    values = [amount.value for amount in amounts]
    yearly = has(folded, _YEARLY)
    if len(values) > 1:
        if len(set(values)) == 1 and not _JOINED.search(text):
            values = values[:1]
        elif values[-1] == sum(values[:-1]) and len(values) > 2:
            values = values[-1:]
        elif yearly or has(folded, _EXPENSES) or not _JOINED.search(text):
            return refuse("income.ambiguous")
    explicit = has(folded, "ريال|ريالات|ر س|رس|sar|sr|riyal|riyals")
    if any(0 < value < (10 if explicit else _LEAST) for value in values):
        return refuse("income.ambiguous")
    total = sum(values) / (12 if yearly else 1)
    return Parsed(round(total)) if total <= _MOST else refuse("income.implausible")
