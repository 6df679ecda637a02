"""A charity's knowledge as data: what one pack may say. Built from YAML by `bot/packs.py`; unknown keys are errors."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,40}$")]
# The charity has not told us yet. `sanad check` lists every blank; the bot offers a person instead of inventing.
BLANK = "TO_FILL"


class Part(BaseModel):
    """Every part of a pack is frozen and refuses keys that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Part):
    """One text in both languages. An English text may be missing only where the charity's own words are quoted."""

    ar: str = Field(min_length=1)
    en: str = ""

    def say(self, language: str) -> str:
        return self.en if language == "en" and self.en else self.ar

    @property
    def blank(self) -> bool:
        return BLANK in (self.ar, self.en)


class Condition(Part):
    """One condition of a service, asked as a yes-or-no question before the form.

    `needs` is the answer that meets it. `instead` says what can be done when it is not met.
    A condition without a question (`ask`) is told, not asked: rating after the service, an interview.
    """

    id: Slug
    says: Words
    ask: Words | None = None
    needs: bool = True
    instead: Words | None = None


class Option(Part):
    id: Slug
    label: Words
    also: list[str] = Field(default_factory=list)


class FormField(Part):
    """One question of a form. `kind` is a kind of `flows.answers`; `store: identity` keeps it encrypted and indexed."""

    id: Slug
    kind: str
    ask: Words
    label: Words
    why: Words | None = None
    options: list[Option] = Field(default_factory=list)
    optional: bool = False


class DocumentKind(Part):
    """A paper to be shown. `keep: seen` papers are looked at by a researcher and not stored (identity papers)."""

    id: Slug
    label: Words
    why: Words
    keep: Literal["file", "seen"] = "seen"
    optional: bool = False


class Service(Part):
    """`intake`: `form` takes applications; `refer` takes none and says where to go (`referral`)."""

    id: Slug
    name: Words
    about: Words
    names: list[str] = Field(default_factory=list)
    intake: Literal["form", "refer"] = "form"
    referral: Words | None = None
    conditions: list[Condition] = Field(default_factory=list)
    fields: list[Slug] = Field(default_factory=list)
    documents: list[Slug] = Field(default_factory=list)
    interview: bool = False
    rated: bool = False
    link: str = ""
    notes: list[Words] = Field(default_factory=list)


class Committee(Part):
    """Who decides and by when. `at_least_days` is None where the charity's policy names no period."""

    name: Words
    at_least_days: int | None = None


class Contact(Part):
    """What people ask for. Each may be a blank."""

    phone: str = BLANK
    address: str = BLANK
    website: str = BLANK
    email: str = BLANK
    hours: str = BLANK


class Number(Part):
    """An emergency number. `confirmed` is false until the charity confirms it for its region."""

    label: Words
    number: str
    confirmed: bool = False


class Question(Part):
    """An approved answer and the ways people ask for it. `person`: the answer offers a colleague for the rest."""

    id: Slug
    ask: list[str] = Field(min_length=1)
    answer: Words
    person: bool = False
    # The seed's sentence or the charity's approval that the answer rests on.
    source: str


class Pack(Part):
    """One charity. `prefix` begins its reference numbers. `version` is the digest of its files."""

    slug: Slug
    name: Words
    about: Words
    prefix: Annotated[str, StringConstraints(pattern=r"^[A-HJKMNP-Z]{3}$")]
    source: str
    version: str = ""
    services: list[Service] = Field(min_length=1)
    fields: list[FormField] = Field(default_factory=list)
    documents: list[DocumentKind] = Field(default_factory=list)
    committee: Committee
    contact: Contact = Contact()
    emergency: list[Number] = Field(min_length=1)
    channels: list[Words] = Field(default_factory=list)
    tools: list[Words] = Field(default_factory=list)
    # For the charity's own eyes: where its policy contradicts itself or is silent.
    remarks: list[str] = Field(default_factory=list)
    questions: list[Question] = Field(default_factory=list)
    # Flow texts by key, then language: texts/ar.yaml and texts/en.yaml over the shared ones of flows/library/texts.
    texts: dict[str, Words] = Field(default_factory=dict)

    def service(self, slug: str) -> Service | None:
        return next((s for s in self.services if s.id == slug), None)

    def field(self, slug: str) -> FormField | None:
        return next((f for f in self.fields if f.id == slug), None)

    def document(self, slug: str) -> DocumentKind | None:
        return next((d for d in self.documents if d.id == slug), None)

    def question(self, slug: str) -> Question | None:
        return next((q for q in self.questions if q.id == slug), None)
