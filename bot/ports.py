"""The ports: Protocols that `channels` and `nlu` satisfy, and a plug-in that listens to voices if there is one.

Only `bot/bootstrap.py` and `bot/understanding.py` know which ones are in use.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from channels.base import Request
from flows.message import Incoming, Meaning, Media, Reply


class Channel(Protocol):
    """One charity's line on one channel."""

    @property
    def name(self) -> str:
        """telegram, whatsapp, sms or web."""
        ...

    def verify(self, request: Request) -> bool:
        """Did the provider (or our own page) really send this?"""
        ...

    def parse(self, request: Request) -> list[Incoming]:
        """Every event in the request; an unknown kind becomes `UNSUPPORTED`. Raises `ValueError` when unreadable."""
        ...

    def render(self, reply: Reply) -> list[dict[str, Any]]:
        """The reply as provider payloads (JSON objects), each within the channel's limits, in order."""
        ...

    async def send(self, address: str, payload: Mapping[str, Any]) -> str:
        """Send one payload; the provider's id for it. Raises `channels.base.SendError`."""
        ...

    async def fetch(self, media: Media, *, most: int) -> bytes:
        """The file that a message announced, of at most `most` bytes. Raises `channels.base.FetchError`."""
        ...


class Understander(Protocol):
    """Reads one text of a person who writes to the charity with this slug."""

    async def read(self, text: str, *, charity: str) -> Meaning: ...


class Listener(Protocol):
    """Puts a recording into words: a model on this machine, or a service of the charity's choice. None by default."""

    async def listen(self, audio: bytes, *, mime: str, language: str) -> str:
        """The words, "" where none were understood; `language` (ar, en) is what the sender's application says."""
        ...
