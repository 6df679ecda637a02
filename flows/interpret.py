"""What was said, read as the answer to one question of a form."""

import re
from collections.abc import Mapping
from typing import Any

from flows import ours, papers, phrases, proving, signs
from flows.answers import as_written
from flows.answers.common import doubts, withholds
from flows.answers.lead_in import without_lead_in
from flows.answers.parsed import Parsed
from flows.answers.yes_no import not_that, wishes
from flows.arabic import digits, fold
from flows.choices import find, named
from flows.items import Item, form_of
from flows.play import Play, Said
from flows.reference import find as find_references
from flows.reference import mistyped
from flows.session import Choice
from flows.values import tell

_PAPERS = ("الهوي", "هويت", "البطاق", "بطاقت", "الجواز", "جوازي")
YES, NO, UNSURE = phrases.YES, phrases.NO, phrases.UNSURE
SKIP, TOLD = "skip", "told"
# What the buttons of a question stand for; any other button stands for itself.
_VALUES: Mapping[str, Any] = {YES: True, NO: False, SKIP: None}
_SKIPS = frozenset(map(fold, (
    "تخطي", "تخطى", "تجاوز", "بدون", "لا شي", "مافي", "لا يوجد", "خلاص", "بس", "هذا كل شي", "بس كذا", "خلصت", "كل شي",
    "ما بقى شي", "skip", "none", "done", "that is all", "thats all", "nothing else", "-",
)))  # fmt: skip


def read(play: Play, item: Item, said: Said) -> tuple[Any, str, str]:
    """(value, as shown, what was wrong): either the first two count or the last."""
    if item.kind == "yes_no" and not said.chosen:
        return _yes_or_no(play, item, said)
    choice = said.chosen or _meant(play, item, said)
    if choice is not None:
        return _chosen(choice)
    if item.kind == "reference":
        references = find_references(said.text)
        if not references and papers.says(play, "status.no_number_words", said.text):
            return UNSURE, "", ""
        # A mobile number finds a request as well, once it is proved.
        found = references[0] if references else proving.mobile_in(said.text)
        return (found, found, "") if found else (None, "", _no_reference(play, said.text))
    if item.kind == "last_four":
        typed = re.sub(r"\D", "", digits(said.text))
        # Whoever writes the whole number has given its last digits as well.
        return (typed[-4:], "", "") if len(typed) in (4, 10) else (None, "", play.text("error.last_four"))
    if item.kind == "code":
        typed = proving.code_in(said.text)
        return (typed, "", "") if typed else (None, "", play.text("error.code"))
    at_a_loss = item.kind == "text" and signs.within(said, signs.BARE) and doubts(said.text)
    if at_a_loss or item.kind == "choice":
        return None, "", play.text("error.text" if at_a_loss else "error.choose")
    return _parsed(play, item, said.read(item.kind, play.today))


def _yes_or_no(play: Play, item: Item, said: Said) -> tuple[Any, str, str]:
    """By the words that the pack lists for the condition, then by the buttons, then by yes and no in any words."""
    told = phrases.verdict(item.condition, said.text)
    if not told and signs.within(said, signs.BRIEF) and doubts(said.text):
        told = UNSURE
    choice = next((c for c in play.session.offered if c.value == told), None)
    if not choice and _beside_the_fact(play, item, said):
        return None, "", play.text("error.yes_no.unclear")
    # A word of a story is no word of a button: "I am afraid for him" says nothing of being sure.
    if not choice and signs.within(said, signs.PLAIN):
        choice = find(play, said)
    return _chosen(choice) if choice else _parsed(play, item, said.read(item.kind, play.today))


def _parsed(play: Play, item: Item, parsed: Parsed) -> tuple[Any, str, str]:
    if parsed.value is None:
        return None, "", play.text(parsed.error)
    field = play.pack.field(item.id) if item.kind == "text" else None
    value = without_lead_in(str(parsed.value)) if field and field.in_story else parsed.value
    return value, as_written(item.kind, value), ""


def _chosen(choice: Choice) -> tuple[Any, str, str]:
    """What a button stands for, which may be nothing, and how it is shown."""
    value = choice.label if choice.value == TOLD else _VALUES.get(choice.value, choice.value)
    return value, "" if choice.value == SKIP else choice.label, ""


def _no_reference(play: Play, text: str) -> str:
    typed = mistyped(text, play.pack.prefix)
    return tell(play, "error.reference_typo", typed=typed) if typed else tell(play, "error.reference")


def _meant(play: Play, item: Item, said: Said) -> Choice | None:
    """The offered choice that the words mean. For typed answers only "skip" does."""
    if item.kind == "choice":
        return find(play, said, {o.id: o.also for o in item.options})
    if item.kind in ("text", "reference") and said.folded.isdecimal() and (numbered := named(play, said)):
        # On SMS the button is a number; a bare number is no free text, nor a reference.
        return numbered
    return _skipped(play, said)


def _beside_the_fact(play: Play, item: Item, said: Said) -> bool:
    """Is it no answer to the condition, whatever agrees in it: "I want help", "go on", or "yes, divorced" to "are you a
    resident?", which answers another condition?
    """
    if item.condition is None or phrases.verdict(item.condition, said.text):
        return False
    if _of_another_paper(item, said):
        return True
    others = (other for other in form_of(play).conditions if other is not item.condition)
    another = signs.within(said, signs.BARE) and any(phrases.verdict(other, said.text) for other in others)
    return another or wishes(said.text) or not_that(said.text)


def _of_another_paper(item: Item, said: Said) -> bool:
    """Is it said of another paper than the condition's that it is not at hand?"""
    named = [stem for stem in _PAPERS if any(word.removeprefix("و").startswith(stem) for word in said.words)]
    return bool(named) and not any(stem in fold(item.ask) for stem in named)


def leaves_out(play: Play, said: Said) -> bool:
    """Do the words leave the open question without an answer?"""
    return _skipped(play, said) is not None


def _skipped(play: Play, said: Said) -> Choice | None:
    # What is open to somebody who does not know: no answer, or what they have told already.
    skip = next((c for c in play.session.offered if c.value == SKIP), None)
    told = next((c for c in play.session.offered if c.value == TOLD), None)
    if signs.within(said, signs.BRIEF) and doubts(said.text):
        return skip or told
    meant = skip and (said.folded in _SKIPS or said.folded == ours.folded(skip.label) or _unsaid(play, said))
    return skip if meant else None


def _unsaid(play: Play, said: Said) -> bool:
    return withholds(said.text) or _from_another(play, said)


def _from_another(play: Play, said: Said) -> bool:
    """At the question for a request's number: is another mobile number meant, as its button says?"""
    another = ours.folded(play.text("status.another"))
    asked = any(ours.folded(choice.label) == another for choice in play.session.offered)
    return asked and not find_references(said.text) and papers.says(play, "status.another_words", said.text)


# What the buttons of a question stand for; any other button stands for itself.
