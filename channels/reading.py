"""What people send, made safe to keep: it can be no JSON at all, or hold what a database or UTF-8 refuses."""

import json
from typing import Any


def storable(value: object) -> str:
    """The value as text, "" for None; NUL is dropped (PostgreSQL refuses it) and lone surrogates become "?"."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else str(value)
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def json_object(body: bytes) -> dict[str, Any]:
    """The JSON object in the body. Raises `ValueError` when it is anything else."""
    try:
        data = json.loads(body)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(data, dict):
        raise ValueError("not a JSON object")
    return data
