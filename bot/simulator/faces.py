"""How each channel shows a payload that it was given: the text, and the buttons as the person would see them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from channels.segments import is_gsm7, segments


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: tapping it sends `tap`, or where that is empty writes `label`."""

    label: str
    tap: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Face:
    """`rows` of buttons; `kind` is how they stand: inline, keyboard, quick, list or chips. `opens` names a list.

    `cost` is what an SMS is charged as: {"segments", "alphabet": "GSM-7" or "UCS-2"}.
    """

    text: str
    rows: tuple[tuple[Choice, ...], ...] = ()
    kind: str = ""
    opens: str = ""
    cost: Mapping[str, Any] | None = None


def face(channel: str, payload: Mapping[str, Any]) -> Face:
    """What the person sees of one payload of this channel."""
    return {"telegram": _telegram, "whatsapp": _whatsapp, "sms": _sms}.get(channel, _web)(payload)


def _telegram(payload: Mapping[str, Any]) -> Face:
    markup = payload.get("reply_markup") or {}
    text = str(payload.get("text", payload.get("caption", "")))
    if rows := markup.get("inline_keyboard"):
        return Face(text, tuple(tuple(Choice(b["text"], b["callback_data"]) for b in row) for row in rows), "inline")
    if rows := markup.get("keyboard"):
        # A key that shares the phone's number needs a phone: here it stands for looks.
        return Face(text, tuple(tuple(Choice(key["text"]) for key in row) for row in rows), "keyboard")
    return Face(text)


def _whatsapp(payload: Mapping[str, Any]) -> Face:
    if "content" not in payload:
        return Face(str(payload.get("body", "")))
    values = [value for _, value in sorted(payload["variables"].items(), key=lambda pair: int(pair[0]))]
    if "list" not in payload["content"]:
        return Face(values[0], tuple((choice,) for choice in _taken(values[1:], 2)), "quick")
    width = 3 if "described" in payload["content"] else 2
    return Face(values[0], tuple((choice,) for choice in _taken(values[2:], width)), "list", values[1])


def _taken(values: list[str], width: int) -> Iterator[Choice]:
    """Buttons from a template's variables: label and id, and in some lists a description."""
    for start in range(0, len(values), width):
        yield Choice(*values[start : start + width])


def _sms(payload: Mapping[str, Any]) -> Face:
    text = str(payload.get("body", ""))
    cost = {"segments": segments(text), "alphabet": "GSM-7" if is_gsm7(text) else "UCS-2"}
    return Face(text, cost=cost)


def _web(payload: Mapping[str, Any]) -> Face:
    text, buttons = str(payload.get("text", "")), payload.get("buttons")
    return Face(text, (tuple(Choice(b["label"], b["id"]) for b in buttons),), "chips") if buttons else Face(text)
