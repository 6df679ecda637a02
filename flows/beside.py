"""What is told beside a form's questions: kept, in the person's own words, for the question that asks for it."""

import re
from dataclasses import replace
from functools import lru_cache

from flows.answers.common import asks_back
from flows.answers.name import KUNYA, MY_NAME
from flows.answers.sentences import told as of_a_sentence
from flows.answers.wanting import APPLYING, goes_on
from flows.arabic import digits, words
from flows.items import FORMS
from flows.pack import Form
from flows.play import Play, Said
from flows.service import FormField, Service
from flows.session import Answer, stamp
from flows.signs import BARE, BRIEF, CONTROL, STORY, WISH, is_text
from flows.words import ungreeted

_MEMO = "beside"
# So many words may stand for the answer, if the person wants it so; and so many characters are kept.
SOME, KEPT = 6, 1500
# A sum or a year tells something; more figures are a number that was asked for, and wrong.
_LONG_NUMBER = re.compile(r"\d[\d\s\-]{4,}\d|\b(?:رقم|جوال|هوي|اقام)\w*\s*\d")
_EMPTY = frozenset({"affirm", "deny", "thanks", "goodbye", "greet", "help"})


def take(play: Play, said: Said) -> bool:
    """Keep what answers nothing here but tells something."""
    if not (play.flow.form and play.flow.keep and _field(play, play.service) and tells(said)):
        return False
    told = kept(play)
    if said.text.strip() not in told:
        play.remember(**{_MEMO: "\n".join(filter(None, (told, said.text.strip())))[:KEPT]})
        _join_given(play, said.text.strip())
    return True


def _join_given(play: Play, told: str) -> None:
    """What is told after its question was answered joins the answer: nobody is asked for it again."""
    field = _field(play, play.service)
    given = play.frame.answers.get(field.id) if field else None
    if field and given and not isinstance(given.value, dict):
        whole = "\n".join(filter(None, (given.value, told)))[:KEPT]
        play.put({field.id: replace(given, value=whole, shown=whole)})


def opened(play: Play, service: Service | None, said: Said) -> dict[str, str]:
    """The memo of a form that was wished for in words which tell something: "I want to apply" tells nothing."""
    field, told = _field(play, service), ungreeted(said.text)
    if field is None or asks_back(said.text):
        return {}
    # "I want" and what for: only what comes after that may tell something.
    least = (BRIEF if field.story else SOME) + (BARE if WISH & set(told[:BARE]) else 0)
    return {_MEMO: said.text[:KEPT]} if len(told) >= least else {}


def tells_more(said: Said) -> bool:
    """Is there more in a wish for the form that is open than the wish: what for, what happened?"""
    told = ungreeted(said.text)
    if said.meaning.intent == "complaint":
        return len(told) > BARE
    if WISH & set(told[:BARE]):
        return len(told) > CONTROL
    # In few words the service is named; "I have nobody to help me" tells of a need.
    return len(told) > (BRIEF if said.meaning.entity("service") or APPLYING & set(told) else BARE)


def kept(play: Play) -> str:
    return play.frame.memo.get(_MEMO, "")


def offered(play: Play, name: str) -> bool:
    """Is enough kept to stand for the answer of this field?"""
    return _asks_for_it(play, name) and len(words(kept(play))) >= SOME


def settle(play: Play) -> None:
    """Nobody is asked for what has been told already at length."""
    field, told = _field(play, play.service), kept(play)
    given = play.frame.answers.get(field.id) if field else None
    # What was told since belongs to it; what was answered to the question itself holds it already.
    longer = given is None or (isinstance(given.value, str) and told.startswith(given.value))
    if field and longer and len(words(told)) >= STORY:
        answer = Answer(told, "typed", stamp(play.world.now), told)
        play.put({field.id: answer})


def joined(play: Play, name: str, given: Answer) -> Answer:
    """The answer, after what was told before it."""
    told = kept(play)
    if not (told and _asks_for_it(play, name)) or isinstance(given.value, dict):
        return given
    said_so = given.value is None or given.value == play.text("answer.told")
    whole = told if said_so else f"{told}\n{given.value}"
    return replace(given, value=whole, shown=whole)


def tells(said: Said) -> bool:
    """Is it a statement in words, and not a number, a yes or a single name?"""
    told = said.words
    asks_for_us = bool(APPLYING & set(told)) and len(told) <= CONTROL
    wished = asks_for_us or (bool(WISH & set(told[:BARE])) and len(told) <= BRIEF)
    if said.chosen or not is_text(said) or asks_back(said.text) or wished or goes_on(told) or not told:
        return False
    empty = said.meaning.sure and said.meaning.intent in _EMPTY and len(told) < BRIEF
    named = told[1:] if told[:1] == ("انا",) else told
    introduces = named[:1] and named[0] in KUNYA | MY_NAME and len(named) < BRIEF
    if empty or introduces or _LONG_NUMBER.search(digits(said.folded)):
        return False
    return len(told) > 1 or of_a_sentence(told[0])


def _asks_for_it(play: Play, name: str) -> bool:
    field = _field(play, play.service)
    return field is not None and field.id == name


def _field(play: Play, service: Service | None) -> FormField | None:
    return _of(play.pack.form(service.id)) if service else None


@lru_cache(maxsize=FORMS)
def _of(form: Form) -> FormField | None:
    """The form's question that such words answer: what happened, or else the last that takes any words."""
    free = [field for field in form.fields if field.kind == "text" and not field.in_story]
    return next((field for field in free if field.story), free[-1] if free else None)
