"""What somebody has not, at the question for a paper: the paper itself, or something else that they tell of."""

from flows import ours, papers
from flows.answers.common import bag
from flows.play import Play, Said
from flows.service import DocumentKind

# By these it is put off, whatever else is said.
_SOON = bag(
    "لاحقا بعدين بعد الحين الان later afterwards tomorrow now yet bukra ba3den ba3dain ba3deen معي معاي معايا معيش"
    " مومعي مامعي مامعاي"
)
# What may stand around "I have none".
_AROUND = bag(
    "والله يا و انا احنا حنا لي لنا هي هو هذي هذا هذه ذي هنا هناك الحين الان اليوم حاليا للاسف ابدا اصلا خالص شي شيء"
    " ولا لا اي كلها كلهم منها منه الي في علي عليه عليكم بس طيب اخوي اختي اخي خوي حبيبي غاليه الله العظيم صراحه لسه"
    " لسا بصراحه حق كنت مره شويه نعم ايوه اسفه اسف معليش عفوا it i them that this one any at all right now sorry yet"
    " the a my is for me here no please نت find"
)
# How people speak of handing a paper in, or of what that takes.
_HANDING = (
    "ارسل", "رسل", "ترسل", "يرسل", "نرسل", "ابعت", "ابعث", "بعث", "اصور", "تصوير", "صور", "الصور", "كامير",
    "الكامير", "اجيب", "نجيب", "الاقي", "ارفع", "ترفع", "تترفع", "ارفق", "مرفق", "احصل", "استخرج", "اطبع",
    "اسحب", "تحميل", "التحميل", "انترنت", "النت", "واتس", "جوال", "طابع", "سكنر", "ماسح", "نسخ", "ورق", "الورق",
    "اوراق", "الاوراق", "ملف", "مستند", "وثيق", "ادور", "pdf", "send", "sent", "photo", "picture", "scan",
    "camera", "upload", "copy", "paper", "document", "file", "print", "internet", "اطلعها", "طلعتها", "احصلها",
    "القاها", "لقيتها", "soor", "sora", "arsel", "arsil", "fato", "hawy", "hawiy", "iqam",
)  # fmt: skip
# Of a paper's name, what names nothing.
_JOINING = bag("او و من في عن الي علي or and of the a for to")
# So many letters of two words are alike where the words are the same but for their endings.
_LEAST = 4


def lacks(play: Play, said: Said, paper: DocumentKind, key: str) -> bool:
    """Do the words say by a phrase of the text `key` that this paper is not at hand?"""
    return papers.says(play, key, said.text) and not _something_else(play, said, paper, key)


def tells_of_else(play: Play, said: Said, paper: DocumentKind) -> bool:
    """Is something else lacking: "I have no income"?"""
    lists = ("document.none_words", "document.later_words")
    return any(papers.says(play, key, said.text) and _something_else(play, said, paper, key) for key in lists)


def about(said: Said, paper: DocumentKind) -> bool:
    """Is it about the paper, or about handing it in?"""
    own = {word for text in (paper.label.ar, paper.label.en) for word in ours.words(text)} - _JOINING
    label = {word.removeprefix("ال") for word in own}
    return any(_names(word.removeprefix("و").removeprefix("ال"), label) for word in said.words)


def _names(word: str, label: set[str]) -> bool:
    alike = (own for own in label if min(len(word), len(own)) >= _LEAST)
    return word in label or word.startswith(_HANDING) or any(word[:_LEAST] == own[:_LEAST] for own in alike)


def _something_else(play: Play, said: Said, paper: DocumentKind, key: str) -> bool:
    phrases = sorted(map(ours.folded, play.text(key).split("|")), key=len, reverse=True)
    rest = f" {said.folded} "
    for phrase in phrases:
        if f" {phrase} " in rest:
            if _SOON & set(phrase.split()):
                return False
            rest = rest.replace(f" {phrase} ", " ")
    return bool(set(rest.split()) - _AROUND) and len(said.words) > 1 and not about(said, paper)
