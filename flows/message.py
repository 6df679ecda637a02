"""What people send and what Sanad says, free of any provider's format."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What an inbound event is. Only the first eight are somebody speaking to us."""

    TEXT = "text"
    TAP = "tap"
    MEDIA = "media"
    VOICE = "voice"
    LOCATION = "location"
    CONTACT = "contact"
    EDITED = "edited"
    UNSUPPORTED = "unsupported"
    OPTED_OUT = "opted_out"
    OPTED_IN = "opted_in"
    STATUS = "status"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Media:
    """One file: as the provider announced it, or, once it was fetched, as it is.

    `ref` is a URL, a file id or a name in our private store. `heard` says that the message's text is what a machine
    made of this voice. After fetching, `mime` is what it really is, `size` in
    bytes, `digest` its SHA-256 and `problem` why it cannot be taken: type, size, pixels, pages, empty, locked,
    unreadable, unavailable or too_many (the text error.document.<problem> says so).
    """

    ref: str
    mime: str = "application/octet-stream"
    name: str = ""
    size: int | None = None
    digest: str = ""
    pages: int | None = None
    problem: str = ""
    heard: bool = False


PART = "part"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One inbound event.

    `provider_id` is unique within charity and channel; it makes a repeated webhook harmless.
    `address` is where an answer goes: E.164 for phones, a chat id for Telegram, a session id for the website.
    `tap` is a button's id. For `STATUS`, `provider_id` is the event's own id, `ref` the sent message's id and
    `state` a delivery state (sent, delivered, read, failed). Of `OPTED_OUT`, `state` is "answered" where the provider
    has confirmed it by itself; of a `CONTACT` it is "own" where the provider vouches that it is the sender's.
    `message` is the provider's id of the message itself, the same for its edit; of a tap, of the message with the
    button. `ref` of media is the album's id, of a tap the query to be answered, of a text `PART` where the rest of it
    may follow in a message of its own.
    """

    kind: Kind
    provider_id: str
    address: str
    text: str = ""
    tap: str = ""
    media: tuple[Media, ...] = ()
    name: str = ""
    language: str = ""
    ref: str = ""
    state: str = ""
    error: str = ""
    message: str = ""
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """A tappable answer. A `word` button is a way out (menu, back, a person), never a numbered choice."""

    id: str
    label: str
    word: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to be sent along where the channel takes files. `kind` says who makes it (`receipt`), `ref` of what."""

    kind: str
    ref: str
    name: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One message of ours, before a channel renders it to its own limits. `text` is plain text.

    `share` labels a button that sends the person's own number, where the channel has such a thing.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    files: tuple[Attachment, ...] = ()
    share: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """`name` is service, reference or consultation_type; `value` the pack's slug or the canonical reference."""

    name: str
    value: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the understander made of one text.

    `ranking` is best first, (intent, probability). `sure` says that the best intent may be acted upon without asking;
    `emergency` is decided apart from the intent; `certain` says that the words themselves prove the danger, without it
    an emergency is the classifier's guess. `answers` are (question id, score 0..1) of the pack's questions,
    best first; `answered` is the id of one that may be given without asking, or "". `also` is what else the message
    asks for, in the order told: "intent:<name>", "faq:<question id>" or "service:<id>".
    """

    intent: str = ""
    confidence: float = 0.0
    ranking: tuple[tuple[str, float], ...] = ()
    entities: tuple[Entity, ...] = ()
    sure: bool = False
    emergency: bool = False
    certain: bool = False
    language: str = "ar"
    answers: tuple[tuple[str, float], ...] = ()
    answered: str = ""
    also: tuple[str, ...] = ()

    def entity(self, name: str) -> str:
        """The most confident value of the entity, or ""."""
        found = [e for e in self.entities if e.name == name]
        return max(found, key=lambda e: e.confidence).value if found else ""


NOTHING = Meaning()


@dataclass(frozen=True, slots=True)
class ApplicationView:
    """What a person may hear of an application. `own` is false when it was found by reference from elsewhere.

    `missing` are the kinds of papers still to come; `asked` is what staff asked for while it needs information,
    `signer` who signed it, told only while a new signature is awaited.
    Of somebody else's, `last_four` are the identity number's last digits and `tries` the wrong ones of the last day.
    """

    reference: str
    service: str
    status: str
    at: datetime
    own: bool = True
    missing: tuple[str, ...] = ()
    asked: str = ""
    signer: str = ""
    last_four: str = ""
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Proof:
    """What this very message proves: that `number` (E.164) is the person's own, `how` by the provider's card
    ("contact") or by the code sent to it ("code"). `brings`: something was handed in from there.

    `codes` were asked for from this address in the last day, `wrong` ones given from it or for the number.
    """

    number: str = ""
    how: str = ""
    brings: bool = False
    codes: int = 0
    wrong: int = 0


@dataclass(frozen=True, slots=True)
class Dossier:
    """What the records say that this turn may need: the person's applications and those named in the message.

    `twins` are open applications for the same service by the identity number of the form that is filled in.
    """

    applications: tuple[ApplicationView, ...] = ()
    twins: tuple[ApplicationView, ...] = ()
    proof: Proof = Proof()
