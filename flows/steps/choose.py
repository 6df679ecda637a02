"""`choose`: one of a few options, by button, by number, or in words."""

from collections.abc import Callable
from dataclasses import replace

from rapidfuzz import fuzz, process

from flows import ahead, choices, ours, signs
from flows.answers.common import asks_back
from flows.facts import FACTS
from flows.flow import Choose
from flows.lists import SOURCES
from flows.message import Kind
from flows.moves import WAIT, Miss, Move, Start
from flows.pages import PAGE, page, turned_to
from flows.play import Play, Said
from flows.routes import INQUIRIES, OF_A_REQUEST
from flows.session import Choice
from flows.values import tell
from flows.words import command


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
    play.offer(tell(play, _text(play, step)), offered)
    if step.again:
        play.remember(told=play.frame.step)


def _text(play: Play, step: Choose) -> str:
    if step.again and play.frame.memo.get("told") == play.frame.step:
        return step.again
    return step.sms if step.sms and _brief(play, step) else step.text


def answer(play: Play, step: Choose, said: Said) -> Move:
    choice = next(filter(None, (meant(play, step, said) for meant in _MEANT)), None)
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
        ahead.take(play, _with_the_wish(play, step, said))
    else:
        play.remember(choice=choice.value)
    return step.next


def _tapped(play: Play, step: Choose, said: Said) -> Choice | None:
    return said.chosen


def _named(play: Play, step: Choose, said: Said) -> Choice | None:
    return choices.named(play, said, _names(play))


def _service(play: Play, step: Choose, said: Said) -> Choice | None:
    """The service that a whole sentence speaks of, unless the sentence asks about it."""
    if step.into != "service" or signs.means(said, INQUIRIES) or signs.inquires(said) or signs.declines(said):
        return None
    meant = play.pack.service(said.meaning.entity("service"))
    return Choice("", meant.name.say(play.session.language), meant.id) if meant else None


def _elsewhere(play: Play, step: Choose, said: Said) -> Choice | None:
    """The one item of another page whose name the whole message is, give or take a slip."""
    items = _items(play, step)
    if len(items) <= PAGE:
        return None
    labels = [ours.folded(label) for _, label in items]
    found = process.extract(said.folded, labels, scorer=fuzz.ratio, score_cutoff=choices.SAME, limit=2)
    if len(found) != 1:
        return None
    value, label = items[found[0][2]]
    return Choice("", label, value)


def _resembled(play: Play, step: Choose, said: Said) -> Choice | None:
    """Words that say clearly what they want are not bent into the nearest label of a menu, nor is a question."""
    of_its_own = signs.firmly(said, OF_A_REQUEST) and not signs.within(said, signs.BARE)
    # "Also your employee was rude on the phone": a word of it stands in "all right, go on".
    of_its_own = of_its_own or not signs.within(said, signs.PLAIN)
    if said.clear and (not play.flow.form or said.meaning.intent in INQUIRIES or of_its_own):
        return None
    return choices.find(play, said, _names(play))


def _agreed(play: Play, step: Choose, said: Said) -> Choice | None:
    return choices.by_yes_or_no(play, said, {f"way:{way.id}": way.means for way in step.options})


def _worded(play: Play, step: Choose, said: Said) -> Choice | None:
    """The one option of which the message holds one of the words that the step lists for it."""
    meant = {f"way:{way.id}" for way in step.options if way.words and play.holds(said.text, way.words)}
    found = [choice for choice in play.session.offered if choice.value in meant]
    return found[0] if len(found) == 1 and not asks_back(said.text) else None


def _gone_on(play: Play, step: Choose, said: Said) -> Choice | None:
    return choices.goes_on(play) if command(said.text) == "continue" else None


# How a choice is meant, the surest first.
_MEANT: tuple[Callable[[Play, Choose, Said], Choice | None], ...] = (
    _tapped,  # A button is no words.
    _named,  # The whole message is its name or its number.
    _service,  # The understanding knows more names of a service than its label.
    _elsewhere,  # A long list shows a page at a time; the rest can be named all the same.
    _resembled,  # A word of a label, an ordinal.
    _worded,  # What else people call it.
    _agreed,  # The text may have asked for a yes or a no,
    _gone_on,  # or whether to go on.
)


def _names(play: Play) -> choices.Names:
    """The further names of the services that are offered."""
    services = (play.pack.service(choice.value) for choice in play.session.offered)
    return {service.id: service.names for service in services if service}


def _with_the_wish(play: Play, step: Choose, said: Said) -> Said:
    """The message that asked for a service without naming it, and this one unless it is the service's bare name."""
    bare = said.chosen or _named(play, step, said)
    text = "\n".join(filter(None, (play.frame.memo.get("words", ""), "" if bare else said.text)))
    return replace(said, message=replace(said.message, kind=Kind.TEXT, text=text), chosen=None)
