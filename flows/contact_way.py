"""How somebody would like to be reached, where nobody asked for it: "messages only", "do not call me"."""

from collections.abc import Iterable

from flows import choices, phrases, running, signs
from flows.answers.common import bag
from flows.answers.yes_no import denies
from flows.events import Noted
from flows.flow import Ask
from flows.items import form_of
from flows.play import Play, Said
from flows.session import Answer, stamp
from flows.steps import ask

_MESSAGES = bag(
    "رسايل رسائل رساله الرسايل الرسائل برساله برسايل مسج مسجات واتس الواتس واتساب الواتساب واتسب كتابه كتابيا شات"
    " message messages text texting sms whatsapp chat rasayl rasayel rsayl wats watsap"
)
_ONLY = bag("بس فقط وبس only bas bss")
# "Do not call", in one word or two.
_CALLING = (
    "تتصل", "تتصلون", "تتصلوا", "تتصلين", "تدق", "تدقون", "تدقوا", "تدقين", "تكلموني", "اتصال", "اتصالات", "مكالمات",
    "call", "calls", "calling",
)  # fmt: skip
# Not all that `yes_no.denies`: "ما جاني اتصال" tells that nobody called, and wishes for nothing.
_NO = bag("لا بدون بلا مو no not dont don never without")
# Whoever has had enough of messages says so with one of these.
_ENOUGH = ("وقف", "اوقف", "ايقاف", "كفاي", "يكفي", "خلاص", "الغ", "ترسل", "تراسل", "stop", "unsub", "enough")


def take(play: Play, said: Said) -> bool:
    """Say that it is noted: into the form, where it asks for that later, and for staff. It stops no message."""
    if not told(said) or _answers(play, said):
        return False
    found = _into_form(play, said)
    if not found:
        play.happened(Noted("contact_way", said.text))
    play.say(play.text("contact.by_message"))
    if play.session.top is not None and play.session.owner == "bot":
        running.run(play)
    return True


def told(said: Said) -> bool:
    """Is a way of contact wished for, and nothing else said?"""
    words = said.words
    # "Do not write, somebody reads along" has an approved answer that says more.
    other = signs.asks(said) or bool(said.meaning.answered)
    if not signs.is_text(said) or not words or not signs.within(said, signs.CONTROL) or other:
        return False
    if any(map(str.isdigit, said.folded)) or any(word.startswith(_ENOUGH) for word in words):
        return False
    uncalled = any(_refused(words, at) for at, word in enumerate(words) if word in _CALLING)
    written = bool(_MESSAGES & set(words)) and bool(_ONLY & set(words))
    return uncalled or (written and not any(map(denies, words)))


def _refused(words: tuple[str, ...], at: int) -> bool:
    return bool(_NO & set(words[max(0, at - 2) : at]))


def _answers(play: Play, said: Said) -> bool:
    """Does the open question ask for just that?"""
    step = running.current(play) if play.session.top is not None else None
    if play.session.owner != "bot" or not isinstance(step, Ask):
        return False
    item = ask.present(play, step)
    return item.kind == "choice" and choices.find(play, said, {o.id: o.also for o in item.options}) is not None


def _into_form(play: Play, said: Said) -> bool:
    """Answer the question that the open form has for it, if it was not asked yet."""
    if play.session.top is None or not play.flow.form:
        return False
    for field in form_of(play).fields:
        named = [o for o in field.options if phrases.said(said.words, _several((o.label.ar, o.label.en, *o.also)))]
        if len(named) == 1 and field.id not in play.frame.answers:
            shown = named[0].label.say(play.session.language)
            answer = Answer(named[0].id, said.how, stamp(play.world.now), shown, said.message.message)
            play.put({field.id: answer})
            return True
    return False


def _several(names: Iterable[str]) -> list[str]:
    """Names of several words: a single one may stand in anything."""
    return [name for name in names if " " in name]
