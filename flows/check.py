"""Proofs about flows that need no conversation: every name exists, every step is led to, no circle without the person.

What only a conversation can prove is in `flows/walk.py`.
"""

import string
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import TypeVar

from flows.actions import ACTIONS
from flows.answers import ERRORS, KINDS
from flows.charity import Contact
from flows.facts import FACTS
from flows.findings import Finding, Level, Places
from flows.flow import Act, Ask, Call, Choose, Decide, Flow, Step, targets
from flows.life import MOVES, State
from flows.lists import SOURCES
from flows.part import Words
from flows.routes import ROUTES
from flows.steps import ANSWER
from flows.values import VALUES

# (what is wrong, what to do about it)
Told = tuple[str, str]
_Spot = tuple[str, str]
S = TypeVar("S")
_EXISTING = "name an existing one"
_BOTH = "add it to texts/ar.yaml and texts/en.yaml"
# Kinds of answers that only flows ask for: see flows/interpret.py.
_OF_FLOWS = ("reference", "last_four", "code")
# What WhatsApp's template says when something waits for the person.
_OF_TEMPLATES = {"waiting.knock", "waiting.show"}


def findings(flows: Mapping[str, Flow], texts: Mapping[str, Words], places: Places) -> list[Finding]:
    """Everything wrong with the flows and with the texts that they share."""
    found = [
        Finding(Level.ERROR, "flows/routes.py", 1, f"intent {intent} leads to no flow {flow}", "write the flow")
        for intent, flow in ROUTES.items()
        if flow not in flows
    ]
    circles = _circles(flows)
    for flow in flows.values():
        for name, (message, remedy) in _of_flow(flow, flows, circles):
            found.append(Finding(Level.ERROR, *places.step(flow.id, name), f"flow {flow.id}: {message}", remedy))
        for name, key in [*keys(flow), ("", f"flow.{flow.id}")]:
            if key not in texts:
                told = f"flow {flow.id}: {f'step {name}: ' if name else ''}no text {key}"
                found.append(Finding(Level.ERROR, *places.step(flow.id, name), told, _BOTH))
    return found + list(_texts(texts, said(flows), places))


def said(flows: Mapping[str, Flow]) -> set[str]:
    """The keys of every text that the flows themselves name."""
    return {key for flow in flows.values() for _, key in keys(flow)}


def keys(flow: Flow) -> Iterator[tuple[str, str]]:
    """(step, text key) for every text that the flow itself names."""
    for name, step in flow.steps.items():
        for part in ("text", "sms", "again", "skip"):
            if text := getattr(step, part, None):
                yield name, text
        for way in getattr(step, "options", []):
            yield name, way.label
            yield from [(name, way.words)] if way.words else []


def wrong_values(words: Words, *, of_flow: bool) -> Iterator[Told]:
    """{values} in one language only; in a flow's text, those that no flow can fill in (code fills its own texts)."""
    arabic, english = _placeholders(words.ar), _placeholders(words.en)
    for name in sorted((arabic | english) - VALUES.keys()) if of_flow else []:
        yield f"unknown value {{{name}}}", "see flows/values.py for those that there are"
    if words.en and arabic != english:
        yield "different {values} in Arabic and in English", "use the same values in both"


def _of_flow(flow: Flow, flows: Mapping[str, Flow], circles: set[_Spot]) -> Iterator[tuple[str, Told]]:
    reached = _closure([flow.start], {name: targets(step) for name, step in flow.steps.items()})
    for name, step in flow.steps.items():
        if name not in reached:
            yield name, (f"step {name} is never reached", "remove it, or lead a step to it")
        if (flow.id, name) in circles:
            told = f"step {name} leads back to itself without asking the person"
            yield name, (told, "put a question into the circle")
        yield from ((name, (f"step {name}: {what}", remedy)) for what, remedy in _of_step(step, flow, flows))


def _of_step(step: Step, flow: Flow, flows: Mapping[str, Flow]) -> Iterator[Told]:
    if isinstance(step, Call) and step.flow not in flows:
        yield f"no flow named {step.flow}", _EXISTING
    facts = [when.fact for when in step.when] if isinstance(step, Decide) else []
    facts += [way.when for way in step.options if way.when] if isinstance(step, Choose) else []
    yield from ((f"no fact named {fact}", f"one of: {', '.join(FACTS)}") for fact in facts if fact not in FACTS)
    if isinstance(step, Act):
        yield from _of_act(step, flow)
    if isinstance(step, Ask):
        yield from _of_ask(step)
    if isinstance(step, Choose):
        yield from _of_choice(step)


def _of_act(step: Act, flow: Flow) -> Iterator[Told]:
    if step.do not in ACTIONS:
        yield f"no action named {step.do}", f"one of: {', '.join(ACTIONS)}"
    if step.do == "pause" and step.subject not in flow.steps:
        yield f"pauses at {step.subject!r}, which is no step of this flow", "name the step to come back to"


def _of_ask(step: Ask) -> Iterator[Told]:
    if step.field and not step.text:
        yield "asks without words", "add `text:`"
    if step.of not in (*KINDS, *_OF_FLOWS):
        yield f"no kind of answer named {step.of}", f"one of: {', '.join((*KINDS, *_OF_FLOWS))}"
    if bool(step.each) == bool(step.field):
        yield "asks both a list and a field, or neither", "give one of `each:` and `field:`"
    if step.each == "conditions" and not (step.unmet and step.unsure):
        yield "a condition that is not met, or not clear, leads nowhere", "add `unmet:` and `unsure:`"


def _of_choice(step: Choose) -> Iterator[Told]:
    if step.source and step.source not in SOURCES:
        yield f"no list named {step.source}", f"one of: {', '.join(SOURCES)}"
    if step.options and not step.source and all(way.when for way in step.options):
        yield "every option may be hidden, and then nothing can be chosen", "leave one option without `when:`"
    if step.into == "service" and step.source != "services":
        yield "keeps a service, but offers no services", "write `source: services`, or leave out `into:`"
    names = [way.id for way in step.options]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"option {name} is there twice", "rename one of them"


def _texts(texts: Mapping[str, Words], of_flows: Container[str], places: Places) -> Iterator[Finding]:
    for key in sorted(_needed() - texts.keys()):
        yield Finding(Level.ERROR, *places.text(key), f"no text {key}", _BOTH)
    for key, words in texts.items():
        told = list(wrong_values(words, of_flow=key in of_flows))
        # Phrases to listen for stand once where they are the same in both: people mix the languages.
        if not words.ar.strip() or not (words.en.strip() or "|" in words.ar):
            told.append(("not in both languages", _BOTH))
        yield from (Finding(Level.ERROR, *places.text(key), f"text {key}: {m}", r) for m, r in told)


def _needed() -> set[str]:
    """Keys that are made up as the conversation goes, and what drawings call things: no step names them."""
    named = {"fact": FACTS, "act": ACTIONS, "list": SOURCES, "value": VALUES}
    made = {f"{kind}.{name}" for kind, names in named.items() for name in names}
    made |= {f"status.{state}" for state in State} | {f"contact.{name}" for name in Contact.model_fields}
    return made | ERRORS.keys() | _OF_TEMPLATES | {f"notice.{move.name}" for move in MOVES.values() if move.told}


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _circles(flows: Mapping[str, Flow]) -> set[_Spot]:
    """The steps from which one comes back to them without a word of the person, through called flows too."""
    leads = {
        (flow.id, name): _quietly(flow, step, flows) for flow in flows.values() for name, step in flow.steps.items()
    }
    return {spot for spot in leads if spot in _closure(leads[spot], leads)}


def _quietly(flow: Flow, step: Step, flows: Mapping[str, Flow]) -> list[_Spot]:
    """Where a step goes on by itself. A question waits, and a hand-off stops the bot."""
    if step.kind in ANSWER or step.kind == "hand_off":
        return []
    called = [(step.flow, flows[step.flow].start)] if isinstance(step, Call) and step.flow in flows else []
    return called + [(flow.id, name) for name in targets(step)]


def _closure(begin: Iterable[S], leads: Mapping[S, list[S]]) -> set[S]:
    seen: set[S] = set()
    waiting = list(begin)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += leads[name]
    return seen
