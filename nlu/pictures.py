"""Two pictures of how an engine does: what it takes for what, and whether its confidence can be believed."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray

_BINS = 10
_INK, _BLUE = "#1b2a33", "#1f6f8b"


def confusion(pairs: Sequence[tuple[str, str]], path: Path) -> None:
    """A row an intent, a column what was read, the number of lines in each field; darker is a larger part of its row.

    `pairs` are (true intent, read intent).
    """
    names = sorted({name for pair in pairs for name in pair})
    counts = _counts(pairs, names)
    shares = counts / np.maximum(counts.sum(1, keepdims=True), 1)
    figure = Figure(figsize=(3 + 0.3 * len(names), 2.5 + 0.3 * len(names)), layout="constrained")
    axes = figure.add_subplot()
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=8)
    axes.set_yticks(range(len(names)), names, fontsize=8)
    axes.set(xlabel="read as", ylabel="is")
    axes.set_xticks(np.arange(len(names) + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(len(names) + 1) - 0.5, minor=True)
    axes.grid(which="minor", color="#e3e8eb", linewidth=0.5)
    axes.tick_params(which="minor", length=0)
    for row, column in np.argwhere(counts):
        # What is wrong must be seen at once, also where it is one line of forty.
        colour = "#b3261e" if row != column else "white" if shares[row, column] > 0.5 else _INK
        weight = "bold" if row != column else "normal"
        axes.text(
            column, row, str(counts[row, column]), ha="center", va="center", fontsize=7, color=colour, weight=weight
        )
    _save(figure, path)


def reliability(confidence: Sequence[float], right: Sequence[bool], path: Path) -> None:
    """Of what was read with some confidence, how much was right; below, how many lines there are of each."""
    sure, true = np.asarray(confidence, float), np.asarray(right, float)
    bins = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    lines = np.bincount(bins, minlength=_BINS)
    there = lines > 0
    said = np.bincount(bins, sure, _BINS)[there] / lines[there]
    was = np.bincount(bins, true, _BINS)[there] / lines[there]
    figure = Figure(figsize=(6, 6.5), layout="constrained")
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
    upper.plot((0, 1), (0, 1), color="#9aa7ae", linestyle="--", label="as confident as right")
    # A point is as large as what stands behind it: one line proves nothing.
    upper.plot(said, was, color=_BLUE, linewidth=0.8, alpha=0.5)
    upper.scatter(said, was, 12 + 4 * lines[there] ** 0.7, color=_BLUE, label="the engine; how many lines", zorder=3)
    for x, y, count in zip(said, was, lines[there], strict=True):
        upper.annotate(
            str(count), (x, y), textcoords="offset points", xytext=(-8, 9), ha="right", fontsize=8, color=_INK
        )
    gap = float((np.abs(said - was) * lines[there]).sum() / max(1, len(sure)))
    upper.set(ylabel="share right", ylim=(-0.03, 1.1), title=f"mean distance from the dashed line: {gap:.3f}")
    upper.legend(loc="lower right")
    lower.bar((np.arange(_BINS) + 0.5) / _BINS, lines, 0.9 / _BINS, color=_BLUE)
    lower.set(xlabel="confidence", ylabel="lines", xlim=(-0.03, 1.06))
    _save(figure, path)


def _counts(pairs: Sequence[tuple[str, str]], names: Sequence[str]) -> NDArray[np.intp]:
    place = {name: number for number, name in enumerate(names)}
    counts = np.zeros((len(names), len(names)), np.intp)
    for true, read in pairs:
        counts[place[true], place[read]] += 1
    return counts


def _save(figure: Figure, path: Path) -> None:
    FigureCanvasAgg(figure)  # Draws without a screen, and without the library's one global figure.
    figure.savefig(path, format="png")
