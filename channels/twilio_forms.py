"""What Twilio posts, as plain events: messages, taps, files, places, opt-outs and the states of what we sent."""

from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from twilio.request_validator import RequestValidator, get_signature_algorithm

from channels.base import Request
from channels.reading import recorded, storable
from flows.arabic import fold
from flows.message import Incoming, Kind, Media

_MOST_FIELDS = 200
_MOST_MEDIA = 10
_UNKNOWN = "application/octet-stream"
# Twilio's states as ours. A cancelled message will never arrive, so it failed.
_STATES = dict.fromkeys(("accepted", "scheduled", "queued", "sending"), "queued")
_STATES |= {"sent": "sent", "delivered": "delivered", "partially_delivered": "delivered", "read": "read"}
_STATES |= dict.fromkeys(("undelivered", "failed", "canceled"), "failed")
_WINDOW = ("63016",)
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
    """The form's event. Raises `ValueError` without a message id or a sender."""
    fields = form(request)
    sid = fields.first("MessageSid") or fields.first("SmsMessageSid") or fields.first("SmsSid")
    if not sid:
        raise ValueError("no message sid")
    state = fields.first("MessageStatus")
    if state and fields.first("SmsStatus") not in ("received", "receiving"):
        return _status(fields, sid, state)
    return [heard(fields, whatsapp=whatsapp)]


def heard(fields: Form, *, whatsapp: bool) -> Incoming:
    """What a person sent. Raises `ValueError` without a sender."""
    address = _bare(fields.first("From"))
    if not address:
        raise ValueError("no sender")
    sid = fields.first("MessageSid") or fields.first("SmsMessageSid") or fields.first("SmsSid")
    return _said(fields, sid, address, whatsapp=whatsapp)


def _status(fields: Form, sid: str, state: str) -> list[Incoming]:
    if state not in _STATES:
        return []
    error = fields.first("ErrorCode")
    # WhatsApp's 24 hours were over: the message is not lost, it waits for the person.
    parked = _STATES[state] == "failed" and error in _WINDOW
    return [
        Incoming(
            Kind.STATUS,
            f"{sid}:{state}",
            _bare(fields.first("To")),
            ref=sid,
            state="parked" if parked else _STATES[state],
            error="window" if parked else error,
        )
    ]


def _said(fields: Form, sid: str, address: str, *, whatsapp: bool) -> Incoming:
    text, name = fields.first("Body"), fields.first("ProfileName")
    media = _media(fields)
    if tap := fields.first("ButtonPayload") or fields.first("ListId"):
        label = text or fields.first("ButtonText") or fields.first("ListTitle")
        return Incoming(Kind.TAP, sid, address, label, tap, name=name)
    if fields.first("MessageType") == "sticker":
        return Incoming(Kind.UNSUPPORTED, sid, address, text, media=media, name=name, error="sticker")
    if media:
        voice = whatsapp and recorded(media)
        # WhatsApp gives a document without a caption its file name for a body.
        caption = "" if any(file.name for file in media) else text
        return Incoming(Kind.VOICE if voice else Kind.MEDIA, sid, address, caption, media=media, name=name)
    if where := _place(fields):
        return Incoming(Kind.LOCATION, sid, address, where, name=name)
    if choice := _opted(fields, "" if whatsapp else text):
        # To its own keywords Twilio answers by itself; to the Arabic ones nobody does but we.
        answered = "answered" if fields.first("OptOutType") or text.isascii() else ""
        return Incoming(choice, sid, address, text, name=name, state=answered)
    if text.strip():
        return Incoming(Kind.TEXT, sid, address, text, name=name)
    return Incoming(Kind.UNSUPPORTED, sid, address, name=name, error=fields.first("MessageType") or "empty")


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
        named = fields.first("MessageType") == "document" and _is_file_name(body)
        files.append(Media(url, mime or _UNKNOWN, body if named else ""))
    return tuple(files)


def _is_file_name(text: str) -> bool:
    stem, dot, suffix = text.rpartition(".")
    return bool(stem and dot) and "\n" not in text and 2 <= len(suffix) <= 5 and suffix.isascii() and suffix.isalnum()


def _place(fields: Form) -> str:
    latitude, longitude = fields.first("Latitude"), fields.first("Longitude")
    try:
        return f"{latitude},{longitude}" if abs(float(latitude)) <= 90 and abs(float(longitude)) <= 180 else ""
    except ValueError:
        return ""


def _bare(address: str) -> str:
    """Without "whatsapp:". A WhatsApp sender without a phone number keeps the id WhatsApp gave them."""
    return address.removeprefix("whatsapp:").strip()
