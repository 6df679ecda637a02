"""A layered drawing of a graph: every box below those that lead to it, few crossings, nothing on top of anything else.

The steps are Sugiyama's: turn the arrows that go back, give every box the longest way from the start as its layer, put
a bend into every layer that an arrow passes, order the layers by the mean place of their neighbours, then move boxes
towards those neighbours as far as the order and the room between them allow.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Size = tuple[float, float]
Point = tuple[float, float]
Arrow = tuple[str, str]
ACROSS, DOWN, BEND = 26.0, 40.0, 10.0
# More settling makes long arrows slant across the page instead of running down it.
ORDERINGS, SETTLINGS = 16, 12


@dataclass(frozen=True, slots=True)
class Layout:
    """The middle of every box, the points that every arrow passes (in its own direction), and the whole size."""

    middles: Mapping[str, Point]
    routes: Mapping[int, list[Point]]
    size: Size


@dataclass(slots=True)
class _Draft:
    """The graph while it is laid out. Boxes of no size are bends of arrows, named by arrow and layer."""

    sizes: dict[str, Size]
    layers: list[list[str]]
    chains: dict[int, list[str]]
    up: dict[str, list[str]] = field(default_factory=dict)
    down: dict[str, list[str]] = field(default_factory=dict)
    x: dict[str, float] = field(default_factory=dict)


def place(sizes: Mapping[str, Size], arrows: Sequence[Arrow], start: str) -> Layout:
    """Lay the boxes out below `start`, from which all of them must be reached. Several arrows may join the same two."""
    back = _going_back(arrows, start)
    forward = [(b, a) if number in back else (a, b) for number, (a, b) in enumerate(arrows)]
    draft = _layered(sizes, forward, start)
    _order(draft)
    for _ in range(SETTLINGS):
        for layer in [*draft.layers, *reversed(draft.layers)]:
            _settle(draft, layer)
    return _finished(draft, back)


def _going_back(arrows: Sequence[Arrow], start: str) -> set[int]:
    """The arrows that lead back to a box on the way to them."""
    leaving: dict[str, list[int]] = {}
    for number, (source, _) in enumerate(arrows):
        leaving.setdefault(source, []).append(number)
    back: set[int] = set()
    done: set[str] = set()
    way = [(start, iter(leaving.get(start, [])))]
    while way:
        name, rest = way[-1]
        following = next(rest, None)
        if following is None:
            done.add(name)
            way.pop()
        elif (target := arrows[following][1]) in {box for box, _ in way}:
            back.add(following)
        elif target not in done:
            way.append((target, iter(leaving.get(target, []))))
    return back


def _layered(sizes: Mapping[str, Size], arrows: Sequence[Arrow], start: str) -> _Draft:
    ranks = _ranks(arrows, start)
    layers: list[list[str]] = [[] for _ in range(max(ranks.values()) + 1)]
    for name in ranks:
        layers[ranks[name]].append(name)
    draft = _Draft(dict(sizes), layers, {})
    for number, (source, target) in enumerate(arrows):
        chain = [source]
        for rank in range(ranks[source] + 1, ranks[target]):
            bend = f"{number}:{rank}"
            draft.sizes[bend] = (BEND, 0.0)
            layers[rank].append(bend)
            chain.append(bend)
        draft.chains[number] = [*chain, target]
        for above, below in zip(chain, [*chain[1:], target], strict=True):
            draft.down.setdefault(above, []).append(below)
            draft.up.setdefault(below, []).append(above)
    return draft


def _ranks(arrows: Sequence[Arrow], start: str) -> dict[str, int]:
    """The longest way from the start to each box, in the order in which the boxes are met."""
    ranks = {start: 0}
    waiting = [start]
    while waiting:
        name = waiting.pop(0)
        for source, target in arrows:
            if source == name and ranks.get(target, -1) < ranks[name] + 1:
                ranks[target] = ranks[name] + 1
                waiting.append(target)
    return ranks


def _order(draft: _Draft) -> None:
    """Order each layer by the mean place of its neighbours, down and up again; keep the order that crosses least."""
    best = [list(layer) for layer in draft.layers]
    fewest = _crossings(draft)
    for sweep in range(ORDERINGS):
        downwards = sweep % 2 == 0
        for layer in draft.layers if downwards else reversed(draft.layers):
            place = _places(draft)
            sides = draft.up if downwards else draft.down
            # Sorting is stable: a box without neighbours on that side keeps its place among the others.
            layer.sort(key=lambda name: _mean([place[n] for n in sides.get(name, [])], place[name]))
        if (count := _crossings(draft)) < fewest:
            best, fewest = [list(layer) for layer in draft.layers], count
    draft.layers[:] = best


def _places(draft: _Draft) -> dict[str, float]:
    """Each box's place in its layer, from 0 to 1, so that long and short layers compare."""
    return {name: (number + 0.5) / len(layer) for layer in draft.layers for number, name in enumerate(layer)}


def _crossings(draft: _Draft) -> int:
    place = {name: number for layer in draft.layers for number, name in enumerate(layer)}
    count = 0
    for layer in draft.layers:
        ends = [sorted(place[below] for below in draft.down.get(name, [])) for name in layer]
        flat = [end for group in ends for end in group]
        count += sum(one > other for number, one in enumerate(flat) for other in flat[number + 1 :])
    return count


def _settle(draft: _Draft, layer: list[str]) -> None:
    """Move a layer's boxes towards their neighbours, as near as order and room allow (least squares, by pooling)."""
    offsets, at = [], 0.0
    for number, name in enumerate(layer):
        at += (draft.sizes[layer[number - 1]][0] + draft.sizes[name][0]) / 2 + ACROSS if number else 0.0
        offsets.append(at)
    # (the mean shift of the boxes in the pool, how many they are)
    pools: list[tuple[float, int]] = []
    for name, offset in zip(layer, offsets, strict=True):
        want = _mean(_beside(draft, name), draft.x.get(name, offset))
        pool = (want - offset, 1)
        while pools and pools[-1][0] > pool[0]:
            mean, count = pools.pop()
            pool = ((mean * count + pool[0] * pool[1]) / (count + pool[1]), count + pool[1])
        pools.append(pool)
    shifts = [mean for mean, count in pools for _ in range(count)]
    draft.x |= {name: shift + offset for name, shift, offset in zip(layer, shifts, offsets, strict=True)}


def _beside(draft: _Draft, name: str) -> list[float]:
    """Where its neighbours above and below are, as far as they have a place."""
    return [draft.x[n] for side in (draft.up, draft.down) for n in side.get(name, []) if n in draft.x]


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _finished(draft: _Draft, back: set[int]) -> Layout:
    left = min(draft.x[name] - draft.sizes[name][0] / 2 for name in draft.x)
    middles: dict[str, Point] = {}
    edges: dict[str, tuple[float, float]] = {}
    top = 0.0
    for layer in draft.layers:
        height = max(draft.sizes[name][1] for name in layer)
        middles |= {name: (draft.x[name] - left, top + height / 2) for name in layer}
        edges |= dict.fromkeys(layer, (top, top + height))
        top += height + DOWN
    routes = {}
    for number, chain in draft.chains.items():
        route = list(dict.fromkeys(_route(draft, middles, edges, chain)))
        routes[number] = route[::-1] if number in back else route
    width = max(middles[name][0] + draft.sizes[name][0] / 2 for name in middles)
    return Layout(middles, routes, (width, top - DOWN))


def _route(
    draft: _Draft, middles: Mapping[str, Point], edges: Mapping[str, tuple[float, float]], chain: Sequence[str]
) -> Iterator[Point]:
    """From the first box down to the last. Within a layer it runs straight: it turns in the room between two layers."""
    for name in chain:
        (x, y), (top, bottom), half = middles[name], edges[name], draft.sizes[name][1] / 2
        if name != chain[0]:
            yield x, top
            yield from [(x, y - half)] if name == chain[-1] else []
        if name != chain[-1]:
            yield from [(x, y + half)] if name == chain[0] else []
            yield x, bottom
