"""A channel without a provider, for tests: it records what is sent and fails when told to."""

import asyncio
import hmac
from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from channels.base import Request, SendError, read_local
from channels.reading import json_object, storable
from channels.splitting import split
from flows.message import Incoming, Kind, Media, Reply


@dataclass(frozen=True, slots=True)
class FakeSettings:
    """`limit` is the longest text of one message, small in tests of splitting."""

    secret: str = field(default="fake", repr=False)
    limit: int = 4096


@dataclass(frozen=True, slots=True)
class Sent:
    """One accepted message."""

    address: str
    payload: Mapping[str, Any]
    id: str


class Fake:
    """Its webhook is one JSON object: `kind`, `id`, `from`, and the other fields of `Incoming` by name."""

    name = "fake"
    idempotent = False

    def __init__(self, settings: FakeSettings | None = None) -> None:
        self.settings = settings or FakeSettings()
        self.sent: list[Sent] = []
        self._failures: deque[tuple[SendError, bool]] = deque()

    def fail(self, error: SendError, *, times: int = 1, delivered: bool = False) -> None:
        """Raise the error in the next sends; `delivered` records them all the same, as when only the answer is lost."""
        self._failures.extend([(error, delivered)] * times)

    def texts(self, address: str | None = None) -> list[str]:
        """The texts sent, to this address or to all, in order."""
        return [sent.payload["text"] for sent in self.sent if address in (None, sent.address)]

    def verify(self, request: Request) -> bool:
        given = request.headers.get("x-fake-secret", "")
        return hmac.compare_digest(given.encode(), self.settings.secret.encode())

    def parse(self, request: Request) -> list[Incoming]:
        """Raises `ValueError` when unreadable; an unknown kind is `UNSUPPORTED`."""
        data = json_object(request.body)
        if not data.get("id") or not data.get("from"):
            raise ValueError("an event needs id and from")
        kind = data.get("kind", "text")
        media = tuple(Media(**item) for item in data.get("media", []))
        names = ("text", "tap", "name", "language", "ref", "state", "error", "message")
        fields: dict[str, Any] = {name: storable(data[name]) for name in names if name in data}
        return [
            Incoming(
                Kind(kind) if kind in set(Kind) else Kind.UNSUPPORTED,
                storable(data["id"]),
                storable(data["from"]),
                media=media,
                **fields,
            )
        ]

    def render(self, reply: Reply) -> list[dict[str, Any]]:
        parts = split(reply.text, self.settings.limit)
        if not parts:
            raise ValueError("a blank reply")
        buttons = [{"id": button.id, "label": button.label, "word": button.word} for button in reply.buttons]
        last = len(parts) - 1
        files = {"files": [asdict(file) for file in reply.files]} if reply.files else {}
        payloads = [{"text": part, "buttons": buttons if index == last else []} for index, part in enumerate(parts)]
        return [*payloads[:-1], {**payloads[-1], **files}]

    async def send(self, address: str, payload: Mapping[str, Any]) -> str:
        """The message's id, "f1", "f2" and so on in the order of sending."""
        error, delivered = self._failures.popleft() if self._failures else (None, True)
        if delivered:
            self.sent.append(Sent(address, dict(payload), f"f{len(self.sent) + 1}"))
        if error:
            raise error
        return self.sent[-1].id

    async def fetch(self, media: Media, *, most: int) -> bytes:
        """The file at the local path `media.ref`. Raises `FetchError`."""
        return await asyncio.to_thread(read_local, Path(media.ref), most)

    async def close(self) -> None:
        """Nothing is held open."""
