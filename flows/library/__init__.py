"""The flows and texts that every charity shares, as package data."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from flows.flow import Flow
from flows.pack import Words


@cache
def load() -> Mapping[str, Flow]:
    """Every shared flow by id. Raises `ValueError` (pydantic's) for a flow that does not hold together."""
    flows = [Flow.model_validate(part) for name in _yaml("") for part in yaml.safe_load_all(name)]
    return {flow.id: flow for flow in flows}


@cache
def texts() -> Mapping[str, Words]:
    """The shared texts by key, in both languages; a charity's own texts go over them."""
    arabic, english = (
        yaml.safe_load(files(__name__).joinpath("texts", f"{lang}.yaml").read_text("utf-8")) for lang in ("ar", "en")
    )
    return {key: Words(ar=arabic[key], en=english.get(key, "")) for key in arabic}


def _yaml(folder: str) -> list[str]:
    found = sorted(files(__name__).joinpath(folder).iterdir(), key=lambda f: f.name)
    return [f.read_text("utf-8") for f in found if f.name.endswith(".yaml")]
