"""Transcripts as tests: `--update` rewrites what the bot says, for a person to read; `--steps` tells what was met."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import packs, settings, understanding
from bot.ports import Understander
from flows import library
from flows.events import Event, Stepped
from flows.play import Play
from tests.models import data_folder

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
Steps = set[tuple[str, str]]
_VISITED = pytest.StashKey[Steps]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the transcripts with what the bot says now")
    parser.addoption("--steps", action="store_true", help="print which steps of the flows the transcripts visit")


@pytest.fixture(scope="session")
def understander() -> Understander:
    """The real engine; its model is trained once for all tests."""
    read = settings.Settings(data_dir=data_folder(), charities_dir=ROOT / "charities")
    return understanding.understander(read, packs.load_all(read.charities_dir, library.texts()))


@pytest.fixture(scope="session", autouse=True)
def visited(request: pytest.FixtureRequest) -> Iterator[Steps]:
    """Every (flow, step) that the transcripts played so far have come to."""
    steps = request.config.stash[_VISITED] = Steps()
    happened = Play.happened

    def noted(play: Play, event: Event) -> None:
        if isinstance(event, Stepped):
            steps.add((event.flow, event.step))
        happened(play, event)

    with pytest.MonkeyPatch.context() as patch:
        # The shell keeps these events to itself, whoever had the engine run: a message, a notice, a colleague.
        patch.setattr(Play, "happened", noted)
        yield steps


def unvisited(steps: Steps) -> dict[str, list[str]]:
    """By flow the steps of the library that are not among these."""
    left = {flow.id: [step for step in flow.steps if (flow.id, step) not in steps] for flow in library.load().values()}
    return {flow: missing for flow, missing in left.items() if missing}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    steps = config.stash.get(_VISITED, None)
    if steps is None or not config.getoption("steps", default=False):
        return
    left = unvisited(steps)
    terminalreporter.section("steps of the shared flows that the transcripts visit")
    for flow in sorted(library.load().values(), key=lambda flow: (-len(left.get(flow.id, [])), flow.id)):
        missing = left.get(flow.id, [])
        count = f"{len(flow.steps) - len(missing)}/{len(flow.steps)}"
        terminalreporter.write_line(f"{count:>7}  {flow.id:<18}  {' '.join(missing)}".rstrip())
    total = sum(len(flow.steps) for flow in library.load().values())
    terminalreporter.write_line(f"{total - sum(map(len, left.values()))} of {total} steps")
