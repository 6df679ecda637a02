"""The whole application on a free port, with one charity and an understander that knows a few words."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import uvicorn
from cryptography.fernet import Fernet
from pydantic import SecretStr
from sqlalchemy import Connection, func, select

from bot import bootstrap
from bot.context import Ports
from bot.database import open_database
from bot.settings import Lines, Settings
from bot.web.app import create
from flows.message import NOTHING, Meaning
from storage import outbox, transcribing
from storage.outbox import Claimed, Receipt
from storage.states import Author, DeliveryState
from storage.tables import Conversation, Message, table
from tests.fakes.serve import running

HOUSE = Path(__file__).resolve().parents[2]
CHARITY = "yusr"
# The same for every house of a test run, as one installation keeps its own.
KEY = SecretStr(Fernet.generate_key().decode())


class Listener:
    """Knows a greeting and a wish for the services; everything else is unclear."""

    async def read(self, text: str, *, charity: str) -> Meaning:
        words = {"السلام عليكم": "greet", "خدمات الجمعية": "list_services", "الخدمات": "list_services"}
        intent = words.get(text.strip(), "")
        return Meaning(intent=intent, confidence=0.99, ranking=((intent, 0.99),), sure=True) if intent else NOTHING


@dataclass(frozen=True, slots=True)
class House:
    """`url` is the base address, without a trailing slash; `after` the last message before the test."""

    url: str
    ports: Ports
    after: int = 0

    def from_now(self) -> "House":
        """The same house for one more test, whose `stored` begins now."""
        last = select(func.coalesce(func.max(table(Message).c.id), 0))
        return replace(self, after=self.ports.database.read_now(lambda c: int(c.execute(last).scalar_one())))

    def stored(self, direction: str = "in") -> list[str]:
        """The texts of the transcript in one direction, in order."""
        message = table(Message)
        wanted = select(message.c.text).where(message.c.direction == direction, message.c.id > self.after)
        wanted = wanted.order_by(message.c.id)
        return self.ports.database.read_now(lambda c: [str(t) for t in c.execute(wanted).scalars()])

    def staff_says(self, words: str) -> None:
        """A line of a member of staff in the newest conversation, sent."""
        self.ports.database.write_now(_staff_line, self.ports, words)


def _staff_line(connection: Connection, ports: Ports, words: str) -> None:
    conversation = table(Conversation)
    key = connection.execute(select(conversation.c.id).order_by(conversation.c.id.desc()).limit(1)).scalar_one()
    now = ports.clock()
    message = transcribing.say(connection, key, transcribing.Line("out", Author.STAFF, words), now)
    said = Claimed(0, key, CHARITY, "web", "", {"text": words, "buttons": []}, author=Author.STAFF)
    delivery = outbox.add(connection, said, message=message, now=now, claimed_by="test")
    outbox.settle(connection, [Receipt(replace(said, id=delivery), DeliveryState.SENT, "x")], now)


@contextmanager
def open_house(folder: Path, port: int = 0, *, origins: tuple[str, ...] = (), demo: bool = False) -> Iterator[House]:
    """Serve until the end of the block. The database and the files are in `folder`; `origins` may show the widget."""
    settings = Settings(
        data_dir=folder,
        charities_dir=HOUSE / "charities",
        keys=(KEY,),
        embedded_worker=True,
        channels={CHARITY: Lines(web_origins=origins)},
        demo=demo,
    )
    database = open_database(settings)
    database.create_all()
    ports = bootstrap.build(settings, database=database, understander=Listener())
    app = create(settings, ports)
    # Streams stay open for ever: a server that stops cuts them off, and need not complain of it.
    config = uvicorn.Config(app, log_level="critical", access_log=False, timeout_graceful_shutdown=1)
    try:
        with running(config, port) as url:
            yield House(url, ports)
    finally:
        database.close()
