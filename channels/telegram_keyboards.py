"""Buttons as Telegram shows them: under a message, or, to share one's number, in place of the letters."""

from collections.abc import Iterable, Mapping
from typing import Any

from telegram import InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove

from flows.message import Button, Reply

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove
_DATA_BYTES = 64
_SHORT = 12
_ROW = 8  # the most buttons Telegram shows in a row


def of(reply: Reply) -> dict[str, Any]:
    """The reply's `reply_markup`. Raises `ValueError` for a button that Telegram would refuse."""
    if reply.share:
        # What is tapped on such a keyboard comes as the label's text, which answers like the button.
        rows = [[{"text": reply.share, "request_contact": True}], *([{"text": b.label}] for b in reply.buttons)]
        return {"keyboard": rows, "resize_keyboard": True, "one_time_keyboard": True}
    if reply.buttons:
        return {"inline_keyboard": _rows_of(reply.buttons)}
    return {"remove_keyboard": True}


def markup(data: Mapping[str, Any] | None) -> Markup | None:
    """The same for the client."""
    if not data:
        return None
    kind = InlineKeyboardMarkup if "inline_keyboard" in data else ReplyKeyboardMarkup
    return ReplyKeyboardRemove() if "remove_keyboard" in data else kind.de_json(dict(data))


def asks(payload: Mapping[str, Any]) -> bool:
    """Has the message buttons that answer a question? The ways out (`go.`) stay good for ever."""
    rows = payload.get("reply_markup", {}).get("inline_keyboard", ())
    return any(not str(cell.get("callback_data", "")).startswith("go.") for row in rows for cell in row)


def _rows_of(buttons: Iterable[Button]) -> list[list[dict[str, str]]]:
    """Choices one a row, two where all labels are short; the words together below them."""
    choices = [button for button in buttons if not button.word]
    words = [button for button in buttons if button.word]
    wide = 2 if all(len(button.label) <= _SHORT for button in choices) else 1
    return _rows(choices, wide) + _rows(words, _ROW)


def _rows(buttons: list[Button], width: int) -> list[list[dict[str, str]]]:
    cells = [_button(button) for button in buttons]
    return [cells[start : start + width] for start in range(0, len(cells), width)]


def _button(button: Button) -> dict[str, str]:
    if not 1 <= len(button.id.encode()) <= _DATA_BYTES:
        raise ValueError(f"button id over {_DATA_BYTES} bytes or empty: {button.id!r}")
    return {"text": button.label, "callback_data": button.id}
