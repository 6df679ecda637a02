"""Run a fake provider: in a thread of the test, or as a process of its own."""

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
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(_config(app))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        deadline = time.monotonic() + 30
        while not server.started:
            if time.monotonic() > deadline or not thread.is_alive():
                raise RuntimeError("the fake provider did not start")
            time.sleep(0.005)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        # A hanging answer is not waited for: that is what hanging is for.
        server.force_exit = True
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
