"""`sanad drill`, held for two of its points; `test_crashes.py` dies at all of them, again and again."""

from pathlib import Path

from bot import drill
from bot.settings import Settings
from tests.models import data_folder

_CHARITIES = Path(__file__).resolve().parents[2] / "charities"


async def test_processes_die_where_they_are_told_to_and_nothing_is_found_wrong() -> None:
    told: list[str] = []
    points = ("turn.before_commit", "send.after_call")
    settings = Settings(data_dir=data_folder(), charities_dir=_CHARITIES)
    result = await drill.hold(settings, 1, told.append, points=points)
    assert sorted(line.partition(":")[0] for line in told) == sorted(points)
    assert (result.deaths, result.faults) == (2, [])
    assert result.answers >= result.acknowledged >= 2
