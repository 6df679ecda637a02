"""Run a server in a thread of the test, and a fake provider there or as a process of its own."""

import argparse
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette


@contextmanager
def serve(app: Starlette) -> Iterator[str]:
    """Serve the app on a free loopback port; gives the base URL, without a trailing slash."""
    # A hanging answer is not waited for: that is what hanging is for.
    with running(_config(app), forced=True) as url:
        yield url


@contextmanager
def running(config: uvicorn.Config, port: int = 0, *, forced: bool = False) -> Iterator[str]:
    """Serve in a thread; gives the base URL. `forced`: the end waits for nothing, not even the app's own."""
    listener = socket.create_server(("127.0.0.1", port))
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        deadline = time.monotonic() + 30
        while not server.started:
            if time.monotonic() > deadline or not thread.is_alive():
                raise RuntimeError("the server did not start")
            time.sleep(0.005)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit, server.force_exit = True, forced
        thread.join(10)
        listener.close()


def main(build: Callable[[argparse.Namespace], Starlette], parser: argparse.ArgumentParser) -> None:
    """Serve until interrupted, printing the address first."""
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    with socket.create_server(("127.0.0.1", options.port)) as listener:
        print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
        uvicorn.Server(_config(build(options))).run(sockets=[listener])


def _config(app: Starlette) -> uvicorn.Config:
    # Kept alive as long as a real provider does, so that no client meets a connection just closed.
    return uvicorn.Config(app, log_level="error", access_log=False, lifespan="off", timeout_keep_alive=75)
