"""What became of a message whose answer was lost, of one that nobody told us of, and of one that failed."""

import asyncio
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, update
from typer.testing import CliRunner

from bot import clock, drill_audit, housekeeping, inbox, outbox, reconcile, turn
from bot.cli import app
from channels.base import Listed, SendError
from channels.fake import Fake
from channels.twilio import Sms, TwilioSettings, Whatsapp
from flows.message import Incoming, Kind
from storage import schema
from storage.crypto import Keyring
from storage.engine import Database
from storage.tables import Conversation, Delivery, table
from tests import line
from tests.fakes import twilio_api
from tests.fakes.serve import serve
from tests.fakes.twilio_api import TwilioApi
from tests.line import CHANNEL, CHARITY, Clock, said

STATES = "SELECT state, error FROM deliveries ORDER BY id"
US, THEM = "+966110000002", "+966500000001"
Fixed = tuple[Any, Any, Clock]


class Listing(Fake):
    """A provider with a list of what it took; the list can be out of order."""

    def __init__(self) -> None:
        super().__init__()
        self.out_of_order = False

    async def sent_to(self, address: str, since: datetime) -> list[Listed]:
        if self.out_of_order:
            raise SendError("transient")
        return [Listed(sent.id, sent.payload["text"]) for sent in self.sent if sent.address == address]

    def fits(self, payload: Mapping[str, Any], listed: Listed) -> bool:
        return bool(payload["text"] == listed.text)


def built(database: Database, folder: Path, channel: Fake) -> Fixed:
    ports = line.ports(database, folder, channels={(CHARITY, CHANNEL): channel}, settings={"unknown_seconds": 10})
    return ports, channel, ports.clock  # type: ignore[return-value]


async def speak(ports: Any, text: str = "hi", key: str = "1") -> None:
    await inbox.accept(ports, CHARITY, CHANNEL, [said(text, key)])
    await turn.take(ports, 1)


async def later(ports: Any, clock: Clock, seconds: float = 11) -> int:
    clock.turn(seconds)
    count = await reconcile.sent(ports)
    await outbox.deliver(ports, 1)
    return count


def states(ports: Any) -> list[tuple[Any, ...]]:
    return line.rows(ports.database, STATES)


@pytest.fixture(params=[Listing, Fake])
def any_kind(request: pytest.FixtureRequest, database: Database, tmp_path: Path) -> Fixed:
    return built(database, tmp_path, request.param())


@pytest.fixture
def listing(database: Database, tmp_path: Path) -> Fixed:
    return built(database, tmp_path, Listing())


@pytest.fixture
def listless(database: Database, tmp_path: Path) -> Fixed:
    return built(database, tmp_path, Fake())


async def test_what_stands_in_the_list_was_sent_and_its_reports_are_known_again(listing: Fixed) -> None:
    ports, channel, clock = listing
    channel.fail(SendError("unknown"), delivered=True)
    await speak(ports)
    await later(ports, clock)
    assert (states(ports), channel.texts()) == ([("sent", "")], ["1: hi"])
    await inbox.accept(ports, CHARITY, CHANNEL, [Incoming(Kind.STATUS, "s1", "", ref="f1", state="delivered")])
    assert states(ports) == [("delivered", "")]


async def test_what_does_not_stand_there_never_left_and_is_sent_again(listing: Fixed) -> None:
    ports, channel, clock = listing
    channel.fail(SendError("unknown"))
    await speak(ports)
    await later(ports, clock, 5)
    assert states(ports) == [("unknown", "unknown")]
    await later(ports, clock)
    assert (states(ports), channel.texts()) == ([("retried", "unknown"), ("sent", "")], ["1: hi"])


async def test_two_alike_of_which_one_arrived_are_not_taken_for_each_other(listing: Fixed) -> None:
    ports, channel, clock = listing
    for delivered, key in ((True, "1"), (False, "2")):
        channel.fail(SendError("unknown"), delivered=delivered)
        await speak(ports, "hi", key)
    await ports.database.write(_alike)
    await later(ports, clock)
    assert sorted(states(ports)) == [("retried", "unknown"), ("sent", ""), ("sent", "")]
    assert len(channel.sent) == 2


def _alike(connection: Any) -> None:
    """Both texts the same, as when somebody asks twice; the person has not written since."""
    delivery = table(Delivery)
    payload = connection.execute(select(delivery.c.payload).order_by(delivery.c.id)).scalars().first()
    connection.execute(update(delivery).values(payload=payload))
    connection.execute(update(table(Conversation)).values(last_inbound_at=None))


async def test_while_the_list_cannot_be_had_nothing_is_decided(listing: Fixed) -> None:
    ports, channel, clock = listing
    channel.fail(SendError("unknown"))
    channel.out_of_order = True
    await speak(ports)
    await later(ports, clock)
    assert states(ports) == [("unknown", "unknown")]
    channel.out_of_order = False
    await later(ports, clock, 0)
    assert states(ports) == [("retried", "unknown"), ("sent", "")]


async def test_what_a_dead_worker_was_sending_is_settled_too(database: Database, tmp_path: Path) -> None:
    class Dying(Listing):
        async def send(self, address: str, payload: Any) -> str:
            raise asyncio.CancelledError

    ports, _, clock = built(database, tmp_path, Dying())
    with pytest.raises(asyncio.CancelledError):
        await speak(ports)
    after, channel, _ = built(database, tmp_path, Listing())
    after = line.ports(database, tmp_path, channels={(CHARITY, CHANNEL): channel}, clock=clock)
    clock.turn(61)
    await housekeeping.once(after, lambda conversation: turn.take(after, conversation))
    assert states(after) == [("unknown", "stale")]
    await later(after, clock, 16)
    assert (states(after), channel.texts()) == ([("retried", "stale"), ("sent", "")], ["1: hi"])


async def test_without_a_list_the_last_words_are_repeated_with_a_kind_note(listless: Fixed) -> None:
    ports, channel, clock = listless
    channel.fail(SendError("unknown"), delivered=True)
    await speak(ports)
    await later(ports, clock)
    assert channel.texts() == ["1: hi", "نعيدها", "1: hi"]
    assert states(ports) == [("retried", "unknown"), ("sent", ""), ("sent", "")]
    assert await later(ports, clock, 60) == 0


async def test_without_a_list_it_is_not_repeated_for_ever(listless: Fixed) -> None:
    ports, channel, clock = listless
    channel.fail(SendError("unknown"), times=100)
    await speak(ports)
    for _ in range(20):
        await later(ports, clock)
    assert ("unknown", "unconfirmed") in states(ports)
    assert len(states(ports)) < 12
    assert not [state for state, _ in states(ports) if state in ("queued", "sending")]


async def test_a_conversation_that_went_on_is_not_answered_twice(any_kind: Fixed) -> None:
    ports, channel, clock = any_kind
    channel.fail(SendError("unknown"))
    await speak(ports)
    clock.turn(1)
    await speak(ports, "still there?", "2")
    await later(ports, clock)
    assert channel.texts() == ["2: still there?"]
    assert states(ports) == [("unknown", "overtaken"), ("sent", "")]


async def test_an_answer_to_the_first_of_a_burst_is_not_repeated_after_the_last(any_kind: Fixed) -> None:
    # All of them were there before the first was answered: when they wrote last tells nothing.
    ports, channel, clock = any_kind
    channel.fail(SendError("unknown"))
    await inbox.accept(ports, CHARITY, CHANNEL, [said("hi", "1"), said("and more", "2")])
    await turn.take(ports, 1)
    await later(ports, clock)
    assert channel.texts() == ["2: and more"]
    assert states(ports) == [("unknown", "overtaken"), ("sent", "")]


async def test_a_drill_has_not_settled_while_something_may_still_be_sent_again(any_kind: Fixed) -> None:
    ports, channel, clock = any_kind
    channel.fail(SendError("unknown"))
    await speak(ports)
    assert not ports.database.read_now(drill_audit.settled)
    await later(ports, clock)
    assert ports.database.read_now(drill_audit.settled)
    channel.fail(SendError("unknown"))
    await speak(ports, key="2")
    await speak(ports, key="3")
    await later(ports, clock)
    assert (states(ports)[-2], ports.database.read_now(drill_audit.settled)) == (("unknown", "overtaken"), True)


async def test_the_bot_repeats_nothing_once_a_person_has_taken_over(any_kind: Fixed) -> None:
    ports, channel, clock = any_kind
    channel.fail(SendError("unknown"))
    await speak(ports)
    await ports.database.write(_staff_takes)
    await later(ports, clock)
    assert channel.texts() == []
    assert states(ports) == [("unknown", "overtaken")]


def _staff_takes(connection: Any) -> None:
    connection.execute(update(table(Conversation)).values(owner="staff", epoch=1))


@pytest.fixture
def twilio() -> Iterator[tuple[TwilioApi, str]]:
    api = TwilioApi()
    with serve(api.app) as url:
        yield api, url


def whatsapp(url: str) -> Whatsapp:
    return Whatsapp(TwilioSettings(twilio_api.ACCOUNT, twilio_api.TOKEN, US, base_url=url))


async def test_twilios_list_shows_what_was_sent_over_several_pages(twilio: tuple[TwilioApi, str]) -> None:
    api, url = twilio
    sms = Sms(TwilioSettings(twilio_api.ACCOUNT, twilio_api.TOKEN, US, base_url=url))
    since = clock.now() - timedelta(seconds=5)
    for number in range(130):
        api.ledger.accept({"to": THEM, "from": US, "body": f" text  {number}\n", "id": f"SM{number}", "parameters": {}})
    api.ledger.accept({"to": "+966500000002", "from": US, "body": "text 7", "id": "SMx", "parameters": {}})
    there = await sms.sent_to(THEM, since)
    assert [each.id for each in there] == [f"SM{number}" for number in range(130)]
    assert [each.id for each in there if sms.fits({"body": "text 7"}, each)] == ["SM7"]
    assert await sms.sent_to(THEM, clock.now() + timedelta(seconds=5)) == []
    await sms.close()


async def test_a_list_that_fails_is_a_send_error(twilio: tuple[TwilioApi, str]) -> None:
    _, url = twilio
    stranger = Sms(TwilioSettings(twilio_api.ACCOUNT, "wrong", US, base_url=url))
    with pytest.raises(SendError):
        await stranger.sent_to(THEM, clock.now())
    with pytest.raises(SendError):
        await stranger.received(clock.now())
    await stranger.close()


async def test_what_no_webhook_told_of_is_accepted_once(
    twilio: tuple[TwilioApi, str], database: Database, tmp_path: Path
) -> None:
    api, url = twilio
    channel = whatsapp(url)
    ports = line.ports(database, tmp_path, channels={(CHARITY, "whatsapp"): channel}, clock=clock.now)
    sids = [api.hear(f"whatsapp:{THEM}", f"whatsapp:{US}", f"word {number}") for number in range(120)]
    api.hear(THEM, US, "an SMS")
    api.ledger.accept({"to": f"whatsapp:{US}", "from": "x", "body": "ours", "id": "SMours", "parameters": {}})
    known = Incoming(Kind.TEXT, sids[3], THEM, "word 3")
    await inbox.accept(ports, CHARITY, "whatsapp", [known])
    assert await reconcile.missed(ports, timedelta(hours=1)) == 119
    assert await reconcile.missed(ports, timedelta(hours=1)) == 0
    kept = line.rows(database, "SELECT provider_id FROM inbox_events ORDER BY id")
    assert [row[0] for row in kept] == [sids[3], *sids[:3], *sids[4:]]
    assert line.rows(database, "SELECT count(*) FROM conversations") == [(1,)]
    await channel.close()


async def test_the_commands_list_what_failed_and_try_it_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = Fernet.generate_key().decode()
    database = Database(f"sqlite:///{tmp_path / 'sanad.db'}", Keyring([key]))
    schema.upgrade(database)
    ports, channel, _ = built(database, tmp_path, Listing())
    channel.fail(SendError("invalid"))
    channel.fail(SendError("unknown"))
    await speak(ports, "twice")
    for name, value in {"SANAD_DATA_DIR": str(tmp_path), "SANAD_KEYS": key}.items():
        monkeypatch.setenv(name, value)
    run = CliRunner().invoke
    listed = run(app, ["deliveries", "list"])
    assert listed.exit_code == 0, listed.output
    rows = [row.split("\t") for row in listed.output.splitlines()]
    assert [row[4:8] for row in rows[1:]] == [["bot", "unknown", "unknown", "1"], ["bot", "failed", "invalid", "1"]]
    assert "twice" not in listed.output
    assert run(app, ["deliveries", "list", "--charity", "nobody"]).exit_code == 1
    assert run(app, ["deliveries", "retry"]).exit_code == 2
    assert "Tried again: 1" in run(app, ["deliveries", "retry", "--all"]).output
    assert "Tried again: 0" in run(app, ["deliveries", "retry", "--all"]).output
    assert states(ports) == [("retried", "invalid"), ("unknown", "unknown"), ("queued", "")]
    assert "Tried again: 1" in run(app, ["deliveries", "retry", "2", "3", "99"]).output
    database.close()
