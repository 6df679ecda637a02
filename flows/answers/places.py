"""Saudi cities and governorates in standard Arabic, with the spellings that folding does not bring together.

A line is `standard = other|spellings`, of the Latin ones first the one that is shown in English; a leading `~` marks a
name that is also a common word or a personal name and therefore counts only when it is the whole answer.
"""

from flows.answers.common import bag

_LINES = """
الرياض = رياض|riyadh|riyad|ryadh|reyadh|alriyadh|ar riyadh
الخرج = kharj|alkharj
الدوادمي = dawadmi|duwadmi
المجمعة = majmaah|majmaa
القويعية = quwayiyah|quwaiyah
الرين = rayn|alrayn
وادي الدواسر = الوادي|wadi dawasir|wadi al dawasir|wadi addawasir
~الأفلاج = الافلاج|ليلي|ليلى الافلاج|aflaj|layla
الزلفي = zulfi|alzulfi
شقراء = shaqra
حوطة بني تميم = الحوطه|حوطه|hotat bani tamim|hawtat bani tamim
عفيف = afif
السليل = sulayyil
ضرماء = ضرما|dhurma|dhurama
المزاحمية = مزاحميه|muzahimiyah|muzahmiyah
رماح = rumah
ثادق = thadiq
حريملاء = حريملا|huraymila
الدرعية = diriyah|diriyyah
~الغاط = ghat
~مرات = marat
~الحريق = hariq
الدلم = dilam|aldilam
مكة المكرمة = مكه|مكة|makkah|mecca|makka|mekkah
جدة = جده|jeddah|jedda|jidda|jiddah|gedda
الطائف = طايف|taif|taef|ta if|altaif|at taif
القنفذة = قنفذه|القنفده|qunfudhah|qunfudah
~الليث = laith|allith
رابغ = rabigh|rabegh
الجموم = jumum|jamoum
خليص = khulais
~الكامل = alkamil
الخرمة = khurma
رنية = ranyah
تربة = turbah|turabah
المويه = muwayh
ميسان = maysan
أضم = adham
العرضيات = ardiyat
بحرة = bahrah
ثول = thuwal|thuwwal
المدينة المنورة = المدينه|مدينه الرسول|المدينه النبويه|madinah|medina|madina|medinah|almadinah|al madinah|al madina
ينبع = ينبع البحر|ينبع الصناعيه|yanbu|yanbo
العلا = alula|al ula
مهد الذهب = المهد|mahd
~بدر = badr
خيبر = khaybar|khaibar
الحناكية = hanakiyah
~العيص = alais
وادي الفرع = wadi al fara
بريدة = buraydah|buraidah|buraida|bureidah
عنيزة = unaizah|onaizah|unayzah|unaiza
الرس = رس|ar rass|alrass|rass|alras
المذنب = midhnab|mithnab
البكيرية = bukayriyah|bukairiyah
البدائع = badai|badaya
الأسياح = asyah
النبهانية = nabhaniyah
الشماسية = shamasiyah
عيون الجواء = العيون|uyun al jiwa
رياض الخبراء = الخبراء|riyadh al khabra
عقلة الصقور = uqlat al suqur
ضرية = dariyah
الدمام = دمام|dammam|damam|ad dammam
الخبر = خبر|khobar|alkhobar|khubar|alkhubar
الظهران = ظهران|dhahran|zahran
الأحساء = احسا|الحسا|الاحسا|حسا|ahsa|alahsa|hasa|hassa|al hasa|alhasa
الهفوف = هفوف|hofuf|hufuf
المبرز = mubarraz
القطيف = قطيف|qatif|alqatif
حفر الباطن = الحفر|حفر|hafr al batin|hafar al batin|hafr albatin|hafar albatin|hafr
الجبيل = جبيل|jubail|aljubail|jubayl
رأس تنورة = ras tanura|ras tanurah
بقيق = ابقيق|abqaiq|buqayq
الثقبة = thuqbah|thoqbah
الخفجي = خفجي|khafji|alkhafji
النعيرية = nairyah|nuayriyah
قرية العليا = القريه العليا|qaryat al ulya
سيهات = saihat|sayhat
صفوى = صفوا|safwa
تاروت = tarout|tarut
أبها = ابهه|ابهي|abha
خميس مشيط = خميس|الخميس|خميس مشيت|مشيط|khamis mushait|khamis mushayt|khamis|khamees mushait|khamis mushyt
بيشة = bisha|bishah
النماص = نماص|namas
محايل عسير = محايل|muhayil|mahayel|muhail
رجال ألمع = المع|رجال المع|rijal almaa|rijal alma
سراة عبيدة = سراه عبيده|sarat abidah|sarat ubaidah
ظهران الجنوب = الظهران الجنوب|dhahran al janub|dhahran aljanoub
أحد رفيدة = احد رفيده|ahad rufaidah|ahad rafidah
تثليث = tathlith
الأمواه = amwah|alamwah
المجاردة = مجارده|majardah
بلقرن = سبت العلايا|balqarn
بارق = bariq
~البرك = birk
تنومة = tanomah|tanumah
طريب = tarib
~الحرجة = harajah
تبوك = tabuk|tabouk
~الوجه = alwajh
ضباء = ضبا|duba|dhuba
تيماء = تيما|tayma
أملج = umluj|umlaj
~حقل = haql
~البدع = albad
نيوم = neom
حائل = حايل|hail|ha il|hael
بقعاء = baqaa
سميراء = sumaira
الغزالة = ghazalah
الشنان = shinan
~الحائط = alhait
السليمي = sulaymi
الشملي = shamli
موقق = mawqaq
عرعر = arar
رفحاء = رفحا|rafha
طريف = turaif|turayf
العويقيلة = uwayqilah
سكاكا = سكاكا الجوف|sakaka|skaka
القريات = قريات|qurayyat|gurayat|qurayat
دومة الجندل = الجندل|dumat al jandal
طبرجل = tabarjal
صوير = suwayr
جازان = جيزان|jazan|jizan|gizan|jezan|jazaan
صبيا = sabya|sabia
أبو عريش = ابوعريش|abu arish
صامطة = صامته|samtah|samta
أحد المسارحة = المسارحه|ahad al masarihah
~بيش = baish|baysh
~العارضة = aridah
الدائر = داير بني مالك|الداير بني مالك|dair
العيدابي = aydabi|edabi
~الحرث = harth
ضمد = damad
~الريث = rayth
فيفاء = فيفا|faifa|fayfa
~الدرب = darb
فرسان = جزر فرسان|farasan
هروب = harub
الطوال = tuwal
نجران = najran|nejran
شرورة = sharurah|sharorah|sharoura
حبونا = hubuna
الخرخير = kharkhir
بدر الجنوب = badr al janub
يدمة = yadamah
~ثار = thar
خباش = khubash
الباحة = باحه|baha|albaha|bahah|al bahah
بلجرشي = بالجرشي|baljurashi
المخواة = makhwah
المندق = mandaq
~العقيق = aqiq
قلوة = qilwah
~القرى = qura
غامد الزناد = ghamid al zinad
~الحجرة = hajrah
بني حسن = bani hasan
"""


def _entries() -> list[tuple[str, list[str], bool]]:
    read = []
    for line in _LINES.strip().splitlines():
        name, _, others = line.partition(" = ")
        standard = name.removeprefix("~")
        read.append((standard, [standard, *others.split("|")], name.startswith("~")))
    return read


ENTRIES = _entries()
"""(standard name, every spelling, only as a whole answer)."""

ELSEWHERE = bag(
    "القاهره الاسكندريه الخرطوم صنعا عدن تعز دبي ابوظبي الشارقه الدوحه الكويت المنامه مسقط عمان بغداد دمشق حلب بيروت"
    " صلاله القدس غزه اربد الرباط تونس طرابلس كراتشي لاهور اسطنبول لندن عجمان العين حضرموت المكلا اب الحديده ذمار مارب"
    " دكا مانيلا cairo dubai london amman doha kuwait manama karachi lahore khartoum sanaa dhaka"
)
"""Well-known places abroad, so that none is taken for a misspelt Saudi one."""

# Regions called after their city, each followed by its towns in the list above.
_SEATS = ("تبوك", "حائل", "جازان", "نجران", "الباحة")
_OTHER_SEATS = ("عرعر",)


def _towns() -> dict[str, str]:
    towns, seat = {}, ""
    for standard, _, _ in ENTRIES:
        if standard in _SEATS + _OTHER_SEATS:
            seat = standard
        elif seat in _SEATS:
            towns[standard] = seat
    return towns


TOWNS = _towns()
"""Town to the city that gives its region the name, where region and city are called alike."""

REGIONS = bag("عسير القصيم الشرقيه الجوف الشماليه الجنوب الجنوبيه الغربيه الوسطي الشمال الحجاز نجد تهامه asir qassim")
"""Regions: too wide for an answer."""
