"""`choose`: one of a few options, by button, by number, or in words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from flows import ahead, phrases
from flows.answers import parse
from flows.answers.common import asks_back
from flows.arabic import fold, words
from flows.facts import FACTS
from flows.flow import Choose
from flows.lists import SOURCES
from flows.message import Kind
from flows.moves import WAIT, Miss, Move, Start
from flows.pages import PAGE, page, turned_to
from flows.play import Play, Said
from flows.routes import INQUIRIES
from flows.session import Choice
from flows.values import tell
from flows.words import command

# Below this likeness (0..100) two labels are different words, not two spellings of one.
SAME = 88
# A bare yes or no has no more words than this.
BARE = 4
# The option of a summary that goes on.
GOES_ON = "way:confirm"


# Names and labels of the packs, which are compared with every answer; nothing that a person wrote.
_folded = lru_cache(maxsize=20_000)(fold)


def enter(play: Play, step: Choose) -> Move:
    offered = options(play, step)
    if step.into == "service" and step.next and len(offered) == 1:
        # A charity with one service asks nobody which.
        play.update(service=offered[0][0])
        return step.next
    if not offered and play.frame.step != play.flow.start:
        # What there was to choose from is gone meanwhile: begin anew with what there is now.
        return Start(play.frame.flow, play.frame.service, instead=True)
    _show(play, step, offered)
    return WAIT


def options(play: Play, step: Choose, start: int = 0) -> list[tuple[str, str]]:
    """(value, label) pairs: the list's items, a page from `start` on, then the step's own ways that apply."""
    open_ways = [way for way in step.options if not way.when or FACTS[way.when](play)]
    if _brief(play, step):
        # The menu's own word works everywhere, and each line is charged.
        open_ways = [way for way in open_ways if way.label != "way.menu"] or open_ways
    ways = [(f"way:{way.id}", play.text(way.label)) for way in open_ways]
    return page(play, _items(play, step), ways, start)


def _brief(play: Play, step: Choose) -> bool:
    return bool(step.sms) and play.world.channel == "sms"


def _items(play: Play, step: Choose) -> list[tuple[str, str]]:
    return SOURCES[step.source](play) if step.source else []


def _show(play: Play, step: Choose, offered: list[tuple[str, str]]) -> None:
    play.offer(tell(play, step.sms if step.sms and _brief(play, step) else step.text), offered)


def answer(play: Play, step: Choose, said: Said) -> Move:
    services = (play.pack.service(choice.value) for choice in play.session.offered)
    names = {service.id: service.names for service in services if service}
    choice = said.chosen or named(play, said, names) or _service(play, step, said) or _elsewhere(play, step, said)
    if choice is None and not (said.clear and (not play.flow.form or said.meaning.intent in INQUIRIES)):
        # Words that say clearly what they want are not bent into the nearest label of a menu, nor is a question.
        choice = find(play, said, names)
    choice = choice or _by_yes_or_no(play, step, said)
    if choice is None and command(said.text) == "continue":
        choice = goes_on(play)
    if choice is None:
        return Miss(play.text("error.choose"))
    if (start := turned_to(choice)) is not None:
        _show(play, step, options(play, step, start))
        return WAIT
    way = next((w for w in step.options if choice.value == f"way:{w.id}"), None)
    if way is not None:
        return way.next
    if step.into == "service":
        play.update(service=choice.value)
        ahead.take(play, _with_the_wish(play, said, bare=named(play, said, names) is not None))
    else:
        play.remember(choice=choice.value)
    return step.next


def _by_yes_or_no(play: Play, step: Choose, said: Said) -> Choice | None:
    """What a bare yes or no means where the text asks: "shall a colleague help you?", "yes please"."""
    if len(words(said.text)) > BARE:
        return None
    told = parse("yes_no", said.text, today=play.world.now.date()).value
    meant = {f"way:{way.id}" for way in step.options if way.means is not None and way.means is told}
    return next((choice for choice in play.session.offered if choice.value in meant), None)


def goes_on(play: Play) -> Choice | None:
    """The offered choice that goes on: whoever says "go on" there asks for no form that was put aside."""
    return next((choice for choice in play.session.offered if choice.value == GOES_ON), None)


def _with_the_wish(play: Play, said: Said, *, bare: bool) -> Said:
    """The message that asked for a service without naming it, and this one unless it is the service's bare name."""
    text = "\n".join(filter(None, (play.frame.memo.get("words", ""), "" if said.chosen or bare else said.text)))
    return replace(said, message=replace(said.message, kind=Kind.TEXT, text=text), chosen=None)


def find(play: Play, said: Said, also: Mapping[str, Sequence[str]] | None = None) -> Choice | None:
    """The offered choice that the words mean: one of its names, its number, an ordinal, or words of its label.

    `also` is further names by the choice's value.
    """
    offered = play.session.offered
    if found := named(play, said, also) or _called(play, said, also or {}):
        return found
    parsed = parse("choice", said.text, options=[c.label for c in offered], today=play.world.now.date())
    return offered[int(parsed.value) - 1] if parsed.value is not None else None


def named(play: Play, said: Said, also: Mapping[str, Sequence[str]] | None = None) -> Choice | None:
    """The one offered choice whose name the whole message is, give or take a slip, or whose bare number."""
    offered, text = play.session.offered, fold(said.text)
    if text.isdecimal():
        return offered[int(text) - 1] if 0 < int(text[:4]) <= len(offered) else None
    found = [c for c in offered if any(_same(name, text) for name in (c.label, *(also or {}).get(c.value, ())))]
    return found[0] if len(found) == 1 else None


def _called(play: Play, said: Said, also: Mapping[str, Sequence[str]]) -> Choice | None:
    """The one offered choice of which a name of several words stands in the message: "do not call, my wife is here"."""
    if asks_back(said.text):
        return None
    told = words(said.text)
    several = {value: [name for name in names if " " in name] for value, names in also.items()}
    found = [c for c in play.session.offered if phrases.said(told, several.get(c.value, ()))]
    return found[0] if len(found) == 1 else None


def _same(name: str, text: str) -> bool:
    return fuzz.ratio(_folded(name), text) >= SAME


def _service(play: Play, step: Choose, said: Said) -> Choice | None:
    """The service that a whole sentence speaks of, unless the sentence asks about it."""
    asked = said.meaning.sure and said.meaning.intent in INQUIRIES
    meant = play.pack.service(said.meaning.entity("service")) if step.into == "service" and not asked else None
    return Choice("", meant.name.say(play.session.language), meant.id) if meant else None


def _elsewhere(play: Play, step: Choose, said: Said) -> Choice | None:
    """The one item of another page whose name the whole message is, give or take a slip."""
    items = _items(play, step)
    if len(items) <= PAGE:
        return None
    labels = [_folded(label) for _, label in items]
    found = process.extract(fold(said.text), labels, scorer=fuzz.ratio, score_cutoff=SAME, limit=2)
    if len(found) != 1:
        return None
    value, label = items[found[0][2]]
    return Choice("", label, value)
