"""What one Telegram message holds: words, files, a voice, a place, a card, or something of Telegram's own."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from channels.reading import place, storable
from flows.message import Incoming, Kind, Media

Json = Mapping[str, Any]

# File kinds in the order they are looked for: an animation comes with a `document` of the same file.
_FILES = {"document": "application/octet-stream", "animation": "video/mp4"}
# Somebody speaks or shows something in these, whoever recorded it with what.
_RECORDED = {"voice": "audio/ogg", "audio": "audio/mpeg", "video": "video/mp4", "video_note": "video/mp4"}
# Telegram's own notices: nobody spoke. Anything else unknown may be a new way of speaking, and somebody who speaks is
# answered.
_NOTICES = frozenset({
    "pinned_message", "successful_payment", "refunded_payment", "users_shared", "chat_shared", "connected_website",
    "passport_data", "write_access_allowed", "message_auto_delete_timer_changed", "chat_background_set",
    "new_chat_member", "new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo", "delete_chat_photo",
    "group_chat_created", "gift", "unique_gift", "gift_upgrade_sent", "boost_added", "proximity_alert_triggered",
    "giveaway_created", "giveaway_completed", "checklist_tasks_done", "checklist_tasks_added", "forum_topic_created",
    "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened", "direct_message_price_changed",
    "paid_message_price_changed", "video_chat_scheduled", "video_chat_started", "video_chat_ended",
    "video_chat_participants_invited",
})  # fmt: skip
# Keys that are not content, so that the content's name can be told.
_ENVELOPE = frozenset({
    "message_id", "from", "chat", "date", "edit_date", "sender_chat", "reply_to_message", "via_bot", "quote",
    "external_reply", "reply_to_story", "reply_to_checklist_task_id", "message_thread_id", "is_topic_message",
    "direct_messages_topic", "business_connection_id", "sender_business_bot", "has_protected_content", "effect_id",
    "is_from_offline", "author_signature", "media_group_id", "reply_markup",
})  # fmt: skip


def content(message: Json, blank: Incoming) -> Incoming:
    """`blank` with what the message holds. What is no speech stays `UNSUPPORTED`, `error` being its name or "notice".

    `ref` of media is the album's id (its pictures come as one update each). `state` of a contact is "own" where it is
    the sender's: Telegram itself puts the account's number on such a card.
    """
    if said := text(message, "text"):
        return replace(blank, kind=Kind.TEXT, text=said)
    caption = text(message, "caption")
    for key, mime in _RECORDED.items():
        if heard := _file(part(message, key), mime):
            return replace(blank, kind=Kind.VOICE, text=caption, media=heard)
    if media := _media(message):
        return replace(blank, kind=Kind.MEDIA, text=caption, media=media, ref=storable(message.get("media_group_id")))
    located = part(message, "location")
    if where := place(located.get("latitude"), located.get("longitude")):
        return replace(blank, kind=Kind.LOCATION, text=where)
    if card := part(message, "contact"):
        own = card.get("user_id") is not None and card.get("user_id") == part(message, "from").get("id")
        return replace(blank, kind=Kind.CONTACT, text=text(card, "phone_number"), state="own" if own else "")
    if caption:
        return replace(blank, kind=Kind.TEXT, text=caption)
    return replace(blank, error="notice" if _NOTICES & message.keys() else _name(message))


def part(data: Json, key: str) -> Json:
    """The object under the key, empty where there is none."""
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def text(data: Json, key: str) -> str:
    """The text under the key, "" where there is none."""
    value = data.get(key)
    return storable(value) if isinstance(value, str) else ""


def number(value: object) -> int | None:
    return value if type(value) is int else None


def _name(message: Json) -> str:
    return storable(next((key for key in message if key not in _ENVELOPE and "forward" not in key), "empty"))


def _media(message: Json) -> tuple[Media, ...]:
    sizes = message.get("photo")
    if isinstance(sizes, list) and (known := [s for s in sizes if isinstance(s, dict) and s.get("file_id")]):
        return _file(max(known, key=_area), "image/jpeg")
    return next((found for key, mime in _FILES.items() if (found := _file(part(message, key), mime))), ())


def _area(size: Json) -> int:
    return (number(size.get("width")) or 0) * (number(size.get("height")) or 0)


def _file(data: Json, mime: str) -> tuple[Media, ...]:
    if not data.get("file_id"):
        return ()
    said = text(data, "mime_type") or mime
    return (Media(storable(data["file_id"]), said, text(data, "file_name"), number(data.get("file_size"))),)
