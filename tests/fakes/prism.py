"""Prism with Twilio's official description of its API: a stand-in that we did not write.

It knows every parameter's type and every sid's form, and remembers nothing.
"""

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

_FOLDER = Path(__file__).resolve().parents[1] / "stand_ins"
_MODULES = _FOLDER / "node_modules"
_INSTALL, _START = 240, 60


@contextmanager
def prism(folder: Path) -> Iterator[str]:
    """The base URL of both APIs. Without node the test is skipped, and fails where CI is set."""
    if not (shutil.which("npm") and shutil.which("node")):
        told = "node and npm are needed (Debian: nodejs, npm)"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(told)
    subprocess.run([_FOLDER / "install"], check=True, timeout=_INSTALL, stdin=subprocess.DEVNULL)
    described = folder / "twilio.json"
    described.write_text(json.dumps(_description()))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["node", str(_MODULES / ".bin/prism"), "mock", "-h", "127.0.0.1", "-p", str(port), str(described)]
    log = folder / "prism.log"
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL) as running:
        try:
            _wait(running, log, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            running.terminate()


def _description() -> dict[str, Any]:
    """The messages and the content templates of Twilio's description: all of it would take Prism long to read."""
    parts = [json.loads((_MODULES / f"twilio_{name}.json").read_text()) for name in ("api_v2010", "content_v1")]
    wanted = {path: what for part in parts for path, what in part["paths"].items() if _ours(path)}
    form = wanted["/2010-04-01/Accounts/{AccountSid}/Messages.json"]["post"]["requestBody"]["content"]
    # The description does not say that a list of addresses is a field said several times.
    form["application/x-www-form-urlencoded"]["encoding"] = {"MediaUrl": {"style": "form", "explode": True}}
    components: dict[str, Any] = {}
    for part in parts:
        for kind, named in part["components"].items():
            components.setdefault(kind, {}).update(named)
    return {**parts[0], "paths": wanted, "components": components}


def _ours(path: str) -> bool:
    return "/Messages" in path or path.startswith("/v1/Content")


def _wait(running: subprocess.Popen[bytes], log: Path, port: int) -> None:
    deadline = time.monotonic() + _START
    while f"listening on http://127.0.0.1:{port}" not in log.read_text(errors="replace"):
        assert running.poll() is None, log.read_text(errors="replace")[-2000:]
        assert time.monotonic() < deadline, "Prism does not start"
        time.sleep(0.05)
