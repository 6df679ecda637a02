"""Several services in one wish, in the order in which they were told: "a consultation, and a meeting as well"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz import fuzz

from flows import ours, served, signs
from flows.answers.common import bag
from flows.play import Play, Said
from flows.service import Service

# Below this likeness (0..100) the words are not the service's name but others in its place.
_ALIKE = 70
_AGAIN = bag("و وكمان كمان وايضا ايضا وبعد وبعدين بعدين وبرضو برضو وكذلك and also then plus wkaman kaman")


def told(play: Play, said: Said) -> tuple[Service, ...]:
    """The services that a wish names one beside the other; () where there are not several."""
    if not said.meaning.sure or not signs.within(said, signs.MESSAGE):
        return ()
    placed = sorted(
        ((at, joined, service) for service in _wanted(play, said) for at, joined in _place(service, said.words)),
        key=lambda place: place[0],
    )
    pairs = pairwise(placed)
    apart = all(_apart(said.words, at, after, joined=joined) for (at, _, _), (after, joined, _) in pairs)
    return tuple(service for _, _, service in placed) if len(placed) > 1 and apart else ()


def wishes(said: Said) -> list[str]:
    """The intents of the message, the plainest first."""
    also = (wish.partition(":") for wish in said.meaning.also)
    return [said.meaning.intent, *(name for kind, _, name in also if kind == "intent")]


def _wanted(play: Play, said: Said) -> list[Service]:
    """Those that are named by somebody who applies, and those that serve another of the wishes."""
    wanted = wishes(said)
    named = [entity.value for entity in said.meaning.entities if entity.name == "service"] if "apply" in wanted else []
    meant = [replace(said, meaning=replace(said.meaning, intent=wish)) for wish in wanted if wish != "apply"]
    for other in meant:
        serving = play.pack.service(served.service_of(play, other))
        if serving and other.meaning.intent in serving.serves:
            named.append(serving.id)
    return [service for service in map(play.pack.service, dict.fromkeys(named)) if service]


def _place(service: Service, words: Sequence[str]) -> list[tuple[int, bool]]:
    """Where the name of the service stands, if it does, and whether an "and" is joined to it."""
    best = max(_likenesses(service, words), default=(0.0, 0, False))
    return [(-best[1], best[2])] if best[0] >= _ALIKE else []


def _likenesses(service: Service, words: Sequence[str]) -> Iterator[tuple[float, int, bool]]:
    for name in map(ours.words, (service.name.ar, service.name.en, *service.names)):
        for at in range(len(words) - len(name) + 1):
            spoken = " ".join(words[at : at + len(name)])
            yield fuzz.ratio(" ".join(name), spoken), -at, False
            if spoken.startswith("و"):
                yield fuzz.ratio(" ".join(name), spoken[1:]), -at, True


def _apart(words: Sequence[str], at: int, after: int, *, joined: bool) -> bool:
    """Does something between the two say that the second is wanted besides the first?"""
    between = words[at + 1 : after + 1]
    return after > at and (joined or any(word in _AGAIN or _wishes(word) for word in between))


def _wishes(word: str) -> bool:
    return word.startswith("و") and word[1:] in signs.WISH
