"""Words of wanting something of us, folded: a wish, to be registered, to go on, or a moment."""

from collections.abc import Sequence

from flows.answers.common import bag

# What begins a wish: it answers whether something is wanted, and no question of fact.
WANTING = bag("ابي ابغي ابغا اريد ودي بغيت بدي عايز عايزه عاوز حاب حابه نبي نبغي نريد want")
# A wish denied in one word.
UNWANTED = bag("مابي مابغي مابغا ماابي ماابغي ماابغا مااريد ماريد مابدي مابغيت ماودي مانبي مانبغي")
# "Register me", whatever agrees before it.
APPLYING = bag("قدم قدمي قدموا قدملي سجل سجلني سجليني سجلوني نقدم نسجل register apply sajelni sajjelni")
# "One moment."
MOMENT = bag(
    "لحظه لحظات دقيقه دقايق دقيقتين ثانيه ثواني ثانيتين انتظر انتظري انتظروا انتظرني انتظريني انتظروني انطر انطري"
    " اصبر اصبري اصبروا استن استني استنوا اصطبر moment minute second sec wait la7za lahza la7tha d8ega"
)
# In a hurry, or kept waiting.
HASTE = bag(
    "بسرعه سريع سريعه سريعا عاجل عاجله ضروري مستعجل مستعجله مستعجلين عجل عجلوا عجلو عجلي استعجلوا اسرعوا اسرع اسرعي"
    " سرعه السرعه طولتوا طولتو طولتم تاخرتوا تاخرتو تاخرتم تردون تجاوبون urgent urgently quick quickly hurry asap"
    " fast besor3a bsor3a bsr3a mesta3jel msta3jel mesta3jela"
)
# What one pleads with: help, answer.
PLEA = bag(
    "تكفون تكفين تكفي تكفوا ارجوكم ارجوك بليز ساعدوني ساعدني ساعديني ساعدونا ردوا ردو رد ردي جاوبوني جاوبوا جاوب"
    " جاوبني please plz pls help reply answer tekfon tekfoon takfon takfoon tkfon"
)
# "Go on with it, then" answers whether to go on.
_GO_ON = bag("كمل اكمل كملي كملوا نكمل استمر استمري نستمر continue proceed file submit")
_WITH_IT = bag("يلا يالله به التسجيل الطلب طيب تمام اوكي اوك ok نعم لا yes please it then ahead go sure")


def goes_on(told: Sequence[str]) -> bool:
    """Do these folded words only say to go on: "go on, then"?"""
    return bool(_GO_ON & set(told)) and set(told) <= _GO_ON | _WITH_IT
