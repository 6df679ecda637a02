"""A breaker: where a provider fails again and again, messages wait instead of becoming unknown one after the other."""

import time
from collections.abc import Callable


class Breaker:
    """Opens after `failures` in a row, each time for twice as long; then lets one call through to see.

    Our own: the libraries for it wrap the call, while here the decision to call and its outcome are two steps apart.
    """

    def __init__(
        self,
        *,
        failures: int = 10,
        seconds: float = 2.0,
        most: float = 60.0,
        patience: float = 30.0,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """`patience` is how long the probing call may take before another one is let through."""
        self._failures, self._first, self._most, self._patience, self._now = failures, seconds, most, patience, now
        self._row, self._pause, self._closed_until, self._probing = 0, seconds, 0.0, False

    @property
    def open(self) -> bool:
        return self._row >= self._failures

    def wait(self) -> float:
        """Seconds until a call may be tried; 0 lets this one through."""
        if not self.open:
            return 0.0
        left = self._closed_until - self._now()
        if left > 0:
            # While the probe is under way its outcome may come any moment.
            return min(left, self._first) if self._probing else left
        self._probing, self._closed_until = True, self._now() + self._patience
        return 0.0

    def worked(self) -> None:
        """The provider answered, be it with a refusal."""
        self._row, self._pause, self._probing = 0, self._first, False

    def failed(self) -> bool:
        """The provider gave no sensible answer. True where that opened the breaker."""
        self._row += 1
        opened = self._row == self._failures
        if opened or self._probing:
            self._probing, self._closed_until = False, self._now() + self._pause
            self._pause = min(self._most, self._pause * 2)
        # Other failures of an open breaker are of calls that were under way when it opened.
        return opened
