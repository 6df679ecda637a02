"""Somebody who applies on the recording channel and sends real files, over the real engine and Yusr's own pack."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot import turn
from bot.context import Ports
from flows.message import Incoming, Kind, Media
from flows.reference import find
from storage import inbox
from storage.engine import Database
from tests import console, line

FORM = ("أريد التقديم", "نعم", "سارة تجربة الاختبار", console.IDENTITY, "0551234567", "جدة", "3", "تخطي")
SIGNED = ("صحيح، نكمل", "أقر وأوافق", "سارة تجربة الاختبار")
ALL = "هذا كل شيء"


@dataclass
class Person:
    """Somebody on the recording channel."""

    ports: Ports
    folder: Path
    address: str = "+966500000001"
    count: int = 0

    async def say(self, *texts: str) -> str:
        for text in texts:
            said = await self._send(Incoming(Kind.TEXT, self._id(), self.address, text))
        return said

    async def send(self, *contents: bytes, album: str = "", name: str = "paper") -> str:
        """One message with these files, lying where the channel fetches them."""
        media = []
        for content in contents:
            place = self.folder / f"{name}{len(list(self.folder.iterdir()))}"
            place.write_bytes(content)
            media.append(Media(str(place), "image/jpeg", size=None))
        return await self.announce(*media, album=album)

    async def speak(self, content: bytes) -> str:
        """A voice note."""
        place = self.folder / "voice"
        place.write_bytes(content)
        voice = (Media(str(place), "audio/ogg"),)
        return await self._send(Incoming(Kind.VOICE, self._id(), self.address, media=voice))

    async def announce(self, *media: Media, album: str = "") -> str:
        return await self._send(Incoming(Kind.MEDIA, self._id(), self.address, media=media, ref=album))

    async def _send(self, event: Incoming) -> str:
        fake = console.fake(self.ports)
        before = len(fake.sent)
        accepted = await self.ports.database.write(
            inbox.accept, console.CHARITY, fake.name, [event], self.ports.clock()
        )
        await turn.take(self.ports, accepted.waiting[0])
        return "\n".join(sent.payload["text"] for sent in fake.sent[before:])

    def _id(self) -> str:
        self.count += 1
        return f"{self.address}-{self.count}"


@asynccontextmanager
async def open_house(database: Database, folder: Path, **changes: Any) -> AsyncIterator[Person]:
    (folder / "sent").mkdir(exist_ok=True)
    built = console.ports(database, folder, settings=changes)
    yield Person(built, folder / "sent")
    await built.close()


def stored(person: Person) -> list[str]:
    folder = person.ports.settings.data_dir / "papers"
    return sorted(place.name for place in folder.iterdir()) if folder.is_dir() else []


def rows(person: Person, query: str) -> list[tuple[Any, ...]]:
    return line.rows(person.ports.database, query)


async def applied(person: Person, *contents: bytes) -> str:
    """An application with its identity paper, or without; its reference."""
    await person.say(*FORM)
    if contents:
        await person.send(*contents)
        await person.say(ALL)
    else:
        await person.say("بعدين")
    return find(await person.say(*SIGNED))[0]
