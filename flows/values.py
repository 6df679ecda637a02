"""The {values} that texts may use, computed only when a text asks for them."""

from collections.abc import Callable, Iterable, Mapping

from flows.items import fields_of
from flows.pack import BLANK
from flows.play import Play
from flows.redact import mask
from flows.session import Answer


def tell(play: Play, key: str, **extra: str) -> str:
    """The text of `key` with its values filled in. An unknown value is a mistake in the texts: `KeyError`."""
    return play.text(key).format_map(_Lazy(play, extra))


class _Lazy(dict[str, str]):
    def __init__(self, play: Play, extra: Mapping[str, str]) -> None:
        super().__init__(extra)
        self.play = play

    def __missing__(self, name: str) -> str:
        return VALUES[name](self.play)


def service(play: Play) -> str:
    return play.service.name.say(play.session.language) if play.service else play.text("form.unnamed")


def about(play: Play) -> str:
    return play.service.about.say(play.session.language) if play.service else ""


def referral(play: Play) -> str:
    found = play.service.referral if play.service else None
    return found.say(play.session.language) if found else ""


def conditions(play: Play) -> str:
    """Every condition of the service as the charity states it, asked or told."""
    if not play.service:
        return ""
    return _bullets(c.says.say(play.session.language) for c in play.service.conditions)


def documents(play: Play) -> str:
    papers = [d for slug in (play.service.documents if play.service else []) if (d := play.pack.document(slug))]
    return _bullets(d.label.say(play.session.language) for d in papers) or play.text("documents.none")


def services(play: Play) -> str:
    return _bullets(s.name.say(play.session.language) for s in play.pack.services)


def summary(play: Play) -> str:
    """The form as filled in, one line a field, then the documents. Identity numbers are masked."""
    language = play.session.language
    lines = [
        f"{f.label.say(language)}: {shown(play, play.frame.answers[f.id])}"
        for f in fields_of(play)
        if f.id in play.frame.answers
    ]
    papers = [
        f"{d.label.say(language)}: {shown(play, play.frame.answers[d.id])}"
        for slug in (play.service.documents if play.service else [])
        if (d := play.pack.document(slug)) and d.id in play.frame.answers
    ]
    return _bullets([*lines, *papers])


def shown(play: Play, answer: Answer) -> str:
    """An answer as it is shown to the person: never a whole identity number."""
    return mask(answer.shown) or play.text("answer.skipped")


def period(play: Play) -> str:
    """How long the committee takes, as far as the charity's policy says it."""
    days = play.pack.committee.at_least_days
    if days is None:
        return play.text("period.unknown")
    return play.text("period.two_weeks") if days == 14 else play.text("period.days").format(days=days)


def answer(play: Play) -> str:
    """The approved answer to the question in hand."""
    question = play.pack.question(play.frame.memo.get("question", ""))
    return question.answer.say(play.session.language) if question else play.text("unclear.text")


def committee(play: Play) -> str:
    return play.pack.committee.name.say(play.session.language)


def declaration(play: Play) -> str:
    """What the person declares and signs."""
    return play.pack.declaration.text.say(play.session.language)


def interview(play: Play) -> str:
    """A paragraph about the personal interview where the service has one, else nothing."""
    return "\n\n" + play.text("apply.interview") if play.service and play.service.verified_by("interview") else ""


def missing(play: Play) -> str:
    """A paragraph that lists the papers still to come, or nothing."""
    late = [d for d in play.pack.documents if (a := play.frame.answers.get(d.id)) and a.value is None]
    if not late:
        return ""
    papers = _bullets(d.label.say(play.session.language) for d in late)
    return "\n\n" + play.text("apply.missing").format(papers=papers)


def emergency(play: Play) -> str:
    return _bullets(f"{n.label.say(play.session.language)}: {n.number}" for n in play.pack.emergency)


def contact(play: Play) -> str:
    """The contact details that the charity has given; blanks are left out."""
    given = play.pack.contact.model_dump()
    return _bullets(f"{play.text(f'contact.{name}')}: {value}" for name, value in given.items() if value != BLANK)


def hours(play: Play) -> str:
    return play.pack.contact.hours


def channels(play: Play) -> str:
    return _bullets(c.say(play.session.language) for c in play.pack.channels)


def charity(play: Play) -> str:
    return play.pack.name.say(play.session.language)


def applications(play: Play) -> str:
    """The person's own applications, newest first: service, reference and where each one stands."""
    own = [a for a in play.world.dossier.applications if a.own]
    return "\n\n".join(_standing(play, a.reference, a.service, a.status) for a in own)


def reference(play: Play) -> str:
    """The reference number in hand."""
    return play.frame.memo.get("reference", "")


def found(play: Play) -> str:
    """The application that the person named."""
    wanted = play.frame.memo.get("reference", "")
    view = next((a for a in play.world.dossier.applications if a.reference == wanted), None)
    return _standing(play, view.reference, view.service, view.status) if view else ""


def _standing(play: Play, reference: str, slug: str, status: str) -> str:
    named = play.pack.service(slug)
    name = named.name.say(play.session.language) if named else slug
    return f"{name}\n{reference}\n{play.text(f'status.{status}')}"


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"• {line}" for line in lines)


VALUES: Mapping[str, Callable[[Play], str]] = {
    f.__name__: f
    for f in (
        service, about, referral, conditions, documents, services, summary, period, committee, declaration, interview,
        missing,
        emergency, answer, contact, hours, channels, charity, applications, found, reference,
    )
}  # fmt: skip
