"""One mode from start to end: Sanad's own processes under load, then the bare endpoint on the same database."""

import json
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet

from bench import databases
from bench.generator import Plan, Result
from bench.people import ACCOUNT, CHARITY, SENDER, TOKEN
from bot.processes import HOUSE, Processes, free_port, is_ready, listens, processes

# Everything a run needs lies beside the house's own data: a memory file system would make commits look cheap.
_VAR = HOUSE / "var" / "bench"
_TWILIO = f"SANAD_CHANNELS__{CHARITY.upper()}__TWILIO__"
_BARE = {"rows of the bare endpoint": "SELECT count(*) FROM bare"}
# A conversation is nothing to the bare endpoint, so that it gets more of them for the same time.
_BARE_MORE = 4


@dataclass(frozen=True, slots=True)
class Measured:
    """`wrong` lists what was not as it must be; empty when every message was answered and every form recorded."""

    mode: str
    house: Result
    bare: Result
    wrong: list[str]

    @property
    def ratio(self) -> float:
        """Complete turns to requests of the bare endpoint, in the same time."""
        return rate(self.house) / rate(self.bare) if self.bare.turns else 0.0


def rate(result: Result) -> float:
    """Turns (or requests) a second."""
    return result.turns / result.seconds if result.seconds else 0.0


def prepare() -> None:
    """Train the understanding model once, outside of what is measured."""
    _VAR.mkdir(parents=True, exist_ok=True)
    code = "import sys; from pathlib import Path; from nlu import dataset, renewal"
    code += "; renewal.ensure(dataset.load(), Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", code, str(_models())], cwd=HOUSE, check=True)


def measure(mode: str, *, people: int, conversations: int, seconds: float) -> Measured:
    """Mode "sqlite": one process. Mode "postgres": web and worker apart, PostgreSQL and a Redis of its own."""
    with tempfile.TemporaryDirectory(dir=_VAR) as name, databases.database(mode, Path(name)) as (url, database):
        folder = Path(name)
        (folder / "models").symlink_to(_models())
        plan = Plan(free_port(), free_port(), people, conversations, seconds, True, {}, database)
        with processes(folder) as running:
            _begin(running, mode, plan, url)
            house = _generate(replace(plan, processes=running.pids))
        wrong = [*house.faults, *databases.contradictions(databases.counts(url), house)]
        with processes(folder) as running:
            bare = _bare(running, replace(plan, conversations=conversations * _BARE_MORE, answers=False), url)
        stored = databases.counts(url, _BARE)
        wrong += [f"{name}: {found}, not {bare.posted}" for name, found in stored.items() if found != bare.posted]
    return Measured(mode, house, bare, [*wrong, *bare.faults])


def _models() -> Path:
    return _VAR / "models"


def _begin(running: Processes, mode: str, plan: Plan, url: str) -> None:
    settings = _settings(running.folder, plan, url)
    if mode == "postgres":
        port = free_port()
        quiet = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(running.folder)]
        running.start("redis", ["redis-server", "--port", str(port), *quiet])
        running.wait("redis", lambda: listens(port))
        settings["SANAD_REDIS_URL"] = f"redis://127.0.0.1:{port}/0"
    running.sanad("serve", settings)
    running.wait("serve", lambda: is_ready(plan.port))
    if mode == "postgres":
        running.sanad("work", settings)
        running.wait("work", lambda: '"working"' in running.log("work").read_text())


def _settings(folder: Path, plan: Plan, url: str) -> dict[str, str]:
    return {
        "SANAD_DATA_DIR": str(folder),
        "SANAD_DATABASE_URL": url,
        "SANAD_PUBLIC_URL": f"http://127.0.0.1:{plan.port}",
        "SANAD_PORT": str(plan.port),
        "SANAD_CHARITIES_DIR": str(HOUSE / "charities"),
        "SANAD_KEYS": Fernet.generate_key().decode(),
        f"{_TWILIO}ACCOUNT_SID": ACCOUNT,
        f"{_TWILIO}AUTH_TOKEN": TOKEN,
        f"{_TWILIO}WHATSAPP_SENDER": SENDER,
        # Far above what is measured: the limiter counts, and holds nobody up.
        f"{_TWILIO}WHATSAPP_RATE": "2000",
        f"{_TWILIO}BASE_URL": f"http://127.0.0.1:{plan.provider_port}",
    }


def _bare(running: Processes, plan: Plan, url: str) -> Result:
    command = [sys.executable, "-m", "bench.bare", str(plan.port), url.removeprefix("sqlite:///")]
    running.start("bare", command)
    running.wait("bare", lambda: is_ready(plan.port))
    return _generate(replace(plan, processes=running.pids))


def _generate(plan: Plan) -> Result:
    command, sent = [sys.executable, "-m", "bench.generator"], json.dumps(asdict(plan))
    done = subprocess.run(command, cwd=HOUSE, input=sent, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the load generator failed:\n{done.stderr[-2000:]}")
    given: dict[str, Any] = json.loads(done.stdout)
    return Result(**given)
