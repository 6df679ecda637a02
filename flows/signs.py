"""What a message is by the look of it: a question, a wish, a number; in how few words, how surely understood."""

from collections.abc import Container

from flows.answers.common import asks_back, asks_within
from flows.answers.wanting import UNWANTED, WANTING
from flows.arabic import digits, fold
from flows.message import Kind
from flows.play import Said
from flows.routes import INQUIRIES

# The most words of a message that is nothing but ...
GREETING = 2
BARE = 3  # a wish, a number, a place
BRIEF = 4  # yes or no, thanks or praise, a request taken back
PLAIN = 5  # a city, a name, a number of dependants
CONTROL = 6  # a wish about the conversation itself
ASIDE = 8  # thanks, a goodbye, "why?", "change the name": a longer one may well be the answer
ASKED = 9  # a question back: a longer one is a story that ends in a question
SENTENCE = 14  # a correction, or a question in the middle of a form
MESSAGE = 40  # about the writer: a longer one is a story, and the numbers and towns in it may be anybody's
# The fewest that tell what happened and do not merely announce it.
STORY = 12

# Confidence from which a question in a form is an inquiry, thanks are nothing else, and a sentence in answer to an open
# question is a wish all the same.
LIKELY, KIND, FIRM = 0.4, 0.9, 0.95

# In English a question may also begin with these; the other words of a question are known to every parser.
_ALSO_ASKING = frozenset(("is", "are", "can"))
_HAVE = frozenset(("عندي", "عندنا", "لدي", "معي", "have", "3ndi", "3endi"))
# Before a wish: "no, I want a consultation" denies none, so `yes_no.denies` says too much. "Don't" is two words here.
_DENIES = frozenset(("ما", "مو", "مب", "مش", "not", "t", "dont"))
# "Nothing but a consultation" is a wish for one.
_NOTHING_BUT = frozenset(map(fold, ("غير", "إلا", "سوى", "بس", "فقط", "only", "but", "except")))
# What a wish begins with. "I no longer need it" is an answer to a form's question.
WISH = WANTING | {"need"}
# Before a wish.
_WELL = (("طيب",), ("طب",), ("خلاص",), ("اوكي",), ("لو",), ("ok",), ("well",))


def within(said: Said, most: int) -> bool:
    """Has the message no more words than this?"""
    return len(said.words) <= most


def means(said: Said, intents: Container[str]) -> bool:
    """Is one of these surely meant?"""
    return said.meaning.sure and said.meaning.intent in intents


def firmly(said: Said, intents: Container[str]) -> bool:
    """Is one of these meant beyond doubt?"""
    return said.meaning.intent in intents and said.meaning.confidence >= FIRM


def asks(said: Said) -> bool:
    """Does the message look like a question?"""
    return asks_back(said.text) or bool(_ALSO_ASKING & set(said.words[:1])) or asks_within(said.words)


def wants(said: Said) -> bool:
    """Does the message begin with a wish?"""
    told = said.words[1:] if said.words[:1] in _WELL else said.words
    return any(word in WISH or word.removeprefix("و") in WISH for word in told[:2])


def announces(said: Said) -> bool:
    """Is it only said that there is something to tell: "I have a suggestion"?"""
    return within(said, BRIEF) and bool(_HAVE & set(said.words[:2]))


def declines(said: Said) -> bool:
    """Is it a wish for none: "I do not want a consultation", and no word of what is wanted instead?"""
    told = said.words
    wishes = [at for at, word in enumerate(told) if word in WISH]
    denied = all(at > 0 and told[at - 1] in _DENIES for at in wishes)
    denied = denied and not _NOTHING_BUT & set(told)
    return within(said, CONTROL) and denied and bool(wishes or UNWANTED & set(told))


def turns(said: Said) -> bool:
    """A no that goes on with a wish: "no, I want a course"."""
    return said.words[:1] in (("لا",), ("no",)) and bool(WISH & set(said.words[1:BRIEF]))


def inquires(said: Said) -> bool:
    """A question of the kind we answer, though not surely: an answer too many does no harm, a scolding does."""
    return asks(said) and said.meaning.intent in INQUIRIES and said.meaning.confidence >= LIKELY


def is_number(said: Said) -> bool:
    return digits(said.text).strip().isdecimal()


def is_text(said: Said) -> bool:
    return said.message.kind is Kind.TEXT
