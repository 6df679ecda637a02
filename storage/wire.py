"""An `Incoming` as the JSON that is stored, and back."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from flows.message import Incoming, Kind, Media


def dump(incoming: Incoming) -> dict[str, Any]:
    """Only what is not empty: most events are a line of text."""
    data = {name: value for name, value in asdict(incoming).items() if value}
    if incoming.sent_at:
        data["sent_at"] = incoming.sent_at.isoformat()
    return data


def load(data: dict[str, Any]) -> Incoming:
    sent_at = data.get("sent_at")
    known = {name: value for name, value in data.items() if name in Incoming.__slots__}
    return Incoming(
        **{
            **known,
            "kind": Kind(data["kind"]),
            "address": data.get("address", ""),
            "media": tuple(Media(**media) for media in data.get("media", ())),
            "sent_at": datetime.fromisoformat(sent_at) if sent_at else None,
        }
    )
