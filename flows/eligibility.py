"""Is the applicant entitled? Every condition of a service as met, not met or unclear."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from flows import rules
from flows.pack import Pack
from flows.play import Play
from flows.service import Condition, Service
from flows.session import Answer
from flows.values import tell


class Outcome(StrEnum):
    """`UNCLEAR` is for the social researcher; `TOLD` conditions are stated, never asked or computed."""

    MET = "met"
    UNMET = "unmet"
    UNCLEAR = "unclear"
    TOLD = "told"


def outcomes(service: Service, answers: Mapping[str, Answer], *, today: date) -> dict[str, Outcome]:
    """Each condition's outcome by its id, in the pack's order."""
    return {c.id: outcome(service, c, answers, today=today) for c in service.conditions}


def outcome(service: Service, condition: Condition, answers: Mapping[str, Answer], *, today: date) -> Outcome:
    given = answers.get(condition.id)
    if condition.ask:
        holds = None if given is None or given.value is None else given.value == condition.needs
    elif condition.rule:
        values = {name: answer.value for name, answer in answers.items()}
        holds = rules.holds(condition.rule, values, service.fields, today=today)
    else:
        return Outcome.TOLD
    return Outcome.UNCLEAR if holds is None else Outcome.MET if holds else Outcome.UNMET


def computed(service: Service) -> list[Condition]:
    """The conditions that the form's answers decide."""
    return [condition for condition in service.conditions if condition.rule]


def options(pack: Pack, service: Service) -> set[str]:
    """The option ids that a rule of this service may name."""
    fields = [field for slug in service.fields if (field := pack.field(slug))]
    return {option.id for field in fields for option in field.options}


def judge(play: Play) -> Outcome:
    """What the form's answers come to: the first condition that is not met is told, kindly, and remembered."""
    assert play.service is not None, "only a service has conditions"
    today = play.today
    found = {c.id: outcome(play.service, c, play.frame.answers, today=today) for c in computed(play.service)}
    for condition in computed(play.service):
        if found[condition.id] is Outcome.UNMET:
            tell_unmet(play, condition)
            return Outcome.UNMET
    return Outcome.UNCLEAR if Outcome.UNCLEAR in found.values() else Outcome.MET


def tell_unmet(play: Play, condition: Condition) -> None:
    """Say which condition is not met and what else can be done."""
    language = play.session.language
    instead = condition.instead.say(language) if condition.instead else play.text("eligibility.instead")
    play.say(tell(play, "eligibility.unmet", condition=condition.says.say(language).rstrip(". "), instead=instead))
    play.remember(unmet=condition.id)
