"""What people send, made safe to keep: it can be no JSON at all, or hold what a database or UTF-8 refuses."""

import json
from collections.abc import Sequence
from hashlib import blake2s
from typing import Any

from flows.message import Media

_LONGEST = 200


def storable(value: object) -> str:
    """The value as text, "" for None; NUL is dropped (PostgreSQL refuses it) and lone surrogates become "?"."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else str(value)
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def indexed(key: str) -> str:
    """The provider's own id, or a digest of one that is longer than a database indexes."""
    return key if len(key) <= _LONGEST else digest(key.encode())


def digest(content: bytes) -> str:
    """An id for what came without one: the same content is the same event."""
    return f"x{blake2s(content, digest_size=16).hexdigest()}"


def place(latitude: object, longitude: object) -> str:
    """As "latitude,longitude"; "" for what is no place on earth."""
    try:
        north, east = float(str(latitude)), float(str(longitude))
    except ValueError:
        return ""
    return f"{north},{east}" if abs(north) <= 90 and abs(east) <= 180 else ""


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
