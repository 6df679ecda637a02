"""What the database and the provider say after a drill, and what must be true of it."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import select

from bot.database import open_database
from bot.drill_audit import Books, Sent, faults, unknown
from storage.papers import Papers
from storage.tables import PaperFile, table
from tests.integration.kit.people import Applicant
from tests.integration.kit.site import Site


def nothing_wrong(found: Books, acknowledged: int, sent: Sent, killed: Collection[int] = ()) -> int:
    """Every acknowledged event was answered once, in order; how many deliveries are unknown, by workers that died."""
    wrong = list(faults(found, acknowledged, sent, killed))
    assert not wrong, wrong
    return unknown(found)


def answered_alike(found: Books, applicants: Sequence[Applicant], undisturbed: Applicant) -> None:
    """Everybody was told what the one whom no crash disturbed was told, turn by turn."""
    told = dialogues(found)
    expected = [undisturbed.anonymous(text) for text in told[undisturbed.address]]
    assert len(expected) >= 2 * len(undisturbed.script())
    for applicant in applicants:
        assert told[applicant.address].count(">") == len(applicant.script())
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
