"""Wake-ups for later: a plain callback for the event loop's timers."""

import asyncio

from bot.wake import Wake


class Alarm:
    """`ring` wakes a conversation without being waited for."""

    def __init__(self, wake: Wake) -> None:
        self._wake = wake
        # The loop itself keeps only weak references to tasks.
        self._ringing: set[asyncio.Task[None]] = set()

    def ring(self, conversation: int) -> None:
        task = asyncio.create_task(self._wake.wake(conversation))
        self._ringing.add(task)
        task.add_done_callback(self._ringing.discard)
