"""The bare endpoint: the signature is checked and one row committed, nothing else. What the same machine could do.

`python -m bench.bare PORT DATABASE` (a path for SQLite, or a postgresql:// URL).
"""

import asyncio
import sqlite3
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs

import psycopg
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from twilio.request_validator import RequestValidator

from bench.people import HOOK, TOKEN

Store = Callable[[str, str], None]
# As many as Sanad's own default.
_THREADS = 6
_TABLE = "CREATE TABLE IF NOT EXISTS bare (sid TEXT PRIMARY KEY, body TEXT NOT NULL)"


def app(port: int, database: str) -> Starlette:
    """Stores what is signed for this port. All SQLite writers share one thread, as they would queue anyway."""
    postgres = database.startswith("postgres")
    threads = ThreadPoolExecutor(_THREADS if postgres else 1)
    store: Store = _postgres(database) if postgres else _sqlite(database)
    validator, url = RequestValidator(TOKEN), f"http://127.0.0.1:{port}{HOOK}"

    async def receive(request: Request) -> Response:
        form = parse_qs((await request.body()).decode(), keep_blank_values=True)
        fields = {name: values[0] for name, values in form.items()}
        if not validator.validate(url, fields, request.headers.get("x-twilio-signature", "")):
            return Response(status_code=403)
        await asyncio.get_running_loop().run_in_executor(threads, store, fields["MessageSid"], fields["Body"])
        return Response("<Response/>", media_type="text/xml")

    async def ready(_request: Request) -> Response:
        return Response()

    return Starlette(routes=[Route(HOOK, receive, methods=["POST"]), Route("/readyz", ready)])


def _sqlite(path: str) -> Store:
    connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(_TABLE)

    def store(sid: str, body: str) -> None:
        connection.execute("INSERT INTO bare VALUES (?, ?)", (sid, body))

    return store


def _postgres(url: str) -> Store:
    with psycopg.connect(url) as first:
        first.execute(_TABLE)
    mine = threading.local()

    def store(sid: str, body: str) -> None:
        if not hasattr(mine, "connection"):
            mine.connection = psycopg.connect(url, autocommit=True)
        mine.connection.execute("INSERT INTO bare VALUES (%s, %s)", (sid, body))

    return store


if __name__ == "__main__":
    _port, _database = int(sys.argv[1]), sys.argv[2]
    uvicorn.run(app(_port, _database), host="127.0.0.1", port=_port, log_level="error", access_log=False)
