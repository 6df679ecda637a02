"""What the schema alone cannot say of a pack: names that must exist, ids that must differ, parts that go together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic_core import ErrorDetails

from bot.marked import Where
from flows import eligibility, rules
from flows.answers import KINDS
from flows.pack import Pack
from flows.rules import RuleError
from flows.service import Condition, FormField, Service


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong at a place of the pack, and how to put it right."""

    where: Where
    message: str
    remedy: str


# By the kind of pydantic's error; `{key}` is the last part of the place.
_REMEDIES = {
    "missing": "add `{key}:`",
    "extra_forbidden": "remove `{key}` or correct its spelling",
    "string_type": "write a text; a number, a date or yes/no needs quotes",
    "string_too_short": "write the text",
    "string_pattern_mismatch": "use the form named in the message",
    "bool_type": "write true or false, without quotes",
    "int_type": "write a whole number, without quotes",
    "list_type": "write a list: each item on a line that begins with `- `",
    "too_short": "give at least one",
    "too_long": "divide it: nobody answers so much in a chat",
    "model_type": "write the parts as `key: value` lines (texts as `ar:` and `en:`)",
}


def remedy_for(error: ErrorDetails) -> str:
    key = error["loc"][-1] if error["loc"] else "it"
    return _REMEDIES.get(error["type"], "correct `{key}`").format(key=key)


def mistakes_in(pack: Pack, folder: str) -> Iterator[Mistake]:
    """Every broken rule of a pack that fits the schema; `folder` is the name of the folder it came from."""
    if pack.slug != folder:
        yield Mistake(("slug",), f"slug {pack.slug!r} stands in the folder {folder!r}", "give both the same name")
    for part in ("services", "fields", "documents", "files", "questions"):
        yield from _repeats([item.id for item in getattr(pack, part)], (part,))
    for place, service in enumerate(pack.services):
        yield from _service(pack, service, ("services", place))
    for place, form_field in enumerate(pack.fields):
        yield from _field(form_field, ("fields", place))
    for place, paper in enumerate(pack.documents):
        if paper.valid and paper.valid.until == (paper.valid.within_days is not None):
            told = f"{paper.id!r} is valid by both a last day and an age, or by neither"
            yield Mistake(("documents", place, "valid"), told, "give one of `until: true` and `within_days:`")


def _repeats(ids: Sequence[str], where: Where) -> Iterator[Mistake]:
    for place, name in enumerate(ids):
        if name in ids[:place]:
            yield Mistake((*where, place, "id"), f"id {name!r} is used twice in {where[-1]}", "rename one of them")


def _service(pack: Pack, service: Service, where: Where) -> Iterator[Mistake]:
    yield from _intake(service, where)
    known = {"fields": {f.id for f in pack.fields}, "documents": {d.id for d in pack.documents}}
    for part, names in known.items():
        for place, name in enumerate(getattr(service, part)):
            if name not in names:
                told = f"service {service.id!r} names {name!r}, which is not among the pack's {part}"
                yield Mistake((*where, part, place), told, f"add it under `{part}:` or correct the name")
    yield from _shared_ids(service, where)
    for place, condition in enumerate(service.conditions):
        yield from _rule(pack, service, condition, (*where, "conditions", place, "rule"))
    kinds = [verification.kind for verification in service.verification]
    for place, kind in enumerate(kinds):
        if kind in kinds[:place]:
            told = f"service {service.id!r} is verified by {kind} twice"
            yield Mistake((*where, "verification", place), told, "keep one of them")


def _rule(pack: Pack, service: Service, condition: Condition, where: Where) -> Iterator[Mistake]:
    if not condition.rule:
        return
    if condition.ask:
        yield Mistake(where, f"condition {condition.id!r} is asked and computed", "keep `ask:` or `rule:`")
    try:
        rules.check(condition.rule, service.fields, eligibility.options(pack, service))
    except RuleError as error:
        yield Mistake(where, f"condition {condition.id!r}: {error}", "see flows/rules.py for what a rule may say")


def _intake(service: Service, where: Where) -> Iterator[Mistake]:
    if service.intake == "form":
        if service.referral:
            yield Mistake((*where, "referral"), "a service with a form refers nobody on", "remove it or refer")
        return
    if not service.referral:
        told = f"service {service.id!r} refers people on but does not say where"
        yield Mistake((*where, "intake"), told, "add `referral:` with `ar:` and `en:`")
    for part in ("fields", "documents"):
        if getattr(service, part):
            yield Mistake((*where, part), "a service that refers takes no application", f"remove `{part}:`")


def _shared_ids(service: Service, where: Where) -> Iterator[Mistake]:
    """The engine keeps the answers about conditions, fields and documents in one place, by id."""
    parts: dict[str, list[str]] = {
        "conditions": [c.id for c in service.conditions],
        "fields": service.fields,
        "documents": service.documents,
    }
    taken: dict[str, str] = {}
    for part, names in parts.items():
        for place, name in enumerate(names):
            if name in taken:
                told = f"{name!r} stands in {taken[name]} and again in {part} of service {service.id!r}"
                yield Mistake((*where, part, place), told, "give each an id of its own")
            taken.setdefault(name, part)


def _field(form_field: FormField, where: Where) -> Iterator[Mistake]:
    if form_field.kind not in KINDS:
        told = f"no kind of answer is called {form_field.kind!r}"
        yield Mistake((*where, "kind"), told, f"one of: {', '.join(KINDS)}")
    if form_field.kind == "choice" and not form_field.options:
        yield Mistake((*where, "kind"), f"the choice {form_field.id!r} has no options", "add `options:`")
    if form_field.kind != "choice" and form_field.options:
        yield Mistake((*where, "options"), "only a choice has options", "write `kind: choice` or remove them")
    yield from _repeats([option.id for option in form_field.options], (*where, "options"))
