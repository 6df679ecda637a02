"""A Telegram update as a plain event, read by hand.

PTB's `Update.de_json` raises on updates that lack a field it holds required or carry one newer than itself; a webhook
that fails on those is sent them again for a day. Here only what we use is looked at, and what we do not know is let be.
"""

import json
from dataclasses import replace
from datetime import UTC, datetime

from channels.reading import digest, indexed, storable
from channels.telegram_content import Json, content, number, part, text
from flows.message import Incoming, Kind

# Kinds of updates with somebody, or some chat, behind them.
_KNOWN = ("message", "edited_message", "channel_post", "edited_channel_post", "callback_query", "my_chat_member")
# The Bot API promises at most 52 significant bits.
_CHAT = 2**52
_GONE = ("kicked", "left")


def read(update: Json) -> list[Incoming]:
    """The update's one event: every update leaves a trace, even where nobody spoke.

    `UNSUPPORTED` says why in `error`: "group" or "channel" (no place for private matters), "member" (the bot's own
    standing changed), "notice" (Telegram's own words), the content's name such as "sticker", or, without an address,
    the name of an update that concerns nobody.
    """
    event = _event(update)
    key = next((name for name in _KNOWN if isinstance(update.get(name), dict)), "")
    if not key:
        named = next((name for name in update if name != "update_id"), "empty")
        return [Incoming(Kind.UNSUPPORTED, event, "", error=storable(named)[:64])]
    found = update[key]
    return [_tap(event, found) if key == "callback_query" else _message(event, found, key)]


def _event(update: Json) -> str:
    """Its id; what comes without one is known again by its content."""
    given = update.get("update_id")
    if type(given) is int:
        return indexed(f"u{given}")
    return digest(json.dumps(update, sort_keys=True, separators=(",", ":")).encode())


def _message(event: str, found: Json, key: str) -> Incoming:
    chat = part(found, "chat")
    blank = _blank(event, found, chat)
    if key == "my_chat_member":
        return _standing(found, blank, chat)
    if not _private(chat):
        broadcast = chat.get("type") == "channel" or "channel_post" in key
        return replace(blank, error="channel" if broadcast else "group")
    said = content(found, blank)
    if key != "edited_message":
        return said
    # A live location is an edit every few seconds: nobody changed what they said.
    return replace(said, error="notice") if said.kind is Kind.LOCATION else replace(said, kind=Kind.EDITED)


def _standing(change: Json, blank: Incoming, chat: Json) -> Incoming:
    """The bot was blocked or unblocked, or put into a group (which is told once where we serve) or out of it."""
    gone = part(change, "new_chat_member").get("status") in _GONE
    if _private(chat):
        return replace(blank, kind=Kind.BLOCKED) if gone else replace(blank, error="member")
    return replace(blank, error="member" if gone or chat.get("type") == "channel" else "group")


def _tap(event: str, query: Json) -> Incoming:
    message = part(query, "message")
    # Without the message (too old, or sent inline) the tapper's own chat has the tapper's id.
    chat = part(message, "chat") or {"id": part(query, "from").get("id"), "type": "private"}
    blank = replace(_blank(event, query, chat), message=storable(message.get("message_id")))
    tap, ref = text(query, "data"), text(query, "id")
    if not _private(chat):
        return replace(blank, error="group", ref=ref)
    # A game's button has no data: an old button to us, and its spinner is stopped like any other.
    return replace(blank, kind=Kind.TAP, tap=tap, text=_label(message, tap), ref=ref)


def _blank(event: str, found: Json, chat: Json) -> Incoming:
    """The event with everything but its content. Without a chat nobody can be answered: it has no address then."""
    sender, key = part(found, "from"), number(chat.get("id"))
    return Incoming(
        Kind.UNSUPPORTED,
        event,
        str(key) if key is not None and abs(key) < _CHAT else "",
        name=" ".join(filter(None, (text(sender, name) for name in ("first_name", "last_name")))),
        language=text(sender, "language_code"),
        message=storable(number(found.get("message_id"))),
        sent_at=_time(found.get("edit_date") or found.get("date")),
    )


def _label(message: Json, data: str) -> str:
    """The tapped button's label, for the transcript."""
    rows = part(message, "reply_markup").get("inline_keyboard")
    buttons = [b for row in rows if isinstance(row, list) for b in row] if isinstance(rows, list) else []
    found = (b for b in buttons if isinstance(b, dict) and b.get("callback_data") == data)
    return text(next(found, {}), "text")


def _private(chat: Json) -> bool:
    """Old and hand-made updates leave the type out; groups and channels have negative ids."""
    if "type" in chat:
        return bool(chat["type"] == "private")
    return (number(chat.get("id")) or 0) > 0


def _time(value: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(value, UTC) if type(value) is int and value > 0 else None
    except (OverflowError, OSError, ValueError):
        return None
