"""The result as a person reads it, and as data."""

import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from bench.generator import Result
from bench.run import Measured, rate


def text(measured: Measured) -> str:
    """A few lines about one mode."""
    house, bare = measured.house, measured.bare
    lines = [
        f"{measured.mode}: {house.finished} conversations of {len(house.messages)} messages, {house.turns} turns",
        f"  complete turns      {rate(house):7.0f} /s   while others kept {house.others:.1f} cores busy",
        f"  acknowledged   p50  {_ms(house.acknowledged[0])}   p99 {_ms(house.acknowledged[1])}",
        f"  answered       p50  {_ms(house.answered[0])}   p99 {_ms(house.answered[1])}",
        f"  CPU a turn          {_costs(house)}",
        f"  bare endpoint       {rate(bare):7.0f} /s   while others kept {bare.others:.1f} cores busy",
        f"  acknowledged   p50  {_ms(bare.acknowledged[0])}   p99 {_ms(bare.acknowledged[1])}",
        f"  CPU a request       {_costs(bare)}",
        f"  turns to requests   {measured.ratio:7.2f}; by CPU outside the generator {_cost_ratio(measured):.2f}",
    ]
    return "\n".join([*lines, *(f"  WRONG: {fault}" for fault in measured.wrong[:10])])


def data(all_measured: Sequence[Measured], options: dict[str, Any]) -> dict[str, Any]:
    """Everything measured, as JSON may hold it. Times are seconds."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "system": platform.system(), "python": platform.python_version()},
        "options": options,
        "modes": {
            measured.mode: {
                "turns_per_second": rate(measured.house),
                "bare_per_second": rate(measured.bare),
                "ratio": measured.ratio,
                "house": asdict(measured.house),
                "bare": asdict(measured.bare),
                "wrong": measured.wrong,
            }
            for measured in all_measured
        },
    }


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:6.1f} ms"


def _costs(result: Result) -> str:
    """CPU milliseconds by process, for one turn."""
    each = {name: seconds / max(result.turns, 1) * 1000 for name, seconds in result.cpu.items()}
    return f"{sum(each.values()):.2f} ms: " + ", ".join(f"{name} {ms:.2f}" for name, ms in each.items())


def _cost_ratio(measured: Measured) -> float:
    """What the bare endpoint costs to what a turn costs, the generator left out."""
    house, bare = (
        sum(seconds for name, seconds in result.cpu.items() if name != "generator") / max(result.turns, 1)
        for result in (measured.house, measured.bare)
    )
    return bare / house if house else 0.0
