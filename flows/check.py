"""Proofs about flows: nothing missing, no dead end, no way round and round without the person."""

import string
from collections.abc import Iterable, Iterator, Mapping

from flows.actions import ACTIONS
from flows.facts import FACTS
from flows.findings import Finding, Level
from flows.flow import Act, Call, Choose, Decide, Flow, Step, targets
from flows.pack import Pack
from flows.routes import ROUTES
from flows.steps import ANSWER
from flows.values import VALUES

# Values that a step hands to its text itself.
GIVEN = frozenset({"condition", "instead", "paper", "why", "name", "papers", "days"})


def findings(flows: Mapping[str, Flow], packs: Mapping[str, Pack]) -> list[Finding]:
    """Everything wrong with the flows, alone and with each pack's texts."""
    found = [
        Finding(Level.ERROR, "flows/routes.py", 1, f"intent {intent} leads to no flow {flow}")
        for intent, flow in ROUTES.items()
        if flow not in flows
    ]
    for flow in flows.values():
        file = f"flows/library ({flow.id})"
        found += [Finding(Level.ERROR, file, 1, message, remedy) for message, remedy in _alone(flow, flows)]
        for pack in packs.values():
            found += [Finding(Level.ERROR, f"{file} with {pack.slug}", 1, m, r) for m, r in _texts(flow, pack)]
    return found


def _alone(flow: Flow, flows: Mapping[str, Flow]) -> Iterator[tuple[str, str]]:
    reached = _reached(flow.start, flow)
    for name in flow.steps.keys() - reached:
        yield f"step {name} is never reached", "remove it, or lead a step to it"
    for name, step in flow.steps.items():
        yield from ((f"step {name}: {what}", "name an existing one") for what in _unknown(step, flows))
        if step.kind not in ANSWER and _circles(name, flow):
            yield f"step {name} leads back to itself without asking the person", "put a question into the circle"


def _unknown(step: Step, flows: Mapping[str, Flow]) -> Iterator[str]:
    if isinstance(step, Call) and step.flow not in flows:
        yield f"no flow named {step.flow}"
    if isinstance(step, Act) and step.do not in ACTIONS:
        yield f"no action named {step.do}"
    facts = [when.fact for when in step.when] if isinstance(step, Decide) else []
    facts += [way.when for way in step.options if way.when] if isinstance(step, Choose) else []
    yield from (f"no fact named {fact}" for fact in facts if fact not in FACTS)


def _texts(flow: Flow, pack: Pack) -> Iterator[tuple[str, str]]:
    for name, key in keys(flow):
        if key not in pack.texts:
            yield f"step {name}: no text {key}", "add it to texts/ar.yaml and texts/en.yaml"
        elif not pack.texts[key].en:
            yield f"step {name}: text {key} has no English", "add it to texts/en.yaml"
        else:
            unknown = _placeholders(pack.texts[key].ar, pack.texts[key].en) - VALUES.keys() - GIVEN
            yield from ((f"text {key}: unknown value {{{value}}}", "see flows/values.py") for value in sorted(unknown))


def keys(flow: Flow) -> Iterator[tuple[str, str]]:
    """(step, text key) for every text that the flow may say."""
    for name, step in flow.steps.items():
        if text := getattr(step, "text", None):
            yield name, text
        for way in getattr(step, "options", []):
            yield name, way.label


def _placeholders(*texts: str) -> set[str]:
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


def _reached(start: str, flow: Flow) -> set[str]:
    return _closure([start], {name: targets(step) for name, step in flow.steps.items()})


def _circles(name: str, flow: Flow) -> bool:
    quiet = {n: [] if step.kind in ANSWER else targets(step) for n, step in flow.steps.items()}
    return name in _closure(quiet[name], quiet)


def _closure(begin: Iterable[str], leads: Mapping[str, list[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(begin)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += leads[name]
    return seen
