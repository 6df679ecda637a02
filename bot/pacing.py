"""May this be sent now? The providers' limits, an account that has to be silent, a provider that is down.

Who has to wait gets a later due time; nobody sleeps with a claim.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot import log
from bot.breaker import Breaker
from bot.clock import Clock
from channels.base import SendError
from storage.outbox import Claimed
from storage.pace import Pace, Wish
from storage.states import BACKGROUND

logger = log.get(__name__)
# Seconds for which tokens that were taken ahead are good, and the part of a limit that may be taken at once.
_LEASE = 0.05
_AHEAD = 10
# The part of a line that broadcasts and notices may fill: the rest is for who waits for an answer.
_SHARE = 0.6
# Failures of the provider, not of the message.
_TROUBLE = ("transient", "unknown")


@dataclass(frozen=True, slots=True)
class Line:
    """What a provider takes: `rate` messages a second from one `sender`, and to one address a burst of `burst` in as
    many seconds (0: no such limit). Pauses and trouble are of the whole `account`.
    """

    account: str
    sender: str
    rate: int
    burst: int = 0


@dataclass
class _Lease:
    """Tokens of the sender's limit that this process took ahead, for a moment.

    Taken one by one at first and doubled while they are used up in time: so hardly any is wasted, and a busy worker
    asks a few times a second, not for every message.
    """

    left: int = 0
    until: float = 0.0
    size: int = 1

    def take(self) -> bool:
        if self.left and time.monotonic() < self.until:
            self.left -= 1
            return True
        return False

    def next(self, rate: int) -> int:
        """How many to ask for now."""
        used_up = self.left == 0 and time.monotonic() < self.until
        self.size = min(self.size * 2, max(1, rate // _AHEAD)) if used_up else max(1, self.size - self.left)
        return self.size

    def fill(self, count: int) -> None:
        self.left, self.until = count, time.monotonic() + _LEASE


@dataclass
class _Account:
    """What this process knows of one account."""

    breaker: Breaker = field(default_factory=Breaker)
    until: datetime | None = None


class Gate:
    """`lines` by (charity, channel); what has no line, such as our own website, is never held up."""

    def __init__(self, lines: Mapping[tuple[str, str], Line], shared: Pace, clock: Clock) -> None:
        self._lines, self._shared, self._clock = lines, shared, clock
        self._accounts = {line.account: _Account() for line in lines.values()}
        self._leases = {line.sender: _Lease() for line in lines.values()}
        # Until when each sender's future is given away: who has to wait is put behind those who wait already.
        self._queues: dict[str, float] = {}

    async def wait(self, delivery: Claimed) -> float:
        """Seconds until it may be sent; 0 lets it go now."""
        line = self._lines.get((delivery.charity, delivery.channel))
        if line is None:
            return 0.0
        if silent := self._silent(line):
            return silent
        background = Wish(f"{line.sender}:background", max(1, int(line.rate * _SHARE)))
        # Asked apart and first: what is refused here takes nothing from the answers.
        if delivery.author in BACKGROUND and (wait := await self._ask(line, [background])):
            return wait
        # The breaker is asked last, since it counts the call that it lets through.
        return await self._foreground(line, delivery) or self._accounts[line.account].breaker.wait()

    async def _foreground(self, line: Line, delivery: Claimed) -> float:
        lease = self._leases[line.sender]
        leased = lease.take()
        wishes = [] if leased else [Wish(line.sender, line.rate, cost=lease.next(line.rate))]
        if line.burst:
            # By the conversation's number: a shared Redis has no need of anybody's address.
            wishes.append(Wish(f"{line.sender}:{delivery.conversation}", line.burst, seconds=line.burst))
        wait = await self._ask(line, wishes) if wishes else 0.0
        if not leased and not wait:
            lease.take()
        return wait

    async def heard(self, delivery: Claimed, error: SendError | None) -> None:
        """What came of a call. Trouble opens the breaker; `retry_after` silences the account, for every worker."""
        line = self._lines.get((delivery.charity, delivery.channel))
        if line is None:
            return
        account = self._accounts[line.account]
        if error is None or error.kind not in _TROUBLE:
            account.breaker.worked()
        elif account.breaker.failed():
            logger.warning("provider does not answer: breaker open", charity=delivery.charity, channel=delivery.channel)
        if error is not None:
            await self.hush(delivery.charity, delivery.channel, error)

    async def hush(self, charity: str, channel: str, error: SendError) -> None:
        """Silence the account for as long as the refusal asks, whatever was refused."""
        line = self._lines.get((charity, channel))
        if line is None or error.retry_after is None:
            return
        until = self._clock() + timedelta(seconds=error.retry_after)
        account = self._accounts[line.account]
        account.until = max(account.until or until, until)
        await self._shared.pause(line.account, until)

    def hushed(self, charity: str, channel: str) -> bool:
        """Has its account to be silent now? Then nothing is called that could as well be left out."""
        line = self._lines.get((charity, channel))
        return line is not None and self._silent(line) > 0

    def _silent(self, line: Line) -> float:
        """Seconds for which the account is known here to be silent."""
        until = self._accounts[line.account].until
        return max(0.0, (until - self._clock()).total_seconds()) if until else 0.0

    async def _ask(self, line: Line, wishes: list[Wish]) -> float:
        word = await self._shared.ask(line.account, wishes)
        account = self._accounts[line.account]
        if word.until and (account.until is None or word.until > account.until):
            account.until = word.until
        for wish, wait in zip(wishes, word.waits, strict=True):
            if wish.name == line.sender and not wait:
                self._leases[line.sender].fill(wish.cost)
        common = max((wait for wish, wait in zip(wishes, word.waits, strict=True) if wish.seconds == 1), default=0.0)
        return self._silent(line) or max(*word.waits, self._behind(line, common) if common else 0.0)

    def _behind(self, line: Line, wait: float) -> float:
        """The next free place in the sender's queue: else all who wait would come back at the same moment."""
        now = time.monotonic()
        place = max(now + wait, self._queues.get(line.sender, 0.0))
        self._queues[line.sender] = place + 1 / line.rate
        return place - now
