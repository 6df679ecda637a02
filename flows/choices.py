"""Which of the offered choices a message means: by its button, name or number, an ordinal, or words of its label."""

from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from flows import ours, phrases, signs
from flows.answers import parse
from flows.answers.common import asks_back
from flows.message import Incoming, Kind
from flows.play import Play, Said
from flows.session import Choice, Session

# Below this likeness (0..100) two labels are different words, not two spellings of one.
SAME = 88
# The option of a summary that goes on.
GOES_ON = "way:confirm"

# Further names of the choices, by their values.
Names = Mapping[str, Sequence[str]]


def tapped(session: Session, message: Incoming) -> Choice | None:
    """The offered choice behind a tap, if the tap belongs to the present question."""
    if message.kind is not Kind.TAP:
        return None
    return next((c for c in session.offered if c.id == message.tap), None)


def find(play: Play, said: Said, also: Names | None = None) -> Choice | None:
    """The offered choice that the words mean: one of its names, its number, an ordinal, or words of its label."""
    offered = play.session.offered
    if found := named(play, said, also) or _called(play, said, also or {}):
        return found
    parsed = parse("choice", said.text, options=[c.label for c in offered], today=play.today)
    return offered[int(parsed.value) - 1] if parsed.value is not None else None


def named(play: Play, said: Said, also: Names | None = None) -> Choice | None:
    """The one offered choice whose name the whole message is, give or take a slip, or whose bare number."""
    offered, text = play.session.offered, said.folded
    if text.isdecimal():
        return offered[int(text) - 1] if 0 < int(text[:4]) <= len(offered) else None
    found = [c for c in offered if any(_same(name, text) for name in (c.label, *(also or {}).get(c.value, ())))]
    return found[0] if len(found) == 1 else None


def by_yes_or_no(play: Play, said: Said, means: Mapping[str, bool | None]) -> Choice | None:
    """The choice that a bare yes or no means where the text asks: "shall a colleague help you?", "yes please".

    `means` is what each value stands for.
    """
    if not signs.within(said, signs.BRIEF):
        return None
    told = said.read("yes_no", play.today).value
    if told is False and not (signs.within(said, 2) or said.meaning.intent in ("deny", "affirm")):
        # "No money for the rent" refuses nothing.
        return None
    return next((c for c in play.session.offered if told is not None and means.get(c.value) is told), None)


def goes_on(play: Play) -> Choice | None:
    """The offered choice that goes on: whoever says "go on" there asks for no form that was put aside."""
    return next((choice for choice in play.session.offered if choice.value == GOES_ON), None)


def _called(play: Play, said: Said, also: Names) -> Choice | None:
    """The one offered choice of which a name of several words stands in the message: "do not call, my wife is here"."""
    if asks_back(said.text):
        return None
    told = said.words
    several = {value: [name for name in names if " " in name] for value, names in also.items()}
    found = [c for c in play.session.offered if phrases.said(told, several.get(c.value, ()))]
    return found[0] if len(found) == 1 else None


def _same(name: str, text: str) -> bool:
    return fuzz.ratio(ours.folded(name), text) >= SAME
