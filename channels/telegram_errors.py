"""What a failed Telegram call means for the message: PTB's exceptions as `SendError`."""

from datetime import timedelta

import aiohttp
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError

from channels.base import FetchError, SendError

# Raised before a byte of the request left us.
_UNSENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


def decided(error: TelegramError) -> SendError:
    """The decision for this failure.

    A wrong token (401, 404) is transient: nothing was sent, and no message must be lost while it is being put right.
    500, 502 and 504 are unknown: the gateway lost the answer, perhaps not the message, and Telegram has no list of sent
    messages to look it up in. 503 refuses before anything is done.
    """
    if isinstance(error, RetryAfter):
        return SendError("rate", "flood control", retry_after=_seconds(error))
    if isinstance(error, Forbidden):
        return SendError("blocked", error.message)
    if isinstance(error, BadRequest | ChatMigrated):
        return SendError("invalid", error.message)
    if isinstance(error, InvalidToken | Conflict) or isinstance(error.__cause__, _UNSENT):
        return SendError("transient", error.message)
    if error.message.startswith("Too Many Requests"):
        return SendError("rate", error.message)
    return SendError("transient" if error.message.startswith("Service Unavailable") else "unknown", error.message)


def unfetched(error: TelegramError) -> FetchError:
    """Why `getFile` gave no file. Its refusals are final; everything else may pass."""
    if isinstance(error, BadRequest):
        return FetchError("size" if "too big" in error.message else "gone", type(error).__name__)
    return FetchError("transient", type(error).__name__)


def _seconds(error: RetryAfter) -> float:
    # Its `retry_after` warns of a change of type to come; the private value already has the type to come.
    value = getattr(error, "_retry_after", None)
    return value.total_seconds() if isinstance(value, timedelta) else 1.0
