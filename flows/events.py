"""What happened in a turn, in the past tense. The shell records each one in the turn's own transaction."""

from dataclasses import dataclass, field

from flows.session import Answer


@dataclass(frozen=True, slots=True)
class Declared:
    """The declaration as signed: the text's key and digest, the name typed, the digest of the declared answers."""

    text_version: str
    text_digest: str
    answers_digest: str
    signed_name: str


@dataclass(frozen=True, slots=True)
class Submitted:
    """An application went in, under a reference that the shell proposed."""

    reference: str
    service: str
    pack: str
    answers: dict[str, Answer]
    documents: dict[str, Answer]
    declared: Declared


@dataclass(frozen=True, slots=True)
class PaperGiven:
    """A paper of an application that went in before: the answer as it stands now, all its files included."""

    reference: str
    kind: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Moved:
    """The person made a move of `flows.life` on an application of their own, with words and files perhaps."""

    reference: str
    move: str
    reason: str = ""
    files: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """Somebody else's address gave the last digits of the identity number to hear of an application."""

    reference: str
    passed: bool


@dataclass(frozen=True, slots=True)
class CodeAsked:
    """Somebody says that this mobile number (E.164) is theirs: a code shall be sent to it, where we know it."""

    number: str


@dataclass(frozen=True, slots=True)
class CodeTried:
    """The code was given, right or wrong."""

    passed: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """The person proved that the mobile number (E.164) is theirs, `how` as in `flows.message.Proof`."""

    number: str
    how: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """One answer of a submitted application was replaced, and the whole declared anew.

    The engine does not know the other answers: `declared.answers_digest` is of this one alone, and the records put the
    digest of all of them in its place.
    """

    reference: str
    field: str
    answer: Answer
    declared: Declared


@dataclass(frozen=True, slots=True)
class HandedOff:
    """A person is needed. `priority`: 1 emergency, 2 asked for a person, 3 unclear."""

    reason: str
    priority: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Flagged:
    """Something that a colleague should look at, while the bot goes on."""

    reason: str


@dataclass(frozen=True, slots=True)
class TookBack:
    """The person returned to the bot while waiting in the queue; the case stays open for staff."""


@dataclass(frozen=True, slots=True)
class Rated:
    """One to five stars about a service or an application."""

    stars: int
    service: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class RatedWords:
    """The words to the rating that was given just before."""

    words: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Something we could not answer, to be taught later. `text` is anonymous (`flows.redact`)."""

    text: str
    intent: str


@dataclass(frozen=True, slots=True)
class Stepped:
    """A flow came to a step; for reports, tests and coverage."""

    flow: str
    step: str


@dataclass(frozen=True, slots=True)
class LanguageChanged:
    language: str


@dataclass(frozen=True, slots=True)
class OptedOut:
    """No more messages that the person did not ask for."""


@dataclass(frozen=True, slots=True)
class OptedIn:
    """Messages again."""


@dataclass(frozen=True, slots=True)
class Noted:
    """Something for the record that has no table of its own yet: complaint, suggestion, volunteering, donation..."""

    subject: str
    text: str
    extra: dict[str, str] = field(default_factory=dict)


Event = (
    Submitted
    | Corrected
    | PaperGiven
    | Moved
    | Checked
    | CodeAsked
    | CodeTried
    | Joined
    | HandedOff
    | Flagged
    | TookBack
    | Rated
    | RatedWords
    | Asked
    | Stepped
    | LanguageChanged
    | OptedOut
    | OptedIn
    | Noted
)
