"""The real application on a real port, inside this process, where a debugger and the coverage report can follow it."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from bot import bootstrap, migrate
from bot.context import Ports
from bot.web.app import create
from tests.integration.kit.site import Site


@contextmanager
def running(site: Site, **parts: Any) -> Iterator[Ports]:
    """Migrated, built and served until the end of the block; `parts` as for `bootstrap.build`."""
    settings = site.settings()
    migrate.upgrade(settings)
    ports = bootstrap.build(settings, **parts)
    server = uvicorn.Server(uvicorn.Config(create(settings, ports), log_level="warning", access_log=False))
    with socket.create_server(("127.0.0.1", site.port)) as listener:
        thread = threading.Thread(target=asyncio.run, args=(_serve(server, listener, ports),), daemon=True)
        thread.start()
        try:
            _wait(server, thread)
            yield ports
        finally:
            server.should_exit = True
            thread.join(20)
            assert not thread.is_alive(), "the application did not stop"


async def _serve(server: uvicorn.Server, listener: socket.socket, ports: Ports) -> None:
    await server.serve(sockets=[listener])
    await ports.close()


def _wait(server: uvicorn.Server, thread: threading.Thread) -> None:
    deadline = time.monotonic() + 60
    while not server.started:
        assert thread.is_alive(), "the application did not start"
        assert time.monotonic() < deadline, "the application starts too slowly"
        time.sleep(0.01)
