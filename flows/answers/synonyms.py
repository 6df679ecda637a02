"""Words that mean the same option, folded: people answer in other words than the button's, or in English."""

import re

_GROUPS = """
واتساب واتس واتسب الواتس الواتساب whatsapp whats wats whatsap
اتصال مكالمه تلفون هاتف هاتفي جوال اتصلوا كلموني دقوا call phone calling
رساله نصيه رسائل رسايل sms message text مسج
تلجرام تيليجرام تلقرام telegram
ايميل بريد الكتروني email mail
صباحيه صباحي صباح الصباح الصبح صبح بالصبح الفجر الضحي ضحي morning am
مسايي مساييه مسا المسا المغرب مغرب العشا عشا الليل ليل بالليل العصر عصر evening night pm
الظهر ظهر ظهيره noon afternoon العصر عصر
اعزب عازب عزوبي عزابي عزبا عازبه single unmarried bachelor
متزوج متزوجه مزوج married
مطلق مطلقه divorced
ارمل ارمله widow widowed widower
ذكر رجل رجال ولد male man
انثي امراه حرمه مره بنت سيده female woman
ملك مملوك تمليك ملكي owned own
ايجار مستاجر مستاجره اجار rent rented renting
موظف موظفه اشتغل يشتغل employed employee employee
عاطل عاطله بطال unemployed jobless
متقاعد متقاعده تقاعد تقاعدت اتقاعدت retired
طالب طالبه ادرس يدرس تدرس student
سعودي سعوديه saudi
مقيم مقيمه وافد وافده resident expat
زاير زايره زياره visitor
تحويل حواله transfer
يتيم يتيمه ايتام يتامي orphan orphans
بصريه كفيف كفيفه اعمي عميا ضرير blind
سمعيه سمع اصم صما deaf
حركيه كرسي مشلول مشلوله شلل مقعد مقعده wheelchair
حضوري حضوريا احضر اجي اجيكم وجها مقر بالمقر المقر onsite person
الكتروني اونلاين online انترنت عبر بعد زوم zoom
جامعي بكالوريوس جامعه university bachelor degree
ثانوي ثانويه secondary
متوسط متوسطه intermediate
ابتدايي ابتداييه primary elementary
اميه illiterate يقرا اقرا
عاجل عاجله مستعجل مستعجله طاري urgent
نفسيه نفسي psychological
زوجيه زوجي زواج marital marriage
تربويه تربوي تربيه parenting
اسريه اسري عايليه عايلي family
قانونيه قانوني legal
صحي صحيه health طبي طبيه علاج علاجي عمليه جراحيه دوا ادويه مستشفي medical medicine hospital
فاتوره فواتير كهربا كهرب الكهربا bill bills electricity
ماليه مالي فلوس نقدي نقديه كاش cash financial money
غذايي غذاييه اكل طعام ارزاق مقاضي food
سكن سكني بيت منزل housing
اثاث تاثيث مفروشات عفش furniture
منزليه كهرباييه ثلاجه غساله مكيف فرن سخان appliances appliance
يومي يوميا daily everyday
اسبوعي اسبوعيا weekly
شهري شهريا monthly
سنوي سنويا yearly annually annual
تعليم تعليمي تعليميه دراسه جامعه مدرسه رسوم دراسيه education school
لعب العاب اللعب الالعاب يلعب play games
عربي العربيه arabic
انجليزي الانجليزيه english
زياره ميدانيه visit
اب ابوي ابوه ابوها ابوهم والد والدي الوالد father dad
ام امي امه امها امهم والده والدتي الوالده mother mom mum
اخ اخوي اخوه اخوها اخوهم brother
اخت اختي اخته اختها اختهم sister
زوج زوجي زوجها husband
زوجه زوجتي زوجته wife
ابن ابني ولد ولدي son
ابنه ابنتي بنت بنتي daughter
وصي وصيه ولي وكيل guardian
سجين سجنا مسجون مسجونه السجن prisoner prison jail
"""
# Whole phrases for an option that is one word.
_PHRASES = {
    "ما اشتغل|ما يشتغل|ما تشتغل|مااشتغل|لا اعمل|لا يعمل|بدون عمل|بدون وظيفه|بلا عمل|ما عندي وظيفه|ما عندي شغل": "عاطل",
    "ما اعرف اقرا|ما يعرف يقرا|ما تعرف تقرا|ما اقرا|لا اقرا|لا اجيد القراه": "اميه",
    "ما تزوجت|ما قد تزوجت|لم اتزوج|ما اتجوزت": "اعزب",
    "توفي زوجي|زوجي متوفي|زوجي توفي|مات زوجي|زوجي مات|توفت زوجتي|زوجتي متوفيه": "ارمل",
    "طلقني|تطلقت|طلقت|تطلقنا|مطلقني": "مطلق",
}
_SOUNDS = str.maketrans("ظصطذثغ", "ضستدتق")


def stem(word: str) -> str:
    """Without article, joined preposition and feminine or plural ending; one letter for sounds people exchange."""
    bare = re.sub(r"^(?:و|ب|ل)?(?:ال|لل)(?=..)", "", word)
    bare = re.sub(r"(.)\1+", r"\1", bare)
    bare = re.sub(r"(?:يه|ات|ين|ون|يا)$", "", bare) if len(bare) > 4 else bare
    bare = re.sub(r"[هيا]$", "", bare) if len(bare) > 3 else bare
    return bare.translate(_SOUNDS)


def _groups() -> dict[str, frozenset[int]]:
    by_word: dict[str, frozenset[int]] = {}
    for number, line in enumerate(_GROUPS.strip().splitlines()):
        for word in line.split():
            for form in {word, stem(word)}:
                by_word[form] = by_word.get(form, frozenset()) | {number}
    return by_word


_BY_WORD = _groups()


def in_other_words(folded: str) -> str:
    """The option that a phrase in the text stands for, or ""; two of them stand for none."""
    padded = f" {folded} "
    meant = {word for phrases, word in _PHRASES.items() if any(f" {one} " in padded for one in phrases.split("|"))}
    return meant.pop() if len(meant) == 1 else ""


def senses(word: str) -> frozenset[int]:
    """The groups of meaning this folded word belongs to."""
    return _BY_WORD.get(word) or _BY_WORD.get(stem(word), frozenset())
