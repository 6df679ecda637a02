"""The receipt of an application: what was declared, how it was signed and what comes next, as the records have it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from hijridate import Gregorian

from bot import when
from bot.clock import RIYADH
from flows import showing
from flows.answers.kinds import NUMBERS
from flows.pack import Pack
from flows.service import FormField, Service
from flows.session import Answer
from flows.signing import text_digest
from flows.values import period_of
from storage.intake import INTAKE
from storage.receipts import Filed

# Kinds of `flows.answers` that say who somebody is or where their money goes: the paper may be read by others.
PRIVATE = NUMBERS
_CHANNELS = ("whatsapp", "telegram", "sms", "web")


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Part:
    """Rows, then a text, then a small note."""

    title: str
    rows: tuple[Row, ...] = ()
    text: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """`footer` has a place for the number: {page}."""

    language: str
    heading: str
    title: str
    label: str
    reference: str
    parts: tuple[Part, ...]
    footer: str


def page(filed: Filed, pack: Pack) -> Page:
    """The receipt in the person's language. `pack` is the version that was signed under."""
    return _Writer(filed, pack).page()


class _Writer:
    def __init__(self, filed: Filed, pack: Pack) -> None:
        self.filed = filed
        self.pack = pack
        self.language = filed.language

    def page(self) -> Page:
        return Page(
            language=self.language,
            heading=self.pack.name.say(self.language),
            title=self.text("receipt.title"),
            label=self.text("receipt.reference"),
            reference=self.filed.reference,
            parts=(
                Part("", self.head()),
                Part(self.text("receipt.answers"), tuple(self.answers()), note=self.digest()),
                *self.papers(),
                self.declaration(),
                Part(self.text("receipt.next"), text=after(self.pack, self.service, self.language)),
                Part(self.text("receipt.status"), text=self.status()),
            ),
            footer=self.text("receipt.page", page="{page}"),
        )

    def text(self, key: str, **values: str) -> str:
        return self.pack.texts[key].say(self.language).format_map(values)

    def head(self) -> tuple[Row, ...]:
        channel = self.filed.channel if self.filed.channel in _CHANNELS else "other"
        return (
            Row(self.text("receipt.service"), self.service.name.say(self.language) if self.service else ""),
            Row(self.text("receipt.date"), self.at(self.filed.submitted_at)),
            Row(self.text("receipt.hijri"), self.hijri(self.filed.submitted_at)),
            Row(self.text("receipt.channel"), self.text(f"receipt.channel.{channel}")),
        )

    @property
    def taken(self) -> bool:
        """Did staff take it down from somebody who was not in a conversation?"""
        return self.filed.channel == INTAKE

    @property
    def service(self) -> Service | None:
        return self.pack.service(self.filed.service)

    def answers(self) -> Iterator[Row]:
        """The form's answers, then the conditions that were asked, in the pack's order."""
        fields = [f for slug in (self.service.fields if self.service else []) if (f := self.pack.field(slug))]
        for field in fields:
            if given := self.filed.answers.get(field.id):
                yield Row(field.label.say(self.language), self.shown(given, field))
        for condition in self.service.conditions if self.service else []:
            if condition.ask and (given := self.filed.answers.get(condition.id)):
                yield Row(condition.ask.say(self.language), self.shown(given))

    def shown(self, answer: Answer, field: FormField | None = None) -> str:
        if field and field.kind in PRIVATE:
            return hidden(answer.shown or str(answer.value or ""))
        if isinstance(answer.value, bool):
            return self.text("answer.yes" if answer.value else "answer.no")
        return showing.shown(answer, field, self.language) or self.text("answer.skipped")

    def papers(self) -> Iterator[Part]:
        rows = []
        for key, kinds in (("given", self.filed.given), ("missing", self.filed.missing)):
            labels = [d.label.say(self.language) for d in self.pack.documents if d.id in kinds]
            told = "\n".join(labels) or self.text("receipt.papers.none")
            rows.append(Row(self.text(f"receipt.papers.{key}"), told))
        if self.filed.given or self.filed.missing:
            yield Part(self.text("receipt.papers"), tuple(rows))

    def declaration(self) -> Part:
        """In the very words that were signed, whatever language the receipt is in."""
        words = self.pack.declaration.text
        signed = next((t for t in (words.ar, words.en) if text_digest(t) == self.filed.text_digest), words.ar)
        rows = (
            Row(self.text("receipt.signed"), self.filed.signed_name),
            Row(self.text("receipt.signed_at"), self.signed_at()),
            Row(self.text("receipt.declaration.version"), self.filed.text_version.partition("@")[0]),
        )
        return Part(self.text("receipt.declaration"), rows, text=signed)

    def status(self) -> str:
        return self.text("receipt.status.intake" if self.taken else "receipt.status.text")

    def signed_at(self) -> str:
        # Staff write down the day alone.
        return when.day(self.filed.declared_at, self.language) if self.taken else self.at(self.filed.declared_at)

    def digest(self) -> str:
        """Sixteen of the digest's 64 digits, in fours: enough to compare by eye, or on the phone."""
        short = " ".join(self.filed.digest[start : start + 4] for start in range(0, 16, 4))
        # Isolated: an Arabic line would put groups of digits in an order of its own.
        return self.text("receipt.digest", digest=f"\u2066{short}\u2069")

    def at(self, moment: datetime) -> str:
        return self.text("receipt.date.riyadh", at=when.say(moment, self.language))

    def hijri(self, moment: datetime) -> str:
        day = moment.astimezone(RIYADH)
        found = Gregorian(day.year, day.month, day.day).to_hijri()
        named: Mapping[str, str] = {"day": str(found.day), "year": str(found.year)}
        return self.text("receipt.hijri.date", month=found.month_name("ar" if self.language == "ar" else "en"), **named)


def after(pack: Pack, service: Service | None, language: str) -> str:
    """What comes after the application went in: who decides, by when as far as the policy says it, the interview."""
    committee, period = pack.committee.name.say(language), period_of(pack, language)
    told = pack.texts["receipt.next.text"].say(language).format(committee=committee, period=period)
    interview = service and service.verified_by("interview")
    more = f"\n{pack.texts['apply.interview'].say(language)}" if interview else ""
    return f"{told[:1].upper()}{told[1:]}{more}"


def hidden(shown: str) -> str:
    """Stars for all but the last three characters, and the country of an IBAN."""
    bare = "".join(shown.split())
    head = bare[:2] if bare[:2].isalpha() else ""
    rest = bare.removeprefix(head)
    return f"{head}{'*' * max(len(rest) - 3, 0)}{rest[-3:]}"
