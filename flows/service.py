"""A service as data: its conditions, the questions of its form, the papers to be shown, how it is verified."""

from functools import cached_property
from typing import Literal

from pydantic import Field

from flows.arabic import fold
from flows.part import Part, Slug, Words

# The conversation's state holds the answers of the open form and is written whole after every turn, so a form must
# have an end; nobody answers even so many in a chat.
MOST_ASKED = 100


class Condition(Part):
    """One condition of a service.

    With a question (`ask`) it is asked as yes or no before the form; `needs` is the answer that meets it. With a `rule`
    it is computed from the form's answers (the language is in `flows/rules.py`). With neither it is told, not asked:
    rating after the service, say. `instead` says what can be done when it is not met. `says_yes` and `says_no` are what
    people say for yes and no: "Saudi", when they are asked about their nationality; `says_unsure` is what only a
    colleague can judge: an iqama that has expired.
    """

    id: Slug
    says: Words
    ask: Words | None = None
    needs: bool = True
    says_yes: list[str] = Field(default_factory=list)
    says_no: list[str] = Field(default_factory=list)
    says_unsure: list[str] = Field(default_factory=list)
    rule: str = ""
    instead: Words | None = None


class Option(Part):
    id: Slug
    label: Words
    also: list[str] = Field(default_factory=list)


class FormField(Part):
    """One question of a form. `kind` is a kind of `flows.answers`; `story` marks the one that asks what happened,
    `in_story` one whose answer such a story may have held already, `ahead` a choice that is taken from what is told
    before it is asked for.
    """

    id: Slug
    kind: str
    ask: Words
    label: Words
    why: Words | None = None
    options: list[Option] = Field(default_factory=list)
    optional: bool = False
    story: bool = False
    in_story: bool = False
    ahead: bool = False


class Validity(Part):
    """What makes a paper valid on the day, asked as a date when the paper is given.

    `until: true`: the paper bears a last day, and today must not be after it. `within_days`: it must not have been
    issued longer ago than this. Give one of the two.
    """

    until: bool = False
    within_days: int | None = Field(default=None, ge=1)


class DocumentKind(Part):
    """A paper to be shown. `keep: seen` papers are looked at by a researcher and not stored (identity papers)."""

    id: Slug
    label: Words
    why: Words
    keep: Literal["file", "seen"] = "seen"
    optional: bool = False
    valid: Validity | None = None


class Verification(Part):
    """One way in which the charity makes sure of an applicant's entitlement.

    `required: false` is for the cases that call for it (a field visit, say).
    """

    kind: Literal["administrative", "interview", "field_visit"]
    required: bool = True


class Service(Part):
    """`intake`: `form` takes applications; `refer` takes none and says where to go (`referral`).

    `serves` are intents that this service is the answer to, although nobody named it; `spoken_of` are words whose very
    mention says that it is this service that is wanted, and not something of our own.
    """

    id: Slug
    name: Words
    about: Words
    names: list[str] = Field(default_factory=list)
    serves: list[Literal["complaint", "update_data", "products_projects"]] = Field(default_factory=list)
    spoken_of: list[str] = Field(default_factory=list)
    intake: Literal["form", "refer"] = "form"
    referral: Words | None = None
    conditions: list[Condition] = Field(default_factory=list, max_length=MOST_ASKED)
    fields: list[Slug] = Field(default_factory=list, max_length=MOST_ASKED)
    documents: list[Slug] = Field(default_factory=list, max_length=MOST_ASKED)
    verification: list[Verification] = Field(default_factory=lambda: [Verification(kind="administrative")])
    rated: bool = False
    link: str = ""
    notes: list[Words] = Field(default_factory=list)

    @cached_property
    def marks(self) -> frozenset[str]:
        """`spoken_of` as texts are compared."""
        return frozenset(map(fold, self.spoken_of))

    def verified_by(self, kind: str) -> bool:
        return any(v.kind == kind for v in self.verification)
