"""Which service of the charity a wish is about: the one that was named, or the one that serves such wishes."""

from collections.abc import Set

from flows.lists import correctable
from flows.message import Meaning
from flows.play import Play, Said
from flows.routes import ROUTES, SERVICE_WISHES
from flows.session import Answer, stamp
from flows.signs import STORY
from flows.words import ungreeted

# Confidence from which a wish about a named service is taken for that wish.
LEANING = 0.6
# A complaint about ourselves is for a colleague, whatever else the charity takes complaints about.
_OURS = ("موظفكم", "موظفينكم", "موظفتكم", "موظفاتكم", "جمعيت", "الجمعيه", "للجمعيه", "خدمتكم", "تعاملكم", "ردكم")
_OURS_ENGLISH = frozenset({"association", "charity"})
# So are these, but for a story about somebody else, told to us: shops have staff too, and it is you who should help.
_MAYBE_OURS = ("موظف", "باحث", "عندكم", "معاكم", "منكم", "عليكم", "فيكم")
_MAYBE_OURS_ENGLISH = frozenset({"staff", "employee", "colleague", "you", "your"})


def about_a_service(meaning: Meaning) -> bool:
    """A wish that names its service needs less certainty: the worst is a question about the right service."""
    return meaning.intent in SERVICE_WISHES and meaning.confidence >= LEANING and bool(meaning.entity("service"))


def service_of(play: Play, said: Said) -> str:
    """The id of the service that was named, or of the one for such wishes, or ""."""
    intent = said.meaning.intent
    named = _named(play, said)
    if intent == "update_data" and correctable(play):
        return named
    serving = next((service for service in play.pack.services if intent in service.serves), None)
    # New data are new data whatever else is spoken of; a complaint may be about the service that it names.
    if serving is None or (intent == "complaint" and (named or of_us(said.text, serving.marks))):
        return named
    return serving.id


def only_form(play: Play) -> str:
    """The one service that takes applications, where there is only one: nobody is asked which."""
    forms = [service.id for service in play.pack.services if service.intake == "form"]
    return forms[0] if len(forms) == 1 else ""


def form_at_hand(play: Play) -> str:
    """The service last spoken of, where it takes applications, or the only one that does."""
    about = play.pack.service(play.session.subject)
    return about.id if about and about.intake == "form" else only_form(play)


def _named(play: Play, said: Said) -> str:
    """The service that the words name; of several, for somebody who applies, one that takes applications."""
    named = said.meaning.entity("service")
    if said.meaning.intent != "apply":
        return named
    values = [entity.value for entity in said.meaning.entities if entity.name == "service"]
    forms = (value for value in values if (found := play.pack.service(value)) and found.intake == "form")
    return next(forms, named)


def flow_of(play: Play, said: Said, service: str) -> str:
    """The intent's flow, or that of the service which the charity has for it: a shop's wrong, new data, projects."""
    found, intent = play.pack.service(service), said.meaning.intent
    if found is None or intent not in found.serves:
        return ROUTES[intent]
    return "apply" if found.intake == "form" else "describe"


def flow_of_wish(play: Play, said: Said) -> str:
    """The flow that serves what the message means."""
    return flow_of(play, said, service_of(play, said))


def by_form(play: Play, said: Said) -> bool:
    """Does the charity take such a wish by a form?"""
    return flow_of_wish(play, said) == "apply"


def story(play: Play, said: Said, service: str) -> dict[str, Answer]:
    """What has been told already, as the answer to the form's question about it."""
    found = play.pack.service(service)
    if found is None or said.meaning.intent not in found.serves or len(said.words) < STORY:
        return {}
    stories = play.pack.form(service).stories[:1]
    return {field.id: Answer(said.text, "typed", stamp(play.world.now), said.text) for field in stories}


def of_us(text: str, marks: Set[str] = frozenset()) -> bool:
    """Is it we who are complained of, and not somebody of whom the charity takes complaints, whose `marks` are told?"""
    told = ungreeted(text)
    bare = [word.removeprefix("و").removeprefix("ب") for word in told]
    if any(word.startswith(_OURS) for word in bare) or _OURS_ENGLISH & set(told):
        return True
    if marks & {part for word in bare for part in (word, word.removeprefix("ال"), word.removeprefix("لل"))}:
        return False
    return any(word.startswith(_MAYBE_OURS) for word in bare) or bool(_MAYBE_OURS_ENGLISH & set(told))
