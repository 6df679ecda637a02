"""The time, in the zone of the charities."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

RIYADH = ZoneInfo("Asia/Riyadh")
Clock = Callable[[], datetime]


def now() -> datetime:
    """The present moment, aware."""
    return datetime.now(RIYADH)
