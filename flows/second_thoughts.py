"""What people say in a form beside answering: why is it asked, how much is left, what did I write, change that one."""

from flows import ahead, corrections, real_name, running, signs, what_it_is
from flows.answers.common import NOT_THIS, bag, reluctant
from flows.answers.kinds import IDENTITIES
from flows.arabic import fold, words
from flows.choices import named
from flows.flow import Ask, Choose, Declare, Document
from flows.items import form_of
from flows.moves import Start
from flows.play import Play, Said
from flows.service import FormField
from flows.steps import ask
from flows.values import tell

_WHY = frozenset(map(fold, ("ليش", "ليه", "لماذا", "علاش", "why", "lesh", "leesh", "leish", "leh", "leeh", "3lash")))
_MEANING = frozenset(
    map(
        fold,
        (
            "يعني", "معنى", "معناه", "معناها", "معناته", "معنات", "افهم", "فهمت", "فاهم", "فاهمه", "اشرح", "اشرحوا",
            "تشرح", "وضح", "وضحوا", "تفسير", "mean", "means", "meaning", "understand", "explain", "ya3ni", "yaani",
        ),
    )
)  # fmt: skip
_WHERE = bag("وين فين اين where wain ween")
_NUMBER = ("رقم", "الرقم", "هوي", "الهوي", "اقام", "الاقام", "iqama", "id", "number")
_MEANT = ("تقصد", "مقصود", "المقصود", "قصدكم", "قصدك")
# What one declares and signs, by name.
_DECLARED = ("اقر", "الاقر", "لاقر", "بالاقر", "توقيع", "التوقيع", "اوقع", "declar", "sign", "agree", "eqrar", "iqrar")
_WANT = (
    "تحتاج", "تطلب", "تبغ", "تبو", "تبي", "تسال", "يطلب", "يحتاج", "مطلوب", "لازم", "need", "ask",
    "want", "tab", "teb", "t7t", "ta7t", "te7t",
)  # fmt: skip
_CHANGE = frozenset(
    map(
        fold,
        (
            "غير", "غيري", "غيروا", "اغير", "نغير", "تغيير", "عدل", "عدلي", "عدلوا", "اعدل", "نعدل", "تعديل", "صحح",
            "صححي", "صححوا", "اصحح", "تصحيح", "بدل", "بدلي", "بدلوا",
        ),
    )
)  # fmt: skip
_WRONG = frozenset(map(fold, ("غلط", "خطا", "خطأ", "غلطان", "غلطت", "change", "correct", "edit", "fix", "wrong")))

# "What have I written?"
_WHAT = frozenset(map(fold, ("وش", "ايش", "شنو", "شو", "ايه", "what")))
_WRITTEN = frozenset(map(fold, ("كتبت", "كتبته", "سجلت", "جاوبت", "اجاباتي", "written", "wrote")))
# Small words of labels, which name no answer.
_SMALL = frozenset({"the", "and", "for", "your", "what"})
# "What do you want of me?", in few ways of saying it.
_WESH = bag("wesh wsh esh eish aish shno")
_WANTED = bag(
    "المطلوب مطلوب تبون تبغون تبي تبغي تبغا تريدون اكتب اسوي اعطيكم ارسل"
    " elmatlob almatlob matlob matloob want wanted need needed write send"
)
_AROUND = bag(
    "مني هنا الحين طيب يعني ما هو هي من عندي لك لكم بالضبط minni meni do you is are should i here me from to now"
)
_BUT = frozenset(map(fold, ("بس", "لكن", "but")))
# "I do not work in the city" changes nothing: in English "not" denies verbs as well.
_DENIED = NOT_THIS - {"not"}
_NOT = NOT_THIS | {"لا", "no"}


def heard(play: Play, said: Said) -> bool:
    """Handle such a message at the open question of a form; False where it is none."""
    if not signs.is_text(said) or not play.flow.form or named(play, said):
        return False
    if signs.within(said, signs.ASIDE) and any(of(play, said) for of in _ASIDE):
        return True
    return corrections.at_summary(play, said) or corrections.denied(play, said)


def _explained(play: Play, said: Said) -> bool:
    """Why is it asked? The pack says why, for every field that says so."""
    told = said.words
    asks = bool(_WHY & set(told[:2])) and (len(told) <= 2 or any(word.startswith(_WANT) for word in told))
    step = running.current(play)
    # An approved answer to the very question says more than the reason of one field.
    answered = said.meaning.answered and not isinstance(step, Declare)
    if not asks or answered or not isinstance(step, Ask | Document | Declare):
        return False
    if isinstance(step, Declare):
        play.say(play.text("declare.why"))
    if isinstance(step, Ask):
        meant = _named(play, said, [f for f in form_of(play).fields if f.why])
        why = meant.why.say(play.session.language) if meant and meant.why else ask.present(play, step).why
        why = why or real_name.why(play)
        if not why:
            return False
        play.say(why)
    # A paper is asked for with its reason.
    running.run(play)
    return True


def _defined(play: Play, said: Said) -> bool:
    """What does one declare? Nobody signs for what they do not understand, and the charity's own words come first."""
    told = said.words
    asks = signs.asks(said) or bool(_MEANING & set(told)) or signs.means(said, ("help",))
    about = bool(_MEANING & set(told)) or any(word.startswith(_DECLARED) for word in told)
    if said.meaning.answered or not (
        isinstance(running.current(play), Declare) and asks and (about or signs.means(said, ("help",)))
    ):
        return False
    play.say(play.text("declare.means"))
    running.run(play)
    return True


def _which_number(play: Play, said: Said) -> bool:
    """What is an iqama number, and where does it stand?"""
    told, step = said.words, running.current(play)
    asks = bool((_WHAT | _MEANING | _WHERE) & set(told)) and any(word.startswith(_NUMBER) for word in told)
    # Who does not know it by heart asks nothing.
    asks = asks and not said.meaning.answered and not reluctant(said.text)
    if not (asks and isinstance(step, Ask) and ask.present(play, step).kind in IDENTITIES):
        return False
    play.say(play.text("error.identity.missing"))
    running.run(play)
    return True


def _clarified(play: Play, said: Said) -> bool:
    """What does the question with these options mean?"""
    here = running.current(play)
    chosen_from = isinstance(here, Ask) and ask.present(play, here).kind == "choice"
    asks = bool(_MEANING & set(said.words)) or any(word.startswith(_MEANT) for word in said.words)
    if not chosen_from or said.meaning.answered or not (asks and (signs.asks(said) or _WHAT & set(said.words))):
        return False
    play.say(play.text("ask.means_choice"))
    running.run(play)
    return True


def _restated(play: Play, said: Said) -> bool:
    """What is wanted of me here?"""
    told = set(said.words)
    asks = bool(told & _WANTED) and bool(told & (_WHAT | _WESH)) and told <= _WANTED | _WHAT | _WESH | _AROUND
    if not asks or said.meaning.answered or not isinstance(running.current(play), Ask):
        return False
    running.begin(play, Start("help_here"))
    return True


def _counted(play: Play, said: Said) -> bool:
    """How much is left to ask, and to send?"""
    if not corrections.fields_step(play) or not play.service or not play.holds(said.text, "apply.left_words"):
        return False
    if isinstance(running.current(play), Document) and not signs.asks(said):
        # "That is all": of the pages, not of the form.
        return False
    given, form = play.frame.answers, form_of(play)
    asked = (*(condition.id for condition in form.conditions), *(field.id for field in form.fields))
    questions = sum(name not in given for name in asked)
    papers = sum(kind not in given for kind in play.service.documents)
    key = "apply.left" if questions else "apply.left_papers" if papers else "apply.left_end"
    play.say(play.text(key).format(questions=questions, papers=papers))
    running.run(play)
    return True


def _recalled(play: Play, said: Said) -> bool:
    """What have I written so far?"""
    told = set(said.words)
    lines = ahead.lines(play, play.frame.answers) if told & _WRITTEN and told & _WHAT else []
    if lines and isinstance(running.current(play), Ask):
        play.say(tell(play, "apply.so_far", taken="\n".join(lines)))
        running.run(play)
        return True
    return False


def _changed(play: Play, said: Said) -> bool:
    """Go back to the answer that is named, and from there on to the first question without one."""
    told = set(said.words)
    at = corrections.fields_step(play)
    here = running.current(play)
    plainly = told & _CHANGE or (told & _WRONG and not (isinstance(here, Ask) and ask.free(play, here)))
    # "My name is not Saad."
    plainly = plainly or bool(told & _DENIED)
    # "Right, but the city is Jubail."
    plainly = plainly or bool(set(said.words[:2]) & _BUT)
    # "No, the shop is another one", where it is asked whether all is right.
    plainly = plainly or (isinstance(here, Choose) and bool(set(said.words[:1]) & _NOT))
    given = [f for f in form_of(play).fields if f.id in play.frame.answers] if at and plainly else []
    meant = _named(play, said, given)
    if meant is None:
        return bool(at and plainly) and (corrections.number(play, said) or _not_yet_asked(play, said))
    if corrections.named(play, said, meant):
        return True
    if set(said.words[:2]) & _BUT and not told & (_CHANGE | _WRONG):
        return False
    play.drop(meant.id)
    # What was agreed to was the form as it stood.
    play.forget("agreed")
    play.update(step=at, item=form_of(play).fields.index(meant), misses=0)
    running.run(play)
    return True


def _not_yet_asked(play: Play, said: Said) -> bool:
    """A change of what was not asked yet is that question's answer, or is told to come; it is no part of a story."""
    here = running.current(play)
    asked = ask.present(play, here).id if isinstance(here, Ask) else ""
    left = [f for f in form_of(play).fields if f.id not in play.frame.answers and f.id != asked and f.kind != "text"]
    meant = _named(play, said, left)
    if meant is None:
        return False
    if not corrections.early(play, said, meant):
        if not _CHANGE & set(said.words) or (isinstance(here, Ask) and ask.free(play, here)):
            return False
        play.say(tell(play, "ask.later", label=meant.label.say(play.session.language)))
    running.run(play)
    return True


def _named(play: Play, said: Said, fields: list[FormField]) -> FormField | None:
    """The one field with a word of its label in the message; a word that several labels share names none."""
    labels = {field.id: _stems(field.label.say(play.session.language)) for field in fields}
    told = _stems(said.text)
    meant = [f for f in fields if any(_alike(word, mine) for word in told for mine in _own(labels, f.id))]
    if len(meant) > 1:
        # "The name of the shop": a shop has a name as well.
        meant = [field for field in meant if field.kind != "full_name"]
    return meant[0] if len(meant) == 1 else None


def _own(labels: dict[str, set[str]], name: str) -> set[str]:
    others = set().union(*(stems for other, stems in labels.items() if other != name))
    return labels[name] - others


def _stems(text: str) -> set[str]:
    bare = (word.removeprefix("ب").removeprefix("ال") if word.startswith("بال") else word for word in words(text))
    return {word.removeprefix("ال") for word in bare if len(word.removeprefix("ال")) >= 3} - _SMALL


def _alike(word: str, label: str) -> bool:
    """Give or take an ending: my name, the city."""
    return word[:4] == label[:4] if min(len(word), len(label)) >= 4 else word.startswith(label)


# What is said aside, in the order in which it is tried.
_ASIDE = (
    _explained,
    real_name.asked,
    _defined,
    _which_number,
    _clarified,
    what_it_is.asked,
    _restated,
    _counted,
    _recalled,
    _changed,
)
