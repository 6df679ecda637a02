"""A person who applies by the real engine and pack, on a channel of the test's choice."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from bot import inbox, packs, turn
from bot.context import Ports
from bot.files import CharityFiles
from bot.ports import Channel
from flows import engine, library
from flows.message import NOTHING, Entity, Incoming, Kind, Meaning
from flows.pack import Pack
from flows.reference import find
from storage.engine import Database
from tests import line

CHARITY = "yusr"
NAME, NATIONAL_ID, MOBILE = "نورة سعد القحطاني", "1526018153", "0551234567"
APPLY = "أبغى استشارة"
FORM = (APPLY, "نعم", NAME, NATIONAL_ID, MOBILE, "جدة", "نفسية", "أحتاج جلسة لابني", "لاحقا")
SIGN = ("صحيح، نكمل", "أقر وأوافق", NAME)
UPDATE = "أبغى أعدل بياناتي"
_INTENTS = {APPLY: "apply", UPDATE: "update_data", "وين طلبي": "check_status"}


@cache
def yusr() -> Pack:
    return packs.load(Path(__file__).parent.parent / "charities" / CHARITY, library.texts())


class Listener:
    """Knows the few wishes of these tests."""

    async def read(self, text: str, *, charity: str) -> Meaning:
        intent = _INTENTS.get(text, "")
        named = (Entity("service", "family_consultation"),) if intent == "apply" else ()
        return Meaning(intent, 0.99, ((intent, 0.99),), named, sure=True) if intent else NOTHING


@dataclass
class Applicant:
    """One address on one channel."""

    ports: Ports
    channel: str = line.CHANNEL
    address: str = "700100200"
    reference: str = ""
    _numbers: Any = field(default_factory=count)

    async def says(self, *texts: str) -> list[str]:
        """What the bot said to the last of these."""
        heard: list[str] = []
        for text in texts:
            event = Incoming(Kind.TEXT, f"{self.address}:{next(self._numbers)}", self.address, text)
            before = self._said()
            for conversation in (await inbox.accept(self.ports, CHARITY, self.channel, [event])).waiting:
                await turn.take(self.ports, conversation)
            heard = self._said()[len(before) :]
        return heard

    async def applies(self) -> str:
        """The reference of a new application."""
        heard = await self.says(*FORM, *SIGN)
        [self.reference] = find("\n".join(heard))
        return self.reference

    def _said(self) -> list[str]:
        rows = line.rows(self.ports.database, "SELECT text FROM messages WHERE direction = 'out' ORDER BY id")
        return [text for (text,) in rows]


def ports(database: Database, folder: Path, opened: Callable[[CharityFiles], Channel], **parts: Any) -> Ports:
    """The house with one channel, which is opened with the house's own files."""
    lines: dict[tuple[str, str], Channel] = {}
    real = {"packs": {CHARITY: yusr()}, "advance": engine.advance, "understander": Listener(), "channels": lines}
    built = line.ports(database, folder, **{**real, **parts})
    assert built.files is not None
    made = opened(built.files.of(CHARITY))
    lines[CHARITY, made.name] = made
    return built
