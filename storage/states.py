"""The words stored in state columns."""

from enum import StrEnum


class Owner(StrEnum):
    """Who speaks for the charity in a conversation."""

    BOT = "bot"
    QUEUE = "queue"
    STAFF = "staff"


class EventState(StrEnum):
    """What became of an inbound event. `failed` ones are kept: dead letters for a person to look at."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    IGNORED = "ignored"


class DeliveryState(StrEnum):
    """Where an outgoing message stands. Only ever forward; what is `parked` is queued once the person has written."""

    PARKED = "parked"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DROPPED = "dropped"
    # Another attempt of the same message is a delivery of its own.
    RETRIED = "retried"


class CaseState(StrEnum):
    OPEN = "open"
    CLAIMED = "claimed"
    CLOSED = "closed"


class Author(StrEnum):
    """Whose words a message is. Only the bot's are dropped when a person takes over."""

    PERSON = "person"
    BOT = "bot"
    STAFF = "staff"
    SYSTEM = "system"
    # What nobody waits for: news of an application, and a text to many.
    NOTICE = "notice"
    BROADCAST = "broadcast"
    # That something waits, by a template that WhatsApp takes at any time. Only ever of a delivery.
    KNOCK = "knock"


# Sent after answers where both have to wait.
BACKGROUND = frozenset({Author.NOTICE, Author.BROADCAST, Author.KNOCK})


_TRIED = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNKNOWN)
# States that may follow: a status that comes late or twice changes nothing.
FORWARD: dict[str, tuple[str, ...]] = {
    DeliveryState.SENT: (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.UNKNOWN),
    DeliveryState.DELIVERED: (
        DeliveryState.QUEUED,
        DeliveryState.SENDING,
        DeliveryState.SENT,
        DeliveryState.UNKNOWN,
    ),
    DeliveryState.READ: (
        DeliveryState.QUEUED,
        DeliveryState.SENDING,
        DeliveryState.SENT,
        DeliveryState.DELIVERED,
        DeliveryState.UNKNOWN,
    ),
    DeliveryState.FAILED: _TRIED,
    DeliveryState.PARKED: _TRIED,
}
