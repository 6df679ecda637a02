"""What Twilio refuses in a message, each with its own code."""

import re
from urllib.parse import urlsplit

_E164 = re.compile(r"\+[1-9]\d{6,14}")
# A business-scoped id: a country, a point and up to 128 letters and digits.
_SCOPED = re.compile(r"[A-Z]{2}\.[A-Za-z0-9]{1,128}")
_SENDER = re.compile(r"[A-Za-z0-9 ]{1,11}|\d{3,6}")
_KNOWN = {
    "To", "From", "Body", "MessagingServiceSid", "StatusCallback", "MediaUrl", "ContentSid", "ContentVariables",
    "ValidityPeriod", "SmartEncoded", "Attempt", "ProvideFeedback", "MaxPrice", "ForceDelivery", "ShortenUrls",
}  # fmt: skip


class RefusalError(Exception):
    """Twilio says no: HTTP status, its own code and words."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


def check(given: dict[str, str]) -> None:
    if unknown := given.keys() - _KNOWN:
        raise RefusalError(400, 20001, f"unknown parameter {sorted(unknown)[0]}")
    to, sender, service = given.get("To", ""), given.get("From", ""), given.get("MessagingServiceSid", "")
    if not to:
        raise RefusalError(400, 21604, "A 'To' phone number is required.")
    if not _address(to):
        raise RefusalError(400, 21211, "The 'To' number is not a valid phone number.")
    if not sender and not service:
        raise RefusalError(400, 21603, "A 'From' phone number is required.")
    if service and not re.fullmatch(r"MG[0-9a-f]{32}", service):
        raise RefusalError(400, 21701, "The Messaging Service does not exist.")
    _check_sender(to, sender)
    _check_content(given)


def _check_sender(to: str, sender: str) -> None:
    whatsapp = to.startswith("whatsapp:")
    if not sender:
        return
    if sender.startswith("whatsapp:") != whatsapp:
        raise RefusalError(400, 63007, "Twilio could not find a Channel with the specified From address")
    if not (_address(sender) or (not whatsapp and _SENDER.fullmatch(sender))):
        raise RefusalError(400, 21212, "The 'From' number is not a valid phone number.")
    if sender == to:
        raise RefusalError(400, 21266, "'To' and 'From' number cannot be the same.")


def _check_content(given: dict[str, str]) -> None:
    body, content = given.get("Body", ""), given.get("ContentSid", "")
    if not body.strip() and not content and not given.get("MediaUrl"):
        raise RefusalError(400, 21602, "Message body is required.")
    if len(body.encode("utf-16-le")) // 2 > 1600:
        raise RefusalError(400, 21617, "The concatenated message body exceeds the 1600 character limit.")
    if content and not re.fullmatch(r"HX[0-9a-f]{32}", content):
        raise RefusalError(400, 21655, "The ContentSid is invalid.")
    callback = given.get("StatusCallback", "")
    if callback and not callback.startswith(("http://", "https://")):
        raise RefusalError(400, 21609, "The StatusCallback URL is not a valid URL.")


def check_media(urls: list[str]) -> None:
    """At most ten addresses that Twilio could fetch. It does so later: a wrong file shows in the message's state."""
    if len(urls) > 10:
        raise RefusalError(400, 21623, "Number of media files exceeds allowed limit.")
    for url in urls:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or " " in url:
            raise RefusalError(400, 21620, "Invalid media URL(s)")


def _address(value: str) -> bool:
    if value.startswith("whatsapp:"):
        bare = value.removeprefix("whatsapp:")
        return bool(_E164.fullmatch(bare) or _SCOPED.fullmatch(bare))
    return bool(_E164.fullmatch(value))
