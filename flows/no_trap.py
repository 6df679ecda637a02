"""The rules of a conversation that holds nobody: proved at every place that a walk met, by speaking on from there.

There is always an answer; menu, back, a person, cancel, later and help work; three wrong answers offer a person; what
is typed counts as what is tapped; nothing but an answer moves a form on.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from flows.message import Incoming, Kind
from flows.turn import World
from flows.walk import Heard, Spot, Walk, Words, speak
from flows.walk_answers import WAYS, media, questions, taps, text

NO_WORD = text("ضظغ ثخذ")
# No answer to anything: a number beyond every list, signs, letters, a photo.
WRONG = (text("777"), text("%%%"), NO_WORD, media())
TIMES, PERSON_AT = 6, 3
# A session may note a little more with each wrong answer, never the answers themselves.
MOST_GROWTH = 300


@dataclass(frozen=True, slots=True)
class Trap:
    """A rule broken at (flow, step). `path` is what was said to get there."""

    at: tuple[str, str]
    message: str
    remedy: str
    path: tuple[str, ...]


def traps(world: World, walk: Walk, proved: set[object]) -> Iterator[Trap]:
    """Every rule broken, as often as it was seen to be.

    `proved` is shared by the walks of all charities and languages: a question about no service, and one that differs
    in its language only, is spoken on from once.
    """
    for heard in walk.turns:
        yield from _of_turn(world, heard)
    for spot in walk.spots.values():
        if spot.session.owner == "bot" and spot.session.top is not None:
            yield from _of_spot(world, spot, proved)


def _of_spot(world: World, spot: Spot, proved: set[object]) -> Iterator[Trap]:
    offered = spot.session.offered
    of_whom = world.pack.slug if spot.session.top and spot.session.top.service else ""
    asked = (of_whom, spot.place, tuple(choice.value for choice in offered))
    words = tuple(choice.label for choice in offered)
    if asked not in proved:
        yield from _wrong_answers(world, spot)
        yield from _asides(world, spot)
    if (asked, words) not in proved:
        yield from _typed(world, spot)
    proved |= {asked, (asked, words)}


def _trap(heard: Heard, message: str, remedy: str) -> Trap:
    return Trap(heard.before.at if any(heard.before.at) else heard.at, message, remedy, heard.before.path)


def _of_turn(world: World, heard: Heard) -> Iterator[Trap]:
    said = heard.words.name
    if heard.turn is None:
        yield _trap(
            heard, f"{said!r} makes it fail: {heard.error}", "a step, action or text asks for what is not there"
        )
        return
    # The provider confirms an opt-out by itself, and forbids us to.
    if not heard.turn.replies and heard.words.message.kind is not Kind.OPTED_OUT:
        yield _trap(heard, f"{said!r} gets no answer", "let a step say something")
    session = heard.turn.session
    if session.owner == "bot" and session.top is None and heard.turn.replies and not heard.turn.replies[-1].buttons:
        yield _trap(heard, f"after {said!r} nothing waits and nothing is offered", "lead on to a question")
    if session.top and not session.offered and world.flows[session.top.flow].steps[session.top.step].kind == "choose":
        yield Trap(
            heard.after.at, "a choice with nothing to choose from", "ask it only where its list is not empty", ()
        )
    if (leads := _WAYS.get(said)) and not leads(world, heard.before, heard.after):
        yield _trap(heard, f"{said!r} does not work here", "see flows/ways_out.py for what it should do")


def _menu(_: World, __: Spot, after: Spot) -> bool:
    return after.session.owner == "bot" and after.at[0] == "menu"


def _back(_: World, before: Spot, after: Spot) -> bool:
    """To the question before, or to the menu; from a queue to the bot."""
    moved = after.at[0] == "menu" or (after.session.top is not None and after.place != before.place)
    return moved and after.session.owner == "bot"


def _human(_: World, __: Spot, after: Spot) -> bool:
    return after.session.owner == "queue"


def _put_aside(world: World, _: Spot, after: Spot) -> bool:
    """No form is open any more."""
    return after.session.owner == "bot" and not any(world.flows[frame.flow].form for frame in after.session.stack)


def _later(world: World, before: Spot, after: Spot) -> bool:
    """As cancelling; but whoever waits for a colleague goes on waiting."""
    return before.session.owner != "bot" or _put_aside(world, before, after)


def _help(world: World, before: Spot, after: Spot) -> bool:
    """The question is put again after it; over a list of no form the menu comes with it."""
    light = after.at[0] == "menu" and _put_aside(world, before, before)
    return light or before.session.top is None or before.session.owner != "bot" or after.place == before.place


_WAYS: Mapping[str, Callable[[World, Spot, Spot], bool]] = {
    "menu": _menu, "back": _back, "human": _human, "cancel": _put_aside, "help": _help, "later": _later,
}  # fmt: skip
assert _WAYS.keys() == WAYS["ar"].keys()


def _wrong_answers(world: World, spot: Spot) -> Iterator[Trap]:
    """Six wrong answers in a row, of a kind that misses here: each is answered, the third offers a person."""
    for wrong in _missing(world, spot):
        turns = list(_again(world, spot, wrong))
        if any(not turn.turn or not turn.turn.replies for turn in turns):
            yield _trap(
                turns[-1], f"wrong answers ({wrong.name}) are met with silence or a failure: {turns[-1].error}", ""
            )
        elif not any(_offers_person(turn) for turn in turns[:PERSON_AT]):
            yield _trap(turns[0], f"{PERSON_AT} wrong answers ({wrong.name}) offer no person", "see flows/answering.py")
        elif _size(turns[-1]) > _size(turns[PERSON_AT - 1]) + MOST_GROWTH:
            yield _trap(
                turns[0], f"the session grows with every wrong answer ({wrong.name})", "keep what is needed only"
            )


def _missing(world: World, spot: Spot) -> Iterator[Words]:
    """The first of the wrong answers that is a miss here; and no word at all, where that starts a new matter."""
    wrong = next((wrong for wrong in WRONG if _misses(spot, speak(world, spot, wrong))), None)
    if wrong is not None:
        yield wrong
    heard = speak(world, spot, NO_WORD)
    if wrong is not NO_WORD and heard.turn and heard.after.at[0] != spot.at[0]:
        yield NO_WORD


def _misses(spot: Spot, heard: Heard) -> bool:
    before, after = spot.session.top, heard.turn.session.top if heard.turn else None
    return bool(before and after and heard.after.place == spot.place and after.misses == before.misses + 1)


def _again(world: World, spot: Spot, wrong: Words) -> Iterator[Heard]:
    for _ in range(TIMES):
        heard = speak(world, spot, wrong)
        yield heard
        if heard.turn is None:
            return
        spot = heard.after


def _offers_person(heard: Heard) -> bool:
    if heard.turn is None:
        return False
    offered = {button.id for reply in heard.turn.replies for button in reply.buttons}
    return heard.turn.session.owner == "queue" or "go.human" in offered


def _size(heard: Heard) -> int:
    return len(repr(heard.turn.session)) if heard.turn else 0


def _typed(world: World, spot: Spot) -> Iterator[Trap]:
    """On channels without buttons the number and the words of a choice must do what its button does."""
    for number, tap in enumerate(taps(spot), start=1):
        tapped = speak(world, spot, tap)
        for how, said in (("number", str(number)), ("words", tap.message.text)):
            typed = speak(world, spot, text(said))
            if tapped.turn and (not typed.turn or _result(typed) != _result(tapped)):
                yield _trap(
                    typed, f"typing the {how} of {tap.name!r} does not choose it", "on SMS there are no buttons"
                )


def _result(heard: Heard) -> object:
    """What an answer did: what it was taken for, and where it led."""
    top = heard.after.session.top
    answers = {name: answer.value for name, answer in top.answers.items()} if top else {}
    return "menu" if heard.after.at[0] == "menu" else (heard.after.place, answers)


def _asides(world: World, spot: Spot) -> Iterator[Trap]:
    """What is no answer leaves the question open: an old button, something unreadable, a question in a form."""
    asides = [Words("(an old button)", Incoming(Kind.TAP, "", "", tap="0.1"))]
    asides += [Words(f"({kind})", Incoming(kind, "", "")) for kind in (Kind.VOICE, Kind.LOCATION, Kind.UNSUPPORTED)]
    if world.flows[spot.at[0]].form:
        asides += questions(world)
    for aside in asides:
        heard = speak(world, spot, aside)
        if not heard.turn or not heard.turn.replies or heard.after.place != spot.place:
            yield _trap(heard, f"{aside.name} moves the question on, or gets no answer {heard.error}".rstrip(), "")
