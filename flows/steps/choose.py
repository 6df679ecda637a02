"""`choose`: one of a few options, by button, by number, or in words."""

from rapidfuzz import fuzz

from flows.answers import parse
from flows.arabic import fold
from flows.facts import FACTS
from flows.flow import Choose
from flows.lists import SOURCES
from flows.moves import WAIT, Miss, Move
from flows.play import Play, Said
from flows.session import Choice
from flows.values import tell

# Below this likeness (0..100) two labels are different words, not two spellings of one.
SAME = 88


def enter(play: Play, step: Choose) -> Move:
    play.offer(tell(play, step.text), options(play, step))
    return WAIT


def options(play: Play, step: Choose) -> list[tuple[str, str]]:
    """(value, label) pairs: the list's items, then the step's own ways that apply."""
    items = SOURCES[step.source](play) if step.source else []
    ways = [(f"way:{w.id}", play.text(w.label)) for w in step.options if not w.when or FACTS[w.when](play)]
    return items + ways


def answer(play: Play, step: Choose, said: Said) -> Move:
    choice = said.chosen or find(play, said)
    if choice is None:
        return Miss(play.text("error.choose"))
    way = next((w for w in step.options if choice.value == f"way:{w.id}"), None)
    if way is not None:
        return way.next
    if step.into == "service":
        play.update(service=choice.value)
    else:
        play.remember(choice=choice.value)
    return step.next


def find(play: Play, said: Said) -> Choice | None:
    """The offered choice that the words mean: its number, an ordinal, or its label give or take a slip."""
    offered = play.session.offered
    by_name = [c for c in offered if _names(play, c, fold(said.text))]
    if len(by_name) == 1:
        return by_name[0]
    parsed = parse("choice", said.text, options=[c.label for c in offered], today=play.world.now.date())
    return offered[int(parsed.value) - 1] if parsed.value is not None else None


def _names(play: Play, choice: Choice, text: str) -> bool:
    service = play.pack.service(choice.value)
    names = [choice.label, *(service.names if service else [])]
    return any(fuzz.ratio(fold(name), text) >= SAME for name in names)
