"""Real channel adapters whose sends are kept instead of sent: for replay and the terminal chat."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.bootstrap import disconnected_channels
from bot.ports import Channel
from channels.base import Request, read_local
from flows.message import Button, Incoming, Media, Reply


@dataclass(frozen=True, slots=True)
class Sent:
    """One message as it left the adapter; `buttons` are what may be chosen, `files` the names of files.

    A message that is only a file has its name for a text. `payload` is what the provider would have been given.
    """

    channel: str
    to: str
    text: str
    buttons: tuple[Button, ...] = ()
    files: tuple[str, ...] = ()
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Recorded:
    """`inner` verifies, parses and renders as ever; `send` only writes down, and `fetch` reads from this machine.

    `files` are the local files that were sent, by the reference that stands in the message.
    """

    inner: Channel
    sent: list[Sent]
    files: Mapping[str, Path]
    _choices: list[tuple[Mapping[str, Any], tuple[Button, ...]]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.inner.name

    def verify(self, request: Request) -> bool:
        return self.inner.verify(request)

    def parse(self, request: Request) -> list[Incoming]:
        return self.inner.parse(request)

    def render(self, reply: Reply) -> list[dict[str, Any]]:
        payloads = self.inner.render(reply)
        # Where a long reply is split, the buttons belong to its last part; a file follows after it.
        last = [payload for payload in payloads if _alone(payload) is None][-1]
        self._choices += [(payload, reply.buttons if payload is last else ()) for payload in payloads]
        return payloads

    async def send(self, address: str, payload: Mapping[str, Any]) -> str:
        buttons = next((found for made, found in reversed(self._choices) if made == payload), ())
        alone = _alone(payload)
        files = tuple(file["name"] for file in ([alone] if alone else payload.get("files", ())))
        text = str(payload.get("text") or payload.get("body") or " ".join(files))
        self.sent.append(Sent(self.name, address, text, buttons, files, payload))
        return f"recorded-{len(self.sent)}"

    async def fetch(self, media: Media, *, most: int) -> bytes:
        return await asyncio.to_thread(read_local, self.files.get(media.ref), most)


@dataclass(slots=True)
class Tidied(Recorded):
    """One whose buttons go once they are answered. `gone` are the messages without theirs, as `send` named them."""

    gone: set[str] = field(default_factory=set)

    def asks(self, payload: Mapping[str, Any]) -> bool:
        inner: Any = self.inner
        return bool(inner.asks(payload))

    async def put_away(self, message: str) -> None:
        self.gone.add(message)


def _alone(payload: Mapping[str, Any]) -> dict[str, str] | None:
    """The file of a message that is nothing else."""
    return payload.get("document") or payload.get("file")


def recorded_channels(
    charity: str, sent: list[Sent], files: Mapping[str, Path], *, templates: bool = False
) -> dict[tuple[str, str], Channel]:
    """Every channel of the charity by (slug, name), all writing to `sent` and fetching from `files`.

    With `templates`, WhatsApp has its buttons and lists; else its choices are numbered.
    """
    opened = disconnected_channels(templates=templates)
    kinds = {channel.name: Tidied if hasattr(channel, "put_away") else Recorded for channel in opened}
    return {(charity, channel.name): kinds[channel.name](channel, sent, files) for channel in opened}
