"""The people of a replay: what each was offered last, and what a line of the file makes them send."""

import mimetypes
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from bot.recording import Recorded, Sent
from channels.base import Request
from channels.compose import Channels, Said, compose
from flows.message import Button, Media

ADDRESSES = {"telegram": "700100200", "whatsapp": "+966500000001", "sms": "+966500000001", "web": "visitor"}
# What a person can do; one of these a line.
SAID = {"text", "media", "tap", "share"}


class ReplayError(Exception):
    """A line that cannot be replayed: what is wrong with it, in words."""


class NoButtonError(ReplayError):
    """A tap on what was not offered."""


def uncarried(channel: Recorded, error: ValueError) -> ReplayError:
    """No provider would ever send this: a Telegram chat that is no number, a blank message from the website."""
    return ReplayError(f"{channel.name} cannot carry this: {error}")


@dataclass
class People:
    """`hooks` is where providers call, `files` the local files that were sent, by the reference in the message."""

    hooks: str
    now: Callable[[], datetime]
    files: dict[str, Path] = field(default_factory=dict)
    _lines: int = 0
    _offers: dict[tuple[str, str], tuple[Button, ...]] = field(default_factory=dict)

    def act(self, channel: Recorded, address: str, line: Mapping[str, Any]) -> Request:
        """What a line of the file makes the provider post. Raises `NoButtonError` for a tap on what was not offered."""
        if "tap" in line:
            button = self._button(channel.name, address, line["tap"])
            if channel.name in ("sms", "whatsapp"):
                # Choices are numbered text there: who "taps" types the number, or the word.
                return self.write(channel, address, self._typed(channel.name, address, button))
            return self.write(channel, address, button.label, tap=button.id)
        if "media" in line:
            return self.write(channel, address, str(line.get("caption", "")), file=Path(str(line["media"])))
        return self.write(channel, address, str(line.get("text", "")), card=str(line.get("share", "")))

    def write(
        self, channel: Recorded, address: str, text: str, *, tap: str = "", file: Path | None = None, card: str = ""
    ) -> Request:
        """The person writes, taps the button with the id `tap` that is labelled `text`, sends a file with a caption, or
        shares their number. Raises `ReplayError` for what the channel cannot carry.
        """
        self._lines += 1
        media = (self._media(file),) if file else ()
        said = Said(f"line-{self._lines}", address, text, tap, media, card=card, at=self.now())
        try:
            return compose(cast(Channels, channel.inner), said, f"{self.hooks}/{channel.name}")
        except ValueError as error:
            raise uncarried(channel, error) from None

    def _media(self, file: Path) -> Media:
        """The file as a provider would announce it: by a reference of its own, guessed type and size."""
        ref = f"file-{len(self.files) + 1}"
        self.files[ref] = file
        mime = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return Media(ref, mime, file.name, file.stat().st_size if file.is_file() else None)

    def offer(self, sent: Iterable[Sent]) -> None:
        """What was sent upon one line can be tapped from the next line on."""
        offers: dict[tuple[str, str], tuple[Button, ...]] = {}
        for one in sent:
            where = one.channel, one.to
            offers[where] = (*offers.get(where, ()), *one.buttons)
        self._offers |= {where: buttons for where, buttons in offers.items() if buttons}

    def _button(self, channel: str, address: str, wanted: object) -> Button:
        offered = self._offers.get((channel, address), ())
        numbered = [button for button in offered if not button.word]
        if str(wanted).isdigit() and 0 < int(str(wanted)) <= len(numbered):
            return numbered[int(str(wanted)) - 1]
        for button in offered:
            if button.label == wanted:
                return button
        raise NoButtonError(f"no button {wanted!r}; there are: {', '.join(b.label for b in offered) or 'none'}")

    def _typed(self, channel: str, address: str, button: Button) -> str:
        numbered = [offered for offered in self._offers[channel, address] if not offered.word]
        return button.label if button.word else str(numbered.index(button) + 1)
