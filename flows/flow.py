"""A flow as data: named steps of nine kinds. What each kind does is in `flows/steps/`, one file a kind."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from flows.part import Part, Slug

Key = Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z0-9_]+)*$")]


class Say(Part):
    """Say a text and go on; without `next` the flow ends.

    `file` goes along, about the reference in hand, where the channel takes files. `sms` is the text by SMS: it carries
    no file, and every 67 letters cost.
    """

    kind: Literal["say"]
    text: Key
    sms: Key | None = None
    file: Literal["receipt"] | None = None
    next: Slug | None = None


class Ask(Part):
    """Ask for typed answers, one at a time.

    `each` walks the service's conditions or fields; `field` asks for one answer of the flow's own (`of` is a kind of
    `flows.answers`, `reference`, `last_four` or `code`). A condition not met goes to `unmet`, "I do not know" to
    `unsure`.
    """

    kind: Literal["ask"]
    each: Literal["conditions", "fields", "changed"] | None = None
    field: Slug | None = None
    of: str = "text"
    text: Key | None = None
    optional: bool = False
    # The button that leaves an optional question without an answer.
    skip: Key = "answer.skip"
    # A picture or a file is an answer too.
    media: bool = False
    next: Slug
    unmet: Slug | None = None
    unsure: Slug | None = None


class Way(Part):
    """One option of a choice and where it leads. `when` names a fact; the option is shown only where it holds. `means`:
    where the text asks a question, a bare yes or no is this option. `words` is a text that lists between bars what else
    people call it.
    """

    id: Slug
    label: Key
    next: Slug
    when: str | None = None
    means: bool | None = None
    words: Key | None = None


class Choose(Part):
    """Choose one of `options`, or one item of a list (`source`, see `flows/lists.py`) kept `into` the frame; then
    `next`. `sms` is the text by SMS, `again` a shorter one where the question is put once more.
    """

    kind: Literal["choose"]
    text: Key
    sms: Key | None = None
    again: Key | None = None
    options: list[Way] = Field(default_factory=list)
    source: Slug | None = None
    into: Literal["service", "memo"] = "memo"
    next: Slug | None = None

    @model_validator(mode="after")
    def _leads_somewhere(self) -> "Choose":
        if not self.options and self.source is None:
            raise ValueError("a choice needs `options` or a `source`")
        if self.source is not None and self.next is None:
            raise ValueError("a choice from a list needs `next`")
        return self


class When(Part):
    """A named fact (`flows/facts.py`) and where to go when it holds."""

    fact: str
    next: Slug


class Decide(Part):
    """Go to the first `when` whose fact holds, else to `otherwise`."""

    kind: Literal["decide"]
    when: list[When] = Field(min_length=1)
    otherwise: Slug


class Document(Part):
    """Ask for papers one by one; each may come later. Of a form the service's; see `flows/steps/document.py`."""

    kind: Literal["document"]
    next: Slug


class Declare(Part):
    """Show the declaration, have it confirmed and signed with the full name of the form."""

    kind: Literal["declare"]
    text: Key
    next: Slug
    refused: Slug


class Call(Part):
    """Run another flow about the same service, then `next` (or the end)."""

    kind: Literal["call"]
    flow: Slug
    next: Slug | None = None


class Act(Part):
    """Do a named thing (`flows/actions.py`) and go on. `subject` is the action's argument."""

    kind: Literal["act"]
    do: Slug
    subject: str = ""
    next: Slug | None = None


class HandOff(Part):
    """Give the conversation to a person. `priority`: 1 emergency, 2 asked for a person, 3 unclear.

    `guessed` says that the danger was guessed: the person can call the alarm off.
    """

    kind: Literal["hand_off"]
    reason: Slug
    priority: int = Field(ge=1, le=3)
    guessed: bool = False
    text: Key


Step = Annotated[
    Say | Ask | Choose | Decide | Document | Declare | Call | Act | HandOff,
    Field(discriminator="kind"),
]


class Flow(Part):
    """A `form` takes answers, so little may interrupt it; with `keep` it is put aside when the person leaves it, and
    can be continued.
    """

    id: Slug
    start: Slug
    form: bool = False
    keep: bool = True
    steps: dict[Slug, Step]

    @model_validator(mode="after")
    def _steps_exist(self) -> "Flow":
        for name in [self.start, *(t for step in self.steps.values() for t in targets(step))]:
            if name not in self.steps:
                raise ValueError(f"flow {self.id}: no step named {name!r}")
        return self


def targets(step: Step) -> list[str]:
    """Every step that this one can lead to."""
    names: list[str | None] = [getattr(step, key, None) for key in ("next", "unmet", "unsure", "refused", "otherwise")]
    names += [way.next for way in getattr(step, "options", [])]
    names += [way.next for way in getattr(step, "when", [])]
    return [name for name in names if name]
