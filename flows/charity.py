"""The charity itself as data: who decides, what its policy says, how to reach it, its answers, what SMS may cost."""

from typing import Literal

from pydantic import Field

from flows.part import BLANK, Part, Slug, Words


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
    `told` are words of those who ask nothing and only tell what happened to them: they are answered with it where
    nothing else is plainly meant.
    """

    id: Slug
    ask: list[str] = Field(min_length=1)
    told: list[str] = Field(default_factory=list)
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
