"""The inside of a life. Imported once by the fork server, so that a restart costs a fork and no imports."""

import os
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn

from bot import bootstrap, packs, points, worker
from bot.web.app import create
from channels import telegram, twilio, twilio_http
from flows import library
from tests.integration.kit.keywords import Keywords
from tests.integration.kit.site import CHARITY, Site

# What is only data is read before the fork; connections, loops, threads and clients are made after it.
_FLOWS = library.load()
_PACKS: dict[str, Any] = {}
_ADAPTERS = (telegram, twilio, twilio_http)


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


_PACKS = _packs(Path(__file__).resolve().parents[3] / "charities")
assert CHARITY in _PACKS
