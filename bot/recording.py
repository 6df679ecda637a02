"""Real channel adapters whose sends are kept instead of sent: for replay and the terminal chat."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.bootstrap import disconnected_channels
from bot.ports import Channel
from channels.base import Request
from flows.message import Incoming, Reply


@dataclass(frozen=True, slots=True)
class Sent:
    """One message as it left the adapter; `buttons` are the labels of what may be chosen."""

    channel: str
    to: str
    text: str
    buttons: tuple[str, ...] = ()


@dataclass(slots=True)
class Recorded:
    """`inner` verifies, parses and renders as ever; `send` only writes down."""

    inner: Channel
    sent: list[Sent]
    _labels: list[tuple[Mapping[str, Any], tuple[str, ...]]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.inner.name

    def verify(self, request: Request) -> bool:
        return self.inner.verify(request)

    def parse(self, request: Request) -> list[Incoming]:
        return self.inner.parse(request)

    def render(self, reply: Reply) -> list[dict[str, Any]]:
        payloads = self.inner.render(reply)
        labels = tuple(button.label for button in reply.buttons)
        # Where a long reply is split, the buttons belong to its last part.
        self._labels += [(payload, labels if payload is payloads[-1] else ()) for payload in payloads]
        return payloads

    async def send(self, address: str, payload: Mapping[str, Any]) -> str:
        labels = next((found for made, found in reversed(self._labels) if made == payload), ())
        text = str(payload.get("text") or payload.get("body") or "")
        self.sent.append(Sent(self.name, address, text, labels))
        return f"recorded-{len(self.sent)}"


def recorded_channels(charity: str, sent: list[Sent]) -> dict[tuple[str, str], Channel]:
    """Every channel of the charity by (slug, name), all writing to `sent`."""
    return {(charity, channel.name): Recorded(channel, sent) for channel in disconnected_channels()}
