"""A conversation with the engine alone: no database, no channel, meanings given by hand."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from bot.packs import load
from flows import engine, papers
from flows.events import Event, HandedOff, PaperGiven, Submitted
from flows.library import load as library
from flows.library import texts
from flows.message import ApplicationView, Dossier, Entity, Incoming, Kind, Meaning, Media, Proof, Reply
from flows.pack import Pack
from flows.session import Session, dump
from flows.session import load as load_session
from flows.turn import World

VAGUE = Meaning("greet", 0.2, (("apply", 0.2), ("check_status", 0.15), ("contact_info", 0.1)))


@cache
def charity(slug: str) -> Pack:
    return load(Path(__file__).parent.parent / "charities" / slug, texts())


def yusr() -> Pack:
    return charity("yusr")


def sure(intent: str, *, service: str = "", reference: str = "", answered: str = "") -> Meaning:
    named = [Entity("service", service)] if service else []
    named += [Entity("reference", reference)] if reference else []
    danger = intent == "emergency"
    return Meaning(
        intent, 0.95, ((intent, 0.95),), tuple(named), sure=True, emergency=danger, certain=danger, answered=answered
    )


@dataclass
class Talk:
    """`say`, `tap` and `send` return what the bot said; the session goes through JSON after every turn."""

    pack: Pack = field(default_factory=yusr)
    session: Session = field(default_factory=Session)
    now: datetime = datetime(2026, 3, 1, 9, tzinfo=UTC)
    replies: tuple[Reply, ...] = ()
    events: list[Event] = field(default_factory=list)
    last: tuple[Event, ...] = ()
    applications: tuple[ApplicationView, ...] = ()
    twins: tuple[ApplicationView, ...] = ()
    proof: Proof = field(default_factory=Proof)
    channel: str = ""
    _sent: int = 0

    def say(self, text: str, meaning: Meaning = VAGUE) -> str:
        return self._hear(Incoming(Kind.TEXT, "", "a", text=text), meaning)

    def tap(self, label: str) -> str:
        return self.tap_id(next(b.id for r in self.replies for b in r.buttons if b.label == label))

    def tap_id(self, button: str) -> str:
        return self._hear(Incoming(Kind.TAP, "", "a", tap=button), Meaning())

    def send(self, mime: str = "image/jpeg", *, problem: str = "", album: str = "", files: int = 1) -> str:
        """Files as they are once they were fetched; `album` is what pictures sent together share."""
        self._sent += 1
        ref = "" if problem else f"file{self._sent}"
        media = tuple(Media(f"{ref}{n or ''}", mime, digest=ref, problem=problem) for n in range(files))
        return self._hear(Incoming(Kind.MEDIA, "", "a", media=media, ref=album), Meaning())

    def hear(self, kind: Kind, *, state: str = "") -> str:
        return self._hear(Incoming(kind, "", "a", state=state), Meaning())

    def resume(self) -> str:
        return self._keep(engine.resume(self.session, self.world()))

    def world(self) -> World:
        self.now += timedelta(seconds=20)
        known = Dossier(self.applications, self.twins, self.proof)
        return World(self.pack, library(), self.now, (3, 14, 15, 9), known, self.channel)

    def labels(self) -> list[str]:
        return [b.label for b in self.replies[-1].buttons] if self.replies else []

    def handed_off(self) -> list[HandedOff]:
        return [e for e in self.last if isinstance(e, HandedOff)]

    def fill_in(self, service: str = "family_consultation") -> str:
        """A consultation's form up to its summary."""
        self.say("أبغى استشارة", sure("apply", service=service))
        for answer in ("نعم", "نورة سعد القحطاني", "1526018153", "0551234567", "جدة", "3", "تخطي"):
            self.say(answer)
        self.send()
        return self.tap("هذا كل شيء")

    def _hear(self, message: Incoming, meaning: Meaning) -> str:
        return self._keep(engine.advance(self.session, message, meaning, self.world()))

    def _keep(self, turn: object) -> str:
        assert isinstance(turn, engine.Turn)
        self.session = load_session(dump(turn.session))
        self.replies, self.last = turn.replies, turn.events
        self.events += turn.events
        for event in turn.events:
            if isinstance(event, Submitted):
                late = tuple(kind for kind, answer in event.documents.items() if papers.wanted(answer))
                view = ApplicationView(event.reference, event.service, "submitted", self.now, missing=late)
                self.applications = (view, *self.applications)
            if isinstance(event, PaperGiven) and not papers.wanted(event.answer):
                self.applications = tuple(_without(view, event) for view in self.applications)
        return "\n".join(reply.text for reply in turn.replies)

    def staff_takes(self) -> None:
        self.session = replace(self.session, owner="staff")


def _without(view: ApplicationView, event: PaperGiven) -> ApplicationView:
    """The view once the records know of the paper."""
    if view.reference != event.reference:
        return view
    return replace(view, missing=tuple(kind for kind in view.missing if kind != event.kind))


# The answers of Yusr's consultation up to the mobile number.
TO_MOBILE = ("نعم", "نورة سعد القحطاني", "1526018153")


def in_form(*answers: str) -> Talk:
    """Somebody who asked for a family consultation and gave these answers."""
    talk = Talk()
    talk.say("أبغى استشارة", sure("apply", service="family_consultation"))
    for answer in answers:
        talk.say(answer)
    return talk
