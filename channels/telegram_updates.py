"""A Telegram update as plain events, read by hand.

PTB's `Update.de_json` raises on updates that lack a field it holds required or carry one newer than itself; a webhook
that fails on those is sent them again for a day. Here only what we use is looked at, and what we do not know is let be.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from channels.reading import storable
from flows.message import Incoming, Kind, Media

Json = Mapping[str, Any]

# File kinds in the order they are looked for: an animation comes with a `document` of the same file.
_FILES = {
    "document": "application/octet-stream",
    "audio": "audio/mpeg",
    "video": "video/mp4",
    "animation": "video/mp4",
    "video_note": "video/mp4",
}
# Telegram's own notices in a private chat: nobody spoke. Anything else unknown may be a new way of speaking, and
# somebody who speaks is answered.
_NOTICES = frozenset(
    (
        "pinned_message",
        "successful_payment",
        "refunded_payment",
        "users_shared",
        "chat_shared",
        "connected_website",
        "passport_data",
        "write_access_allowed",
        "message_auto_delete_timer_changed",
        "chat_background_set",
        "new_chat_member",
        "new_chat_members",
        "left_chat_member",
        "new_chat_title",
        "new_chat_photo",
        "delete_chat_photo",
        "group_chat_created",
        "gift",
        "unique_gift",
        "boost_added",
        "proximity_alert_triggered",
        "giveaway_created",
        "giveaway_completed",
    )
)
# Keys that are not content, so that the content's name can be told.
_ENVELOPE = frozenset(
    (
        "message_id",
        "from",
        "chat",
        "date",
        "edit_date",
        "sender_chat",
        "reply_to_message",
        "via_bot",
    )
)


def read(update: Json) -> list[Incoming]:
    """The update's event, or nothing when nobody spoke. Raises `ValueError` for what is no update at all.

    `UNSUPPORTED` says why in `error`: "group" or "channel" (where nobody expects an answer), "member" (joined or
    left), or the content's name, such as "sticker".
    """
    if type(update.get("update_id")) is not int:
        raise ValueError("not a Telegram update")
    event = f"u{update['update_id']}"
    for key in ("message", "edited_message", "channel_post", "edited_channel_post", "callback_query", "my_chat_member"):
        part = update.get(key)
        if isinstance(part, dict):
            found = _tap(event, part) if key == "callback_query" else _message(event, part, key)
            return [found] if found else []
    return []


def _message(event: str, part: Json, key: str) -> Incoming | None:
    chat = _object(part, "chat")
    blank = _blank(event, part, chat)
    if blank is None:
        return None
    if key == "my_chat_member":
        gone = _object(part, "new_chat_member").get("status") == "kicked" and _private(chat)
        return replace(blank, kind=Kind.BLOCKED) if gone else replace(blank, error="member")
    if not _private(chat):
        return replace(blank, error="channel" if chat.get("type") == "channel" else "group")
    said = _content(part, blank)
    if said and key == "edited_message":
        return replace(said, kind=Kind.EDITED, ref=storable(part.get("message_id")))
    return said


def _tap(event: str, query: Json) -> Incoming | None:
    message = _object(query, "message")
    # Without the message (too old, or sent inline) the tapper's own chat has the tapper's id.
    chat = _object(message, "chat") or {"id": _object(query, "from").get("id"), "type": "private"}
    blank = _blank(event, query, chat)
    data = query.get("data")
    if blank is None or not isinstance(data, str):
        return None
    ref = storable(query.get("id"))
    if not _private(chat):
        return replace(blank, error="group", ref=ref)
    return replace(blank, kind=Kind.TAP, tap=storable(data), text=_label(message, data), ref=ref)


def _blank(event: str, part: Json, chat: Json) -> Incoming | None:
    """The event with everything but its content; None where no chat is named, so that nobody can be answered."""
    sender = _object(part, "from")
    if chat.get("id") is None:
        return None
    return Incoming(
        Kind.UNSUPPORTED,
        event,
        storable(chat["id"]),
        name=" ".join(filter(None, (storable(sender.get(key)) for key in ("first_name", "last_name")))),
        language=storable(sender.get("language_code")),
        sent_at=_time(part.get("edit_date") or part.get("date")),
    )


def _content(message: Json, blank: Incoming) -> Incoming | None:
    if message.get("text"):
        return replace(blank, kind=Kind.TEXT, text=storable(message["text"]))
    text = storable(message.get("caption"))
    if media := _media(message):
        # The album's id: its pictures come as one update each.
        return replace(blank, kind=Kind.MEDIA, text=text, media=media, ref=storable(message.get("media_group_id")))
    if voice := _file(_object(message, "voice"), "audio/ogg"):
        return replace(blank, kind=Kind.VOICE, text=text, media=voice)
    if where := _place(_object(message, "location")):
        return replace(blank, kind=Kind.LOCATION, text=where)
    if card := _object(message, "contact"):
        return replace(
            blank, kind=Kind.CONTACT, text=storable(card.get("phone_number")), ref=storable(card.get("user_id"))
        )
    if text:
        return replace(blank, kind=Kind.TEXT, text=text)
    if _NOTICES & message.keys():
        return None
    return replace(
        blank, error=next((key for key in message if key not in _ENVELOPE and "forward" not in key), "empty")
    )


def _media(message: Json) -> tuple[Media, ...]:
    sizes = message.get("photo")
    if isinstance(sizes, list) and (known := [s for s in sizes if isinstance(s, dict) and s.get("file_id")]):
        largest = max(known, key=lambda size: (_number(size.get("width")) or 0) * (_number(size.get("height")) or 0))
        return _file(largest, "image/jpeg")
    for key, mime in _FILES.items():
        if found := _file(_object(message, key), mime):
            return found
    return ()


def _place(data: Json) -> str:
    latitude, longitude = data.get("latitude"), data.get("longitude")
    known = isinstance(latitude, int | float) and isinstance(longitude, int | float)
    return f"{latitude},{longitude}" if known else ""


def _file(data: Json, mime: str) -> tuple[Media, ...]:
    if not data.get("file_id"):
        return ()
    name, size = storable(data.get("file_name")), _number(data.get("file_size"))
    return (Media(storable(data["file_id"]), storable(data.get("mime_type")) or mime, name, size),)


def _label(message: Json, data: str) -> str:
    """The tapped button's label, for the transcript."""
    rows = _object(message, "reply_markup").get("inline_keyboard")
    buttons = [b for row in rows if isinstance(row, list) for b in row] if isinstance(rows, list) else []
    found = (b for b in buttons if isinstance(b, dict) and b.get("callback_data") == data)
    return storable(next(found, {}).get("text"))


def _object(data: Json, key: str) -> Json:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _private(chat: Json) -> bool:
    """Old and hand-made updates leave the type out; groups and channels have negative ids."""
    if "type" in chat:
        return bool(chat["type"] == "private")
    return (_number(chat.get("id")) or 0) > 0


def _number(value: object) -> int | None:
    return value if type(value) is int else None


def _time(value: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(value, UTC) if type(value) is int and value > 0 else None
    except (OverflowError, OSError, ValueError):
        return None
