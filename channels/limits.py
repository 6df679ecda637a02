"""What each provider takes at most, checked on finished payloads: `sanad check` trusts no renderer to keep to it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from channels import content
from channels.segments import segments
from channels.splitting import utf16

# Telegram: sendMessage, InlineKeyboardButton. Twilio: error 21617. The segments of one SMS are our own limit.
TELEGRAM_TEXT, TELEGRAM_BUTTONS, TELEGRAM_DATA = 4096, 100, 64
TWILIO_BODY, SMS_SEGMENTS = 1600, 10
CONTENT_ID = 200


def broken(channel: str, payload: Mapping[str, Any]) -> Iterator[str]:
    """Every limit that the payload of this channel breaks, in words. A payload that is only a file breaks none."""
    text = payload.get("text", payload.get("body"))
    if text is None:
        return
    if not text.strip():
        yield "an empty message"
    yield from {"telegram": _telegram, "sms": _sms, "whatsapp": _whatsapp}.get(channel, _web)(payload)


def cost(bodies: Iterable[str]) -> int:
    """The SMS segments that these messages are charged as."""
    return sum(map(segments, bodies))


def _telegram(payload: Mapping[str, Any]) -> Iterator[str]:
    if utf16(payload["text"]) > TELEGRAM_TEXT:
        yield f"{utf16(payload['text'])} characters; Telegram takes {TELEGRAM_TEXT}"
    rows = payload.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = [button for row in rows for button in row]
    if len(buttons) > TELEGRAM_BUTTONS:
        yield f"{len(buttons)} buttons; Telegram shows {TELEGRAM_BUTTONS}"
    for button in buttons:
        if not button["text"].strip():
            yield "a button without a label"
        if not 1 <= len(button["callback_data"].encode()) <= TELEGRAM_DATA:
            yield f"the button {button['text']!r} carries more than Telegram's {TELEGRAM_DATA} bytes, or nothing"


def _sms(payload: Mapping[str, Any]) -> Iterator[str]:
    yield from _whatsapp(payload)
    if (count := segments(payload["body"])) > SMS_SEGMENTS:
        yield f"{count} segments in one SMS; at most {SMS_SEGMENTS}"


def _whatsapp(payload: Mapping[str, Any]) -> Iterator[str]:
    if "content" in payload:
        yield from _tapped(payload)
    if utf16(payload["body"]) > TWILIO_BODY:
        yield f"{utf16(payload['body'])} characters; Twilio takes {TWILIO_BODY}"


def _tapped(payload: Mapping[str, Any]) -> Iterator[str]:
    """The variables of a template: question, then of a list what opens it, then title, id and perhaps description."""
    name, values = payload["content"], list(payload["variables"].values())
    rows = name.startswith("list_")
    most = [content.ROW, CONTENT_ID] if rows else [content.TITLE, CONTENT_ID]
    most += [content.DESCRIPTION] if name.startswith("list_described_") else []
    counted = [content.BODY, *([content.TITLE] if rows else []), *most * int(name.rpartition("_")[2])]
    if len(values) != len(counted):
        yield f"{len(values)} values for the {len(counted)} of {name}"
    for value, limit in zip(values, counted, strict=False):
        if not value.strip() or utf16(value) > limit:
            yield f"{value!r} in a template; it takes 1 to {limit} characters"
        if content.UNFIT.search(value):
            yield f"{value!r} in a template, which takes no line breaks"
    if len(set(values[2 if rows else 1 :: len(most)])) * len(most) != len(counted) - (2 if rows else 1):
        yield f"two choices of one name in {name}"


def _web(payload: Mapping[str, Any]) -> Iterator[str]:
    yield from ("a button without a label" for button in payload.get("buttons", []) if not button["label"].strip())
