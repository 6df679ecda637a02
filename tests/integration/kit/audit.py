"""What the database and the provider say after a drill, and what must be true of it."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, select, union_all

from bot.database import open_database
from storage.papers import Papers
from storage.states import DeliveryState, EventState
from storage.tables import Address, Application, Conversation, Delivery, InboxEvent, Message, PaperFile, table
from tests.integration.kit.people import Applicant
from tests.integration.kit.site import Site

_DONE = {DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.READ}
Rows = Sequence[RowMapping]
Sent = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Books:
    """Every row of the line, each table in the order of its ids; `address` of each conversation by id."""

    address: Mapping[int, str]
    inbox: Rows
    messages: Rows
    deliveries: Rows
    applications: Rows


def books(connection: Connection) -> Books:
    conversation, address = table(Conversation), table(Address)
    joined = select(conversation.c.id, address.c.address).join_from(conversation, address)
    tables = (table(kind) for kind in (InboxEvent, Message, Delivery, Application))
    rows = [connection.execute(select(kind).order_by(kind.c.id)).mappings().all() for kind in tables]
    return Books({row.id: row.address for row in connection.execute(joined)}, *rows)


def settled(connection: Connection) -> bool:
    """Nothing waits and nothing is on its way. Asked often, so it reads no more than it must."""
    inbox, delivery = table(InboxEvent), table(Delivery)
    pending = (DeliveryState.QUEUED, DeliveryState.SENDING)
    waits = select(inbox.c.id).where(inbox.c.state == EventState.WAITING)
    return not connection.execute(union_all(waits, select(delivery.c.id).where(delivery.c.state.in_(pending)))).first()


def accepted_once_and_done(found: Books, acknowledged: Sequence[tuple[str, str]]) -> None:
    """Every acknowledged event is one row, answered, and there is no other row."""
    assert Counter(row["state"] for row in found.inbox) == {"done": len(acknowledged)}
    assert {row["attempts"] for row in found.inbox} == {0}, "a turn failed, which no crash excuses"


def transcribed_in_order(found: Books, applicants: Sequence[Applicant]) -> None:
    """Each inbound is in the transcript once, in the order of acceptance, which is the order of the script."""
    said = defaultdict(list)
    for row in found.messages:
        if row["direction"] == "in":
            said[found.address[row["conversation_id"]]].append(row["inbox_id"])
    accepted = defaultdict(list)
    for row in found.inbox:
        accepted[found.address[row["conversation_id"]]].append(row["id"])
    assert said == accepted
    for applicant in applicants:
        assert len(said[applicant.address]) == len(applicant.script())


def answered_alike(found: Books, applicants: Sequence[Applicant], undisturbed: Applicant) -> None:
    """Everybody was told what the one whom no crash disturbed was told, turn by turn."""
    told = dialogues(found)
    expected = [undisturbed.anonymous(text) for text in told[undisturbed.address]]
    assert len(expected) >= 2 * len(undisturbed.script())
    for applicant in applicants:
        assert [applicant.anonymous(text) for text in told[applicant.address]] == expected, applicant


def dialogues(found: Books) -> dict[str, list[str]]:
    """The transcript of each address; what the person said is marked by >, without the text."""
    told = defaultdict(list)
    for row in found.messages:
        text = ">" if row["direction"] == "in" else row["text"]
        told[found.address[row["conversation_id"]]].append(text)
    return told


def applied_once(found: Books, applicants: Sequence[Applicant]) -> None:
    """One application a finished conversation, with the very answers that were given."""
    made = {found.address[row["conversation_id"]]: row for row in found.applications}
    assert len(made) == len(found.applications) == len(applicants)
    for applicant in applicants:
        answers = made[applicant.address]["answers"]
        assert {name: answers[name]["value"] for name in applicant.answers} == applicant.answers


def papers_kept(site: Site, applicants: Sequence[Applicant]) -> None:
    """Everybody's paper is recorded once, filed, and opens; a crash leaves no record without its file."""
    database, file = open_database(site.settings()), table(PaperFile)
    try:
        rows = database.read_now(lambda connection: connection.execute(select(file)).all())
        store = Papers(site.folder / "papers", database.keyring)
        assert len(rows) == len(applicants)
        assert all(row.document_id for row in rows)
        assert {hashlib.sha256(store.get(row.name)).hexdigest() for row in rows} == {row.digest for row in rows}
    finally:
        database.close()


def delivered(found: Books, sent: Sent, killed: set[int]) -> int:
    """Each delivery reached the provider once and in order; how many are unknown, each by a worker that was killed."""
    unknown = [row for row in found.deliveries if row["state"] == DeliveryState.UNKNOWN]
    # What a death left behind and the provider's list shows never left is sent again, as a delivery of its own.
    assert {row["state"] for row in found.deliveries} <= _DONE | {DeliveryState.UNKNOWN, DeliveryState.RETRIED}
    for row in unknown:
        assert int(row["claimed_by"].rpartition(":")[2]) in killed, "lost though its worker lived"
    heard = defaultdict(list)
    for record in sent:
        heard[record["to"].removeprefix("whatsapp:")].append(record)
    decided = defaultdict(list)
    for row in found.deliveries:
        decided[row["address"]].append(row)
    assert heard.keys() <= decided.keys()
    for address, rows in decided.items():
        _in_order(rows, heard[address])
    return len(unknown)


def _in_order(rows: Rows, heard: Sent) -> None:
    """Walk both lists: only what is unknown may be missing at the provider, and nothing may be there twice."""
    received = {_sid(row["provider_id"]) for row in rows}
    left = list(reversed(heard))
    for row in rows:
        if row["state"] in _DONE:
            assert left, f"delivery {row['id']} never reached the provider"
            assert str(left.pop()["id"]) == _sid(row["provider_id"]), f"delivery {row['id']} was doubled or overtaken"
        elif left and left[-1]["id"] not in received and left[-1]["body"] == row["payload"].get("body", ""):
            left.pop()  # It arrived; only its receipt was lost.
    assert not left, "the provider has a message that was never decided, or has one twice"


def _sid(provider_id: str | None) -> str:
    """The provider's own id; Telegram's is kept behind its chat's."""
    return (provider_id or "").rpartition(":")[2]
