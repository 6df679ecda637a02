"""The worker: takes conversations when woken or when the sweeper finds them, and stops without dropping any."""

import asyncio
import signal
from contextlib import suppress

import uvicorn

from bot import bootstrap, housekeeping, log, migrate, turn
from bot.context import Ports
from bot.settings import Settings

logger = log.get(__name__)


class Worker:
    """Runs inside `sanad serve` or alone as `sanad work`."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._tasks: set[asyncio.Task[None]] = set()
        self._sweeping: asyncio.Task[None] | None = None

    async def start(self) -> None:
        await self._ports.wake.start(self.handle)
        self._sweeping = asyncio.create_task(housekeeping.run(self._ports, self.begin), name="sweeper")

    async def begin(self, conversation: int) -> None:
        """Start to take the conversation, without waiting for the end."""
        self._spawn(conversation)

    async def handle(self, conversation: int) -> None:
        """Take the conversation. Shielded: whoever woke us may go away, the turn is finished all the same."""
        await asyncio.shield(self._spawn(conversation))

    async def stop(self) -> None:
        """Take nothing new, finish the turns under way."""
        if self._sweeping:
            self._sweeping.cancel()
            with suppress(asyncio.CancelledError):
                await self._sweeping
        await self._ports.wake.stop()
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _spawn(self, conversation: int) -> asyncio.Task[None]:
        task = asyncio.create_task(self._take(conversation))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _take(self, conversation: int) -> None:
        try:
            await turn.take(self._ports, conversation)
        except Exception as error:
            # A bad message or a database that is away never stops a worker; the sweeper comes back for it.
            logger.error("conversation not taken", conversation=conversation, exc_info=error)


def run(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT."""
    log.set_up()
    # The web server's own choice of a loop: uvloop where there is one.
    with asyncio.Runner(loop_factory=uvicorn.Config("").get_loop_factory()) as runner:
        runner.run(_run(settings))


async def _run(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    await asyncio.to_thread(migrate.upgrade, settings)
    ports = bootstrap.build(settings)
    bootstrap.settle()
    worker = Worker(ports)
    await ports.signals.start()
    await worker.start()
    logger.info("working", worker=ports.worker)
    await stop.wait()
    await worker.stop()
    await ports.close()
