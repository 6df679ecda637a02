"""The webhook a provider would post, signed: for tests, replay and the simulator. The inverse of each `parse`."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2s
from typing import Any
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from channels.base import Request
from channels.fake import Fake
from channels.reading import recorded
from channels.telegram import Telegram
from channels.twilio import Sms, Whatsapp
from channels.web import OWN_FILE, Web
from flows.message import Media

Channels = Telegram | Whatsapp | Sms | Web | Fake
_SID = re.compile(r"(?:SM|MM)[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody does: writes `text`, taps the button with id `tap` (`text` is its label), or sends `media`.

    With media, `text` is the caption; `card` is their own number, shared by Telegram's button.
    `id` is any text, unique for the event; the provider's own form of it is made
    here, the same each time. `address` is as in `Incoming`; for the website it is the session id.
    """

    id: str
    address: str
    text: str = ""
    tap: str = ""
    media: tuple[Media, ...] = ()
    name: str = ""
    card: str = ""
    at: datetime = datetime(2026, 1, 1, tzinfo=UTC)


def compose(channel: Channels, said: Said, url: str = "https://sanad.example/hooks/demo/channel") -> Request:
    """The request that this channel's `verify` accepts and `parse` reads back. `ValueError` where there is none."""
    if said.card and not isinstance(channel, Telegram):
        raise ValueError("only Telegram has a button that shares one's number")
    if isinstance(channel, Telegram):
        headers = {"content-type": "application/json", "x-telegram-bot-api-secret-token": channel.settings.secret}
        return Request(url, headers, _json(_update(said)))
    if isinstance(channel, Whatsapp | Sms):
        return _signed(channel, _form(channel, said), url)
    if isinstance(channel, Web):
        headers = {"content-type": "application/json", "authorization": f"Bearer {channel.token(said.address)}"}
        return Request(url, headers, _json(_post(said)))
    kind = "tap" if said.tap else _file_kind(said)
    fields = {"kind": kind, "from": said.address, "name": said.name} | _post(said)
    return Request(url, {"x-fake-secret": channel.settings.secret}, _json(fields))


def compose_status(
    channel: Whatsapp | Sms, ref: str, state: str, *, to: str = "", error: str = "", url: str = ""
) -> Request:
    """Twilio's callback for the sent message `ref`: `state` is its own name for it, such as undelivered."""
    fields = {"MessageSid": ref, "SmsSid": ref, "MessageStatus": state, "SmsStatus": state}
    fields |= {"AccountSid": channel.settings.account_sid, "To": channel.prefix + to, "ApiVersion": "2010-04-01"}
    if error:
        fields["ErrorCode"] = error
    return _signed(channel, fields, url or "https://sanad.example/hooks/demo/channel")


def _update(said: Said) -> dict[str, Any]:
    chat = int(said.address)
    sender = {"id": chat, "is_bot": False, "first_name": said.name or "-"}
    number = int(said.id) if said.id.isdecimal() else _digest(said.id, 6)
    message: dict[str, Any] = {
        "message_id": number % 2**31,
        "from": sender,
        "chat": {"id": chat, "type": "private", "first_name": sender["first_name"]},
        "date": int(said.at.timestamp()),
    }
    if said.card:
        contact = {"phone_number": said.card, "user_id": chat, "first_name": sender["first_name"]}
        return {"update_id": number, "message": message | {"contact": contact}}
    if said.tap:
        button = {"text": said.text or said.tap, "callback_data": said.tap}
        message |= {"text": "-", "reply_markup": {"inline_keyboard": [[button]]}}
        query = {"id": str(number), "from": sender, "message": message, "chat_instance": "1", "data": said.tap}
        return {"update_id": number, "callback_query": query}
    return {"update_id": number, "message": message | (_file(said) if said.media else {"text": said.text})}


def _file(said: Said) -> dict[str, Any]:
    if len(said.media) > 1:
        raise ValueError("Telegram sends one file a message")
    media = said.media[0]
    data: dict[str, Any] = {"file_id": media.ref, "file_unique_id": f"u{_digest(media.ref, 6)}"}
    data |= {"file_size": media.size} if media.size is not None else {}
    caption = {"caption": said.text} if said.text else {}
    if media.mime == "image/jpeg":
        return {"photo": [data | {"width": 1280, "height": 960}]} | caption
    data |= {"mime_type": media.mime} | ({"file_name": media.name} if media.name else {})
    if recorded(said.media):
        return {"voice" if media.mime.startswith("audio/") else "video": data | {"duration": 3}} | caption
    return {"document": data} | caption


def _form(channel: Whatsapp | Sms, said: Said) -> dict[str, str]:
    if said.tap and isinstance(channel, Sms):
        raise ValueError("an SMS has no buttons")
    sid = said.id if _SID.fullmatch(said.id) else f"SM{blake2s(said.id.encode(), digest_size=16).hexdigest()}"
    fields = {"MessageSid": sid, "SmsMessageSid": sid, "SmsSid": sid, "SmsStatus": "received", "NumSegments": "1"}
    fields |= {"AccountSid": channel.settings.account_sid, "ApiVersion": "2010-04-01", "Body": said.text}
    fields |= {"From": channel.prefix + said.address, "To": channel.prefix + channel.settings.sender}
    fields["NumMedia"] = str(len(said.media))
    for index, media in enumerate(said.media):
        fields |= {f"MediaUrl{index}": media.ref, f"MediaContentType{index}": media.mime}
    if channel.prefix:
        fields |= {"ProfileName": said.name, "WaId": said.address.removeprefix("+"), "MessageType": _type(said)}
    if channel.prefix and said.media and _type(said) == "document":
        fields["Body"] = said.text or said.media[0].name
    if said.tap:
        fields |= {"MessageType": "button", "ButtonPayload": said.tap, "ButtonText": said.text}
    return fields


def _type(said: Said) -> str:
    """WhatsApp's word for what came."""
    family = said.media[0].mime.partition("/")[0] if said.media else "text"
    return family if family in ("text", "image", "audio", "video") else "document"


def _signed(channel: Whatsapp | Sms, fields: dict[str, str], url: str) -> Request:
    signature = RequestValidator(channel.settings.auth_token).compute_signature(url, fields)
    headers = {"content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature}
    return Request(url, headers, urlencode(fields).encode())


def _post(said: Said) -> dict[str, Any]:
    fields = {"id": said.id, "text": said.text, "tap": said.tap}
    media = [{"ref": _uploaded(m.ref), "mime": m.mime, "name": m.name, "size": m.size} for m in said.media]
    return {key: value for key, value in fields.items() if value} | ({"media": media} if media else {})


def _uploaded(ref: str) -> str:
    """The name our own upload would have given the file, unless it is one already."""
    return ref if OWN_FILE.fullmatch(ref) else f"uploads/{_digest(ref, 6):012x}"


def _file_kind(said: Said) -> str:
    if not said.media:
        return "text"
    return "voice" if recorded(said.media) else "media"


def _json(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


def _digest(text: str, size: int) -> int:
    return int.from_bytes(blake2s(text.encode(), digest_size=size).digest())
