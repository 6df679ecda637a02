"""After an application was taken down: what to tell the person, and the receipt for printing."""

from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from sqlalchemy import Connection

from bot import receipt
from bot.console import intake_words
from bot.console.applications import Who
from bot.console.conversation import Key
from bot.console.place import page, ports_of
from bot.context import Ports
from bot.worlds import version_of
from channels.base import SendError
from flows.message import Attachment
from storage import console_applications, documents, life, reach, staff
from storage.links import PHONES
from storage.staff import SignedIn

routes = APIRouter(prefix="/a/{key}")


@routes.get("/intake")
async def told(request: Request, key: Key, who: Who) -> Response:
    """The reference number, large, and what to tell the person."""
    ports = ports_of(request)
    values = await ports.database.write(_told, ports, key, who)
    if values is None:
        raise HTTPException(404)
    return page("intake_done.html", values)


@routes.get("/receipt")
async def paper(request: Request, key: Key, who: Who) -> Response:
    """The receipt as a PDF. 404 where nobody signed, or this machine makes none; 503 where the database is away."""
    ports = ports_of(request)
    row = await ports.database.write(_seen, key, who, ports, "receipt")
    if row is None or ports.files is None:
        raise HTTPException(404)
    name = f"{row.reference}.pdf"
    try:
        content = await ports.files.content(row.charity, Attachment("receipt", row.reference, name))
    except SendError as error:
        raise HTTPException(503 if error.retryable else 404) from error
    headers = {"content-disposition": f'inline; filename="{name}"'}
    return Response(content, media_type="application/pdf", headers=headers)


def _seen(connection: Connection, key: int, who: SignedIn, ports: Ports, action: str) -> Any | None:
    """The application, None where it is none of hers. That it was looked at is written down."""
    row = console_applications.application(connection, key, who.charities)
    if row is not None:
        subject = f"application:{key}"
        staff.audit(connection, who.staff, charity=row.charity, action=action, subject=subject, now=ports.clock())
    return row


def _told(connection: Connection, ports: Ports, key: int, who: SignedIn) -> dict[str, Any] | None:
    row = _seen(connection, key, who, ports, "read")
    if row is None:
        return None
    pack = version_of(connection, ports, row.charity, row.pack)
    service = pack.service(row.service)
    missing = [paper.kind for paper, _ in documents.of_application(connection, key) if paper.wanted]
    origin = life.about(connection, row.charity, row.reference).origin
    phones = [name for name in PHONES if (row.charity, name) in ports.channels] if origin else []
    return {
        "who": who,
        "row": row,
        "service": service.name.ar if service else row.service,
        "next": receipt.after(pack, service, "ar").splitlines(),
        "missing": [label.label.ar if (label := pack.document(kind)) else kind for kind in missing],
        "asking": intake_words.asking(phones),
        "phone": bool(phones),
        "reached": row.conversation_id or reach.of_origin(connection, row.charity, origin),
        "receipt": ports.files is not None,
    }
