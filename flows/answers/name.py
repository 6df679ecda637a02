"""A full name in the writer's own spelling, out of the courtesies around it."""

import re
import unicodedata

from flows import arabic
from flows.answers.common import OPEN, asks_back, bag
from flows.answers.parsed import Parsed, refuse
from flows.answers.sentences import told

_LEAD = bag(
    "اسمي اسم الاسم واسمي اسمى انا واانا وانا معك معكم معاك معاكم معاكي اخوك اخوكم اختك اختكم محدثك محدثتك هو هذا"
    " الكامل الرباعي رباعي الثلاثي ثلاثي بالكامل كاملا السلام عليكم ورحمه وبركاته مرحبا اهلا وسهلا مساء مسا"
    " الخير النور الاستاذ الاستاذه استاذ الدكتور الدكتوره دكتور المهندس مهندس الشيخ السيد السيده المواطن المواطنه"
    " الاخ الاخت يا اكتب سجل سجلي سجلوا اكتبي اكيد تفضل تفضلي ابشر نعم ايه د ا م my name is i am im i'm this"
    " full mr mrs ms dr eng it's its hi hello name:"
) | {"name"}
_NAME_OR_LEAD = bag("هلا والله صباح سلام طيب كامل تمام")
_TAIL = bag(
    "شكرا مشكور مشكورين مشكوره لو وشكرا تحياتي تفضل تفضلي يعطيك يعطيكم جزاك جزاكم وجزاك من ساكن ساكنه عمري العمر رقم"
    " ورقم رقمي هويتي جوالي هويه الهويه جوال ارمله مطلقه مواليد حسب كما زي وعندي ولله والله بارك رعاك حفظك thanks"
    " thank please from number id and age i"
)
_PRAYED = bag(
    "يحييك يحييكم يعافيك يعافيكم يسعدك يسعدكم يعطيك يعطيكم يجزاك يجزيك يجزاكم يحفظك يحفظكم يرحم يخليك يبارك يرضي"
    " يوفقك يوفقكم يرعاك يسلمك يطول يكرمك يجزيكم يرعاكم يكثر يهينك لا يقويك يقويكم"
)
_NEVER = bag(
    "نفس اللي الي عندكم عندك بالملف الملف ملفي مسجل موجود ما مو مب مش مدري مادري ابغي ابغا ابي اريد تبون تبي تبغون"
    " تبغي متي هل لا بعدين الحين اليوم بكره عندي هويتي رقمي جوالي حسابي مساعده مساعدات دعم خدمه طلب طلبي اسمها اسمه"
    " ليه ليش لازم ممكن ودي حاجه كيف وش ايش شنو قبل بعد خلاص مثل زي ارسلت ارسل اقول قلت كتبت كتبته تعرفون تعرف مجهول"
    " بدون فاعل خير خاص سر سري غير الاسم اسمي اعطيك اعطيكم راتبي ايجار سله سكن عليه عليكم فيه وين ولدي زوجي زوجتي امي"
    " ابوي سابقا حاليا شي شيء ماعندي مافي احتاج محتاج محتاجه ابيكم موجوده عند للحين اكتب هههه هه ههه what why how"
    " when you your my want need help the same file dont don't not no yes have as before later already know tell"
    " private عندها عنده عندهم شهاده وثيقه صك الطلب ابدا نبدا ابدء سجلني سجليني بدل عن اخوي اختي والدي والدتي عشان"
    " لان لاني لانه مع يلا"
) | (OPEN - {"مين"})
_NAMING = bag("اسمي واسمي اسمها اسمه الاسم name")
_BEING = bag("انا وانا معك معكم")
_JOINING = {"بن", "بنت", "ابن", "ال", "bin", "bint", "ibn", "al", "el", "bn"}
_TIED = {"الدين", "الله", "الرحمن", "الاسلام", "الزهراء", "الزهرا", "الاله"}
# What a name told in a sentence begins with.
MY_NAME = frozenset({"اسمي", "esmi", "ismi"})
KUNYA = {"ام", "ابو", "بو", "ابا", "ابي", "umm", "um", "abu", "abo", "om"}
_MOST_WORDS = 10


def full_name(text: str) -> Parsed:
    """Two words or more, spelling kept; vowel marks, tatweel, emoji and courtesies dropped."""
    if asks_back(text) or "//" in text or "www." in text:
        return refuse("name.missing")
    kept = _without_courtesy(_letters(text))
    folded = [arabic.fold(word) for word in kept]
    if not kept or len(kept) > _MOST_WORDS or any(word in _NEVER or told(word) for word in folded):
        return refuse("name.missing")
    if folded[0] in KUNYA and folded[1:2] != ["بكر"]:
        return refuse("name.kunya")
    if _weight(folded) < 2:
        return refuse("name.incomplete")
    return Parsed(" ".join(kept))


def introduced(text: str, *, plainly: bool) -> str:
    """The name after "my name is" in a longer message, or ""; after a mere "I am" too, unless told `plainly`."""
    found = text.split()
    folded = [arabic.fold(word) for word in found]
    leads = [n for n, word in enumerate(folded) if word in _NAMING]
    leads += [] if plainly else [n for n, word in enumerate(folded) if word in _BEING]
    return next((name for at in leads if (name := _following(found[at + 1 :]))), "")


def _following(found: list[str]) -> str:
    """The name that these words begin with, or ""."""
    kept: list[str] = []
    for word in found:
        bare = arabic.fold(word)
        if (
            not bare
            or bare in _NEVER | _TAIL
            or bare.removeprefix("و") in _NEVER | _TAIL
            or told(bare)
            or any(map(str.isdigit, bare))
        ):
            break
        kept.append(word)
        if word[-1] in "،,.؛;:":
            break
    return str(full_name(" ".join(kept)).value or "")


def _letters(text: str) -> list[str]:
    """The words before the first figure; "|" where a comma or a line of its own may end the name."""
    head = re.split(r"\d", re.sub(r"^\W*\d+\W+", "", text), maxsplit=1)[0]
    kept = "".join(_kept(char) for char in head)
    return [word.strip("'’-") or "-" for word in kept.split()]


def _kept(char: str) -> str:
    if char == "ـ" or unicodedata.category(char) in ("Mn", "Me"):
        return ""
    if char.isalpha() or char in "'’-":
        return char
    return " | " if char in "،,؛;:()/\\" else " "


def _without_courtesy(found: list[str]) -> list[str]:
    found = [word for word in found if word != "-"]
    found = found[_lead(found) :]
    kept: list[str] = []
    for at, word in enumerate(found):
        following = arabic.fold(found[at + 1]) if at + 1 < len(found) else ""
        folded = arabic.fold(word)
        joined = folded.removeprefix("و") if kept and folded not in _TAIL else ""
        if joined != folded and joined in _TAIL | _NEVER and len(kept) >= 2:
            break
        if folded in _TAIL or (folded == "الله" and following in _PRAYED) or (folded == "بارك"):
            break
        if word == "|":
            # "القحطاني، نوره سعد": a comma inside a name joins; after a whole name it ends it.
            if len(kept) >= 2:
                break
            continue
        kept.append(word)
    return kept


def _lead(found: list[str]) -> int:
    """How many words lead in: everything to the last "my name is" near the start, greetings before it included."""
    at = 0
    while at < len(found):
        folded = arabic.fold(found[at].replace("'", "").replace("’", ""))
        greeted = folded == "الله" and at and arabic.fold(found[at - 1]) == "ورحمه"
        # هلا and صباح are names as well as greetings: they greet when more of a greeting, or a colon, follows.
        following = " ".join(found[at + 1 : at + 2])
        hello = folded in _NAME_OR_LEAD and (following == "|" or arabic.fold(following) in _LEAD | _NAME_OR_LEAD)
        if not (folded in _LEAD or greeted or hello or found[at] == "|"):
            break
        at += 1
    return at


def _weight(folded: list[str]) -> int:
    """Names counted: "عبد الله" and "نور الدين" are one each, "بن" none."""
    names = 0
    previous = ""
    for word in folded:
        one_letter = len(re.sub(r"(.)\1+", r"\1", word)) < 2
        tied = previous == "عبد" or word in _TIED or word in _JOINING or one_letter
        names += not (tied and (names or word in _JOINING or one_letter))
        previous = word
    return names
