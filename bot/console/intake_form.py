"""The form of an application that staff take down: what it asks, and what was typed into it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from rapidfuzz import fuzz

from bot.clock import RIYADH
from bot.console import intake_words, words
from bot.console.reading import Unreadable, read
from flows.answers import parse
from flows.arabic import fold
from flows.eligibility import Outcome, outcomes
from flows.events import Submitted
from flows.pack import Pack
from flows.service import Condition, DocumentKind, FormField, Service
from flows.session import Answer, stamp
from flows.signing import signed
from flows.steps.declare import SAME_NAME
from storage.intake import SIGNINGS, WAYS

# Answers that no parser reads: to a condition, and what became of a paper.
UNSURE = "unsure"
SEEN, LATER, NONE = "seen", "later", "none"
# Among what speaks against an application, beside the conditions that are not met.
SIGNER = "signer"
LONGEST_REASON = 2000
# A signature that is older was given for something else.
OLDEST = timedelta(days=365)
HOW = "staff"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form as it came: the service by the pack's present version, and what was typed, by the form's names.

    Those are `c:<condition>`, `f:<field>` and `d:<paper>`, then way, signing, signed_name, signed_on and reason.
    """

    pack: Pack
    service: Service
    typed: Mapping[str, str]
    now: datetime

    def text(self, name: str) -> str:
        return self.typed.get(name, "")

    def questions(self) -> Iterator[tuple[str, Condition | FormField]]:
        """The conditions that are asked and the fields, as the conversation asks them."""
        yield from ((f"c:{condition.id}", condition) for condition in self.service.conditions if condition.ask)
        yield from ((f"f:{slug}", found) for slug in self.service.fields if (found := self.pack.field(slug)))

    def papers(self) -> Iterator[tuple[str, DocumentKind]]:
        yield from ((f"d:{slug}", found) for slug in self.service.documents if (found := self.pack.document(slug)))


@dataclass(slots=True)
class Read:
    """What the form says. `errors` are by the form's names; without any the rest is whole.

    `seen` are the kinds of papers that were looked at. `against` is what speaks against the application: ids of
    conditions that are not met, and SIGNER where the name that signed is not the applicant's.
    """

    answers: dict[str, Answer] = field(default_factory=dict)
    papers: dict[str, Answer] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    signed_name: str = ""
    signed_at: datetime | None = None
    against: list[str] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def reading(self, name: str) -> Iterator[None]:
        """What cannot be read becomes the error under this name."""
        try:
            yield
        except Unreadable as error:
            self.errors[name] = error.why


def read_form(sheet: Sheet) -> Read:
    """Read all of it, so that every error shows at once."""
    found = Read()
    for name, asked in sheet.questions():
        with found.reading(name):
            found.answers[asked.id] = _answer(sheet, name, asked)
    for name, paper in sheet.papers():
        with found.reading(name):
            _read_paper(sheet, name, paper, found)
    for name, choices in (("way", WAYS), ("signing", SIGNINGS)):
        with found.reading(name):
            _one_of(choices, sheet.text(name))
    with found.reading("signed_name"):
        found.signed_name = _signer(sheet)
    with found.reading("signed_on"):
        found.signed_at = _signed_at(sheet)
    if len(sheet.text("reason")) > LONGEST_REASON:
        found.errors["reason"] = words.REFUSALS["too_long"]
    if not found.errors:
        found.against = [*_unmet(sheet, found), *_other_signer(found)]
    return found


def event_of(sheet: Sheet, found: Read, reference: str) -> Submitted:
    """The application as a conversation would have brought it."""
    everything = {**found.answers, **found.papers}
    declared = signed(sheet.pack, everything, found.signed_name, language="ar")
    return Submitted(reference, sheet.service.id, sheet.pack.version, found.answers, found.papers, declared)


def _answer(sheet: Sheet, name: str, asked: Condition | FormField) -> Answer:
    text, at = sheet.text(name), stamp(sheet.now)
    if isinstance(asked, Condition):
        if text == UNSURE:
            return Answer(None, HOW, at, words.CONDITIONS["unclear"])
    elif not text and asked.kind == "mobile":
        # Nobody is sent home for having none; a number made up would tell a stranger of the application.
        return Answer(None, HOW, at)
    if not text and (isinstance(asked, Condition) or not asked.optional):
        raise Unreadable(intake_words.REQUIRED)
    return read(asked, text, sheet.pack, how=HOW, now=sheet.now)


def _read_paper(sheet: Sheet, name: str, paper: DocumentKind, found: Read) -> None:
    at = stamp(sheet.now)
    choice = _one_of((SEEN, LATER, NONE) if paper.optional else (SEEN, LATER), sheet.text(name))
    if choice == LATER:
        found.papers[paper.id] = Answer(None, HOW, at, intake_words.PAPERS[LATER])
    elif choice == SEEN:
        found.seen.append(paper.id)
        found.papers[paper.id] = Answer({"files": []}, HOW, at, intake_words.PAPERS[SEEN])


def _one_of(choices: tuple[str, ...], text: str) -> str:
    if text not in choices:
        raise Unreadable(intake_words.REQUIRED)
    return text


def _signer(sheet: Sheet) -> str:
    if not sheet.text("signed_name"):
        raise Unreadable(intake_words.REQUIRED)
    parsed = parse("full_name", sheet.text("signed_name"), today=sheet.now.date())
    if parsed.value is None:
        raise Unreadable(sheet.pack.texts[parsed.error].ar)
    return str(parsed.value)


def _signed_at(sheet: Sheet) -> datetime:
    """The day of the signature, from its beginning in Riyadh."""
    try:
        day = date.fromisoformat(sheet.text("signed_on"))
    except ValueError as error:
        raise Unreadable(intake_words.SIGNED_ON) from error
    today = sheet.now.astimezone(RIYADH).date()
    if not today - OLDEST <= day <= today:
        raise Unreadable(intake_words.SIGNED_ON)
    return datetime.combine(day, datetime.min.time(), RIYADH)


def _unmet(sheet: Sheet, found: Read) -> list[str]:
    today = sheet.now.astimezone(RIYADH).date()
    judged = outcomes(sheet.service, found.answers, today=today)
    return [name for name, outcome in judged.items() if outcome is Outcome.UNMET]


def _other_signer(found: Read) -> list[str]:
    """The conversation takes no other name; here somebody may have signed for a child, say."""
    name = found.answers.get("full_name")
    same = name is None or fuzz.ratio(fold(found.signed_name), fold(str(name.value))) >= SAME_NAME
    return [] if same else [SIGNER]
