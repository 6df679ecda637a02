"""Files that people send: fetched, examined and stored before the turn that hears of them."""

import asyncio
import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, wait_exponential

from bot import cards, inspection, log, voices
from bot.context import Ports
from bot.settings import Settings
from channels.base import FetchError
from flows.message import Kind, Media
from storage import documents
from storage.turns import Waiting

logger = log.get(__name__)
_DAY = timedelta(days=1)
# Names in one question to the database.
_BATCH = 500
# What browsers do not show.
_CONVERTED = frozenset({"image/heic"})
_EXAMINER = str(Path(inspection.__file__).resolve())


@dataclass(frozen=True, slots=True)
class Finding:
    """What a file is. `mime` by its content, `problem` as in `flows.message.Media`."""

    mime: str
    pages: int = 0
    problem: str = ""


async def bring(ports: Ports, event: Waiting) -> Waiting:
    """The event with its files in our store, each with what it is or why it cannot be taken.

    A turn that fails afterwards leaves files without a record behind; housekeeping sweeps them. Raises `OSError` where
    the store cannot be written.
    """
    incoming = event.incoming
    if incoming.kind is Kind.CONTACT and incoming.media:
        found = await asyncio.gather(*(_content(ports, event, media) for media in incoming.media))
        return replace(event, incoming=cards.told(incoming, [content for content, _ in found]))
    if incoming.kind not in (Kind.MEDIA, Kind.VOICE) or not incoming.media:
        return event
    since = ports.clock() - _DAY
    taken = await ports.database.read(documents.count_files, event.conversation, since)
    free = max(ports.settings.papers_a_day - taken, 0)
    brought = await asyncio.gather(*(_bring_one(ports, event, media) for media in incoming.media[:free]))
    refused = [_refused(media, "too_many") for media in incoming.media[free:]]
    incoming = replace(incoming, media=(*brought, *refused))
    return replace(event, incoming=await voices.heard(ports, incoming) if incoming.kind is Kind.VOICE else incoming)


async def _bring_one(ports: Ports, event: Waiting, media: Media) -> Media:
    most = ports.settings.paper_bytes
    if (media.size or 0) > most:
        return _refused(media, "size")
    # Few at a time: each is held in memory, and a provider that hangs must not stop the turns.
    async with ports.fetches:
        content, problem = await _content(ports, event, media)
        if problem:
            return _refused(media, problem)
        found = await _examined(ports, event.incoming.kind, media, content)
        if found.problem:
            return replace(_refused(media, found.problem), mime=found.mime, size=len(content))
        name = await asyncio.to_thread(ports.papers.put, content)
    digest = hashlib.sha256(content).hexdigest()
    return replace(media, ref=name, mime=found.mime, size=len(content), digest=digest, pages=found.pages)


async def _content(ports: Ports, event: Waiting, media: Media) -> tuple[bytes, str]:
    """The file, and why it could not be had."""
    try:
        async with asyncio.timeout(ports.settings.fetch_seconds):
            return await _fetch(ports, event, media), ""
    except (FetchError, TimeoutError) as error:
        size = isinstance(error, FetchError) and error.kind == "size"
        logger.warning("file not fetched", conversation=event.conversation, event_id=event.id, why=str(error))
        return b"", "size" if size else "unavailable"


async def _examined(ports: Ports, kind: Kind, media: Media, content: bytes) -> Finding:
    if kind is Kind.VOICE:
        mime = voices.kind_of(content, media.mime)
        return Finding(mime or "application/octet-stream", problem="" if mime else "type")
    async with ports.examiners:
        return await asyncio.to_thread(examine, content, ports.settings)


async def _fetch(ports: Ports, event: Waiting, media: Media) -> bytes:
    channel = ports.channels[event.charity, event.channel]
    async for attempt in AsyncRetrying(
        retry=retry_if_exception(lambda error: isinstance(error, FetchError) and error.kind == "transient"),
        wait=wait_exponential(multiplier=ports.settings.retry_seconds, max=5),
        stop=stop_after_attempt(3),
        reraise=True,
    ):
        with attempt:
            return await channel.fetch(media, most=ports.settings.paper_bytes)
    raise AssertionError("the last attempt returns or raises")


async def expire(ports: Ports) -> int:
    """Delete the files that nobody looked at in time or that belong to no request; how many."""
    now = ports.clock()
    before = now - timedelta(days=ports.settings.seen_days)
    # Recorded first: a file that outlives its record is swept, a record whose file is gone would mislead.
    names = await ports.database.write(documents.overdue, before, now)
    await asyncio.to_thread(delete, ports, names)
    return len(names)


async def sweep(ports: Ports) -> int:
    """Delete the files that no record speaks of, a day after they came; how many."""
    names = await asyncio.to_thread(lambda: list(ports.papers.older_than(ports.clock() - _DAY)))
    lost: list[str] = []
    for batch in (names[start : start + _BATCH] for start in range(0, len(names), _BATCH)):
        lost += await ports.database.read(documents.unknown, batch)
    await asyncio.to_thread(delete, ports, lost)
    return len(lost)


def delete(ports: Ports, names: list[str]) -> None:
    """Delete files whose record says so already."""
    for name in names:
        ports.papers.delete(name)


def examine(content: bytes, settings: Settings) -> Finding:
    """What the content is; a file that exhausts the examiner's limits is unreadable. Waits, so call it in a thread."""
    try:
        limits = (str(settings.paper_pixels), str(settings.paper_pages))
        return Finding(**json.loads(_examiner(content, settings, *limits)))
    except (subprocess.SubprocessError, ValueError, BrokenPipeError):
        return Finding("application/octet-stream", problem="unreadable")


def shown(ports: Ports, name: str, mime: str) -> tuple[bytes, str]:
    """A stored file as a browser can show it, and its type then. Waits, so call it in a thread.

    Raises `OSError` or `storage.crypto.KeyringError`.
    """
    content = ports.papers.get(name)
    if mime not in _CONVERTED:
        return content, mime
    try:
        return _examiner(content, ports.settings, "jpeg"), "image/jpeg"
    except subprocess.SubprocessError as error:
        raise OSError("not converted") from error


def _examiner(content: bytes, settings: Settings, *arguments: str) -> bytes:
    """What the process with limits of its own prints. Raises `subprocess.SubprocessError`."""
    return subprocess.run(  # noqa: S603  our own program; of the sender's only the content, on its standard input
        [sys.executable, "-I", _EXAMINER, *arguments],
        input=content,
        capture_output=True,
        timeout=settings.inspect_seconds,
        env={},
        check=True,
    ).stdout


def _refused(media: Media, problem: str) -> Media:
    """Without its address: the inbox has that, and the transcript is no place for it."""
    return replace(media, ref="", problem=problem)
