"""What a provider shows of a line and knows of our webhook: plain, without any provider's library."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Profile:
    """`language` is a code of two letters, or "" for everybody else. `commands` by name, without the slash.

    `description` (512 characters) stands in an empty chat, `short` (120) on the bot's own page.
    """

    language: str
    commands: Mapping[str, str]
    description: str
    short: str


@dataclass(frozen=True, slots=True)
class Webhook:
    """`pending` updates wait for us; `trouble` is what Telegram met last when it called us, at `trouble_at`."""

    url: str
    pending: int
    trouble: str = ""
    trouble_at: datetime | None = None
