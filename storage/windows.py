"""How many messages went out lately, by the name of a limit: moving windows in this process."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable


class Windows:
    """Our own: the library `limits` keeps every name it ever met, which is one for each chat, and goes through all of
    them after nearly every message (0.27 s for a hundred thousand).
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        # When each message that was granted leaves its window; who was granted something last stands last.
        self._leaving: OrderedDict[str, deque[float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._leaving)

    def take(self, name: str, amount: int, seconds: float, cost: int = 1) -> float:
        """Grant `cost` of the `amount` messages in any `seconds`: 0, or else the seconds to wait for them."""
        now = self._now()
        self._forget(now)
        leaving = self._leaving.get(name, deque[float]())
        while leaving and leaving[0] <= now:
            leaving.popleft()
        if (over := len(leaving) + cost - amount) > 0:
            return max(leaving[min(over, len(leaving)) - 1] - now if leaving else 0.0, 1 / amount)
        leaving.extend([now + seconds] * cost)
        self._leaving[name] = leaving
        self._leaving.move_to_end(name)
        return 0.0

    def _forget(self, now: float) -> None:
        """Those who asked for nothing lately."""
        while self._leaving and next(iter(self._leaving.values()))[-1] <= now:
            self._leaving.popitem(last=False)
