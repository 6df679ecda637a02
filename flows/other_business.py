"""Is a message at an open question something else than its answer?"""

from flows import ahead, approved, interpret, running, served, signs
from flows.answers.common import OPEN, bag
from flows.answers.name import MY_NAME
from flows.answers.wanting import APPLYING
from flows.arabic import fold
from flows.flow import Ask, Choose
from flows.parking import open_form
from flows.play import Play, Said
from flows.routes import BUSINESS, CONTROLS, INQUIRIES, OF_A_REQUEST, ROUTES
from flows.steps import ask

_YES_NO = frozenset(map(fold, ("نعم", "لا", "ايه", "ايوه", "ايوا", "اي", "ابدا", "كلا", "yes", "no", "yeah", "nope")))
# Intents that say nothing about what is wanted while a question is open.
_UNHELPFUL = ("affirm", "deny", "out_of_scope", "greet", "thanks")
# What one may have for us, whatever is asked just now.
_FOR_US = ("suggestion", "complaint", "donate")
# What begins a question for a fact.
_FACTS = frozenset(map(fold, ("كم", "متى", "متا", "امتى", "وين", "فين", "مين", "منو", "هل", "when", "where", "who")))
# How what one has to tell is called.
_TELLINGS = (
    "شكو", "شكاي", "الشكو", "اشتك", "نشتك", "اشكي", "بشتك", "بشكي", "اقتراح", "اقترح", "اعتراض", "اعترض",
    "complain", "suggest", "appeal", "shakw", "ashtki", "eqtera7",
)  # fmt: skip
# Around "write it down".
_WELL = bag("طيب طب خلاص تمام اوكي اوك يلا نعم ايه ايوه لو سمحت سمحتي ok okay well yes please")
_SETTINGS = ("stop_messages", "change_language")


def interrupts(play: Play, said: Said) -> bool:
    """Is this plainly not an answer, although the question takes nearly any words?"""
    step = running.current(play)
    answered = (play.flow.form and ahead.holds_number(play, said)) or interpret.leaves_out(play, said)
    if not isinstance(step, Ask) or answered:
        return False
    if ask.yes_or_no(play, step):
        return _wishes_besides(said) and not ask.agreed_in_words(play, step, said)
    if not ask.loose(play, step) or _introduces(play, said):
        return False
    # Where is it, I take it back: in so few words nobody tells anything else.
    of_a_request = signs.firmly(said, OF_A_REQUEST) and signs.within(said, signs.BRIEF)
    if of_a_request or _another(play, said) or (not ask.free(play, step) and _is_business(said)):
        return True
    if signs.announces(said) and signs.firmly(said, _FOR_US):
        return ROUTES[said.meaning.intent] != play.frame.flow
    if said.meaning.intent == "change_language" and signs.asks(said) and signs.firmly(said, _SETTINGS):
        return signs.within(said, signs.CONTROL)
    if signs.means(said, CONTROLS):
        return _is_all_that_is_said(said, free=ask.free(play, step))
    return signs.asks(said) and signs.within(said, signs.SENTENCE) and _known(said)


def asks_back(play: Play, said: Said) -> bool:
    """Would a form's question take a question for its answer: a shop by the name of "why do you need my ID?", say?"""
    step, told = running.current(play), said.words
    if not (isinstance(step, Ask) and step.each == "fields" and ask.free(play, step)) or len(told) > signs.ASKED:
        return False
    field = play.pack.field(ask.present(play, step).id)
    if told[:1] and told[0] in _FACTS and signs.within(said, signs.BARE):
        # "When do you give it?" is no need, and no story either.
        return True
    if not told or told[0] not in OPEN or (field and field.story):
        return False
    # A name has fewer words, and what somebody needs may well begin with "how".
    named = bool(field and field.in_story)
    return said.text.rstrip().endswith(("?", "؟")) or (named and not signs.within(said, signs.BARE))


def clear(play: Play, said: Said) -> bool:
    """Is a message that answers nothing clear enough to be acted upon?"""
    meaning = said.meaning
    if not signs.is_text(said) or _introduces(play, said) or _about_the_number(play, said):
        return False
    if served.about_a_service(meaning) and signs.wants(said):
        return True
    if meaning.answered or signs.inquires(said) or (signs.asks(said) and approved.probable(play, said)):
        return True
    if not meaning.sure or meaning.intent in _UNHELPFUL:
        return False
    # "Excellent" rates nothing and "later" says no farewell where a number was asked for.
    plain = not play.flow.form or meaning.intent in BUSINESS | CONTROLS
    return plain or signs.wants(said) or not signs.within(said, signs.BARE)


def beside_the_point(play: Play, said: Said) -> bool:
    """A menu asks nothing in particular: what answers none of its options is a message of its own, and so is a question
    where a form offers a choice.
    """
    step = running.current(play)
    if isinstance(step, Ask) or not signs.is_text(said) or signs.is_number(said):
        return False
    return not play.flow.form or (isinstance(step, Choose) and signs.asks(said))


def only_names(play: Play, said: Said) -> bool:
    """Is it only said once more that one wants to tell what the open question asks for?"""
    if _registers(said) and not play.flow.form:
        # "Right, write it down": nothing was told to write down.
        return True
    if not signs.within(said, signs.BRIEF) or not any(word.startswith(_TELLINGS) for word in said.words):
        return False
    likely = said.meaning.intent in _FOR_US + OF_A_REQUEST and said.meaning.confidence >= signs.LIKELY
    return likely and served.flow_of_wish(play, said) == play.frame.flow


def _registers(said: Said) -> bool:
    return signs.within(said, signs.BARE) and bool(APPLYING & set(said.words)) and set(said.words) <= APPLYING | _WELL


def _introduces(play: Play, said: Said) -> bool:
    """Does somebody who was asked for the name begin to tell it?"""
    step = running.current(play)
    asked = isinstance(step, Ask) and ask.present(play, step).kind == "full_name"
    return asked and bool(MY_NAME & set(said.words[:1]))


def _about_the_number(play: Play, said: Said) -> bool:
    """A wish for the very form that is open, with a number that was wrong: what was wrong with it is to be said."""
    in_figures = play.flow.form and any(map(str.isdigit, said.folded)) and said.meaning.intent in ROUTES
    return in_figures and served.flow_of_wish(play, said) == play.frame.flow


def _wishes_besides(said: Said) -> bool:
    """A sentence with a wish of its own, which a friendly "well then" at its head does not make a yes."""
    told, meaning = said.words, said.meaning
    wish = meaning.sure and meaning.intent not in (*_UNHELPFUL, "goodbye")
    # Two words are no sentence. "No, I want to talk to somebody" is no answer either, nor is "no, I want a course".
    besides = signs.firmly(said, CONTROLS) or signs.turns(said)
    return wish and len(told) > 2 and (besides or told[0] not in _YES_NO)


def _another(play: Play, said: Said) -> bool:
    """At a question that is no form's: does the message ask for something else, in so many words?"""
    other = said.meaning.sure and ROUTES.get(said.meaning.intent, play.frame.flow) != play.frame.flow
    return not open_form(play) and other and signs.wants(said)


def _is_business(said: Said) -> bool:
    """Is it business where a name or a town was asked for? Of 2,451 names put together at random six in a thousand are
    taken for some, nearly all of rare names that mean it (زكاة, طلب), and no town of `nlu/data/calm.txt`.
    """
    return signs.is_text(said) and (signs.means(said, BUSINESS) or (bool(said.meaning.answered) and signs.asks(said)))


def _is_all_that_is_said(said: Said, *, free: bool) -> bool:
    """As "messages only, do not call" asks for no silence, "nobody answered me" is a story: in few words, or surely."""
    plainly = said.meaning.intent not in _SETTINGS and (signs.firmly(said, CONTROLS) or not free)
    return signs.within(said, signs.CONTROL if plainly else signs.BARE)


def _known(said: Said) -> bool:
    """Is it asked what the charity has approved an answer to, or what a flow answers?"""
    return bool(said.meaning.answered) or signs.means(said, INQUIRIES)
