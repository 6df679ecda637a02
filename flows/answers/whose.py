"""Whose number or day it is: what is said to be somebody else's, or of something else, is no answer."""

import re

from flows import arabic

_KIN = (
    "زوجي|زوجتي|زوجها|زوجته|مرتي|حرمتي|المدام|ابوي|ابي|والدي|والدتي|الوالد|الوالده|امي|ولدي|ابني|بنتي|ابنتي|اخوي|اخي"
    "|اختي|عمي|خالي|جدي|جدتي|جارتي|صديقي|صاحبي|كفيلي|صديقتي|اخته|اخوه|امه|ابوه|الزوج|الزوجه|الاب|الام|الابن"
    "|الابنه|الاخ|الاخت|الكفيل"
)
_OWNED = (
    "هويه|رقم|سجل|اقامه|بطاقه|حق|حقت|تبع|باسم|حساب|ايبان|ميلاد|مواليد|ولد|ولدت|انولد|انولدت"
    "|(?:(?:هويه|اقامه|حساب|ايبان|ميلاد|سجل) (?:هويه|اقامه|حساب|بنك))"
)
_OTHERS = re.compile(
    rf"\b[وبل]?(?:{_OWNED}) (?:{_KIN})\b|\bل(?:{_KIN})\b"
    r"|\b(?:husband|wife|son|daughter|father|mother|brother|sister|friend)(?: ?s)?"
    r" (?:id|iqama|number|national|iban|account|birth|birthday|bank|date)\b"
)
# A number of something else, by its name.
_LABELLED = re.compile(
    r"(?<!\w)و?(?:ال)?(?:جوال|موبايل|تلفون|هاتف|واتس|واتساب|حساب|طلب|بلاغ|فاتور[ةه]|عداد|ملف|معامل[ةه]|جواز|كفيل|حدود|ت[أا]شير[ةه]|mobile|phone"
    r"|account|request|file|case|passport|visa|border)ي?(?: رقم| هو| no| number| is)?[ :.#]*\d[\d \-.]*",
    re.IGNORECASE,
)
# A day of something else, up to the comma or the "and" after it.
_EVENT = re.compile(
    r"(?<!\w)و?(?:تاريخ )?(?:ال)?(?:زواج|انتها|[اإ]نته|تنته|صلاحي|[اإ]صدار|صدر|طلاق|وفا[ةه]|توف[يىا]|تعيين|تقاعد"
    r"|expir|issue|married|wedding|divorce|died|valid)\w*(?:(?! و|ميلاد|مواليد|born|birth)[^،,;؛\n])*",
    re.IGNORECASE,
)


def somebody_elses(text: str) -> bool:
    """Is a number or a day in the text said to be a relative's: "my mother's ID"? Sent alone it is the writer's."""
    return any(map(str.isdigit, text)) and bool(_OTHERS.search(arabic.fold(text)))


def without_labelled(text: str) -> str:
    """Without numbers called those of a phone, an account, a request; "x" stands for them."""
    return _LABELLED.sub(" x ", text)


def without_events(text: str) -> str:
    """Without the days of a wedding, an expiry, a death and the like."""
    return _EVENT.sub(" ، ", text)
