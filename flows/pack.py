"""A charity's knowledge as data: what one pack may say. Built from YAML by `bot/packs.py`; unknown keys are errors."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from pydantic import Field, StringConstraints

from flows import ours
from flows.answers.kinds import TOLD
from flows.charity import Committee, Contact, Declaration, Number, Policy, PolicyFile, Question, SmsBudget
from flows.part import Part, Slug, Words
from flows.service import Condition, DocumentKind, FormField, Service


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

    def answering(self, told: Iterable[str]) -> list[Question]:
        """The questions that may answer who only tells something: one of these words begins what their `told` says."""
        found = [question for word in told for question in self._told.get(word.removeprefix("و"), ())]
        return list({question.id: question for question in found}.values())

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

    @cached_property
    def _told(self) -> dict[str, list[Question]]:
        begun = defaultdict[str, list[Question]](list)
        for question in self.questions:
            for head in {ours.words(phrase)[0].removeprefix("و") for phrase in question.told}:
                begun[head].append(question)
        return begun
