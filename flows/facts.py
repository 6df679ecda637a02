"""The named facts that a `decide` step or an option's `when` may ask about."""

from collections.abc import Callable, Mapping

from flows import own, proving
from flows.items import form_of
from flows.lists import begun, correctable, incomplete
from flows.own_values import papers_left
from flows.papers import held
from flows.parking import open_form
from flows.part import BLANK
from flows.play import Play
from flows.signs import STORY

# From this many words on, a complaint or suggestion is told and not merely announced.
TOLD = 5


def service_known(play: Play) -> bool:
    return play.service is not None


def service_refers(play: Play) -> bool:
    """The service takes no applications; it says where to go."""
    return play.service is not None and play.service.intake == "refer"


def has_conditions(play: Play) -> bool:
    """There is a condition still to be asked."""
    return any(c.id not in play.frame.answers for c in form_of(play).conditions)


def has_parked(play: Play) -> bool:
    return bool(play.session.parked)


def one_parked(play: Play) -> bool:
    return len(play.session.parked) == 1


def begun_before(play: Play) -> bool:
    """A form of the service in hand, or of any where none is named, was put aside; what a wish tells goes its own way
    (`starting`).
    """
    return bool(begun(play)) and not (play.service and play.frame.memo.get("words"))


def has_applications(play: Play) -> bool:
    return any(a.own for a in play.world.dossier.applications)


def reference_own(play: Play) -> bool:
    """The reference in hand is one of the person's own applications."""
    return any(a.own and a.reference == play.frame.memo.get("reference") for a in play.world.dossier.applications)


def reference_incomplete(play: Play) -> bool:
    """The reference in hand is one of the person's own applications, and a paper of it is missing."""
    return any(a.reference == play.frame.memo.get("reference") for a in incomplete(play))


def has_missing(play: Play) -> bool:
    """A paper of one of the person's applications is still to come."""
    return bool(incomplete(play))


def one_incomplete(play: Play) -> bool:
    """Papers are missing from one application only, or from the one in hand."""
    return len(incomplete(play)) == 1 or reference_incomplete(play)


def papers_to_supply(play: Play) -> bool:
    """Staff wait for something about the application in hand, and no paper of it is missing any more."""
    return own.FACTS["this_to_supply"](play) and not papers_left(play)


def reference_correctable(play: Play) -> bool:
    """The reference in hand is one of the person's own applications, and they may still correct it."""
    return any(a.reference == play.frame.memo.get("reference") for a in correctable(play))


def has_correctable(play: Play) -> bool:
    """The person may still correct an answer of one of their applications."""
    return bool(correctable(play))


def one_correctable(play: Play) -> bool:
    return len(correctable(play)) == 1


def holds_files(play: Play) -> bool:
    """The person sent files just now, and it is not known yet which paper they are."""
    return bool(held(play.frame))


def files_refused(play: Play) -> bool:
    """None of the files sent just now can be taken."""
    return bool(play.frame.memo.get("refused")) and not holds_files(play)


def has_reference(play: Play) -> bool:
    return bool(play.frame.memo.get("reference"))


def has_contact(play: Play) -> bool:
    return any(value != BLANK for value in play.pack.contact.model_dump().values())


def waits_for_person(play: Play) -> bool:
    return play.session.owner == "queue"


def has_hours(play: Play) -> bool:
    return play.pack.contact.hours != BLANK


def low_rating(play: Play) -> bool:
    return play.frame.memo.get("choice", "") in ("1", "2")


def has_story(play: Play) -> bool:
    """The message that began the flow tells what happened, not only what is wanted."""
    return len(play.frame.memo.get("words", "").split()) >= STORY


def says_for_another(play: Play) -> bool:
    """Do the words of the wish speak of somebody else: "I want to register my mother"?"""
    return play.holds(play.frame.memo.get("words", ""), "apply.another_words")


def has_words(play: Play) -> bool:
    """The message that began the flow says more than its intent (a complaint told at once, say)."""
    return len(play.frame.memo.get("words", "").split()) >= TOLD


def met_before(play: Play) -> bool:
    """Something was asked in this conversation before: whoever writes knows who answers."""
    return play.session.prompt > 0


def wants_english(play: Play) -> bool:
    return _language(play) == "en"


def wants_arabic(play: Play) -> bool:
    return _language(play) == "ar"


def _language(play: Play) -> str:
    """The language that a wish for one names. Who asks for another names it, or the present one as not theirs."""
    told, now = play.frame.memo.get("words", ""), play.session.language
    named = {name for name, key in _LANGUAGES.items() if play.holds(told, key)}
    other = "ar" if now == "en" else "en"
    if play.holds(told, "language.not_words") and len(named) == 1:
        # "I do not speak Arabic": the other one.
        return ({"ar", "en"} - named).pop()
    if other in named:
        return other
    return now if now in named else ""


_LANGUAGES = {"ar": "language.arabic_words", "en": "language.english_words"}


def several_services(play: Play) -> bool:
    return len(play.pack.services) > 1


def rule_unmet(play: Play) -> bool:
    """The form's answers do not meet a condition that they decide."""
    return play.frame.memo.get("judged") == "unmet"


def rule_unclear(play: Play) -> bool:
    """An answer that a condition needs is missing."""
    return play.frame.memo.get("judged") == "unclear"


def has_twin(play: Play) -> bool:
    """Somebody else's application for this service is open, by the same identity number."""
    return any(not view.own for view in play.world.dossier.twins)


def has_files(play: Play) -> bool:
    """The charity has papers that people may ask for."""
    return bool(play.pack.files)


def file_known(play: Play) -> bool:
    return play.pack.file(play.frame.memo.get("file", "")) is not None


def file_linked(play: Play) -> bool:
    """The charity has told us where the paper in hand can be read."""
    found = play.pack.file(play.frame.memo.get("file", ""))
    return found is not None and found.link != BLANK


FACTS: Mapping[str, Callable[[Play], bool]] = {
    f.__name__: f
    for f in (
        service_known, service_refers, has_conditions, has_parked, open_form, one_parked, has_applications,
        reference_own, has_reference, has_contact, has_hours, waits_for_person, low_rating, has_words,
        says_for_another, begun_before,
        has_story,
        reference_correctable, has_correctable, one_correctable,
        reference_incomplete, has_missing, one_incomplete, papers_to_supply, holds_files, files_refused,
        several_services, met_before, wants_english, wants_arabic,
        rule_unmet, rule_unclear, has_twin, has_files, file_known, file_linked,
    )
} | own.FACTS | proving.FACTS  # fmt: skip
