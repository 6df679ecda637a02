"""An application that staff take down for somebody who is not in the chat: the same records as a conversation makes."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from flows.events import Submitted
from flows.message import ApplicationView
from flows.pack import Pack
from storage import applications, documents, others, people
from storage.documents import MATCHES
from storage.links import origin
from storage.people import Identity
from storage.staff import audit
from storage.tables import AuditEntry, Document, StaffSession, table

# Where the declaration was signed, in the place of a channel.
INTAKE = "intake"
# How it reached the charity, and how the declaration was given.
INTERVIEW, PHONE, LETTER, DELEGATE = WAYS = ("interview", "phone", "letter", "delegate")
READ_OUT, ON_PAPER = SIGNINGS = ("read_out", "on_paper")

_session, _audit = table(StaffSession), table(AuditEntry)
_LOCK = select(_session.c.id).where(_session.c.id == bindparam("key")).with_for_update()
_CARRIED_OUT = select(_audit.c.subject).where(
    _audit.c.staff_id == bindparam("staff"), _audit.c.action == bindparam("form")
)
_SEEN = insert(table(Document))


class Repeated(Exception):  # noqa: N818  it asks whether to go on; nothing went wrong
    """The person has open applications for the service, and not all of them are in `Intake.known`."""


@dataclass(frozen=True, slots=True)
class Intake:
    """`event` is what a conversation would have brought; of its papers, the kinds in `seen` were looked at and match.

    `way` is one of WAYS, `signing` one of SIGNINGS. `known` are the references of open applications of the same person
    for the same service that do not keep staff from filing one more; `reason` is why it goes in although something
    speaks against it.
    """

    charity: str
    event: Submitted
    staff: int
    way: str
    signing: str
    signed_at: datetime
    seen: Collection[str] = ()
    known: Collection[str] = ()
    reason: str = ""


def begin(connection: Connection, *, session: int, staff: int, form: str) -> int | None:
    """The application that this very form made before, if it did. Until the commit no other form of this sign-in is
    carried out: a form sent twice at once makes one application.
    """
    connection.execute(_LOCK, {"key": session})
    subject = connection.execute(_CARRIED_OUT, {"staff": staff, "form": _marked(form)}).scalar()
    return int(subject.partition(":")[2]) if subject else None


def end(connection: Connection, application: int, *, charity: str, staff: int, form: str, now: datetime) -> None:
    """Write down who filed the application, and by which form (a digest)."""
    for action in (INTAKE, _marked(form)):
        audit(connection, staff, charity=charity, action=action, subject=f"application:{application}", now=now)


def submit(connection: Connection, intake: Intake, *, pack: Pack, now: datetime) -> int:
    """File it; the application's id. Raises `Repeated` and `storage.applications.ReferenceTaken`."""
    event, charity = intake.event, intake.charity
    identity = applications.identity_of(event, pack)
    # The person before the twins: of two colleagues who file the same thing at once, the second sees the first one's.
    person = _person(connection, charity, identity, now)
    if {twin.reference for twin in twins(connection, charity, event.service, identity.number)} - set(intake.known):
        raise Repeated
    whose = {
        "charity": charity,
        "person_id": person,
        "conversation_id": None,
        # Whoever writes from that number hears of the application at once.
        "origin": origin("sms", identity.mobile) if identity.mobile else "",
    }
    told = {"actor": f"staff:{intake.staff}", "detail": intake.way, "note": intake.reason or None}
    application = applications.file(connection, event, whose, told, now=now)
    _add_papers(connection, application, intake, pack, now)
    signing = {"channel": INTAKE, "way": intake.signing, "inbox_id": None, "at": intake.signed_at}
    applications.add_declaration(connection, application, event.declared, answers=event.answers, signing=signing)
    return application


def twins(connection: Connection, charity: str, service: str, number: str) -> list[ApplicationView]:
    """The open applications for the service under this identity number; none without a number."""
    return others.twins(connection, charity, service, number) if number else []


def _person(connection: Connection, charity: str, identity: Identity, now: datetime) -> int:
    known = people.of_number if identity.number else people.without_number
    return known(connection, charity, identity, now)


def _add_papers(connection: Connection, application: int, intake: Intake, pack: Pack, now: datetime) -> None:
    found = {"wanted": False, "verdict": MATCHES, "seen_at": now, "seen_by": intake.staff, "created_at": now}
    for kind, answer in intake.event.documents.items():
        paper = pack.document(kind)
        if kind in intake.seen and paper:
            about = {"application_id": application, "kind": kind, "media": asdict(answer), "keep": paper.keep}
            connection.execute(_SEEN, {**about, **found})
        else:
            documents.add(connection, intake.charity, application, {kind: answer}, pack=pack, now=now)


def _marked(form: str) -> str:
    return f"form:{form}"
