"""The load as a process of its own: `python -m bench.generator` reads a `Plan` on standard input, prints a result."""

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from statistics import quantiles

import uvloop

from bench import cpu
from bench.crowd import Conversation, Crowd
from bench.people import Person
from bench.provider import Desk, Provider
from bench.wire import encode


@dataclass(frozen=True, slots=True)
class Plan:
    """`processes` (name to pid) and `database` say whose CPU is counted. Without `answers`, a 2xx completes a turn."""

    port: int
    provider_port: int
    people: int
    conversations: int
    seconds: float
    answers: bool
    processes: dict[str, int]
    database: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """`turns` were complete within `seconds`; `cpu` are seconds by process in that time. Latencies are seconds.

    `others` is how many cores everybody else kept busy meanwhile: far from 0, only CPU a turn can be compared.
    `posted`, `delivered` and `finished` (conversations) count everything, the rehearsal and the end included.
    """

    turns: int
    seconds: float
    acknowledged: tuple[float, float]
    answered: tuple[float, float]
    cpu: dict[str, float]
    others: float
    posted: int
    delivered: int
    finished: int
    messages: list[int]
    last_words: str
    faults: list[str]


async def run(plan: Plan) -> Result:
    """Rehearse with one person, then measure until conversations or seconds have run out, then let all finish."""
    crowd = Crowd("127.0.0.1", plan.port)
    provider = Provider(crowd.delivered)
    server = await asyncio.get_running_loop().create_server(lambda: Desk(provider), "127.0.0.1", plan.provider_port)
    queue = [_conversation(number, plan.port) for number in range(plan.conversations + 1)]
    first = queue.pop(0)
    if plan.answers:
        crowd.expected = await crowd.rehearse(first)
    last_words = crowd.boxes[first.address].text
    ends: list[tuple[float, float, dict[str, float]]] = []

    def exhausted() -> None:
        ends.append((time.perf_counter(), cpu.busy(), cpu.spent(plan.processes, plan.database)))

    before, worked, began = cpu.spent(plan.processes, plan.database), cpu.busy(), time.perf_counter()
    await crowd.talk(_until(queue, began + plan.seconds), plan.people, exhausted)
    server.close()
    ended, worked_after, after = ends[0]
    used = {name: after[name] - before[name] for name in before}
    measured = [turn for turn in crowd.turns if turn.at <= ended]
    rehearsed = len(first.posts) if plan.answers else 0
    return Result(
        turns=len(measured),
        seconds=ended - began,
        acknowledged=_shown([turn.acknowledged for turn in measured]),
        answered=_shown([turn.answered for turn in measured]),
        cpu=used,
        others=max(worked_after - worked - sum(used.values()), 0.0) / (ended - began),
        posted=len(crowd.turns) + rehearsed,
        delivered=provider.taken,
        finished=len(crowd.finished) + bool(rehearsed),
        messages=list(crowd.expected),
        last_words=last_words,
        faults=[*crowd.faults, *(f"the provider refused: {code}" for code in provider.refused)],
    )


def _conversation(number: int, port: int) -> Conversation:
    person = Person(number)
    return Conversation(person.address, [encode(request) for request in person.requests(f"http://127.0.0.1:{port}")])


def _until(queue: list[Conversation], end: float) -> Iterator[Conversation]:
    """The next one, as long as there is time."""
    for conversation in queue:
        if time.perf_counter() >= end:
            return
        yield conversation


def _shown(seconds: list[float]) -> tuple[float, float]:
    """The 50th and the 99th percentile."""
    if len(seconds) < 2:
        return (0.0, 0.0)
    hundredths = quantiles(seconds, n=100)
    return hundredths[49], hundredths[98]


def main() -> None:
    plan = Plan(**json.load(sys.stdin))
    result = uvloop.run(run(plan))
    json.dump(asdict(result), sys.stdout)


if __name__ == "__main__":
    main()
