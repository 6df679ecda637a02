"""What every channel shares: the request as it came and the error that carries the decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from flows.message import Attachment


class Files(Protocol):
    """The files that one charity's messages name. They are made when they are needed, never before."""

    async def content(self, file: Attachment) -> bytes:
        """Its bytes. Raises `SendError`: `invalid` where it cannot be made."""
        ...

    def link(self, file: Attachment) -> str:
        """A public address of it, good for a limited time, that tells nothing about it."""
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """A webhook as it came: `url` is the configured public address plus path and query, `headers` lower-case."""

    url: str
    headers: Mapping[str, str]
    body: bytes
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listed:
    """One message of ours as the provider's own list shows it."""

    id: str
    text: str
    media: bool = False


class SendError(Exception):
    """A send that did not succeed.

    `kind`: "rate" (try again after `retry_after` seconds), "transient" (provider trouble, nothing was sent),
    "blocked" (the person blocked us or opted out), "window" (WhatsApp's 24 hours are over), "content" (the template was
    refused, not the words), "invalid" (this message will never be accepted), "unknown" (it may or may not have been
    sent: never retried blindly).
    """

    def __init__(self, kind: str, detail: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind = kind
        self.detail = detail
        self.retry_after = retry_after

    @property
    def retryable(self) -> bool:
        return self.kind in ("rate", "transient")


class FetchError(Exception):
    """A file that was not fetched.

    `kind`: "size" (larger than allowed), "gone" (the provider has no such file, or not for us), "transient" (trouble on
    the way: it may work later). The text names no address: those hold tokens.
    """

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind = kind


def read_local(place: Path | None, most: int) -> bytes:
    """A file of this machine, for channels without a provider. Raises `FetchError`."""
    if place is None or not place.is_file():
        raise FetchError("gone")
    if place.stat().st_size > most:
        raise FetchError("size")
    return place.read_bytes()
