"""The papers of applications and the files they consist of. Queries never commit."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update

from flows import papers
from flows.events import PaperGiven
from flows.message import Media
from flows.pack import Pack
from flows.session import Answer
from storage.prepared import Prepared
from storage.statements import insert_once, run_once
from storage.tables import Application, Document, PaperFile, table
from storage.turns import Held

_application, _document, _file = table(Application), table(Document), table(PaperFile)
SEEN, FILE = "seen", "file"
# What staff may find when they look at a paper; after the last two a better one is wanted.
MATCHES, DIFFERS, OUTDATED = "matches", "differs", "expired"
VERDICTS = (MATCHES, DIFFERS, OUTDATED)

_COUNT = Prepared(
    select(func.count()).where(
        _file.c.conversation_id == bindparam("conversation"), _file.c.received_at > bindparam("since")
    )
)
_NEW_FILE = Prepared(insert(_file))
_NEW = insert_once(_document, ("application_id", "kind"))
_GIVE = (
    update(_document)
    .where(_document.c.application_id == bindparam("application"), _document.c.kind == bindparam("paper"))
    .values(
        media=bindparam("answer"),
        wanted=bindparam("more"),
        mark=bindparam("told"),
        verdict="",
        seen_at=None,
        seen_by=None,
    )
    .returning(_document.c.id)
)
_LINK = (
    update(_file)
    .where(_file.c.name.in_(bindparam("names", expanding=True)), _file.c.charity == bindparam("slug"))
    .values(document_id=bindparam("document"))
    .returning(_file.c.deleted_at)
)
_ASK_FOR = (
    update(_document)
    .where(_document.c.application_id == bindparam("application"), _document.c.kind == bindparam("paper"))
    .values(wanted=True)
)
_WANT = update(_document).where(_document.c.id == bindparam("key")).values(wanted=True)
_BY_REFERENCE = select(_application.c.id).where(
    _application.c.charity == bindparam("charity"), _application.c.reference == bindparam("reference")
)
_LIST = select(_document).where(_document.c.application_id == bindparam("application")).order_by(_document.c.id)
_FILES = select(_file).where(_file.c.document_id.in_(bindparam("documents", expanding=True))).order_by(_file.c.id)
_ONE_FILE = select(_file).where(
    _file.c.id == bindparam("key"),
    _file.c.charity.in_(bindparam("charities", expanding=True)),
    _file.c.deleted_at.is_(None),
)
_ONE = (
    select(_document, _application.c.charity)
    .join(_application, _application.c.id == _document.c.application_id)
    .where(_document.c.id == bindparam("key"), _application.c.charity.in_(bindparam("charities", expanding=True)))
    .with_for_update(of=_document)
)
_ATTEST = (
    update(_document)
    .where(_document.c.id == bindparam("key"))
    .values(verdict=bindparam("found"), wanted=bindparam("more"), seen_at=bindparam("at"), seen_by=bindparam("staff"))
)
_PRESENT = select(_file.c.id, _file.c.name).where(_file.c.document_id == bindparam("key"), _file.c.deleted_at.is_(None))
# Not part of a paper that is kept: never looked at, or sent and put to no request.
_OVERDUE = (
    select(_file.c.id, _file.c.name)
    .outerjoin(_document, _document.c.id == _file.c.document_id)
    .where(
        _file.c.received_at < bindparam("before"),
        _file.c.deleted_at.is_(None),
        or_(_document.c.id.is_(None), _document.c.keep == SEEN),
    )
    .limit(bindparam("most"))
)
_WANT_AGAIN = (
    update(_document)
    .where(
        _document.c.verdict == "",
        _document.c.id.in_(select(_file.c.document_id).where(_file.c.id.in_(bindparam("keys", expanding=True)))),
    )
    .values(wanted=True)
)
_DELETED = update(_file).where(_file.c.id.in_(bindparam("keys", expanding=True))).values(deleted_at=bindparam("at"))
_KNOWN = select(_file.c.name).where(_file.c.name.in_(bindparam("names", expanding=True)), _file.c.deleted_at.is_(None))


def count_files(connection: Connection, conversation: int, since: datetime) -> int:
    """How many files the conversation brought since then."""
    return int(_COUNT.scalar(connection, {"conversation": conversation, "since": since}) or 0)


def keep_files(connection: Connection, held: Held, files: Sequence[Media], now: datetime) -> None:
    """Record the files that are in the store: without a record housekeeping would sweep them."""
    about = {"charity": held.charity, "conversation_id": held.id, "received_at": now}
    for media in files:
        if media.digest:
            values = {"name": media.ref, "digest": media.digest, "mime": media.mime, "size": media.size or 0}
            _NEW_FILE.run(connection, {**about, **values, "pages": media.pages or 0})


def hand_in(connection: Connection, held: Held, event: PaperGiven, *, pack: Pack, now: datetime) -> None:
    """A paper for an application that went in before."""
    where = {"charity": held.charity, "reference": event.reference}
    application = connection.execute(_BY_REFERENCE, where).scalar_one()
    add(connection, held.charity, application, {event.kind: event.answer}, pack=pack, now=now)


def add(
    connection: Connection, charity: str, application: int, given: dict[str, Answer], *, pack: Pack, now: datetime
) -> None:
    """Put papers to an application: what was sent, and what is still to come. A paper sent again replaces the old one.

    A paper that was left out (an optional one) leaves no trace.
    """
    for kind, answer in given.items():
        files = papers.files(answer)
        if answer.value is not None and not files:
            continue
        _begin(connection, application, kind, pack=pack, now=now)
        told = {"answer": asdict(answer), "more": papers.wanted(answer), "told": papers.mark(answer)}
        row = connection.execute(_GIVE, {"application": application, "paper": kind, **told}).one()
        if files:
            names = [file["ref"] for file in files]
            linked = connection.execute(_LINK, {"names": names, "slug": charity, "document": row.id}).all()
            if any(file.deleted_at for file in linked):
                # The form slept longer than its files may be kept.
                connection.execute(_WANT, {"key": row.id})


def want(connection: Connection, application: int, kinds: Iterable[str], *, pack: Pack, now: datetime) -> None:
    """Staff ask for these papers (again). What was sent before stays until a better one comes."""
    for kind in kinds:
        _begin(connection, application, kind, pack=pack, now=now)
        connection.execute(_ASK_FOR, {"application": application, "paper": kind})


def _begin(connection: Connection, application: int, kind: str, *, pack: Pack, now: datetime) -> None:
    """Have a row for the paper, if there is none."""
    paper = pack.document(kind)
    new = {"application_id": application, "kind": kind, "keep": paper.keep if paper else SEEN, "created_at": now}
    run_once(connection, _NEW, {**new, "wanted": False, "mark": "", "verdict": ""})


def of_application(connection: Connection, application: int) -> list[tuple[Any, list[Any]]]:
    """The application's papers, each with its files, those deleted included."""
    rows = connection.execute(_LIST, {"application": application}).all()
    found = connection.execute(_FILES, {"documents": [row.id for row in rows]}).all() if rows else []
    return [(row, [file for file in found if file.document_id == row.id]) for row in rows]


def file(connection: Connection, key: int, charities: Sequence[str]) -> Any | None:
    """One file that is still there, or None where it is not or is none of these charities'."""
    return connection.execute(_ONE_FILE, {"key": key, "charities": list(charities)}).first()


def lock(connection: Connection, key: int, charities: Sequence[str]) -> Any | None:
    """One paper, locked, with its application's `charity`."""
    return connection.execute(_ONE, {"key": key, "charities": list(charities)}).first()


def attest(connection: Connection, paper: Any, verdict: str, *, staff: int, now: datetime) -> list[str]:
    """Write down what staff found; the names of the files that are now to be deleted, which are recorded as gone."""
    more = verdict != MATCHES
    connection.execute(_ATTEST, {"key": paper.id, "found": verdict, "more": more, "at": now, "staff": staff})
    if paper.keep != SEEN:
        return []
    return _gone(connection, connection.execute(_PRESENT, {"key": paper.id}).all(), now)


def overdue(connection: Connection, before: datetime, now: datetime, *, most: int = 500) -> list[str]:
    """Record files received before then as gone, unless they are a paper that is kept; their names.

    A paper that nobody looked at in all that time is wanted again.
    """
    rows = connection.execute(_OVERDUE, {"before": before, "most": most}).all()
    if rows:
        connection.execute(_WANT_AGAIN, {"keys": [row.id for row in rows]})
    return _gone(connection, rows, now)


def unknown(connection: Connection, names: Sequence[str]) -> list[str]:
    """Those of the store's names that no record speaks of."""
    known = set(connection.execute(_KNOWN, {"names": list(names)}).scalars())
    return [name for name in names if name not in known]


def _gone(connection: Connection, rows: Sequence[Any], now: datetime) -> list[str]:
    if rows:
        connection.execute(_DELETED, {"keys": [row.id for row in rows], "at": now})
    return [row.name for row in rows]
