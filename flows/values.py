"""The {values} that texts may use, computed only when a text asks for them."""

import re
from collections.abc import Callable, Mapping

from flows import own_values, showing
from flows.items import form_of
from flows.life import VISITS
from flows.lists import begun, guess_label
from flows.pack import Pack
from flows.part import BLANK
from flows.play import Play
from flows.service import DocumentKind, FormField
from flows.session import Answer
from flows.showing import bullets

# Characters; what is shorter is a kind word, and the answer comes after it.
_SAYS = 40
# What is said once more is no longer than this.
_QUICKLY = 170
_SENTENCE = re.compile(r"(?<=[.؟!?])\s")


def tell(play: Play, key: str, **extra: str) -> str:
    """The text of `key` with its values filled in. An unknown value is a mistake in the texts: `KeyError`."""
    return play.text(key).format_map(_Lazy(play, extra))


def sentences(text: str) -> list[str]:
    return _SENTENCE.split(text)


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
    """Where to go for the service in hand; once more in short."""
    return tell(play, "services.referral_again") if play.frame.memo.get("again") else _referral(play)


def referral_short(play: Play) -> str:
    """The same without the kind word at its head, as many sentences as are quickly read."""
    said, *rest = sentences(_referral(play))
    if len(said) < _SAYS and rest:
        said, *rest = rest
    for sentence in rest:
        if len(said) + len(sentence) > _QUICKLY:
            break
        said = f"{said} {sentence}"
    return said


def _referral(play: Play) -> str:
    found = play.service.referral if play.service else None
    return found.say(play.session.language) if found else play.text("services.elsewhere")


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


def answer_short(play: Play) -> str:
    """Its first sentences, as many as say something."""
    said = ""
    for sentence in sentences(answer(play)):
        said = f"{said} {sentence}".strip()
        if len(said) >= _SAYS:
            break
    return said


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


def refusal(play: Play) -> str:
    """Why the file sent just now cannot be taken."""
    return play.text(play.frame.memo.get("refused") or "error.document.unreadable")


def parked(play: Play) -> str:
    """The applications put aside, by the names of their services."""
    return bullets(begun(play))


def file(play: Play) -> str:
    found = play.pack.file(play.frame.memo.get("file", ""))
    return found.label.say(play.session.language) if found else ""


def file_link(play: Play) -> str:
    found = play.pack.file(play.frame.memo.get("file", ""))
    return found.link if found else ""


def wish(play: Play) -> str:
    """The further request of a message that asked for several things."""
    return guess_label(play, play.frame.memo.get("choice", ""))


VALUES: Mapping[str, Callable[[Play], str]] = {
    f.__name__: f
    for f in (
        service, about, referral, referral_short, conditions, documents, services, summary, period, committee,
        declaration, interview, interview_sms, missing, missing_sms, emergency, answer, answer_short, question, wish,
        contact, hours, channels, charity, refusal, parked, file, file_link,
    )
} | own_values.VALUES  # fmt: skip
