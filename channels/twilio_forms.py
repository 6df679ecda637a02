"""What Twilio posts, as plain events: messages, taps, files, places, opt-outs and the states of what we sent."""

import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from twilio.request_validator import RequestValidator, get_signature_algorithm

from channels.base import Request
from channels.reading import digest, indexed, place, recorded, storable
from channels.segments import full
from flows.arabic import fold
from flows.message import PART, Incoming, Kind, Media

_MOST_FIELDS = 200
_MOST_MEDIA = 10
_UNKNOWN = "application/octet-stream"
_PREFIX = "whatsapp:"
# Twilio's states as ours. A cancelled message will never arrive, so it failed.
_STATES = dict.fromkeys(("accepted", "scheduled", "queued", "sending"), "queued")
_STATES |= {"sent": "sent", "delivered": "delivered", "partially_delivered": "delivered", "read": "read"}
_STATES |= dict.fromkeys(("undelivered", "failed", "canceled"), "failed")
# Refusals that come only after the message was taken, by the names of `SendError`.
_REFUSED = {"63016": "window", "21610": "blocked", "63014": "blocked", "63033": "blocked"}
_HERE = ("received", "receiving")
# Who can be answered. By SMS a number: what a company's name or a short code sends is no person's, and two machines
# could answer each other without end. On WhatsApp a number, or the id that stands for one.
_NUMBER, _NUMBER_OR_ID = re.compile(r"\+\d{3,15}|\d{9,15}", re.ASCII), re.compile(r"\+?[\w.-]{3,150}", re.ASCII)
# What no words come with, and why it is not read: to a thumb under our message nobody wants an answer.
_NO_WORDS = {"sticker": "sticker", "reaction": "notice"}
_CARDS = ("text/vcard", "text/x-vcard", "text/directory")
# How the parts of an MMS are to be shown.
_LAYOUT = "application/smil"
# The whole message and nothing else. CANCEL and YES are not among them though Twilio knows them: to us they are
# answers, and where Twilio itself takes them for an opt-out it says so in OptOutType, or refuses our next message.
_STOP = frozenset(
    fold(word)
    for word in (
        "STOP", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "OPTOUT", "REVOKE", "إيقاف", "توقف", "قف", "إيقاف الرسائل",
        "أوقف الرسائل", "أوقفوا الرسائل", "إلغاء الاشتراك",
    )
)  # fmt: skip
_START = frozenset(fold(word) for word in ("START", "UNSTOP", "استئناف", "استئناف الرسائل", "إعادة الاشتراك"))


class Form(dict[str, list[str]]):
    """The fields, blank ones included, each with all its values."""

    def getlist(self, name: str) -> list[str]:
        """How the validator asks for repeated fields."""
        return self[name]

    def first(self, name: str) -> str:
        return storable(self[name][0]) if name in self else ""


def form(request: Request) -> Form:
    """The fields of the body, else of the query. Raises `ValueError` when unreadable."""
    if request.body:
        fields = parse_qs(request.body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
        return Form(fields)
    return Form({name: [value] for name, value in request.query.items()})


def signed(request: Request, *, token: str, shared_key: str = "") -> bool:
    """Is the signature right for URL and fields? One by SHA-256 is made with the shared key, if there is one."""
    algorithm = get_signature_algorithm(request.headers.get("x-twilio-webhooks-signature-settings", ""))
    secret = token if algorithm.upper() == "HMAC_SHA1" else shared_key or token
    signature = request.headers.get("x-twilio-signature", "")
    if not secret or not signature:
        return False
    try:
        # A JSON body is not part of the signature; its digest is, in the query.
        digested = "bodySHA256" in parse_qs(urlsplit(request.url).query)
        fields = request.body.decode() if digested else _posted(request)
        return bool(RequestValidator(secret).validate(request.url, fields, signature, algorithm))
    except ValueError:
        return False


def _posted(request: Request) -> Form:
    return form(request) if request.body else Form()


def read(request: Request, *, whatsapp: bool) -> list[Incoming]:
    """The form's event. What is neither a message nor a state that we know is kept without an address.

    Raises `ValueError` for what no provider of messages posts.
    """
    fields = form(request)
    sid = _sid(fields)
    if not sid and not fields.keys() & {"AccountSid", "From"}:
        raise ValueError("no message of Twilio's")
    sid = sid or digest(request.body or request.url.encode())
    state = (fields.first("MessageStatus") or fields.first("SmsStatus")).lower()
    if state and state not in _HERE and fields.first("SmsStatus").lower() not in _HERE:
        return [_status(fields, sid, state)]
    if fields.first("From") and "CallSid" not in fields:
        return [heard(fields, sid, whatsapp=whatsapp)]
    return [Incoming(Kind.UNSUPPORTED, sid, "", error="no message")]


def by_whatsapp(request: Request) -> bool:
    """Is it about WhatsApp, whatever address it was posted to? Raises `ValueError` when unreadable."""
    fields = form(request)
    return any(fields.first(name).startswith(_PREFIX) for name in ("From", "To"))


def heard(fields: Form, sid: str, *, whatsapp: bool) -> Incoming:
    """What a person sent, or a machine: that one is a "notice", which nobody answers."""
    sender = fields.first("From").strip()
    said = _said(fields, sid, _bare(sender), whatsapp=whatsapp)
    known = _NUMBER_OR_ID.fullmatch(said.address) if whatsapp else _NUMBER.fullmatch(sender)
    return said if known else replace(said, kind=Kind.UNSUPPORTED, error="notice")


def _sid(fields: Form) -> str:
    return indexed(fields.first("MessageSid") or fields.first("SmsMessageSid") or fields.first("SmsSid"))


def _status(fields: Form, sid: str, state: str) -> Incoming:
    if state not in _STATES:
        return Incoming(Kind.UNSUPPORTED, indexed(f"{sid}:{state}"), "", error="status")
    ours, code = _STATES[state], fields.first("ErrorCode")
    error = _REFUSED.get(code, code) if ours == "failed" else code
    return Incoming(
        Kind.STATUS,
        f"{sid}:{state}",
        _bare(fields.first("To")),
        ref=sid,
        # WhatsApp's 24 hours were over: the message is not lost, it waits for the person.
        state="parked" if error == "window" else ours,
        error=error,
    )


def _said(fields: Form, sid: str, address: str, *, whatsapp: bool) -> Incoming:
    text, media = fields.first("Body"), _media(fields)
    blank = Incoming(Kind.UNSUPPORTED, sid, address, name=fields.first("ProfileName"))
    if tap := fields.first("ButtonPayload") or fields.first("ListId"):
        label = text or fields.first("ButtonText") or fields.first("ListTitle")
        return replace(blank, kind=Kind.TAP, text=label, tap=tap)
    if fields.first("MessageType") in _NO_WORDS:
        return replace(blank, text=text, media=media, error=_NO_WORDS[fields.first("MessageType")])
    if media:
        return _sent(blank, media, text, whatsapp=whatsapp)
    if where := place(fields.first("Latitude"), fields.first("Longitude")):
        return replace(blank, kind=Kind.LOCATION, text=where)
    if choice := _opted(fields, "" if whatsapp else text):
        # To its own keywords Twilio answers by itself; to the Arabic ones nobody does but we.
        answered = "answered" if fields.first("OptOutType") or text.isascii() else ""
        return replace(blank, kind=choice, text=text, state=answered)
    if text.strip():
        return replace(blank, kind=Kind.TEXT, text=text, ref=PART if full(text) and not whatsapp else "")
    return replace(blank, error=fields.first("MessageType") or "empty")


def _sent(blank: Incoming, media: tuple[Media, ...], text: str, *, whatsapp: bool) -> Incoming:
    if all(file.mime in _CARDS for file in media):
        return replace(blank, kind=Kind.CONTACT, media=media)
    # WhatsApp gives a document without a caption its file name for a body.
    caption = "" if any(file.name for file in media) else text
    return replace(blank, kind=Kind.VOICE if whatsapp and recorded(media) else Kind.MEDIA, text=caption, media=media)


def _opted(fields: Mapping[str, list[str]], text: str) -> Kind | None:
    """Twilio's own verdict, or one of the words. On WhatsApp only the verdict counts: there the words are words."""
    said, word = fields.get("OptOutType", [""])[0].upper(), fold(text)
    if said == "STOP" or word in _STOP:
        return Kind.OPTED_OUT
    return Kind.OPTED_IN if said == "START" or word in _START else None


def _media(fields: Form) -> tuple[Media, ...]:
    """The files in order. Their number is counted, since some senders leave NumMedia out."""
    files = []
    body = fields.first("Body")
    for index in range(_MOST_MEDIA):
        if not (url := fields.first(f"MediaUrl{index}")):
            break
        mime = fields.first(f"MediaContentType{index}").partition(";")[0].strip().lower()
        if mime == _LAYOUT:
            continue
        named = fields.first("MessageType") == "document" and _is_file_name(body)
        files.append(Media(url, mime or _UNKNOWN, body if named else ""))
    return tuple(files)


def _is_file_name(text: str) -> bool:
    stem, dot, suffix = text.rpartition(".")
    return bool(stem and dot) and "\n" not in text and 2 <= len(suffix) <= 5 and suffix.isascii() and suffix.isalnum()


def _bare(address: str) -> str:
    """Without "whatsapp:". A WhatsApp sender without a phone number keeps the id WhatsApp gave them."""
    return address.removeprefix(_PREFIX).strip()
