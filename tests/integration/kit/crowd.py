"""Many people writing at once, each the whole script, until they are told that no more are needed."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count

from tests.fakes.faults import Ledger
from tests.integration.kit.people import Applicant
from tests.integration.kit.provider import Provider

# How long a person waits for an answer before writing on; one that a crash swallowed never comes.
_PATIENCE = 0.4


@dataclass
class Crowd:
    """`applicants` are those who began; all of them finish. The seed makes a run repeatable, as far as crashes are."""

    provider: Provider
    ledger: Ledger
    seed: int = 7
    applicants: list[Applicant] = field(default_factory=list)
    _counted: Counter[str] = field(default_factory=Counter)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    async def write(self, at_once: int, enough: Callable[[], bool]) -> None:
        """Keep `at_once` people writing until `enough()`, then let those who began finish."""
        async with asyncio.TaskGroup() as group:
            for place in range(at_once):
                group.create_task(self._one_after_another(random.Random(self.seed + place), enough))

    async def one(self, applicant: Applicant, dice: random.Random) -> None:
        """The script in bursts of one to four messages, waiting for an answer between them."""
        self.applicants.append(applicant)
        left = list(range(len(applicant.script())))
        while left:
            burst, left = left[: (size := dice.randint(1, 4))], left[size:]
            heard = self._heard(applicant)
            for place in burst:
                await self.provider.post(applicant.says(place))
            await self._wait(applicant, heard + len(burst))

    async def _one_after_another(self, dice: random.Random, enough: Callable[[], bool]) -> None:
        while not enough():
            await self.one(Applicant(next(self._numbers)), dice)

    async def _wait(self, applicant: Applicant, until: int) -> None:
        for _ in range(int(_PATIENCE / 0.02)):
            if self._heard(applicant) >= until:
                return
            await asyncio.sleep(0.02)

    def _heard(self, applicant: Applicant) -> int:
        """Messages that reached this person so far."""
        for record in self.ledger.sent[self._counted.total() :]:
            self._counted[record["to"]] += 1
        return self._counted[f"whatsapp:{applicant.address}"]
