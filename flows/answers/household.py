"""The words in which people tell whom they support, folded; phrases have "|" between them."""

import re

from flows.answers.common import bag
from flows.kin import NEAREST

ONE = NEAREST | bag(
    "زوجه الزوجه زوجته زوج المدام مراتي امهم ابوهم جدتهم جدهم عمتهم خالتهم والده الوالد الوالده الام الاب بابا"
    " ماما يمه جده اخت اخ بنت بنيتي ولد ابن ابنه ابنتي طفل طفله طفلي رضيع رضيعه بيبي حفيد حفيدي حفيدتي يتيم"
    " يتيمه عمتي خالتي"
    " حماتي wife husband mother father mom dad son daughter child kid baby sister brother girl boy grandmother"
    " grandfather bent bint walad ibni zawjati zawjti marati mrati ommi omi waldati waldi okhti akhoy"
)
TWO = bag(
    "ولدين بنتين بنوتين طفلين طفلتين زوجتين يتيمين يتيمتين اختين اخوين ابنين ابنتين توم توام توامين حفيدين"
    " نفرين شخصين فردين والديني"
    " الوالدين والداي زوجتان ولدان بنتان طفلان طفلتان اختان ابنان ابنتان شخصان حفيدان ابواي parents twins"
)
MANY = bag(
    "عيال عيالي اولاد اولادي ولاد بنات بناتي اطفال اطفالي ابناء ابنا ابنائي ابناي بزران بزراني ورعان وغدان صغار اخوان"
    " اخواني اخوات اخواتي خواتي خوات اخوه زوجات احفاد احفادي ايتام يتامي كبار الكبار الصغار ذكور اناث العيال"
    " الاولاد البنات الاطفال عياله عيالها عيالهم اولاده اولادها اولادهم بناته بناتها بناتهم اطفاله اطفالها اطفالهم"
    " ابنائه ابنايه ابنايها اخوانه اخوانها اخواته اخواتها"
    " الابناء الاخوان الاخوات الايتام yal iyal awlad wlad banat kids children sons daughters sisters brothers boys"
    " girls"
)
# Everybody together, whoever they are.
PERSONS = bag("نفر انفار افراد فرد اشخاص شخص الافراد الاشخاص people persons dependents dependants")
TOTALS = bag("عيال عيالي اطفال اطفالي اولاد اولادي ابنا العيال الاطفال الاولاد kids children")
GONE = bag("متوفي متوفيه توفي توفت مات ماتت مطلقني متزوجه متزوجين متزوج متزوجات يرحمه يرحمها")
# What a figure before it counts though it is one: "20 طفل", "1 ولد"; "5: زوجتي ..." counts no wives.
COUNTABLE = bag(
    "ولد بنت ابن ابنه طفل طفله حفيد حفيده اخ اخت زوجه رضيع رضيعه son daughter child kid baby boy girl brother"
    " sister wife"
    " bent bint walad"
)
# "اولاد اخوي": the second says whose they are, and is nobody more.
OF = bag("ايتام اولاد عيال بنات ابناء ابنا اطفال ولد بنت ابن ابنه زوجه ام والده اخت اخ")
OWNERS = bag("اخوي اخي اختي ابني ولدي بنتي زوجي ابوي والدي")
# "سته اولاد ذكور": the second says what they are, and is nobody more.
LIKE = bag("ذكور اناث صغار كبار ايتام يتامي قصر قاصرين")
# "My eldest son" has brothers or sisters.
ELDEST, CHILD = bag("الكبير الكبيره الاكبر البكر"), bag("ولدي ولد بنتي بنت ابني ابنتي")
# What a child is called a second time: "طفل رضيع" is one.
SMALL = bag("رضيع رضيعه رضيعتي بيبي طفل طفله baby infant")
AGED = bag("عمره عمرها اعمارهم اعمارهن عمري عمر aged")
SELF = bag("انا نفسي me myself i")
AGE_UNITS = bag("سنه سنين سنوات شهر شهور اشهر years year months old غرف غرفه")
DENYING = bag("ما مافي مافيه ماعندي لا ولا بدون بلا ليس مو no not without")
# The writer is among them: said of a number alone, or in so many words.
TOGETHER = "احنا|حنا|نحن|حنه|احنه|كلنا|عددنا|مجموعنا|we are"
INCLUSIVE = (
    "وانا معهم|انا معهم|وانا منهم|انا منهم|مع نفسي|معي انا|معاي انا|بما فيهم انا|انا من ضمنهم|من ضمنهم انا"
    "|شامل نفسي|شاملني|بحسابي|محسوب معهم|محسوبه معهم|including me|with me"
)
WITHOUT_SELF = "غيري|من غيري|بدوني|من دوني|غير نفسي|without me|besides me|excluding me"
# Nobody is supported.
NONE = (
    "ما عندي احد|ماعندي احد|ما عندي حد|ما عندي عيال|ماعندي عيال|ما عندي اولاد|ما عندي اطفال|ما عندي ابناء"
    "|ما عندي ابنا|ماعندي اولاد|ماعندي اطفال|ما اعول احد|مااعول احد|ما اعيل احد|لا اعول احد|لا اعول احدا"
    "|لا اعيل احد|ما اصرف علي احد|ولا احد|ولا واحد|ولا وحده|ولا حد|معنديش حد|ما عنديش حد|ما لي احد|مالي احد"
    "|بس انا|انا بس|انا فقط|فقط انا|نفسي فقط|نفسي بس|لا اعيل احدا|ما اعيل احدا|ما اعول احدا|ولا نفر|ولا شخص"
    "|ولا طفل|ولا ولد|لا زوجه|لا عيال|لا اولاد|ولا عيال|ولا اولاد|ولا زوجه|بس نفسي|فقط نفسي|اعول نفسي"
    "|myself only|only myself|just me"
    "|only me|no dependents|no kids"
)
# The same where no figure is given; beside one ("four, and I raise them alone") they tell something else.
LONELY = (
    "لا احد|لا يوجد|لايوجد|لا يوجد احد|محد|ما حد|ماحد|مافي احد|ما في احد|مافيه احد|ما فيه احد|مافي|ما في|مافيه|ما فيه"
    "|mafi|mafe|mafi ahad|mafi a7ad|alone|by myself"
    "|ماكو|ماكو احد|معنديش|ماعنديش|لوحدي|لحالي|بلحالي|وحيد|وحيده|بدون|none|no one|nobody"
)
# "A mother, old and ill": without such a word after it ام is half a kunya.
PARENT, FRAIL = (
    {"ام": "الام", "اب": "الاب"},
    bag("كبير كبيره عجوز مسن مسنه مريض مريضه عاجز عاجزه معاق معاقه مقعد مقعده ضرير ضريره"),
)
# "My small brothers, four": the figure is of the brothers.
GROWN = bag("الصغار الكبار صغار كبار القصر الايتام اليتامي المعاقين")
# "Six, one of them disabled" is six; whoever has married or died or earns is perhaps no longer supported.
OF_THEM = bag("منهم منهن منها فيهم بينهم")
ON_THEIR_OWN = GONE | bag("موظف موظفين موظفات يشتغلون يشتغل مستقل مستقلين متوفين")
# "Seven, four of them children" is seven.
AMONG = "منهم|من ضمنهم|بينهم|من بينهم|فيهم|of them|including"
BARE_NONE = "لا اعول|ما اعول|لا اعيل|ما اعيل|ما عندي|ماعندي|لا شي|ولا شي|nothing"
BUT = bag("بس غير الا سوي except but")
EXCEPT = re.compile(r"\b(?:بس|غير|الا|سوي|ما عدا|لكن|عندي بس|except|but)\b(?! انا\b)")
HEAVY = (
    "ما يقارب|يقارب|قرابه|يزيدون|يزيد|وازيد|واكثر|كثير|كثيرين|واجد"
    "|تقريبا|حوالي|اكثر|اقل|فوق|تحت|ما عدا|باستثناء|about|many"
)
