"""Named points where a drill may kill the process, to show that nothing is lost. Off unless SANAD_DRILL is set."""

import os
import signal

POINTS = (
    "accept.before_store",
    "accept.before_commit",
    "accept.after_commit",
    "wake.after",
    "turn.before_read",
    "turn.before_commit",
    "turn.after_commit",
    "send.before_call",
    "send.after_call",
    "receipt.before_commit",
    "receipt.after_commit",
)


class _Drill:
    """`SANAD_DRILL=turn.before_commit:3` dies the third time that point is reached."""

    def __init__(self, wish: str) -> None:
        self.point, _, count = wish.partition(":")
        if wish and self.point not in POINTS:
            raise ValueError(f"SANAD_DRILL: no point {self.point!r}; there are {', '.join(POINTS)}")
        self.left = int(count or "1")


_drill = _Drill(os.environ.get("SANAD_DRILL", ""))


def reach(point: str) -> None:
    """Say that the line got here."""
    if point != _drill.point:
        return
    _drill.left -= 1
    if _drill.left <= 0:
        # SIGKILL: nothing may be tidied up on the way out, as when the power fails.
        os.kill(os.getpid(), signal.SIGKILL)
