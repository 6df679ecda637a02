"""Train Rasa, in its own Python 3.10, from the same examples as the embedded engine.

It learns twice: without every seventh example of an intent, to see on those from what probability it may be acted upon,
and then from everything. Rasa's own commands do the work, and check the data first.
"""

import hashlib
import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import yaml

from nlu import dataset
from nlu import rasa_commands as commands
from nlu.dataset import DATA, Dataset
from nlu.evaluate import sure_at
from nlu.intents import INTENTS, OUT_OF_SCOPE
from nlu.rasa_commands import HOME, Block
from nlu.rasa_models import Metadata, RasaError, read, write
from nlu.training import SURE_PRECISION

PIPELINE = HOME / "config.yml"
_ASIDE = 7
# What Rasa's components are made of (`nlu/components`).
_CODE = ("dialect", "features", "preamble", "sound", "components/normaliser", "components/views")


def path_of(data: Dataset, pipeline: Path, folder: Path) -> Path:
    """Where the model of this data, pipeline and code lives."""
    made = hashlib.sha256(data.digest().encode() + pipeline.read_bytes())
    for path in (*(HOME / "nlu" / f"{name}.py" for name in _CODE), HOME / "flows" / "arabic.py"):
        made.update(path.read_bytes())
    return folder / f"{pipeline.stem}-{made.hexdigest()[:16]}.tar.gz"


def ensure(pipeline: Path, folder: Path, *, learned: Path | None = None) -> Path:
    """The model of `nlu/data` and what was learned, trained first where it is missing.

    Raises `DataError` or `RasaError`; then whatever is there stays.
    """
    data = dataset.load(learned=learned)
    path = path_of(data, pipeline, folder).resolve()
    if path.exists():
        with suppress(RasaError):  # What is known of it may be lost or damaged: it is made again.
            read(path)
            return path
    path.parent.mkdir(parents=True, exist_ok=True)
    files = [*sorted(DATA.glob("*.yml")), *(sorted(learned.glob("*.yml")) if learned else ())]
    with TemporaryDirectory() as room:
        _train(data, _blocks(files), pipeline.resolve(), path, Path(room))
    return path


def _train(data: Dataset, blocks: Sequence[Block], pipeline: Path, path: Path, room: Path) -> None:
    """Leave the model, its metadata and Rasa's own report (a folder of the model's name) where they belong."""
    begun, report = monotonic(), path.parent / path.name.removesuffix(".tar.gz")
    part, aside = split(blocks)
    for name, chosen in (("all", blocks), ("part", part), ("aside", aside)):
        commands.write(room / f"{name}.yml", chosen)
    _domain(room / "domain.yml", blocks)
    commands.run(room, "data", "validate", "--data", "all.yml", "--domain", "domain.yml", "--config", str(pipeline))
    commands.learn(room, pipeline, nlu="part.yml", name="part")
    judged = commands.judge(room, name="part", nlu="aside.yml", out="tested")
    commands.learn(room, pipeline, nlu="all.yml", name="all")
    shutil.rmtree(report, ignore_errors=True)
    shutil.copytree(room / "tested", report)
    write(_metadata(data, report.name, pipeline.name, judged=judged, seconds=monotonic() - begun), path)
    # Moved beside its place first: between two disks a move is no single step.
    shutil.move(room / "all.tar.gz", path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)


def split(blocks: Iterable[Block]) -> tuple[list[Block], list[Block]]:
    """What is learnt from and what is held aside: every seventh example of an intent, wherever it stands."""
    part: list[Block] = []
    aside: list[Block] = []
    seen: Counter[str] = Counter()
    for block in blocks:
        if "intent" not in block:
            part.append(block)
            continue
        kept: tuple[list[str], list[str]] = ([], [])
        for line in filter(None, map(str.strip, block["examples"].splitlines())):
            kept[seen[block["intent"]] % _ASIDE == _ASIDE - 1].append(line)
            seen[block["intent"]] += 1
        for lines, out in zip(kept, (part, aside), strict=True):
            if lines:
                out.append({"intent": block["intent"], "examples": "".join(f"{line}\n" for line in lines)})
    return part, aside


def _blocks(files: Iterable[Path]) -> list[Block]:
    """The blocks of the training files, annotations and all; `dataset.load` has checked them."""
    return [block for path in files for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]]


def _domain(path: Path, blocks: Sequence[Block]) -> None:
    """What Rasa holds the examples against: every intent and entity there is."""
    named = {block.get("lookup") or block.get("regex") for block in blocks} - {None}
    domain = {"version": "3.1", "intents": sorted(INTENTS), "entities": sorted({"service", *map(str, named)})}
    path.write_text(yaml.safe_dump(domain), "utf-8")


def _metadata(
    data: Dataset, digest: str, pipeline: str, *, judged: Sequence[tuple[float, str, str]], seconds: float
) -> Metadata:
    sure = sure_at(SURE_PRECISION, judged)
    acted = [true == guess for chance, true, guess in judged if chance >= sure and guess != OUT_OF_SCOPE]
    held_aside = {
        "examples": len(judged),
        "accuracy": round(sum(true == guess for _, true, guess in judged) / len(judged), 4),
        "sure_share": round(len(acted) / len(judged), 4),
        "sure_precision": round(sum(acted) / max(1, len(acted)), 4),
    }
    return Metadata(
        pipeline=pipeline,
        digest=digest,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        sure=sure,
        kinds=sorted(data.synonyms),
        examples=len(data.examples),
        held_aside=held_aside,
        seconds=round(seconds, 1),
    )
