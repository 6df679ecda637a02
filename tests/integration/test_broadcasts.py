"""One text to a group: who is in it, by which way, and that each hears it once, whatever breaks down."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Connection, insert, update
from typer.testing import CliRunner

from bot import broadcasts, clock, outbox, staff, turn
from bot.cli import app
from channels.fake import Fake
from flows.message import Incoming, Kind
from storage import audience, inbox, schema
from storage import broadcasts as rows
from storage.audience import Filter
from storage.broadcasts import Order
from storage.crypto import Keyring
from storage.engine import Database
from storage.tables import Address, Application, Consent, table
from tests import line
from tests.line import CHARITY

TEXT = "يسعدنا دعوتكم إلى لقاء الأسر."
STOP = "\n\nstop"


class Phone(Fake):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def render(self, reply: Any) -> list[dict[str, Any]]:
        return [{**payload, "body": payload["text"]} for payload in super().render(reply)]


class Killed(BaseException):
    """The process ends here: nothing may catch it."""


class House:
    """People on four channels; each is known by a number."""

    def __init__(self, database: Database, folder: Path, *channels: str) -> None:
        opened = {(CHARITY, name): Phone(name) for name in channels or ("whatsapp", "sms", "telegram", "web")}
        self.ports = line.ports(database, folder, channels=opened)
        self.channels = {name: channel for (_, name), channel in opened.items()}
        self.staff = staff.add(database, "Muna", "muna@sanad.example", "a long enough password", "admin", [CHARITY])

    @property
    def clock(self) -> Any:
        return self.ports.clock

    def write(self, channel: str, address: str) -> int:
        """Somebody writes; their conversation, answered."""
        event = Incoming(Kind.TEXT, f"{channel}{address}{self.clock()}", address, "hi")
        database = self.ports.database
        conversation = database.write_now(inbox.accept, CHARITY, channel, [event], self.clock()).waiting[0]
        asyncio.run(turn.take(self.ports, conversation))
        return conversation

    def change(self, conversation: int, **values: Any) -> None:
        def inside(connection: Connection) -> None:
            connection.execute(update(table(Address)).where(table(Address).c.id == conversation).values(**values))

        self.ports.database.write_now(inside)

    def apply(self, conversation: int, **fields: Any) -> None:
        now = self.clock()
        values = {"charity": CHARITY, "service": "food", "status": "accepted", "answers": {}, "pack": "v1"}
        times = {"submitted_at": now, "updated_at": now, "reference": f"YSR-{conversation}"}
        row = {**values, **times, "conversation_id": conversation, "origin": "", **fields}
        self.ports.database.write_now(lambda connection: connection.execute(insert(table(Application)), row))

    def plan(self, **asked: Any) -> broadcasts.Plan:
        return self.ports.database.read_now(broadcasts.plan, self.ports, CHARITY, Filter(**asked), TEXT)

    def begin(self, rate: int = 50, **asked: Any) -> int:
        order = Order(Filter(**asked), TEXT, rate, self.staff)
        return self.ports.database.write_now(broadcasts.begin, self.ports, CHARITY, order)

    def run(self, rounds: int = 1) -> int:
        """Workers at work for so many rounds; how many messages were put out."""

        async def work() -> int:
            fed = 0
            for _ in range(rounds):
                fed += await broadcasts.feed(self.ports)
                for (conversation,) in line.rows(self.ports.database, "SELECT id FROM conversations"):
                    await outbox.deliver(self.ports, conversation)
                self.clock.turn(broadcasts.ROUND)
            return fed

        return asyncio.run(work())

    def told(self, channel: str) -> list[str]:
        return [sent.address for sent in self.channels[channel].sent if sent.payload["text"] == TEXT + STOP]

    def states(self) -> list[tuple[Any, ...]]:
        return line.rows(self.ports.database, "SELECT state, why FROM broadcast_targets ORDER BY id")


@pytest.fixture
def house(database: Database, tmp_path: Path) -> House:
    return House(database, tmp_path)


def number(count: int) -> str:
    return f"+9665000000{count:02d}"


def test_each_person_is_told_once_by_the_way_that_costs_least(house: House) -> None:
    house.write("whatsapp", number(1))
    house.clock.turn(25 * 3600)
    house.write("whatsapp", number(2))
    house.write("sms", number(2))
    house.write("sms", number(3))
    house.write("telegram", "44")
    house.write("web", "session")
    found = house.plan()
    assert found.ways == {"sms": 2, "whatsapp": 1, "telegram": 1, "web": 1}
    assert found.segments == 1
    house.begin()
    assert house.run(3) == 5
    assert house.told("whatsapp") == [number(2)]
    assert sorted(house.told("sms")) == [number(1), number(3)]
    assert (house.told("telegram"), house.told("web")) == (["44"], ["session"])
    assert line.rows(house.ports.database, "SELECT state FROM broadcasts") == [("done",)]


def test_whatsapp_by_a_template_comes_before_an_sms(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.write("whatsapp", number(1))
    house.clock.turn(25 * 3600)
    monkeypatch.setattr(broadcasts, "knocks", lambda ports, charity: True)
    assert house.plan().ways == {"whatsapp_later": 1}
    house.begin()
    house.run()
    assert (house.told("whatsapp"), house.told("sms")) == ([], [])
    assert line.rows(house.ports.database, "SELECT state FROM deliveries ORDER BY id DESC LIMIT 1") == [("parked",)]


def test_who_stopped_our_messages_hears_nothing_on_any_of_their_channels(house: House) -> None:
    house.change(house.write("sms", number(1)), opted_out_at=house.clock())
    house.write("whatsapp", number(1))
    house.change(house.write("telegram", "44"), opted_out_at=house.clock())
    house.change(house.write("telegram", "45"), blocked_at=house.clock())
    assert house.plan().ways == {"opted_out": 2, "blocked": 1}
    house.begin()
    assert house.run() == 0


def test_who_stops_them_after_it_began_is_still_left_out(house: House) -> None:
    conversation = house.write("telegram", "44")
    house.begin()
    house.change(conversation, opted_out_at=house.clock())
    assert house.run() == 0
    assert house.states() == [("skipped", "opted_out")]


def test_without_any_way_nobody_is_reached(database: Database, tmp_path: Path) -> None:
    house = House(database, tmp_path, "whatsapp")
    house.write("whatsapp", number(1))
    house.clock.turn(25 * 3600)
    assert house.plan().ways == {"window": 1}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [1, 2, 3]),
        ({"services": ["food"]}, [1, 2]),
        ({"services": ["food"], "statuses": ["accepted"]}, [1]),
        ({"cities": ["جدة"]}, [1]),
        ({"statuses": ["served"]}, []),
        ({"consent": True}, [2]),
    ],
    ids=["all", "service", "status", "city", "none", "consent"],
)
def test_the_filter_finds_by_service_status_city_and_consent(
    house: House, asked: dict[str, Any], found: list[int]
) -> None:
    people = [house.write("telegram", str(each)) for each in (1, 2, 3)]
    house.apply(people[0], answers={"city": {"value": "جدة"}})
    house.apply(people[1], status="rejected", answers={"city": {"value": "الرياض"}})
    agreed = {"address_id": people[1], "subject": "messages", "given": True, "at": house.clock()}
    house.ports.database.write_now(lambda connection: connection.execute(insert(table(Consent)), agreed))
    assert list(house.plan(**asked).homes) == [people[each - 1] for each in found]


def test_no_more_than_its_rate_and_each_once_by_several_workers(house: House) -> None:
    for each in range(7):
        house.write("telegram", str(each))
    house.begin(rate=3)
    assert house.run() == 3
    assert asyncio.run(_at_once(house.ports)) == 3
    assert house.run(2) == 1
    assert sorted(house.told("telegram")) == [str(each) for each in range(7)]


async def _at_once(ports: Any) -> int:
    return sum(await asyncio.gather(*(broadcasts.feed(ports) for _ in range(4))))


def test_a_crash_in_the_middle_loses_nobody_and_tells_nobody_twice(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for each in range(4):
        house.write("telegram", str(each))
    house.begin()
    failing = _fails_at(3, rows.said)
    with monkeypatch.context() as patch:
        patch.setattr(rows, "said", failing)
        with pytest.raises(Killed):
            house.run()
    house.clock.turn(2)
    house.run(2)
    assert sorted(house.told("telegram")) == ["0", "1", "2", "3"]


def _fails_at(turn: int, real: Callable[..., None]) -> Callable[..., None]:
    calls = iter(range(1, 100))

    def once(*args: Any) -> None:
        if next(calls) == turn:
            raise Killed
        real(*args)

    return once


def test_an_answer_goes_before_a_broadcast_that_waits(house: House) -> None:
    conversation = house.write("telegram", "1")
    house.begin()
    asyncio.run(broadcasts.feed(house.ports))
    event = Incoming(Kind.TEXT, "now", "1", "a question")
    house.ports.database.write_now(inbox.accept, CHARITY, "telegram", [event], house.clock())
    asyncio.run(turn.take(house.ports, conversation))
    asyncio.run(outbox.deliver(house.ports, conversation))
    assert house.channels["telegram"].texts()[-2:] == ["2: a question", TEXT + STOP]


def test_it_can_be_stopped_and_is_written_down(house: House) -> None:
    house.write("telegram", "1")
    begun = house.begin()
    database = house.ports.database
    assert database.write_now(rows.end, begun, rows.STOPPED, house.clock())
    assert not database.write_now(rows.end, begun, rows.STOPPED, house.clock())
    assert house.run() == 0
    audited = line.rows(database, "SELECT staff_id, subject FROM audit_entries WHERE action = 'broadcast'")
    assert audited == [(house.staff, f"broadcast:{begun}")]
    assert database.read_now(rows.counts, begun) == {"waiting": 1}


def test_ten_thousand_people_are_grouped_at_once() -> None:
    people = audience._People()
    for each in range(10_000):
        for place, channel in enumerate(("whatsapp", "sms")):
            reached = audience.Reached(2 * each + place, channel, number(1), clock.now(), False, False)
            people.add(reached, {f"conversation:{2 * each + place}", f"phone:{each}"})
    assert {len(group) for group in people.groups()} == {2}
    assert len(people.groups()) == 10_000


def test_the_command_shows_whom_it_reaches_and_writes_down_who_sent_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = Fernet.generate_key().decode()
    database = Database(f"sqlite:///{tmp_path / 'sanad.db'}", Keyring([key]))
    schema.upgrade(database)
    event = Incoming(Kind.TEXT, "1", "session", "hi")
    database.write_now(inbox.accept, CHARITY, "web", [event], clock.now() - timedelta(minutes=1))
    staff.add(database, "Muna", "muna@sanad.example", "a long enough password", "supervisor", [CHARITY])
    staff.add(database, "Sara", "sara@sanad.example", "a long enough password", "researcher", [CHARITY])
    for name, value in {"SANAD_DATA_DIR": str(tmp_path), "SANAD_KEYS": key}.items():
        monkeypatch.setenv(name, value)
    text = tmp_path / "text.txt"
    text.write_text(TEXT, "utf-8")
    base = ["broadcast", "--charity", CHARITY, "--text-file", str(text)]

    def run(*more: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, [*base, *more])
        return done.exit_code, done.output

    assert run("--dry-run") == (0, "     1  the website, when they come back\n     1  people in all\n")
    for wrong in (["--service", "nothing"], ["--status", "lost"], ["--city", "؟؟"], ["--yes"]):
        assert run(*wrong)[0] == 1, wrong
    assert "no supervisor" in run("--yes", "--by", "sara@sanad.example")[1]
    assert line.rows(database, "SELECT count(*) FROM broadcasts") == [(0,)]
    assert run("--yes", "--by", "muna@sanad.example")[0] == 0
    listed = CliRunner().invoke(app, ["broadcasts", "list"]).output.splitlines()
    assert [cell for cell in listed[1].split("\t") if "T" not in cell] == ["1", CHARITY, "running", "Muna", "waiting 1"]
    assert CliRunner().invoke(app, ["broadcasts", "stop", "1"]).exit_code == 0
    assert CliRunner().invoke(app, ["broadcasts", "stop", "1"]).exit_code == 1
    database.close()
