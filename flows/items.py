"""The single questions that an `ask` step walks: a service's conditions or fields, or one of the flow's own."""

from dataclasses import dataclass

from flows.flow import Ask
from flows.pack import Condition, FormField, Option
from flows.play import Play


@dataclass(frozen=True, slots=True)
class Item:
    """One question. `kind` is a kind of `flows.answers`, or `reference`."""

    id: str
    kind: str
    ask: str
    why: str = ""
    options: tuple[Option, ...] = ()
    optional: bool = False
    # The answer may stand in what was told at once: then nobody has to write it again.
    told: bool = False
    condition: Condition | None = None


def items_of(play: Play, step: Ask) -> list[Item]:
    language = play.session.language
    if step.each == "conditions":
        return [_of_condition(c, language) for c in conditions_of(play)]
    if step.each == "fields":
        told = any(f.story and f.id in play.frame.answers for f in fields_of(play))
        return [item_of(f, language, told=told) for f in fields_of(play)]
    if step.each == "changed":
        changed = play.frame.memo.get("choice", "")
        return [item_of(f, language) for f in fields_of(play) if f.id == changed]
    return [Item(step.field or "answer", step.of, play.text(step.text or "error.text"), optional=step.optional)]


def conditions_of(play: Play) -> list[Condition]:
    """The conditions that are asked, in the pack's order."""
    return [c for c in play.service.conditions if c.ask] if play.service else []


def fields_of(play: Play) -> list[FormField]:
    """The fields of the service's form, in the pack's order."""
    wanted = play.service.fields if play.service else []
    return [field for slug in wanted if (field := play.pack.field(slug))]


def _of_condition(condition: Condition, language: str) -> Item:
    ask = condition.ask.say(language) if condition.ask else ""
    return Item(condition.id, "yes_no", ask, condition=condition)


def item_of(field: FormField, language: str, *, told: bool = False) -> Item:
    """The question of a form's field."""
    why = field.why.say(language) if field.why else ""
    options = tuple(field.options)
    return Item(
        field.id, field.kind, field.ask.say(language), why, options, field.optional, told=told and field.in_story
    )
