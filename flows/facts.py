"""The named facts that a `decide` step or an option's `when` may ask about."""

from collections.abc import Callable, Mapping

from flows.items import conditions_of
from flows.pack import BLANK
from flows.play import Play

# From this many words on, a complaint or suggestion is told and not merely announced.
TOLD = 5


def service_known(play: Play) -> bool:
    return play.service is not None


def service_refers(play: Play) -> bool:
    """The service takes no applications; it says where to go."""
    return play.service is not None and play.service.intake == "refer"


def has_conditions(play: Play) -> bool:
    """There is a condition still to be asked."""
    return any(c.id not in play.frame.answers for c in conditions_of(play))


def has_documents(play: Play) -> bool:
    return bool(play.service and play.service.documents)


def has_parked(play: Play) -> bool:
    return bool(play.session.parked)


def one_parked(play: Play) -> bool:
    return len(play.session.parked) == 1


def has_applications(play: Play) -> bool:
    return any(a.own for a in play.world.dossier.applications)


def reference_own(play: Play) -> bool:
    """The reference in hand is one of the person's own applications."""
    return any(a.own and a.reference == play.frame.memo.get("reference") for a in play.world.dossier.applications)


def has_reference(play: Play) -> bool:
    return bool(play.frame.memo.get("reference"))


def reference_known(play: Play) -> bool:
    return any(a.reference == play.frame.memo.get("reference") for a in play.world.dossier.applications)


def has_contact(play: Play) -> bool:
    return any(value != BLANK for value in play.pack.contact.model_dump().values())


def has_hours(play: Play) -> bool:
    return play.pack.contact.hours != BLANK


def low_rating(play: Play) -> bool:
    return play.frame.memo.get("choice", "") in ("1", "2")


def has_words(play: Play) -> bool:
    """The message that began the flow says more than its intent (a complaint told at once, say)."""
    return len(play.frame.memo.get("words", "").split()) >= TOLD


FACTS: Mapping[str, Callable[[Play], bool]] = {
    f.__name__: f
    for f in (
        service_known, service_refers, has_conditions, has_documents, has_parked, one_parked, has_applications,
        reference_own, has_reference, reference_known, has_contact, has_hours, low_rating, has_words,
    )
}  # fmt: skip
