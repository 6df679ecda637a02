"""One word for what dialects say differently, and light stems: the second way the classifier sees a text.

Only words that mean the same wherever they occur are mapped; a wrong guess costs more than
a missed one, since the letters themselves are the first way.
"""

from functools import lru_cache

from flows.arabic import fold

_SAME = {
    "ابي": "ابغي ابغا ابا بغيت ابغه عايز عاوز عاوزه عايزه بدي ودي ودنا نبي نبغي اشتي نشتي داير دايره اريد ارغب احتاج "
    "محتاج محتاجه يبغي اود حاب حابه وددت نريد نرغب بدنا abi abgha abgha want need like",
    "وش": "ايش شو شنو ماذا وشو ويش اش ماهي ماهو شنهي wesh wsh esh eish sho what which",
    "كيف": "ازاي كيفن شلون كيفيه كيفاش طريقه keef kaif kayf how",
    "وين": "فين اين وينكم وينك فينكم مكان موقع لوكيشن اللوكيشن عنوان عنوانكم wain wein where location address",
    "متي": "امتي ايمتي متين امته متا meta mata when",
    "كم": "قديش بكم بكام كام اشكد شكد kam bekam",
    "مين": "من منو مينهو meen who",
    "ليه": "ليش لماذا لش وراه why leesh",
    "الحين": "الان دلوقتي هلق هسه هسا دحين ذحين توا حاليا النهارده هالحين al7een now",
    "ما": "مو مش مب مهوب موب ماهو لم ليس مافي مافيش mo mob not no",
    "ايه_نعم": "نعم ايوه ايوا اي اجل اه يب يس yes yeah yep aywa ee",
    "لا": "كلا نو nope la2",
    "هذا": "ده دا هاد هاي هذي هذه دي ذا ذي هاذا هاذي this that",
    "اللي": "الذي التي الي يلي الذين elli",
    "عندكم": "لديكم عندكن معاكم عندكو لديك عندك 3endkom 3indkom",
    "رفض": "رفضتوا رفضتوني رفضوني انرفض مرفوض رفضكم رفضتم ينرفض رفضو رفضي الرفض rejected rejection refused rafadto",
    "قبل_ت": "انقبل انقبلت ينقبل مقبول القبول قبول accepted",
    "سجل": "اسجل اسجيل تسجيل التسجيل سجلني سجلوني سجلوا تسجلوني تسجلونا قيدوني register registration sign asajjel",
    "قدم": "اقدم تقديم التقديم قدمت مقدم مقدمه قدمنا apply agaddem",
    "حجز": "احجز احجزوا احجزلي الحجز حجزت booking book a7jez",
    "موعد": "الموعد ميعاد الميعاد مواعيد المواعيد موعدي appointment maw3edi maw3ed",
    "موظف": "موظفه الموظف الموظفه موظفين مسؤول المسوول المسول مدير المدير باحثه الباحثه الباحث باحث اخصائيه المشرفه "
    "مشرف بشر انسان ادمي بنيادم شخص employee human agent person someone mowathaf",
    "كلم": "اكلم يكلمني اتكلم تكلمني احكي تحدث التحدث اتواصل التواصل يتواصل اتصل اتصلوا تتصل يتصل دق كلموني تكلم "
    "speak talk call akallem ettasel",
    "زوجي": "جوزي راجلي رجلي زوجها husband zawji",
    "زوجتي": "مرتي مراتي حرمتي ام عيالي wife",
    "عيالي": "اولادي ولادي اطفالي بزراني بزارين ابنائي العيال الاولاد الاطفال الصغار kids children 3yali",
    "ولدي": "ابني طفلي son",
    "بنتي": "ابنتي daughter",
    "يضرب": "يضربني بيضربني يضربنا ضربني يضربها ضربها يطقني طقني ضرب beating beats hits hit yedrobni",
    "اكل": "لقمه طعام عشا غدا فطور مقاضي اكلوا ذاقوا داقوش ياكلون food eat eaten kalaw",
    "فلوس": "دراهم مصاري نقود مبلغ مال قروش money",
    "بيت": "منزل دار البيت المنزل house home",
    "جوال": "موبايل تليفون هاتف تلفون رقمي جوالي phone mobile jawal",
    "ورق": "اوراق الاوراق مستندات المستندات وثائق الوثائق مستند ورقه مرفقات documents papers awraq mostanadat",
    "طلب": "طلبي الطلب معامله معاملتي ملفي ملف request application talabi talab",
    "دوام": "دوامكم الدوام تداومون مفتوحين تفتحون تفتح تقفلون يفتح open hours dawam dawamkom",
    "خدمه": "خدمات الخدمات خدماتكم الخدمه برامج البرامج services service programs khadamat",
    "شكوي": "شكوه اشتكي شكواي الشكوي بلاغ complaint complain shakwa",
    "تبرع": "اتبرع تبرعات التبرع صدقه زكاه زكاتي اتصدق donate donation zakat atbarra3",
    "تطوع": "اتطوع متطوع متطوعه التطوع تطوعي تطوعيه volunteer volunteering atatawwa3 "
    "motatawe3 motatawe3a motatawwe3 motatawwe3a mutatawwi3 mutatawwi3a tatawo3 tatawwo3 atatawa3",
    "محل": "متجر المتجر المحل معرض المعرض بايع البايع تاجر التاجر دكان مطعم ورشه shop store seller ma7al",
    "الغي": "الغوا الغاء كنسل الغاء تلغون الغ الغو cancel kansel",
    "سحب": "اسحب انسحب اسحبوا سحبت تنازل اتنازل withdraw as7ab",
    "رساله": "رسايل الرسايل رسايلكم رسائل الرسائل رسائلكم messages message rasayel",
    "وقف": "اوقف وقفوا ايقاف اوقفوا بطلوا stop wagfo",
    "انقليزي": "انجليزي الانجليزيه انكليزي انقلش انجلش english",
    "بيانات": "بياناتي البيانات معلوماتي معلومات data information bayanati",
    "عدل": "اعدل تعديل احدث تحديث اغير غيرت تغير تغيير حدثوا update change changed",
    "مسح": "امسح امسحوا حذف احذف احذفوا تمسحوا شيلوا delete remove em7o",
    "سكين": "ساطور سلاح مسدس ساطور knife gun weapon",
    "اموت": "انتحر انتحار انهي حياتي suicide",
    "عضو": "عضويه العضويه عضويتي اعضاء مساهم المساهمين member membership",
    "سهم": "اسهم الاسهم اسهمي shares share",
}
_MAP = {fold(word): base for base, words in _SAME.items() for word in words.split()}
_PREFIXES = ("وال", "بال", "فال", "كال", "هال", "لل", "ال", "و")
_SUFFIXES = ("اتكم", "كم", "هم", "هن", "كن", "نا", "ات", "ين", "ون", "وا", "ه", "ي", "ك")

_LONGEST = 32  # letters; no word is longer, and it bounds what the cache can hold


def stem(word: str) -> str:
    """The word without article, joined و and common endings; never shorter than three letters."""
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            word = word[len(prefix) :]
            break
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word


def plain(folded: str) -> list[str]:
    """The folded words as one dialect would say them, stemmed."""
    return [_plain(word[:_LONGEST]) for word in folded.split()]


@lru_cache(4096)
def _plain(word: str) -> str:
    bare = stem(word)
    return _MAP.get(word) or _MAP.get(bare) or bare
