"""The {values} that texts may use, computed only when a text asks for them."""

from collections.abc import Callable, Iterable, Mapping

from flows import own, showing
from flows.items import form_of
from flows.life import VISITS
from flows.lists import begun, guess_label, incomplete, labelled
from flows.message import ApplicationView
from flows.pack import Pack
from flows.papers import wanted
from flows.part import BLANK
from flows.play import Play
from flows.reference import make
from flows.service import DocumentKind, FormField
from flows.session import Answer

# Any four numbers: an example that would pass for real, so that it may be tried.
_EXAMPLE = (2, 17, 5, 21)


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
    return bullets(c.says.say(play.session.language) for c in play.service.conditions)


def documents(play: Play) -> str:
    papers = [d for slug in (play.service.documents if play.service else []) if (d := play.pack.document(slug))]
    return bullets(d.label.say(play.session.language) for d in papers) or play.text("documents.none")


def services(play: Play) -> str:
    return bullets(s.name.say(play.session.language) for s in play.pack.services)


def summary(play: Play) -> str:
    """The form as filled in, one line a field, then the documents. Identity numbers are masked."""
    language = play.session.language
    lines = [
        f"{f.label.say(language)}: {shown(play, play.frame.answers[f.id], f)}"
        for f in form_of(play).fields
        if f.id in play.frame.answers
    ]
    papers = [
        f"{d.label.say(language)}: {shown(play, play.frame.answers[d.id])}"
        for slug in (play.service.documents if play.service else [])
        if (d := play.pack.document(slug)) and d.id in play.frame.answers
    ]
    return bullets([*lines, *papers])


def shown(play: Play, answer: Answer, field: FormField | None = None) -> str:
    """An answer as it is shown to the person: never a whole identity number."""
    return showing.shown(answer, field, play.session.language) or play.text("answer.skipped")


def period(play: Play) -> str:
    """How long the committee takes, as far as the charity's policy says it."""
    return period_of(play.pack, play.session.language)


def period_of(pack: Pack, language: str) -> str:
    """The same without a conversation: for papers and notices."""
    days = pack.committee.at_least_days
    if days is None:
        return pack.texts["period.unknown"].say(language)
    key = "period.two_weeks" if days == 14 else "period.days"
    return pack.texts[key].say(language).format(days=days)


def answer(play: Play) -> str:
    """The approved answer to the question in hand."""
    question = play.pack.question(play.frame.memo.get("question", ""))
    return question.answer.say(play.session.language) if question else play.text("unclear.text")


def question(play: Play) -> str:
    """The question in hand as the pack words it."""
    return guess_label(play, f"faq:{play.frame.memo.get('question', '')}")


def committee(play: Play) -> str:
    return play.pack.committee.name.say(play.session.language)


def declaration(play: Play) -> str:
    """What the person declares and signs."""
    return play.pack.declaration.text.say(play.session.language)


def interview(play: Play) -> str:
    """A paragraph about the interview that everybody has, or the visits that some have; else nothing."""
    key = _visit_text(play)
    return "\n\n" + play.text(key) if key else ""


def interview_sms(play: Play) -> str:
    key = _visit_text(play)
    return play.text(f"{key}_sms") if key else ""


def _visit_text(play: Play) -> str:
    visits = [way for way in (play.service.verification if play.service else []) if way.kind in VISITS]
    if any(way.required and way.kind == "interview" for way in visits):
        return "apply.interview"
    return "apply.visits" if visits else ""


def missing(play: Play) -> str:
    """A paragraph that lists the papers still to come, or nothing."""
    papers = bullets(d.label.say(play.session.language) for d in _put_off(play))
    return "\n\n" + play.text("apply.missing").format(papers=papers) if papers else ""


def missing_sms(play: Play) -> str:
    """The same in one line."""
    papers = "، ".join(d.label.say(play.session.language) for d in _put_off(play))
    return play.text("apply.missing_sms").format(papers=papers) if papers else ""


def _put_off(play: Play) -> list[DocumentKind]:
    return [d for d in play.pack.documents if (a := play.frame.answers.get(d.id)) and a.value is None]


def emergency(play: Play) -> str:
    return bullets(f"{n.label.say(play.session.language)}: {n.number}" for n in play.pack.emergency)


def contact(play: Play) -> str:
    """The contact details that the charity has given; blanks are left out."""
    given = play.pack.contact.model_dump()
    return bullets(f"{play.text(f'contact.{name}')}: {value}" for name, value in given.items() if value != BLANK)


def hours(play: Play) -> str:
    return play.pack.contact.hours


def channels(play: Play) -> str:
    return bullets(c.say(play.session.language) for c in play.pack.channels)


def charity(play: Play) -> str:
    return play.pack.name.say(play.session.language)


def applications(play: Play) -> str:
    """The person's own applications, newest first: service, reference and where each one stands."""
    return "\n\n".join(_standing(play, a) for a in play.world.dossier.applications if a.own)


def example_reference(play: Play) -> str:
    """How this charity's reference numbers look."""
    return make(play.pack.prefix, _EXAMPLE)


def reference(play: Play) -> str:
    """The reference number in hand."""
    return play.frame.memo.get("reference", "")


def found(play: Play) -> str:
    """The application that the person named."""
    wanted = play.frame.memo.get("reference", "")
    view = next((a for a in play.world.dossier.applications if a.reference == wanted), None)
    return _standing(play, view) if view else ""


def _standing(play: Play, view: ApplicationView) -> str:
    named = play.pack.service(view.service)
    name = named.name.say(play.session.language) if named else view.service
    lines = [name, view.reference, play.text(f"status.{view.status}")]
    if view.missing:
        lines.append(play.text("status.missing").format(papers=_papers_of(play, view)))
    return "\n".join(lines)


def _papers_of(play: Play, view: ApplicationView) -> str:
    return bullets(label for _, label in labelled(play, view.missing))


def papers_left(play: Play) -> str:
    """The papers still to come of the application whose papers are asked for."""
    reference, given = play.frame.memo.get("papers_of"), play.frame.answers
    view = next((v for v in incomplete(play) if v.reference == reference), None)
    left = [kind for kind in (view.missing if view else ()) if kind not in given or wanted(given[kind])]
    return bullets(label for _, label in labelled(play, left))


def papers_then(play: Play) -> str:
    """How it stands after papers were sent: what is left, or that nothing is."""
    left = papers_left(play)
    return play.text("papers.left").format(papers=left) if left else play.text("papers.complete")


def refusal(play: Play) -> str:
    """Why the file sent just now cannot be taken."""
    return play.text(play.frame.memo.get("refused") or "error.document.unreadable")


def found_sms(play: Play) -> str:
    """The application in hand in few letters. That papers are missing is said by the choice to send them."""
    wanted = play.frame.memo.get("reference", "")
    view = next((a for a in play.world.dossier.applications if a.reference == wanted), None)
    return _short(play, view) if view else ""


def applications_sms(play: Play) -> str:
    late = play.text("status.missing_sms")
    own = (view for view in play.world.dossier.applications if view.own)
    return "\n".join(_short(play, view) + (late if view.missing else "") for view in own)


def _short(play: Play, view: ApplicationView) -> str:
    return f"{view.reference}: {play.text(f'status.{view.status}').partition(': ')[2] or view.status}"


def twin(play: Play) -> str:
    """The open application of the person's own that there is already."""
    return next((view.reference for view in reversed(own.open_here(play))), "")


def parked(play: Play) -> str:
    """The applications put aside, by the names of their services."""
    return bullets(begun(play))


def asked(play: Play) -> str:
    """What staff asked for about the application in hand."""
    wanted = play.frame.memo.get("reference", "")
    return next((view.asked for view in play.world.dossier.applications if view.reference == wanted), "")


def file(play: Play) -> str:
    found = play.pack.file(play.frame.memo.get("file", ""))
    return found.label.say(play.session.language) if found else ""


def file_link(play: Play) -> str:
    found = play.pack.file(play.frame.memo.get("file", ""))
    return found.link if found else ""


def wish(play: Play) -> str:
    """The further request of a message that asked for several things."""
    return guess_label(play, play.frame.memo.get("choice", ""))


def held(play: Play) -> str:
    """What we keep about the person, by name and not by content."""
    lines = [play.text("privacy.conversation")]
    mine = [view for view in play.world.dossier.applications if view.own]
    lines += [play.text("privacy.application").format(reference=view.reference) for view in mine]
    if play.session.parked:
        lines.append(play.text("privacy.parked"))
    return bullets(lines)


def bullets(lines: Iterable[str]) -> str:
    """A list, one line an item."""
    return "\n".join(f"• {line}" for line in lines)


VALUES: Mapping[str, Callable[[Play], str]] = {
    f.__name__: f
    for f in (
        service, about, referral, conditions, documents, services, summary, period, committee, declaration, interview,
        missing, interview_sms, missing_sms,
        emergency, answer, question, contact, hours, channels, charity, applications, found, reference,
        papers_left, papers_then, refusal, found_sms, applications_sms, example_reference, twin, asked, parked, file,
        file_link, held, wish,
    )
}  # fmt: skip
