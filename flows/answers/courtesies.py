"""What stands around a name: greetings, labels, prayers, where somebody lives. Words are folded."""

import re
import unicodedata

from flows import arabic
from flows.answers.city import city
from flows.answers.common import OPEN, bag
from flows.answers.sentences import told

LEAD = bag(
    "اسمي اسم الاسم واسمي اسمى انا واانا وانا معك معكم معاك معاكم معاكي اخوك اخوكم اختك اختكم بنتك بنتكم ولدك"
    " ولدكم محدثك محدثتك هو هذا"
    " الكامل الرباعي رباعي الثلاثي ثلاثي بالكامل كاملا السلام عليكم ورحمه وبركاته مرحبا اهلا وسهلا مساء مسا"
    " الخير النور الاستاذ الاستاذه استاذ الدكتور الدكتوره دكتور المهندس مهندس الشيخ السيد السيده المواطن المواطنه"
    " المدعو المدعوه الحاج الحاجه العم العمه الخال الخاله المعلم المعلمه المحامي المحاميه الارمله الطالب"
    " الطالبه بالهويه بالبطاقه بالاقامه في الهويه البطاقه الاقامه السجل بسم الله اكتبها اكتبه اكتبيها سجلها"
    " سجليها فيك فيكم yes ana esmi ismi isme"
    " الاخ الاخت خويكم خوكم يا الاول"
    " المستفيد المستفيده المتقدم المتقدمه ونسبي ولقبي وعليكم اكتب اكتبو سجل سجلي سجلو"
    " سجلوا اكتبي اكيد تفضل تفضلي ابشر نعم ايه د ا م my name is i am im i'm this"
    " full mr mrs ms dr eng it's its hi hello name:"
) | {"name"}
NAME_OR_LEAD = bag("هلا والله صباح سلام طيب كامل تمام")
TAIL = bag(
    "ومقيم مقيم مقيمه سعودي سعوديه يمني يمنيه سوداني سودانيه سوري سوريه مصري مصريه اسف اسفه معليش شكرا مشكور"
    " مشكورين مشكوره لو وشكرا تحياتي تفضل تفضلي يعطيك يعطيكم جزاك جزاكم وجزاك"
    " بس فقط زوجه حرم واسم من ساكن ساكنه عمري العمر رقم ورقم"
    " رقمي هويتي جوالي هويه الهويه جوال ارمله مطلقه مواليد حسب كما زي وعندي ولله والله بارك رعاك حفظك thanks"
    " thank please from number id and age i"
)
PRAYED = bag(
    "يحييك يحييكم يعافيك يعافيكم يسعدك يسعدكم يعطيك يعطيكم يجزاك يجزيك يجزاكم يحفظك يحفظكم يرحم يخليك يبارك يرضي"
    " يوفقك يوفقكم يرعاك يسلمك يطول يكرمك يجزيكم يرعاكم يكثر يهينك لا يقويك يقويكم"
)
NEVER = bag(
    "نفس اللي الي عندكم عندك بالملف الملف ملفي مسجل موجود ما مو مب مش مدري مادري ابغي ابغا ابي اريد تبون تبي تبغون"
    " تبغي متي هل لا بعدين الحين اليوم بكره عندي هويتي رقمي جوالي حسابي مساعده مساعدات دعم خدمه طلب طلبي اسمها اسمه"
    " ليه ليش لازم ممكن ودي حاجه كيف وش ايش شنو قبل بعد خلاص مثل زي ارسلت ارسل اقول قلت كتبت كتبته تعرفون تعرف"
    " انتظر انتظري لحظه ثواني عايله عايلتي اسره اسرتي جمعيه موسسه سالفه قصه معي معاي مجهول"
    " فلان فلانه"
    " بدون فاعل خير خاص سر سري غير الاسم اسمي اعطيك اعطيكم راتبي ايجار سله سكن عليه عليكم فيه وين ولدي زوجي زوجتي امي"
    " ابوي سابقا حاليا شي شيء ماعندي مافي احتاج محتاج محتاجه ابيكم موجوده عند للحين اكتب هههه هه ههه what why how"
    " when you your my want need help the same file dont don't not no yes have as before later already know tell"
    " private عندها عنده عندهم شهاده وثيقه صك الطلب ابدا نبدا ابدء سجلني سجليني بدل عن اخوي اختي والدي والدتي عشان"
    " لان لاني لانه مع يلا yalla yallah mosa3ada musa3ada tasjeel"
    " شوف شوفي شوفو شوفوا راجع راجعي راجعو راجعوا انظر انظري المتوفي المتوفاه"
    " ok okay lets let's apply register start begin continue"
    " sajjelni sajelni sajjilni sajilni sajjeelni sajjelouni sajjeluni"
) | (OPEN - {"مين"})

_NATIONS = bag(
    "سعودي سعوديه يمني يمنيه مصري مصريه سوداني سودانيه سوري سوريه اردني اردنيه فلسطيني فلسطينيه لبناني لبنانيه"
    " عراقي عراقيه"
    " مغربي مغربيه تونسي تونسيه تشادي تشاديه نيجيري نيجيريه اثيوبي اثيوبيه صومالي صوماليه باكستاني باكستانيه"
    " هندي هنديه"
    " بنغالي بنغاليه فلبيني فلبينيه برماوي برماويه"
)

# "Write it down, with you": the second word leads in after the first only.
_NOTING, _WITH_YOU = bag("اكتب اكتبي اكتبو اكتبوا سجل سجلي سجلو سجلوا"), bag("عندك عندكم")


def name_words(text: str) -> list[str]:
    """The words that may be the name, as written."""
    found = _letters(text)
    dash = len(found) - 1 - found[::-1].index("-") if "-" in found else len(found)
    after = " ".join(found[dash + 1 :])
    found = found[:dash] if arabic.fold(after) in _NATIONS or city(after).value else found
    return _without_courtesy([word for word in found if word != "-"])


def _letters(text: str) -> list[str]:
    """The words before the first figure; "|" where a comma or a line of its own may end the name."""
    head = re.split(r"\d", re.sub(r"^\W*\d+\W+", "", text), maxsplit=1)[0]
    kept = "".join(_kept(char) for char in head)
    return [word.strip("'’-") or "-" for word in kept.split()]


def _kept(char: str) -> str:
    if char == "ـ" or unicodedata.category(char) in ("Mn", "Me"):
        return ""
    if char in "–—":
        return " - "
    if char.isalpha() or char in "'’-":
        return char
    return " | " if char in "،,؛;:()/\\" else " "


def _without_courtesy(found: list[str]) -> list[str]:
    found = found[_lead(found) :]
    kept: list[str] = []
    for at, word in enumerate(found):
        following = arabic.fold(found[at + 1]) if at + 1 < len(found) else ""
        folded = arabic.fold(word)
        joined = folded.removeprefix("و") if kept and folded not in TAIL else ""
        # "... and the rest is on the card"
        goes_on = folded.startswith("وال") and told(folded)
        if joined != folded and (joined in TAIL | NEVER or goes_on) and len(kept) >= 2:
            break
        mother = folded == "ام" and len(kept) >= 2
        if mother or folded in TAIL or (folded == "الله" and following in PRAYED) or (folded == "بارك"):
            break
        if word == "|":
            # "القحطاني، نوره سعد": a comma inside a name joins; after a whole name it ends it.
            if len(kept) >= 2:
                break
            continue
        kept.append(word)
    # "... بنت 15 سنه" was cut at the figure.
    return kept[:-1] if len(kept) > 2 and arabic.fold(kept[-1]) in ("بنت", "ابن", "ولد") else kept


def _lead(found: list[str]) -> int:
    """How many words lead in: everything to the last "my name is" near the start, greetings before it included."""
    at = 0
    while at < len(found):
        folded = arabic.fold(found[at].replace("'", "").replace("’", ""))
        before = arabic.fold(found[at - 1]) if at else ""
        greeted = folded == "الله" and before == "ورحمه"
        # هلا and صباح are names as well as greetings: they greet when more of a greeting, or a colon, follows.
        following = " ".join(found[at + 1 : at + 2])
        hello = folded in NAME_OR_LEAD and (following == "|" or arabic.fold(following) in LEAD | NAME_OR_LEAD)
        called = before == "يا"
        noted = folded in _WITH_YOU and before in _NOTING
        if not (folded in LEAD or greeted or hello or called or noted or found[at] == "|"):
            break
        at += 1
    return at
