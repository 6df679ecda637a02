"""The words that work at every question, in the scripts people type them. Matching is on folded text, whole message."""

import re
from collections.abc import Mapping

from flows.answers.common import bag
from flows.arabic import fold
from flows.message import Incoming, Kind, Meaning

_WORDS: Mapping[str, tuple[str, ...]] = {
    "menu": (
        "القائمة", "قائمة", "القائمه الرئيسيه", "الرئيسية", "قائمة الخيارات", "الخيارات", "منيو", "المنيو", "البداية",
        "من جديد", "menu", "main menu", "start", "start over", "home", "options", "/start", "/menu", "#",
        "qaima", "alqaima", "ابدا", "ابدأ من جديد",
    ),
    "back": (
        "رجوع", "ارجع", "رجعني", "السابق", "الرجوع", "خطوة ورا", "للخلف", "back", "/back", "go back", "previous",
        "rjo3",
    ),
    "cancel": (
        "إلغاء", "الغاء", "الغ", "ألغي", "الغي", "كنسل", "الغاء الطلب", "الغي الطلب", "ابي الغي", "ابغى الغي",
        "ابغى الغي الطلب", "ابي الغي الطلب", "عايز الغي", "بدي الغي", "الغيه", "أوقف الطلب", "وقف الطلب", "cancel",
        "/cancel", "quit", "kansel",
    ),
    "human": (
        "موظف", "موظفة", "باحث", "باحثة", "الباحثة", "باحثة اجتماعية", "انسان", "شخص", "بشر", "كلمني موظف",
        "ابغى موظف", "أبغى أكلم موظف", "ابي موظف", "اريد موظف", "عايز موظف", "بدي موظف", "human", "agent", "person",
        "employee", "staff", "operator", "mowazaf", "muwazaf", "/human",
    ),
    "opt_in": (
        "اشتراك", "اشترك", "الغاء الايقاف", "الغ الايقاف", "الغي الايقاف", "رجعوا الرسايل", "شغل الرسايل", "subscribe",
    ),
    "safe": (
        "لا اقصد", "لا قصدي", "مو قصدي", "ما قصدت", "كنت امزح", "مافيني شي", "ما فيني شي", "مافيني شيء", "لا مافيني شي",
        "انا عند اهلي", "احنا عند اهلي", "انا في بيت اهلي", "انا ببيت اهلي",
        "لا خطر", "لا يوجد خطر", "مافي خطر", "ما في خطر", "لا خطر علي", "لا خطر عندي", "لست في خطر", "ماني في خطر",
        "مو في خطر", "انا بخير", "احنا بخير", "انا بامان", "بخير الحمد لله", "no danger", "i am safe", "im safe",
        "not in danger", "i am not in danger",
    ),
    "help": ("مساعدة", "ساعدني", "المساعدة", "كيف استخدمك", "help", "/help", "?", "؟", "mosa3ada"),
    "later": (
        "بعدين", "لاحقا", "لا حقا", "لاحقًا", "بعد شوي", "مو الحين", "مب الحين", "مو الان", "later", "not now",
        "ba3dain", "ba3den", "b3den", "ba3deen",
    ),
    "continue": (
        "متابعة", "تابع", "كمل", "اكمل", "نكمل", "استكمال", "اكمال الطلب", "أكمل طلبي", "كمل طلبي",
        "كمل الطلب", "متابعة الطلب", "continue",
        "resume", "carry on", "kammel", "/continue",
    ),
}  # fmt: skip

WAYS = frozenset(_WORDS)
MOST = 6
_LATER = frozenset(map(fold, ("بعدين", "لاحقا", "بكره", "بكرة", "الليل", "later", "tomorrow")))
_FINISH = frozenset(map(fold, ("اكمل", "نكمل", "بكمل", "اكمله", "اكملها", "اكمّل", "continue", "finish", "complete")))
_NOT_YET = frozenset(map(fold, ("بعدين", "لاحقا", "later")))
_DELAYING = frozenset(
    map(
        fold,
        (
            "hmm",
            "can",
            "could",
            "may",
            "i",
            "do",
            "it",
            "this",
            "please",
            "ok",
            "اقدر",
            "ممكن",
            "اسويه",
            "اسويها",
            "اكتبه",
            "ارسله",
            "طيب",
            "خلاص",
            "معليش",
            "يصير",
            "لا",
            "خلها",
            "خليها",
            "خله",
            "خليه",
            "خلوها",
            "نخليها",
            "no",
            "leave",
        ),
    )
)
_BEFORE = frozenset(map(fold, ("لا", "خلاص", "طيب", "يلا", "no", "ok")))
_SIGNS = {"#": "menu", "?": "help", "؟": "help"}


def command(text: str) -> str:
    """menu, back, cancel, human, safe, help, continue or opt_in when the whole message is one of its words; else ""."""
    if len(text) > 40:
        return ""
    folded = fold(text).strip()
    # One question mark or five of them: at a loss all the same.
    signs = set("".join(text.split()))
    return (
        (_SIGNS.get(signs.pop(), "") if len(signs) == 1 else "")
        or _BY_WORD.get(folded, "")
        or _after_a_no(folded)
        or ("later" if puts_off(text) or _delays(text) else "")
    )


def _after_a_no(folded: str) -> str:
    """Where the word is about leaving: "no no, cancel" is no answer to the question either."""
    told = folded.split()
    bare = next((at for at, word in enumerate(told) if word not in _BEFORE), len(told))
    way = _BY_WORD.get(" ".join(told[bare:]), "") if bare else ""
    return way if way in ("cancel", "back", "menu", "later") else ""


def puts_off(text: str) -> bool:
    """Not now, I will finish it later: in few words of any order."""
    said = set(fold(text).split())
    return len(said) <= MOST and bool(said & _LATER) and bool(said & _FINISH)


def _delays(text: str) -> bool:
    """Can I do it later, please?"""
    said = set(fold(text).split())
    return bool(said & _NOT_YET) and said <= _NOT_YET | _DELAYING


def calms(text: str) -> bool:
    """Does a short message begin by saying that there is no danger?"""
    told = fold(text).split()
    while told[:2] == ["لا", "لا"] or told[:1] == ["الحمدلله"]:
        told = told[1:]
    if told[:2] == ["الحمد", "لله"]:
        told = told[2:]
    return len(told) <= MOST and any(f"{' '.join(told)} ".startswith(f"{phrase} ") for phrase in _SAFE)


def continues(message: Incoming, meaning: Meaning) -> bool:
    """Does the person ask to go on with a form?"""
    if message.kind is Kind.TAP:
        return message.tap == "go.continue"
    return command(message.text) == "continue" or (meaning.sure and meaning.intent == "continue_application")


def only_greets(text: str) -> bool:
    """Is the message a greeting and nothing else?"""
    return len(fold(text[:60]).split()) <= 2 and bool(greeted(text))


def greeted(text: str) -> str:
    """salam, morning or evening when the message begins with that greeting; it is returned in kind, else ""."""
    start = fold(text[:60]).split()[:3]
    # سلام alone may be a name that begins: it greets with عليكم after it, or when it is the whole message.
    if _salam(start) or start in (["سلام"], ["السلام"]):
        return "salam"
    if start and start[0] in ("salam", "salaam", "slm", "assalam", "assalamu"):
        return "salam"
    known = (" ".join(start[:3]), " ".join(start[:2]))
    return next((_GREETINGS[phrase] for phrase in known if phrase in _GREETINGS), "")


def ungreeted(text: str) -> list[str]:
    """The folded words without a salam at their head."""
    told = fold(text).split()
    return told[_salam(told) :]


def _salam(told: list[str]) -> int:
    """How many words the salam at their head has. عليكم alone is none: God is called upon people in anger as well."""
    upon = next((n for n, word in enumerate(told[:3]) if word in _UPON), 0)
    return upon + 1 if any("سلام" in word or "salam" in word or word in _SLIPS for word in told[:upon]) else 0


def asks_to_ask(text: str) -> bool:
    """Is it "may I ask something?" and no more?"""
    told = ungreeted(text)
    return len(told) <= MOST and bool(_ASKING & set(told)) and set(told) <= _ASKING | _BEFORE_ASKING


def announces_matter(text: str) -> bool:
    """Is it "I have a problem" and no more?"""
    told = ungreeted(text)
    return len(told) <= MOST and bool(_MATTER & set(told)) and set(told) <= _MATTER | _BEFORE_ASKING


def blesses(text: str) -> bool:
    """Is it a blessing on whoever works, with which people come as well as go?"""
    return bool(_BLESSING.fullmatch(fold(text[:60])))


_BLESSING = re.compile(
    r"(?:الله |ربي )?(?:يا |ا)?ي?عطيكم? (?:الله |ربي )?(?:ال)?(?:الف |ف )?عافيه"
    r"|(?:الله )?(?:يقويكم?|قواكم?|قوكم?)(?: الله)?|ya3tee?k[ou]m (?:el|al)?3afy[ea]h?"
)
_MATTER = bag("مشكله موضوع قضيه سالفه problem issue matter moshkela mshkla mushkila")
_ASKING = bag(
    "سوال سوالين اسئله اسيله بسال بسالك بسالكم نسال نسالكم اسال اسالك اسالكم اسالكو"
    " استفسار استفسارات استفسر استفهم سال question questions ask"
    " inquiry so2al s2al as2al asal asaal"
)
_BEFORE_ASKING = bag(
    " طيب اوكي كمان برضو بعد ثاني ممكن عندي عندنا معي ابي ابغي ابغا نبي ودي ودنا حاب حابه حبيت بغيت بدي عايز عايزه"
    " عاوز عاوزه لو سمحت سمحتي سمحتم سمحتوا تكرمتم تكرمت اذا ممكنه من فضلك فضلكم عن شي شيء شوي بسيط صغير بس هل"
    " اقدر كم واحد لحظه تكفون الله يعافيكم يعطيكم العافيه اخوي اختي يا i have a an can could may please something"
    " انا صباح مسا الخير النور want to quick you just got mumken mumkin 3ndi 3endi abi abgha law sama7t one some"
)
_UPON = frozenset({"عليكم", "عليكو", "عليك", "alaikum", "alaykum", "3alaikum", "3alaykum", "3alikom", "3laikom"})
_SLIPS = frozenset({"السلم", "سلم", "السام", "السلا", "السالم", "slm"})
_GREETINGS = {fold("صباح الخير"): "morning", fold("مساء الخير"): "evening", "good morning": "morning"} | {
    fold(phrase): "well"
    for phrase in (
        "كيف حالكم",
        "كيف حالك",
        "كيف الحال",
        "كيف الصحة",
        "وش اخباركم",
        "وش اخبارك",
        "ايش اخباركم",
        "شخبارك",
        "شخباركم",
        "اخباركم",
        "شلونكم",
        "شلونك",
        "كيفكم",
        "كيفك",
        "how are you",
    )
}
_SAFE = tuple(fold(phrase) for phrase in _WORDS["safe"] if " " in phrase)
_BY_WORD = {fold(word).strip(): name for name, words in _WORDS.items() for word in words if fold(word).strip()}
