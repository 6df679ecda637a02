"""What every channel shares: the request as it came and the error that carries the decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Request:
    """A webhook as it came: `url` is the configured public address plus path and query, `headers` lower-case."""

    url: str
    headers: Mapping[str, str]
    body: bytes
    query: Mapping[str, str] = field(default_factory=dict)


class SendError(Exception):
    """A send that did not succeed.

    `kind`: "rate" (try again after `retry_after` seconds), "transient" (provider trouble, nothing was sent),
    "blocked" (the person blocked us or opted out), "window" (WhatsApp's 24 hours are over), "invalid" (this message
    will never be accepted), "unknown" (it may or may not have been sent: never retried blindly).
    """

    def __init__(self, kind: str, detail: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind = kind
        self.detail = detail
        self.retry_after = retry_after

    @property
    def retryable(self) -> bool:
        return self.kind in ("rate", "transient")
