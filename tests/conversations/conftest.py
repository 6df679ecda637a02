"""Transcripts as tests: `--update` rewrites what the bot says, and a person reads the diff."""

from pathlib import Path

import pytest

from bot import bootstrap, packs, settings
from bot.ports import Understander
from flows import library

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the transcripts with what the bot says now")


@pytest.fixture(scope="session")
def understander() -> Understander:
    """The real engine; its model is trained once for all tests."""
    read = settings.Settings(data_dir=ROOT / "var", charities_dir=ROOT / "charities")
    return bootstrap.understander(read, packs.load_all(read.charities_dir, library.texts()))
