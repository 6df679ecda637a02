"""The flows and texts that every charity shares, as package data."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from flows.flow import Flow
from flows.part import Words
from flows.quick_yaml import Loader


@cache
def load() -> Mapping[str, Flow]:
    """Every shared flow by id. Raises `ValueError` (pydantic's) for a flow that does not hold together."""
    flows = [Flow.model_validate(part) for text in sources().values() for part in yaml.load_all(text, Loader)]
    return {flow.id: flow for flow in flows}


@cache
def texts() -> Mapping[str, Words]:
    """The shared texts by key, in both languages; a charity's own texts go over them."""
    arabic, english = (yaml.load(text, Loader) for text in text_sources().values())  # noqa: S506  as safe as SafeLoader
    return {key: Words(ar=arabic[key], en=english.get(key, "")) for key in arabic}


def sources() -> dict[str, str]:
    """The files of flows as typed, by name; one YAML document a flow."""
    found = sorted(files(__name__).iterdir(), key=lambda f: f.name)
    return {f.name: f.read_text("utf-8") for f in found if f.name.endswith(".yaml")}


def text_sources() -> dict[str, str]:
    """The files of texts as typed, by name: Arabic, then English."""
    return {f"texts/{lang}.yaml": _read("texts", f"{lang}.yaml") for lang in ("ar", "en")}


def _read(*path: str) -> str:
    return files(__name__).joinpath(*path).read_text("utf-8")
