"""Locks, signals and wake-ups: within one process and over a real Redis alike."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import wake as wakes
from bot.wake import TaskiqWake
from storage.locks import LocalLocks, Locks, RedisLocks
from storage.signals import LocalSignals, RedisSignals, Signals
from tests.conftest import redis_server
from tests.line import until

NOWHERE = "redis://127.0.0.1:1/0"


@pytest.fixture(params=["local", "redis"])
async def locks(request: pytest.FixtureRequest) -> AsyncIterator[Locks]:
    made = LocalLocks() if request.param == "local" else RedisLocks(request.getfixturevalue("redis_url"))
    yield made
    await made.close()


@pytest.fixture(params=["local", "redis"])
async def signals(request: pytest.FixtureRequest) -> AsyncIterator[Signals]:
    made = LocalSignals() if request.param == "local" else RedisSignals(request.getfixturevalue("redis_url"))
    await made.start()
    yield made
    await made.close()


@pytest.fixture(params=["local", "redis"])
async def wake(request: pytest.FixtureRequest) -> AsyncIterator[TaskiqWake]:
    made = wakes.local() if request.param == "local" else wakes.redis(request.getfixturevalue("redis_url"))
    yield made
    await made.stop()


async def test_one_holds_one_waits_and_a_third_need_not(locks: Locks) -> None:
    order: list[object] = []
    inside = asyncio.Event()

    async def first() -> None:
        async with locks.hold(1):
            inside.set()
            await asyncio.sleep(0.3)
            order.append("first")

    async def other() -> None:
        await inside.wait()
        async with locks.hold(1) as mine:
            order.append(mine)

    await asyncio.gather(first(), other(), other())
    assert order == [False, "first", True]


async def test_conversations_do_not_wait_for_one_another(locks: Locks) -> None:
    async with locks.hold(2), asyncio.timeout(1), locks.hold(3) as mine:
        assert mine


async def test_a_rush_of_conversations_is_locked_too(locks: Locks, caplog: pytest.LogCaptureFixture) -> None:
    everybody = asyncio.Barrier(100)

    async def hold(conversation: int) -> None:
        async with locks.hold(conversation) as mine:
            assert mine
            await everybody.wait()

    async with asyncio.timeout(60):
        await asyncio.gather(*map(hold, range(100, 200)))
    assert not caplog.records, "a lock that nobody keeps"


async def test_a_lock_is_free_again_after_an_error(locks: Locks) -> None:
    with pytest.raises(ValueError, match="x"):
        async with locks.hold(4):
            raise ValueError("x")
    async with asyncio.timeout(1), locks.hold(4) as mine:
        assert mine


async def test_two_processes_exclude_one_another(redis_url: str) -> None:
    one, two = RedisLocks(redis_url), RedisLocks(redis_url)
    done = list[int]()

    async def hold(locks: RedisLocks, number: int) -> None:
        async with locks.hold(5):
            begun = len(done)
            await asyncio.sleep(0.05)
            assert len(done) == begun
            done.append(number)

    await asyncio.gather(hold(one, 1), hold(two, 2))
    assert sorted(done) == [1, 2]
    await one.close()
    await two.close()


async def test_the_lock_of_a_dead_process_expires(redis_url: str) -> None:
    dead, living = RedisLocks(redis_url, ttl=0.2), RedisLocks(redis_url)
    await dead.hold(6).__aenter__()
    async with asyncio.timeout(2), living.hold(6) as mine:
        assert mine
    await dead.close()
    await living.close()


async def test_without_redis_the_lock_lets_everybody_through() -> None:
    locks = RedisLocks(NOWHERE)
    async with asyncio.timeout(5), locks.hold(7) as mine:
        assert mine
    await locks.close()


async def test_a_signal_reaches_its_subscribers_and_no_others(signals: Signals) -> None:
    heard: list[int] = []

    async def listen(conversation: int) -> None:
        async for news in signals.subscribe(conversation):
            heard.append(news)

    listeners = [asyncio.create_task(listen(number)) for number in (1, 1, 2)]
    async with asyncio.timeout(5):
        while heard.count(1) < 2:
            await signals.publish(1)
            await asyncio.sleep(0.02)
    assert 2 not in heard
    for listener in listeners:
        listener.cancel()


async def test_signals_come_back_after_redis_did(tmp_path: Path) -> None:
    server = redis_server(tmp_path)
    server.start()
    signals = RedisSignals(server.url, pause=0.05)
    await signals.start()
    heard: list[int] = []

    async def listen() -> None:
        async for news in signals.subscribe(1):
            heard.append(news)

    listener = asyncio.create_task(listen())
    server.stop()
    await signals.publish(1)
    await until(lambda: heard)  # this process's own pages hear it all the same
    server.start()
    heard.clear()
    async with asyncio.timeout(10):
        while not heard:
            await signals.publish(1)
            await asyncio.sleep(0.05)
    listener.cancel()
    await signals.close()
    server.stop()


async def test_a_wake_up_reaches_the_worker(wake: TaskiqWake) -> None:
    woken: list[int] = []

    async def handle(conversation: int) -> None:
        woken.append(conversation)

    await wake.start(handle)
    for number in range(5):
        await wake.wake(number)
    await until(lambda: sorted(woken) == [0, 1, 2, 3, 4])


async def test_a_failing_handler_does_not_stop_the_wake_ups(wake: TaskiqWake) -> None:
    woken: list[int] = []

    async def handle(conversation: int) -> None:
        woken.append(conversation)
        raise RuntimeError("broken")

    await wake.start(handle)
    for number in range(3):
        await wake.wake(number)
    await until(lambda: sorted(woken) == [0, 1, 2])


async def test_a_wake_up_without_redis_is_lost_quietly_and_soon() -> None:
    wake = wakes.redis(NOWHERE)
    await wake.start(None)
    async with asyncio.timeout(3):
        await wake.wake(1)
    await wake.stop()


@pytest.mark.slow
async def test_wake_ups_come_back_after_redis_was_restarted_and_flushed(tmp_path: Path) -> None:
    server = redis_server(tmp_path)
    server.start()
    wake, woken = wakes.redis(server.url), list[int]()

    async def handle(conversation: int) -> None:
        woken.append(conversation)

    await wake.start(handle)
    await wake.wake(1)
    await until(lambda: woken == [1])
    server.stop()
    await wake.wake(2)
    server.start()
    async with asyncio.timeout(15):
        while 3 not in woken:
            await wake.wake(3)
            await asyncio.sleep(0.1)
    await wake.stop()
    server.stop()
