"""What is written beside a Rasa model: which data and pipeline made it, and from what probability it may be acted upon.

A model is `<name>.tar.gz`, written by Rasa; its metadata is `<name>.json` in the same folder.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FORMAT = "sanad-rasa-1"


class RasaError(ValueError):
    """Rasa, or what lies beside its model, cannot be used. Says why, never what was asked."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """`sure` is the probability from which an intent is acted upon, `kinds` are the kinds of consultation there are.

    `held_aside` says how the pipeline did on examples that were kept from it when `sure` was chosen; `seconds` is what
    training took.
    """

    pipeline: str
    digest: str
    created: str
    sure: float
    kinds: Sequence[str]
    examples: int
    held_aside: Mapping[str, float]
    seconds: float


def beside(model: Path) -> Path:
    """The metadata's path for a model's path or bare file name."""
    return model.with_name(f"{model.name.removesuffix('.tar.gz')}.json")


def write(metadata: Metadata, model: Path) -> None:
    """Write the metadata beside the model, whole or not at all."""
    part = beside(model).with_suffix(".part")
    part.write_text(json.dumps({"format": FORMAT, **asdict(metadata)}, ensure_ascii=False, indent=1) + "\n", "utf-8")
    part.replace(beside(model))


def read(model: Path) -> Metadata:
    """What is known of the model. Raises `RasaError` where that is missing, damaged or not ours."""
    path = beside(model)
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
        if found.pop("format") != FORMAT:
            raise RasaError(f"{path.name}: of another format than {FORMAT}")
        metadata = Metadata(**found)
        if not 0 <= metadata.sure <= 1:
            raise RasaError(f"{path.name}: a probability outside 0..1")
    except FileNotFoundError as error:
        raise RasaError(f"{path.name}: nothing is known of the model Rasa serves; `make rasa` makes one") from error
    except RasaError:
        raise
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise RasaError(f"{path.name}: damaged, or not a description of a Rasa model") from error
    return metadata
