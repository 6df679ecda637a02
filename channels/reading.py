"""What people send, made safe to keep: it can be no JSON at all, or hold what a database or UTF-8 refuses."""

import json
from collections.abc import Sequence
from typing import Any

from flows.message import Media


def storable(value: object) -> str:
    """The value as text, "" for None; NUL is dropped (PostgreSQL refuses it) and lone surrogates become "?"."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else str(value)
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def recorded(files: Sequence[Media]) -> bool:
    """Are these recordings, voices or videos, and nothing else? Somebody speaks or shows; no paper is filmed."""
    return bool(files) and all(file.mime.startswith(("audio/", "video/")) for file in files)


def json_object(body: bytes) -> dict[str, Any]:
    """The JSON object in the body. Raises `ValueError` when it is anything else."""
    try:
        data = json.loads(body)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(data, dict):
        raise ValueError("not a JSON object")
    return data
