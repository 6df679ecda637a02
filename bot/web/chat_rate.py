"""A modest brake on what anonymous visitors may ask for. Counts live in memory: losing them costs nothing."""

import time
from collections import OrderedDict
from collections.abc import Callable

_MOST_KEYS = 10_000


class Brake:
    """At most `most` times in any window of `seconds` for one key (an IP address, a session)."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds = seconds
        self._most = most
        self._clock = clock
        self._windows: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def allows(self, key: str) -> bool:
        """Count one use; False when it is one too many."""
        now = self._clock()
        began, used = self._windows.get(key, (now, 0))
        if now - began >= self.seconds:
            began, used = now, 0
        self._windows[key] = (began, used + 1)
        self._windows.move_to_end(key)
        if len(self._windows) > _MOST_KEYS:
            self._windows.popitem(last=False)
        return used < self._most
