"""What happens when wake-ups are lost, workers stop and Redis goes away: nothing that matters."""

import asyncio
import signal
from pathlib import Path
from typing import Any

import pytest

from bot import inbox, points, turn, wake
from bot.clock import now
from bot.worker import Worker
from channels.base import SendError
from channels.fake import Fake
from storage.engine import Database
from storage.locks import RedisLocks
from storage.signals import RedisSignals
from tests import line
from tests.conftest import redis_server
from tests.line import CHANNEL, CHARITY, said, until


async def accept(ports: Any, text: str, key: str) -> None:
    await inbox.accept(ports, CHARITY, CHANNEL, [said(text, key)])


async def test_a_lost_wake_up_is_found_by_the_sweeper(database: Database, tmp_path: Path) -> None:
    ports = line.ports(database, tmp_path, clock=now)
    await accept(ports, "hi", "1")
    worker = Worker(ports)
    await worker.start()
    await until(lambda: ports.channels[CHARITY, CHANNEL].texts() == ["1: hi"])
    await worker.stop()


async def test_a_due_retry_is_sent_by_the_sweeper(database: Database, tmp_path: Path) -> None:
    channel = Fake()
    channel.fail(SendError("rate", retry_after=0.1))
    ports = line.ports(database, tmp_path, clock=now, channels={(CHARITY, CHANNEL): channel})
    await accept(ports, "hi", "1")
    worker = Worker(ports)
    await worker.start()
    await until(lambda: channel.texts() == ["1: hi"])
    await worker.stop()


async def test_a_wake_up_is_quicker_than_the_sweeper(database: Database, tmp_path: Path) -> None:
    ports = line.ports(database, tmp_path, clock=now, wake=wake.local(), settings={"sweep_seconds": 60})
    worker = Worker(ports)
    await worker.start()
    await accept(ports, "hi", "1")
    await until(lambda: ports.channels[CHARITY, CHANNEL].texts() == ["1: hi"])
    await worker.stop()


async def test_stopping_finishes_the_turn_under_way(database: Database, tmp_path: Path) -> None:
    begun = asyncio.Event()

    class Slow(Fake):
        async def send(self, address: str, payload: Any) -> str:
            begun.set()
            await asyncio.sleep(0.2)
            return await super().send(address, payload)

    ports = line.ports(database, tmp_path, clock=now, wake=wake.local(), channels={(CHARITY, CHANNEL): Slow()})
    worker = Worker(ports)
    await worker.start()
    await accept(ports, "hi", "1")
    await begun.wait()
    await worker.stop()
    assert line.rows(database, "SELECT state FROM deliveries") == [("sent",)]


async def test_a_hopeless_message_never_stops_the_worker(database: Database, tmp_path: Path) -> None:
    ports = line.ports(database, tmp_path, clock=now)
    channel = ports.channels[CHARITY, CHANNEL]
    assert isinstance(channel, Fake)
    worker = Worker(ports)
    await worker.start()
    await accept(ports, "break", "1")
    await until(lambda: channel.texts() == ["نعتذر"])
    await inbox.accept(ports, CHARITY, CHANNEL, [said("hi", "2", who="another")])
    await until(lambda: channel.texts("another") == ["1: hi"])
    await worker.stop()


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_two_processes_over_redis_answer_everything_once_and_in_order(
    database: Database, redis_url: str, tmp_path: Path
) -> None:
    channel = Fake()
    houses = [
        line.ports(
            database,
            tmp_path,
            clock=now,
            worker=name,
            channels={(CHARITY, CHANNEL): channel},
            wake=wake.redis(redis_url),
            locks=RedisLocks(redis_url),
            signals=RedisSignals(redis_url),
        )
        for name in ("a", "b")
    ]
    workers = [Worker(ports) for ports in houses]
    for worker in workers:
        await worker.start()
    people = [f"p{number}" for number in range(5)]
    for number in range(6):
        await asyncio.gather(
            *(
                inbox.accept(houses[number % 2], CHARITY, CHANNEL, [said(str(number), f"{who}{number}", who=who)])
                for who in people
            )
        )
    await until(lambda: len(channel.sent) == 30, 30)
    for worker in workers:
        await worker.stop()
    for who in people:
        assert channel.texts(who) == [f"{number + 1}: {number}" for number in range(6)]


async def test_without_redis_everything_is_still_answered(database: Database, tmp_path: Path) -> None:
    server = redis_server(tmp_path)
    server.start()
    ports = line.ports(
        database,
        tmp_path,
        clock=now,
        wake=wake.redis(server.url),
        locks=RedisLocks(server.url),
        signals=RedisSignals(server.url),
    )
    channel = ports.channels[CHARITY, CHANNEL]
    assert isinstance(channel, Fake)
    worker = Worker(ports)
    await worker.start()
    server.stop()
    await accept(ports, "hi", "1")
    await until(lambda: channel.texts() == ["1: hi"], 20)
    server.start()
    await accept(ports, "again", "2")
    await until(lambda: channel.texts() == ["1: hi", "2: again"], 20)
    await worker.stop()
    server.stop()


async def test_every_point_of_a_drill_is_on_the_line(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached: list[str] = []
    killed: list[int] = []
    monkeypatch.setattr(points.os, "kill", lambda _pid, number: killed.append(number))
    for point in points.POINTS:
        drill = points._Drill(point)
        monkeypatch.setattr(points, "_drill", drill)
        ports = line.ports(database, tmp_path, wake=wake.local())
        woken: list[int] = []

        async def handle(conversation: int, to: list[int] = woken) -> None:
            to.append(conversation)

        await ports.wake.start(handle)
        await accept(ports, "hi", point)
        await until(lambda: woken)  # noqa: B023  awaited before the loop goes on
        await turn.take(ports, 1)
        if drill.left <= 0:
            reached.append(point)
        await ports.wake.stop()
    assert reached == list(points.POINTS)
    assert set(killed) == {signal.SIGKILL}


def test_a_drill_at_an_unknown_point_is_refused() -> None:
    with pytest.raises(ValueError, match="no point"):
        points._Drill("nowhere:1")
