"""The people of a replay: what each was offered last, and what a line of the file makes them send."""

import mimetypes
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.recording import Sent
from channels.compose import Said
from flows.message import Button, Media

ADDRESSES = {"telegram": "700100200", "whatsapp": "+966500000001", "sms": "+966500000001", "web": "visitor"}
# What a person can do; one of these a line.
SAID = {"text", "media", "tap", "share"}


class ReplayError(Exception):
    """A line that cannot be replayed: what is wrong with it, in words."""


class NoButtonError(ReplayError):
    """A tap on what was not offered."""


@dataclass
class People:
    """`files` are the local files that were sent, by the reference that stands in the message."""

    files: dict[str, Path] = field(default_factory=dict)
    _lines: int = 0
    _offers: dict[tuple[str, str], tuple[Button, ...]] = field(default_factory=dict)

    def begin(self, address: str, at: datetime) -> Said:
        """A message with a number of its own, and nothing in it yet."""
        self._lines += 1
        return Said(f"line-{self._lines}", address, at=at)

    def said(self, channel: str, address: str, line: Mapping[str, Any], at: datetime) -> Said:
        """What a line of the file makes the person send. Raises `NoButtonError` for a tap on what was not offered."""
        said = self.begin(address, at)
        if "tap" in line:
            button = self._button(channel, address, line["tap"])
            if channel in ("sms", "whatsapp"):
                # Choices are numbered text there: who "taps" types the number, or the word.
                return replace(said, text=self._typed(channel, address, button))
            return replace(said, tap=button.id, text=button.label)
        if "media" in line:
            return replace(said, media=(self.media(Path(str(line["media"]))),), text=str(line.get("caption", "")))
        if "share" in line:
            return replace(said, card=str(line["share"]))
        return replace(said, text=str(line["text"]))

    def media(self, file: Path) -> Media:
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
