"""A charity's knowledge as data: what one pack may say. Built from YAML by `bot/packs.py`; unknown keys are errors."""

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from flows.answers.kinds import TOLD
from flows.arabic import fold

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
    conditions: list[Condition] = Field(default_factory=list)
    fields: list[Slug] = Field(default_factory=list)
    documents: list[Slug] = Field(default_factory=list)
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


class Committee(Part):
    """Who decides and by when. `at_least_days` is None where the charity's policy names no period."""

    name: Words
    at_least_days: int | None = None


class Declaration(Part):
    """What the applicant declares and signs. Raise `version` when the charity changes a word of it."""

    version: str
    text: Words


class Approval(Part):
    """Who approved the charity's policy and when, as the policy itself says it; a blank where it is silent."""

    body: Words
    meeting: str = BLANK
    hijri: str = BLANK
    gregorian: str = BLANK
    note: Words | None = None


class Policy(Part):
    """What the charity's policy sets itself and how it says that a request is handled, in its own order.

    `verifications` are its own words on the ways of making sure, only where it has some.
    """

    approval: Approval
    goal: Words
    aims: list[Words] = Field(default_factory=list)
    practices: list[Words] = Field(default_factory=list)
    steps: list[Words] = Field(min_length=1)
    verifications: list[Words] = Field(default_factory=list)


class PolicyFile(Part):
    """A paper of the charity that people may ask for. `link` is where it can be read, or a blank."""

    id: Slug
    label: Words
    names: list[str] = Field(default_factory=list)
    link: str = BLANK


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
    """An approved answer and the ways people ask for it. `person`: the answer offers a colleague for the rest.

    `blank` names a detail of `contact`: the answer says that it is not known, and holds only while it is not.
    """

    id: Slug
    ask: list[str] = Field(min_length=1)
    answer: Words
    person: bool = False
    blank: Literal["phone", "address", "website", "email", "hours"] | None = None
    # The seed's sentence or the charity's approval that the answer rests on.
    source: str


class SmsBudget(Part):
    """How many segments one answer by SMS may cost, as the charity is charged. `flows` by flow (`status`), or by one
    step of it (`status.own_say`), over the `default`. `sanad check` warns of what costs more.
    """

    default: int = Field(default=10, ge=1)
    flows: dict[str, int] = Field(default_factory=dict)

    def of(self, flow: str, step: str) -> int:
        return self.flows.get(f"{flow}.{step}", self.flows.get(flow, self.default))


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """What a service asks, in the pack's order: the conditions that are asked, the fields, those of them whose answer a
    message may tell before it is asked, and those that ask what happened. A form is itself alone, so that what is made
    of it can be kept.
    """

    conditions: tuple[Condition, ...] = ()
    fields: tuple[FormField, ...] = ()
    ahead: tuple[FormField, ...] = ()
    stories: tuple[FormField, ...] = ()


NO_FORM = Form()


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
    declaration: Declaration
    policy: Policy
    files: list[PolicyFile] = Field(default_factory=list)
    contact: Contact = Contact()
    sms: SmsBudget = SmsBudget()
    emergency: list[Number] = Field(min_length=1)
    channels: list[Words] = Field(default_factory=list)
    tools: list[Words] = Field(default_factory=list)
    # For the charity's own eyes: where its policy contradicts itself or is silent.
    remarks: list[str] = Field(default_factory=list)
    questions: list[Question] = Field(default_factory=list)
    # Flow texts by key, then language: texts/ar.yaml and texts/en.yaml over the shared ones of flows/library/texts.
    texts: dict[str, Words] = Field(default_factory=dict)

    def service(self, slug: str) -> Service | None:
        return self._services.get(slug)

    def form(self, service: str) -> Form:
        """What this service asks; nothing where there is no such service."""
        return self._forms.get(service, NO_FORM)

    def field(self, slug: str) -> FormField | None:
        return self._fields.get(slug)

    def document(self, slug: str) -> DocumentKind | None:
        return next((d for d in self.documents if d.id == slug), None)

    def file(self, slug: str) -> PolicyFile | None:
        return next((f for f in self.files if f.id == slug), None)

    def question(self, slug: str) -> Question | None:
        return self._questions.get(slug)

    def __copy__(self) -> "Pack":  # What was indexed here is wrong for a `model_copy` with other parts.
        return type(self).model_construct(self.model_fields_set, **dict(self))

    @cached_property
    def service_labels(self) -> dict[str, list[tuple[str, str]]]:
        """(id, name) of every service, by language."""
        return {language: [(s.id, s.name.say(language)) for s in self.services] for language in ("ar", "en")}

    @cached_property
    def _services(self) -> dict[str, Service]:
        return {part.id: part for part in self.services}

    @cached_property
    def _forms(self) -> dict[str, Form]:
        return {service.id: self._form(service) for service in self.services}

    def _form(self, service: Service) -> Form:
        fields = tuple(field for slug in service.fields if (field := self.field(slug)))
        return Form(
            conditions=tuple(condition for condition in service.conditions if condition.ask),
            fields=fields,
            ahead=tuple(field for field in fields if field.ahead or field.kind in TOLD),
            stories=tuple(field for field in fields if field.story),
        )

    @cached_property
    def _fields(self) -> dict[str, FormField]:
        return {part.id: part for part in self.fields}

    @cached_property
    def _questions(self) -> dict[str, Question]:
        return {part.id: part for part in self.questions}
