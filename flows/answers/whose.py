"""Whose number or day it is: what is said to be somebody else's, or of something else, is no answer."""

import re

from flows import arabic
from flows.answers.common import has
from flows.kin import RELATIVES

# Nobody is spoken to by these names, as by "brother" and "daughter".
_SPOUSE = "زوجي|زوجتي|جوزي|مراتي|مرتي|حرمتي|امي|ابوي|والدي|والدتي"
_OWNED = (
    "هويه|رقم|سجل|اقامه|بطاقه|حق|حقت|تبع|باسم|حساب|ايبان|ميلاد|مواليد|ولد|ولدت|انولد|انولدت"
    "|(?:(?:هويه|اقامه|حساب|ايبان|ميلاد|سجل) (?:هويه|اقامه|حساب|بنك))"
)
_OTHERS = re.compile(
    rf"\b[وبل]?(?:{_OWNED}) (?:{RELATIVES})\b|\bل ?(?:{RELATIVES})\b|\d (?:{_SPOUSE})\b|\b(?:{_SPOUSE}) \d"
    r"|(?<!يا )(?<!تفضل )(?<!تفضلي )\b(?:صديقتي|صديقي|جارتي|جاري|عيالي|اولادي|بناتي|اطفالي|بنتي|ولدي|ابني|ابنتي) \d"
    rf"|\b(?:{RELATIVES}) (?:مواليد|مولود|مولوده|(?:ميلاد|تاريخ|هويت|رقم|اقامت|حساب|ايبان)(?:ه|ها))\b"
    r"|\b(?:husband|wife|son|daughter|father|mother|brother|sister|friend)(?: ?s)?"
    r" (?:id|iqama|number|national|iban|account|birth|birthday|bank|date)\b"
    r"|\b(?:is|of|for) my (?:husband|wife|son|daughter|father|mother|brother|sister|friend)\b"
)
# A number no longer in use, unless a new one is told.
_STALE = (
    "القديم|قديم|قديمه|القديمه|السابق|مقفل|مقفله|مغلق|موقوف|مجمد|ملغي|ما عاد|ما استخدمه|ما استخدم|ما يشتغل|مو شغال"
    "|مب شغال|مش شغال|مقطوع|لا تتصل علي|لا تتصلون علي|لا تتصلوا علي"
    "|ما ابغي علي|ما ابي علي|مو علي|مب علي|لا تحول|لا تحولون|لا تحولوا|old|closed|no longer"
    "|don t use|dont use|don t call|dont call"
)
_NEW = "جديد|الجديد|والجديد|جديده|new"
# A number of something else, by its name.
_LABELLED = re.compile(
    r"(?<!\w)و?(?:ال)?(?:جوال|موبايل|تلفون|هاتف|واتس|واتساب|حساب|طلب|بلاغ|فاتور[ةه]|عداد|ضمان|صادر|وارد|اشتراك"
    r"|ملف|معامل[ةه]"
    r"|جواز(?: (?:ال)?سفر)?|باسبور|باسبورت"
    r"|بسبور|كفيل|حدود|ت[أا]شير[ةه]|mobile|phone|account|request|file|case|passport|visa|border)ي?"
    r"(?: رقم| هو| no| number| is)?[ :.#]*\d[\d \-.]*",
    re.IGNORECASE,
)
# A relative's number told besides: "1012345678 and my husband's 1087654321".
_BESIDE = re.compile(
    rf"(?<=\d)\W+و(?:[^\W\d]+ )?(?:{RELATIVES})(?: [^\W\d]+){{0,2}}[ :.]*(?:S ?A ?)?\d[\d \-]*", re.IGNORECASE
)
# Of an old number and a new one, the new one.
_RENEWED = re.compile(
    r"(?<!\w)(?:و?(?:ال)?جديد[هة]?|new(?: one)?)\W+(?:(?:هو|is)\W+)?((?:S ?A ?)?[\d+][\d \-]*)", re.IGNORECASE
)
_ALEFS = str.maketrans("أإآى", "اااي")
# A day of something else, up to the comma or the "and" after it.
_EVENT = re.compile(
    r"(?<!\w)و?(?:تاريخ )?(?:ال)?(?:زواج|انتها|[اإ]نته|تنته|صلاحي|[اإ]صدار|صدر|طلاق|وفا[ةه]|توف[يىا]|تعيين|تقاعد"
    r"|تخرج|تسجيل|حادث|يوم الموافق"
    r"|expir|issue|married|wedding|divorce|died|valid)\w*(?:(?! و|ميلاد|مواليد|born|birth)[^،,;؛\n])*",
    re.IGNORECASE,
)


def somebody_elses(text: str) -> bool:
    """Is a number or a day in the text said to be a relative's: "my mother's ID"? Sent alone it is the writer's."""
    return any(map(str.isdigit, text)) and bool(_OTHERS.search(arabic.fold(text)))


def stale(text: str) -> bool:
    """Is the number said to be an old one, or a closed account's?"""
    folded = arabic.fold(text)
    return any(map(str.isdigit, text)) and has(folded, _STALE) and not has(folded, _NEW)


def without_relatives(text: str) -> str:
    """Without a relative's number told besides the writer's own."""
    rest = _BESIDE.sub(" ", text.translate(_ALEFS))
    return text if somebody_elses(rest) else rest


def renewed(text: str) -> str:
    """The number called the new one, or ""."""
    new = _RENEWED.search(text)
    return new[1] if new else ""


def without_labelled(text: str) -> str:
    """Without numbers called those of a phone, an account, a request; "x" stands for them."""
    return _LABELLED.sub(" x ", text)


def without_events(text: str) -> str:
    """Without the days of a wedding, an expiry, a death and the like."""
    return _EVENT.sub(" ، ", text)
