"""The single questions that an `ask` step walks: a service's conditions or fields, or one of the flow's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from flows.flow import Ask
from flows.pack import Form
from flows.play import Play
from flows.service import Condition, FormField, Option

# Forms of which something is kept: more than a dozen charities have, in both languages.
FORMS = 1_000


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


def items_of(play: Play, step: Ask) -> Sequence[Item]:
    form, language = form_of(play), play.session.language
    if step.each == "conditions":
        return _conditions(form, language)
    if step.each == "fields":
        return _fields(form, language, told=any(field.id in play.frame.answers for field in form.stories))
    if step.each == "changed":
        changed = play.frame.memo.get("choice", "")
        return [item for item in _fields(form, language, told=False) if item.id == changed]
    return [Item(step.field or "answer", step.of, play.text(step.text or "error.text"), optional=step.optional)]


def form_of(play: Play) -> Form:
    """What the service in hand asks."""
    return play.pack.form(play.frame.service)


# Every message at a form's question looks at its questions, which change with the pack alone.
@lru_cache(maxsize=FORMS)
def _conditions(form: Form, language: str) -> tuple[Item, ...]:
    return tuple(Item(c.id, "yes_no", c.ask.say(language), condition=c) for c in form.conditions if c.ask)


@lru_cache(maxsize=FORMS)
def _fields(form: Form, language: str, *, told: bool) -> tuple[Item, ...]:
    return tuple(item_of(field, language, told=told) for field in form.fields)


def item_of(field: FormField, language: str, *, told: bool = False) -> Item:
    """The question of a form's field."""
    why = field.why.say(language) if field.why else ""
    options = tuple(field.options)
    return Item(
        field.id, field.kind, field.ask.say(language), why, options, field.optional, told=told and field.in_story
    )
