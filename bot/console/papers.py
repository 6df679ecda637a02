"""The papers of an application: looked at under audit, and attested; what is only to be seen is deleted then."""

import asyncio
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection

from bot import papers, voices
from bot.console import secure
from bot.console.applications_view import parts_of
from bot.console.conversation import Key
from bot.console.place import ports_of
from flows.life import RESEARCHER
from storage import documents, staff
from storage.crypto import KeyringError
from storage.documents import VERDICTS
from storage.staff import SignedIn

routes = APIRouter()
Who = Annotated[SignedIn, Depends(secure.active)]
_PAPERS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf"}
_ENDINGS = _PAPERS | voices.ENDINGS
_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@routes.get("/papers/{key}")
async def show(request: Request, key: Key, who: Who) -> Response:
    """One file. 404 for one that is deleted or none of hers; 403 for a paper where she may not see it."""
    ports = ports_of(request)
    row = await ports.database.write(_look, key, who, ports.clock())
    if row is None:
        raise HTTPException(404)
    try:
        content, mime = await asyncio.to_thread(papers.shown, ports, row.name, row.mime)
    except (OSError, KeyringError) as error:
        raise HTTPException(404) from error
    return Response(content, media_type=mime, headers=_headers(row.id, mime))


@routes.post("/a/{key}/papers/{paper}")
async def attest(request: Request, key: Key, paper: Key, who: Who) -> Response:
    """Write down what was found; 404 for a paper of another application, 400 for an unknown verdict."""
    fields = await secure.posted(request, who)
    verdict = fields.get("verdict", "")
    if verdict not in VERDICTS:
        raise HTTPException(400)
    if RESEARCHER not in parts_of(who):
        raise HTTPException(403)
    ports = ports_of(request)
    names = await ports.database.write(_attest, key, paper, who, verdict, ports.clock())
    if names is None:
        raise HTTPException(404)
    # After the commit. A crash in between leaves files without a record, which housekeeping sweeps.
    await asyncio.to_thread(papers.delete, ports, names)
    return RedirectResponse(f"/console/a/{key}?notice=attested#papers", 303)


def _headers(key: int, mime: str) -> dict[str, str]:
    # A browser's own viewer does not open a PDF in a sandbox; without one it still runs nothing in our name.
    policy = _POLICY if mime == "application/pdf" else f"{_POLICY}; sandbox"
    return {
        "content-disposition": f'inline; filename="paper-{key}.{_ENDINGS.get(mime, "bin")}"',
        "content-security-policy": policy,
        "cross-origin-resource-policy": "same-origin",
    }


def _look(connection: Connection, key: int, who: SignedIn, now: datetime) -> Any | None:
    """Audited before it is shown."""
    row = documents.file(connection, key, who.charities)
    if row is not None and row.document_id and not parts_of(who):
        raise HTTPException(403)
    if row is not None:
        staff.audit(connection, who.staff, charity=row.charity, action="see", subject=f"paper_file:{key}", now=now)
    return row


def _attest(
    connection: Connection, key: int, paper: int, who: SignedIn, verdict: str, now: datetime
) -> list[str] | None:
    row = documents.lock(connection, paper, who.charities)
    if row is None or row.application_id != key:
        return None
    staff.audit(
        connection, who.staff, charity=row.charity, action=f"attest:{verdict}", subject=f"document:{paper}", now=now
    )
    return documents.attest(connection, row, verdict, staff=who.staff, now=now)
