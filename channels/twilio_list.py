"""Twilio's list of messages: what became of a send that was never answered, and what came in while nobody listened."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from channels import twilio_http
from channels.base import Listed
from channels.twilio_forms import Form, heard
from flows.message import Incoming

_PAGE = 100
# More of one person's messages than anybody gets in the minutes that are looked back upon.
_MOST_SENT = 200
_MOST_RECEIVED = 5000
_SPACE = re.compile(r"\s+")


async def sent(messages: Any, to: str, since: datetime, *, seconds: float) -> list[Listed]:
    """What left for this address since then, oldest first. Raises `SendError`.

    The list is asked by the address alone: Twilio filters by the date of sending, which a queued message has not yet.
    """
    found = []
    async with _decided(seconds):
        async for message in await messages.stream_async(to=to, page_size=_PAGE, limit=_MOST_SENT):
            if message.date_created < since:
                break
            if message.direction != "inbound":
                found.append(Listed(message.sid, message.body or "", int(message.num_media or 0) > 0))
    return found[::-1]


async def received(messages: Any, to: str, since: datetime, *, seconds: float) -> list[Incoming]:
    """What people sent since then, oldest first, to our sender `to` ("": by SMS to any). Raises `SendError`."""
    # The client writes the hour as it stands, whatever its zone, and calls it UTC.
    asked = {"date_sent_after": since.astimezone(UTC)} | ({"to": to} if to else {})
    found = []
    async with _decided(seconds):
        stream = await messages.stream_async(page_size=_PAGE, limit=_MOST_RECEIVED, **asked)
        async for message in stream:
            ours = message.direction == "inbound" and (to or not message.to.startswith("whatsapp:"))
            if ours and message.date_created >= since:
                found.append(await _read(message))
    return found[::-1]


def fits(payload: Mapping[str, Any], listed: Listed) -> bool:
    """Is it this payload that stands in the list? Twilio trims texts, and shows a template filled in."""
    if "file" in payload:
        return listed.media
    said = _bare(listed.text)
    if "body" in payload and said == _bare(payload["body"]):
        return True
    if "content" not in payload:
        return False
    first = _bare(str(payload.get("variables", {}).get("1", "")))
    return said.startswith(first)


async def _read(message: Any) -> Incoming:
    """As its webhook would have been read. A tap is told by its label only."""
    fields = {"MessageSid": message.sid, "From": message.from_, "To": message.to, "Body": message.body or ""}
    if int(message.num_media or 0):
        base = f"{message._version.domain.base_url}/2010-04-01/Accounts/{message.account_sid}/Messages/{message.sid}"
        for index, media in enumerate(await message.media.list_async(limit=10)):
            fields |= {f"MediaUrl{index}": f"{base}/Media/{media.sid}", f"MediaContentType{index}": media.content_type}
    form = Form({name: [value or ""] for name, value in fields.items()})
    return heard(form, message.sid, whatsapp=message.to.startswith("whatsapp:"))


def _bare(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


@asynccontextmanager
async def _decided(seconds: float) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(seconds):
            yield
    except Exception as error:  # every failure is a decision, see there
        raise twilio_http.decided(error) from error
