"""The lists that a `choose` step can offer: (value, label) pairs made from the pack and the session."""

from collections.abc import Callable, Iterable, Mapping

from flows import ours, own
from flows.arabic import fold, is_arabic
from flows.charity import PolicyFile, Question
from flows.items import form_of
from flows.life import CORRECTABLE
from flows.message import ApplicationView
from flows.play import Play

Pairs = list[tuple[str, str]]


def services(play: Play) -> Pairs:
    return play.pack.service_labels[play.session.language]


def answers(play: Play) -> Pairs:
    """The form's answers, by field."""
    given = play.frame.answers
    return [(f.id, f.label.say(play.session.language)) for f in form_of(play).fields if f.id in given]


def parked(play: Play) -> Pairs:
    """The forms put aside, newest first, by their place in the session."""
    language = play.session.language
    pairs = []
    for place, frame in enumerate(play.session.parked):
        service = play.pack.service(frame.service)
        label = service.name.say(language) if service else play.text("form.unnamed")
        pairs.append((f"parked:{place}", label))
    return pairs[::-1]


def begun(play: Play) -> list[str]:
    """The names of the services whose applications were put aside, newest first; only that of the service in hand."""
    here = play.frame.service
    forms = [form for form in play.session.parked[::-1] if form.flow == "apply" and here in ("", form.service)]
    return [found.name.say(play.session.language) for form in forms if (found := play.pack.service(form.service))]


def incomplete(play: Play) -> list[ApplicationView]:
    """The person's own applications that lack a paper which the charity still asks for, newest first."""
    return [view for view in reversed(play.world.dossier.applications) if view.own and labelled(play, view.missing)]


def correctable(play: Play) -> list[ApplicationView]:
    """The person's own applications of which they may still correct an answer, newest first."""
    views = (view for view in reversed(play.world.dossier.applications) if view.own and view.status in CORRECTABLE)
    # Of a service that the charity has dropped nobody knows the questions any more.
    return [view for view in views if (service := play.pack.service(view.service)) and service.fields]


def applications_correctable(play: Play) -> Pairs:
    return [(view.reference, f"{_service(play, view.service)} {view.reference}") for view in correctable(play)]


def fields(play: Play) -> Pairs:
    """The questions of the service's form."""
    return [(f.id, f.label.say(play.session.language)) for f in form_of(play).fields]


def applications_incomplete(play: Play) -> Pairs:
    return [(view.reference, f"{_service(play, view.service)} {view.reference}") for view in incomplete(play)]


def papers_missing(play: Play) -> Pairs:
    """Every missing paper as "reference:kind"; the reference is told where there are several."""
    views = incomplete(play)
    return [
        (f"{view.reference}:{kind}", label if len(views) == 1 else f"{label} {view.reference}")
        for view in views
        for kind, label in labelled(play, view.missing)
    ]


def labelled(play: Play, kinds: Iterable[str]) -> Pairs:
    """The papers of these kinds with their labels, in the pack's order."""
    wanted = set(kinds)
    return [(d.id, d.label.say(play.session.language)) for d in play.pack.documents if d.id in wanted]


def _service(play: Play, slug: str) -> str:
    service = play.pack.service(slug)
    return service.name.say(play.session.language) if service else slug


def guesses(play: Play) -> Pairs:
    """What the person may have meant: intents and questions, as the engine noted them."""
    noted = filter(None, play.frame.memo.get("guesses", "").split(" "))
    return [(guess, label) for guess in noted if (label := guess_label(play, guess))]


def guess_label(play: Play, guess: str) -> str:
    """What `intent:<name>`, `service:<id>` or `faq:<question id>` is called; "" when the pack no longer has it."""
    kind, _, name = guess.partition(":")
    if kind == "service":
        wanted = play.pack.service(name)
        return wanted.name.say(play.session.language) if wanted else ""
    if name == "policy_documents" and (file := named_file(play)):
        return file.label.say(play.session.language)
    if kind == "intent":
        return play.text(f"intent.{name}")
    question = play.pack.question(name)
    return _title(question, play.session.language) if question else ""


def _title(question: Question, language: str) -> str:
    """The first phrasing in the person's language; a pack puts a clean one first."""
    arabic = language == "ar"
    return next((phrase for phrase in question.ask if is_arabic(phrase) == arabic), question.ask[0])


def named_file(play: Play) -> PolicyFile | None:
    """The paper of the charity that the words in hand name."""
    told = f" {fold(play.frame.memo.get('words', ''))} "
    return next((f for f in play.pack.files if any(f" {ours.folded(name)} " in told for name in f.names)), None)


def files(play: Play) -> Pairs:
    """The charity's own papers."""
    return [(f.id, f.label.say(play.session.language)) for f in play.pack.files]


SOURCES: Mapping[str, Callable[[Play], Pairs]] = {
    "services": services,
    "answers": answers,
    "parked": parked,
    "guesses": guesses,
    "applications_incomplete": applications_incomplete,
    "applications_correctable": applications_correctable,
    "fields": fields,
    "papers_missing": papers_missing,
    "files": files,
    **own.SOURCES,
}
