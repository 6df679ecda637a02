"""The web application: webhooks, health, and in the embedded default the worker too."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI

from bot import bootstrap, migrate, polling
from bot.console import app as console
from bot.context import Ports
from bot.settings import Settings
from bot.simulator import pages as simulator
from bot.understanding import Unneeded
from bot.web import chat, files, health, home, hooks
from bot.web.chat_rate import Brake
from bot.web.origins import Origins
from bot.worker import Worker


def create(settings: Settings, ports: Ports | None = None) -> FastAPI:
    """The application; with `ports` it uses those (tests) and neither migrates nor builds anything."""
    app = FastAPI(title="Sanad", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan(settings, ports))
    app.add_middleware(Origins, settings=settings)
    app.state.brake = Brake(hooks.MESSAGES, hooks.WINDOW)
    # Plain routes: the body is checked against the provider's signature byte by byte, so nobody may parse it before.
    app.add_route("/hooks/{charity}/{channel}", hooks.receive, methods=["POST"])
    app.add_route("/healthz", health.alive, methods=["GET"])
    app.add_route("/readyz", health.ready, methods=["GET"])
    app.add_route("/metrics", health.metrics, methods=["GET"])
    return app


def _lifespan(settings: Settings, given: Ports | None) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        ports = given or await _build(settings)
        app.state.ports = ports
        for page in (home, chat, files, console):
            page.install(app, ports)
        rooms = simulator.install(app, ports)
        await ports.signals.start()
        worker = Worker(ports) if settings.works_inside else None
        await (worker.start() if worker else ports.wake.start(None))
        telegram = polling.start(ports)
        try:
            yield
        finally:
            for task in telegram:
                task.cancel()
            await (worker.stop() if worker else ports.wake.stop())
            if rooms:
                await rooms.close()
            if not given:
                await ports.close()

    return lifespan


async def _build(settings: Settings) -> Ports:
    await asyncio.to_thread(migrate.upgrade, settings)
    # Where another process takes the turns, nothing here has to be understood: the model stays unloaded.
    ports = bootstrap.build(settings, **({} if settings.works_inside else {"understander": Unneeded()}))
    bootstrap.settle()
    return ports
