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
# "Go on with it, then" answers whether to go on.
_GO_ON = bag("كمل اكمل كملي كملوا نكمل استمر استمري نستمر continue")
_WITH_IT = bag("يلا يالله به التسجيل الطلب طيب تمام اوكي اوك ok نعم لا")


def goes_on(told: Sequence[str]) -> bool:
    """Do these folded words only say to go on: "go on, then"?"""
    return bool(_GO_ON & set(told)) and set(told) <= _GO_ON | _WITH_IT
