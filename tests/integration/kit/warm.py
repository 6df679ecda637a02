"""The inside of a life. Imported once by the fork server, so that a restart costs a fork and no imports."""

import os
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import uvicorn
from redis import asyncio as redis_asyncio
from twilio.rest import Client

from bot import bootstrap, migrate, packs, points, worker
from bot.web.app import create
from channels import telegram
from flows import library
from tests.integration.kit.keywords import Keywords
from tests.integration.kit.site import Site

# What is only data is read before the fork; connections, loops and threads are made after it.
_FLOWS = library.load()
_PACKS: dict[str, Any] = {}


def live(site: Site, role: str, drill: str, log: Path) -> None:
    """Be `sanad serve` or `sanad work` until killed, its start-up included, dying where `drill` says."""
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(out, 1)
    os.dup2(out, 2)
    points._drill = points._Drill(drill)
    settings = site.settings()
    # The drill is about the line, not about understanding: a model would only make every start slower.
    bootstrap.build = partial(bootstrap.build, packs=_packs(settings.charities_dir), understander=Keywords())
    if role == "work":
        worker.run(settings)
        return
    config = uvicorn.Config(
        create(settings), settings.host, settings.port, log_level="warning", access_log=False, timeout_keep_alive=75
    )
    uvicorn.Server(config).run()


def _packs(folder: Path) -> dict[str, Any]:
    return _PACKS or packs.load_all(folder, library.texts())


def _rehearse() -> None:
    """Start once without serving: what a first start, a first post and a first send import is imported here."""
    with TemporaryDirectory() as folder:
        settings = Site(Path(folder)).settings()
        migrate.upgrade(settings)
        _ = Client("AC", "-").messages, telegram.Telegram, psycopg.Connection, redis_asyncio.Redis
        uvicorn.Config(create(settings), log_level="warning").load()
        uvicorn.Config(create(settings)).get_loop_factory()


_PACKS = _packs(Path(__file__).resolve().parents[3] / "charities")
_rehearse()
