"""Yes and no in the dialects heard at a Saudi charity's door, in English, in Arabizi and by emoji."""

import re
from collections.abc import Sequence

from flows import arabic, numerals
from flows.answers.common import OPEN, UNSURE, asks_back, bag, has
from flows.answers.parsed import Parsed, refuse

# Sure on their own, wherever they stand.
_YES = bag(
    "نعم نعمين ايه ايي اي ايوه ايوا ايو ايوى ايوي ايون ايوالله ايواا ايهه ايوةه اه اها اهه اهااه هيه هي ييه اييه اييي"
    " امبلا مبلي بلي يب ييب يس ياس اجل yes yep yup yeah yea yess ya y na3am naam n3m nem eh ee eeh eee ey aywa aiwa"
    " aywah aiwah aywaa iwa ewa eywa eiwa ywa ah aha ahaa إي"
)
_NO = bag(
    "لا كلا لالا لااا لأه لاه لع لء نو نوب نن ابد ابدا مستحيل ارفض نرفض رفضت مرفوض لاوالله no nope nah noo n nop la"
    " laa laaa la2 la2a l2 la3 lala never not"
)
# A yes unless something denies it.
_AGREEING = bag(
    "اكيد طبعا بالتاكيد تاكيد موكد بالطبع صدق yessir معلوم صح صحيح مضبوط مزبوط بالضبط تمام طيب زين حاضر ابشر"
    " ابشري ابشروا تم اوك"
    " اوكي اوكيه"
    " اوكى اوكية ماشي موافق موافقه موافقين اوافق نوافق وافقت قبلت"
    " اقبل نقبل قابل مقبول ابغي ابغا ابغاه ابغاها نبغي ابي"
    " نبي ابيه اريد نريد عايز عايزه عاوز عاوزه بدي بدنا داير دايره اشتي نشتي ودي حاب حابه احب ارغب نرغب راغب كمل اكمل"
    " كملي كملوا استمر توكلنا عندي عندنا يوجد موجود موجوده فيه جاهز جاهزه متاكد متاكده تكرم عيوني لدي معي معاي ايجابي"
    " عنده عندها عندهم معه معها معاه معاها معهم معايا لديه لديها لديهم"
    " حصل مسجل مسجله do have ok okay okey okk k sure absolutely definitely correct right true agree agreed"
    " accept fine good"
    " tamam tmam mashi akeed akid ak6eed sa7 sah saheeh of course certainly yalla ابصم اتفقنا متفق متفقه تفضل تفضلي"
)
_DENYING = bag(
    "ما مو مب مهب مهوب موب ماهو مهو مش مانيب مانب ماني ماهوب ليس لست ليست لم لن غير بدون مافي مافيه مفيش مافيش ماعندي"
    " ماعندنا معنديش ماعنديش معندي معندناش ماعندناش مابي مابغي مابغا ماابي ماابغي مااريد ماريد مابدي مابغيت مانبي"
    " مانبغي ماكو ماش هونت لايوجد مالي مالنا ماليش ماعنديه معيش مامعي مامعيش ماحصل مايوجد ماوافق mafi mafe mo mu"
    " mish mesh mob don't"
    " dont ماعنده ماعندها ماعندهم مامعه مامعها"
)
# What denies without a word after it: all but the bare particles.
_WHOLE = _DENYING - bag(
    "ما مو مب مهب مهوب موب ماهو مهو مش ماهوب ليس لست ليست لم لن غير بدون mo mu mish mesh mob don't dont"
)
# What may follow an "and" written as one letter; ولدي is "my son" before it is "and I have".
_JOINED, _NO_AND = _AGREEING | _DENYING | _NO, bag("ولدي")
_SPEAKING = bag("والله وربي بالله الله انا احنا حنا هو هي لي لنا لو")
# Conditions and delays, besides doubt.
_HEDGES = f"{UNSURE}|" + (
    "مو اكيد|مب اكيد|مش اكيد|ممكن|لست ادري|ماعرف|مانيب متاكد|علي حسب|حسب|بشوف|اشوف|نشوف|خليني اشوف|افكر|بفكر"
    "|خلني افكر|بعدين|احيانا|مو دايم|مو دايما|نوعا ما|شوي|تقريبا|لاحقا|مو الحين|مب الحين|مش دلوقتي|مو الان"
    "|ليس الان|ما فهمت|مافهمت|مش فاهم|مو فاهم|ما افهم|فيه خطا|في خطا|فيه غلط|في غلط|لسه|لسا|مره ومره|perhaps"
    "|ما ظنتي|ظنتي|ماظن|ماظنتي|لكن|ولكن|بشرط|بشروط|الا اذا|ودي بس|ابي بس|ابغي بس|بودي بس|بس اذا|بس لو|but"
    "|not really sure|not so sure|not very sure|not too sure|depends|later|mumkin|momken|yemken|ymkn|sometimes"
    "|probably|possibly"
)
# Words that deny nothing although a "no" or "not" is in them.
_COURTESY = (
    "لا اله الا الله|لا حول ولا قوه الا بالله|لا حول|لا هنت|لاهنت|لا هنتي|لا هنتوا|لا خلا ولا عدم|لا عدمتك"
    "|لا عدمناك|ما شا الله|ماشا الله|ما عليك امر|ما عليكم امر|ما عليك زود|ما قصرت|ما قصرتوا|ما قصرتي|ان شا الله"
    "|انشالله|انشا الله|باذن الله|بسم الله|inshallah|insha allah|in sha allah|nshallah|no worries|من غير شر|لا تامر"
    "|الله يعافيك|طال عمرك|طال عمركم"
)
_OBJECTION_FREE = (
    "لا مانع|لامانع|ما عندي مانع|ماعندي مانع|ما عندنا مانع|مافي مانع|ما في مانع|مافيه مانع|ما فيه مانع|لا يوجد مانع"
    "|ليس لدي مانع|بدون مانع|لا باس|لاباس|ليش لا|ليه لا|وليه لا|وليش لا|لم لا|لما لا|كيف لا|ما يخالف|مايخالف"
    "|ما فيها كلام|مافيها كلام|ما يبي لها كلام"
    "|ما عليه|ماعليه|ما يضر|مافي مشكله|ما في مشكله|مافيه مشكله|ما فيه مشكله|ما عندي مشكله|ماعندي مشكله|لا مشكله"
    "|مو مشكله|مش مشكله|مفيش مشكله|ما عندي اعتراض|لا اعتراض|بلا شك|لا شك|بدون شك|no problem|why not|no objection"
    "|without a doubt|of course|علي راسي|من عيوني"
)
# Whoever has a question or a wish of their own, or wants a moment or a colleague, agrees to nothing.
_ELSE = (OPEN - bag("كم")) | bag(
    "سوال استفسار استفسر اسال اسالك اسالكم ملاحظه اقتراح شكوي موظف الموظف اكلم اتكلم اعرف افهم question ask"
    " كيفك كيفكم شلونك شلونكم اخباركم"
    " سجلني سجليني سجلوني تسجلني تسجليني تسجلوني اسجل نسجل قدمي قدموا قدملي قدمولي تقدملي اقدم نقدم اقدملي"
    " ساعدني ساعديني ساعدوني تساعدني تساعدوني كلمني كلميني كلموني حولني حوليني حولوني اتصل اتصلي اتصلوا رد ردي ردوا"
    " ارسل ارسلي ارسلوا ارسله ارسليه عطني عطيني عطوني اعطني اعطيني اعطوني قولي قوليلي قوللي خبرني خبريني فهمني فهميني"
    " علمني علميني وريني ابعت ابعتي ابعتلي شوفي شوفيلي"
    " لحظه لحظات دقيقه دقايق دقيقتين ثانيه ثواني ثانيتين شويه انتظر انتظري انتظروا اصبر اصبري اصبروا استن استني"
    " register apply help send call tell wait moment minute second sec hold sajelni sajjelni"
)
# What begins a wish: it answers whether something is wanted, and no question of fact.
WANTING = bag("ابي ابغي ابغا اريد ودي بدي عايز عاوز حاب حابه نبي نبغي نريد want")
# "Go on with it, then" answers whether to go on.
_GO_ON = bag("كمل اكمل كملي كملوا نكمل استمر استمري نستمر continue")
_WITH_IT = bag("يلا يالله به التسجيل الطلب طيب تمام اوكي اوك ok نعم لا")
# "Do not worry", "do not forget us" is no "no".
_REASSURING = re.compile(r"(?<= )لا (?:عليك|عليكم|يهمك|يهمكم|ت(?:نس|خاف|شيل|حرم|هتم|زعل|قلق|حات|طول)\w*)")
# "No, not that one" says what is not meant, and answers nothing.
_NOT_THAT = re.compile(
    r"(?:(?:لا|no|la) )*(?:مو|مب|مش|موب|مهب|ماهو|ليس|mo|mu|mish|mesh|not) "
    r"(?:هذا|هاذا|هذي|هاذي|هذه|هذاك|هذيك|ذا|ذي|ذاك|ده|دي|داك|كذا|كذه|كده|كدا|هيك|هيج|that|this|hatha|kida|kitha)"
    r"(?: (?:one|اقصد|اقصده|قصدي|ابي|ابغي|اللي|الي|i meant|what i meant|يا|والله))*"
)
# "Not yet" with a "no" of its own is a no.
_NOT_YET = re.compile(r"\bلس[هاع] (?=(?:لا|ما|مو)\b)")
_YES_SIGNS, _NO_SIGNS = "👍👌✅☑✔🆗🙆💯", "👎❌✖🙅🚫⛔❎"
_SHORT = 7  # In a longer text only an answer at its edge counts: a story has many a "not".


def yes_no(text: str) -> Parsed:
    """True or False; hedges, contradictions and questions back are refused."""
    folded = _NOT_YET.sub("", arabic.fold(text))
    agreed = has(folded, _OBJECTION_FREE)
    if not agreed and asks_back(text):
        return refuse("yes_no.unclear")
    # A figure answers some other question; "la2" is a no.
    if has(folded, _HEDGES) or any(word.isdigit() for word in folded.split()) or numerals.number(text) is not None:
        return refuse("yes_no.unclear")
    verdict = _verdict(_bare(folded).split(), agreed) if folded else _by_sign(text)
    signs = _by_sign(text)
    if signs is not None and verdict is not None and signs != verdict:
        return refuse("yes_no.unclear")
    verdict = signs if verdict is None and not folded else verdict
    return refuse("yes_no.unclear") if verdict is None else Parsed(verdict)


def denies(word: str) -> bool:
    """Does this folded word turn what follows into its opposite?"""
    return word in _DENYING or word in _NO


def plain(word: str) -> bool:
    """Is this folded word a yes or a no by itself?"""
    return word in _YES or word in _NO


def goes_on(told: Sequence[str]) -> bool:
    """Do these folded words only say to go on: "go on, then"?"""
    return bool(_GO_ON & set(told)) and set(told) <= _GO_ON | _WITH_IT


def wishes(text: str) -> bool:
    """Is it a wish or a "go on" without a yes or a no, and so no answer to a question of fact?"""
    told = arabic.words(text)
    return not any(map(plain, told)) and (bool(WANTING & set(told)) or goes_on(told))


def not_that(text: str) -> bool:
    """Is it only said that something is not meant: "no, not that one"?"""
    return bool(_NOT_THAT.fullmatch(arabic.fold(text)))


def _by_sign(text: str) -> bool | None:
    yes, no = any(sign in text for sign in _YES_SIGNS), any(sign in text for sign in _NO_SIGNS)
    return None if yes == no else yes


def _bare(folded: str) -> str:
    """Without courtesies that carry a "no", and without letters typed twice."""
    padded = f" {folded} "
    for phrase in (_COURTESY + "|" + _OBJECTION_FREE).split("|"):
        padded = padded.replace(f" {phrase} ", " ")
    padded = _REASSURING.sub(" ", re.sub(r" الله لا \S+", " ", padded))
    return re.sub(r"([ايوهم])\1+|(?<=\w)([aeosp])\2+(?=\w)", r"\1\2", padded)


def _verdict(found: list[str], agreed: bool) -> bool | None:
    found = [word.removeprefix("و") if word[1:] in _JOINED and word not in _NO_AND else word for word in found]
    yes = [at for at, word in enumerate(found) if word in _YES and not _any(found, at)]
    no = [at for at, word in enumerate(found) if word in _NO]
    if (yes and no) or (agreed and no):
        return None
    edge = {0, 1, len(found) - 1}
    if len(found) > _SHORT and not (edge & set(yes + no)):
        return None
    if yes:
        return None if _denied(found) else True
    if no:
        return False
    if agreed:
        return True
    return _by_tone(found) if len(found) <= _SHORT else None


def _any(found: list[str], at: int) -> bool:
    """Is this اي the "any" of "اي شي" rather than a yes?"""
    after = found[at + 1] if at + 1 < len(found) else ""
    return found[at] == "اي" and bool(after) and after not in _YES | _AGREEING | _SPEAKING


def _denied(found: list[str]) -> bool:
    return any(word in _DENYING for word in found)


def _denies_that(found: list[str]) -> bool:
    """Is it denied what was asked, and not what somebody does? In two words it is; in more what is denied must be one
    of the words that agree, or be part of the denial: ماعندي.
    """
    after = [found[at + 1] for at, word in enumerate(found[:-1]) if word in _DENYING]
    whole = any(word in _WHOLE for word in found)
    return len(found) <= 2 or whole or any(word in _AGREEING | _DENYING for word in after)


def _by_tone(found: list[str]) -> bool | None:
    """Without a plain yes or no: "ما عندي" is a no, "عندي" or "تمام" a yes, "he does not pay for us" neither."""
    if _denied(found):
        return False if _denies_that(found) else None
    agreeing = any(word in _AGREEING for word in found) and not any(word in _ELSE for word in found)
    return True if agreeing else None
