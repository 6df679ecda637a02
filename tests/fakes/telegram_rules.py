"""What the Bot API documents about the parameters Sanad sends; each rule refuses with Telegram's own words."""

import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

_PARSE_MODES = ("", "HTML", "Markdown", "MarkdownV2")
_INLINE = {"callback_data", "url", "web_app", "login_url", "switch_inline_query", "pay", "copy_text"}
_ASKS = {"request_contact", "request_location", "request_poll", "request_users", "request_chat", "web_app"}
_MARKUPS = ("inline_keyboard", "keyboard", "remove_keyboard", "force_reply")
_TAGS = {
    "b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "span", "tg-spoiler", "a", "code", "pre", "blockquote",
    "tg-emoji",
}  # fmt: skip
_SCOPES = (
    "default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat", "chat_administrators",
    "chat_member",
)  # fmt: skip
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
ACTIONS = (
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
)  # fmt: skip


class RefusalError(Exception):
    """The Bot API says no, with its own code and words."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code


def refuse(words: str) -> RefusalError:
    return RefusalError(400, f"Bad Request: {words}")


def length(text: str) -> int:
    """As Telegram counts: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def chat_id(given: Mapping[str, Any]) -> int:
    value = str(given.get("chat_id", ""))
    if not value:
        raise refuse("chat_id is empty")
    if not re.fullmatch(r"-?\d{1,16}", value, re.ASCII) or not 0 < abs(int(value)) < 2**52:
        raise refuse("chat not found")
    return int(value)


def text(given: Mapping[str, Any], *, most: int = 4096) -> str:
    said = str(given.get("text", "")).strip()
    if not said:
        raise refuse("message text is empty")
    if length(said) > most:
        raise refuse("message is too long")
    mode = given.get("parse_mode", "")
    if mode not in _PARSE_MODES:
        raise refuse("unsupported parse_mode")
    if mode == "HTML":
        _Html().check(said)
    return said


def markup(value: Any, chat: int) -> dict[str, Any] | None:
    """The reply markup, of one kind only."""
    if value in (None, ""):
        return None
    data = parsed(value, "reply keyboard markup")
    kinds = [kind for kind in _MARKUPS if kind in data] if isinstance(data, dict) else []
    if len(kinds) != 1:
        raise refuse("object expected as reply markup")
    (kind,) = kinds
    if kind in ("remove_keyboard", "force_reply"):
        if data[kind] is not True:
            raise refuse(f"{kind} must be True")
        return dict(data)
    rows = data[kind]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise refuse("can't parse reply keyboard markup JSON object")
    if sum(map(len, rows)) > (100 if kind == "inline_keyboard" else 300) or any(len(row) > 12 for row in rows):
        raise refuse("reply markup is too long")
    if kind == "inline_keyboard" and any(len(row) > 8 for row in rows):
        raise refuse("reply markup is too long")
    for button in (button for row in rows for button in row):
        _inline(button) if kind == "inline_keyboard" else _key(button, chat)
    return dict(data)


def commands(given: Mapping[str, Any]) -> list[dict[str, str]]:
    """A bot's menu."""
    listed = parsed(given.get("commands", ""), "commands")
    if not isinstance(listed, list) or len(listed) > 100:
        raise refuse("too many commands specified")
    for one in listed:
        if not _COMMAND.fullmatch(str(one.get("command", ""))):
            raise refuse("BOT_COMMAND_INVALID")
        if not 1 <= length(str(one.get("description", ""))) <= 256:
            raise refuse("BOT_COMMAND_DESCRIPTION_INVALID")
    scope = parsed(given.get("scope") or '{"type": "default"}', "BotCommandScope")
    if not isinstance(scope, dict) or scope.get("type") not in _SCOPES:
        raise refuse("can't parse BotCommandScope")
    return list(listed)


def language(given: Mapping[str, Any]) -> str:
    code = str(given.get("language_code", ""))
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise refuse("invalid language code specified")
    return code


def parsed(value: Any, what: str) -> Any:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        raise refuse(f"can't parse {what} JSON object") from None


def _inline(button: Any) -> None:
    if not isinstance(button, dict) or not str(button.get("text", "")).strip():
        raise refuse("text buttons are unallowed in the inline keyboard")
    if len(_INLINE & button.keys()) != 1:
        raise refuse("inline keyboard button must have exactly one action")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= 64:
        raise refuse("BUTTON_DATA_INVALID")


def _key(button: Any, chat: int) -> None:
    words = button if isinstance(button, str) else button.get("text") if isinstance(button, dict) else ""
    if not str(words or "").strip():
        raise refuse("keyboard button text must be non-empty")
    asks = _ASKS & button.keys() if isinstance(button, dict) else set()
    if len(asks) > 1:
        raise refuse("keyboard button can ask for one thing only")
    if asks and chat < 0:
        raise refuse("phone number can be requested in private chats only")


class _Html(HTMLParser):
    """Only the documented tags, each closed in its order."""

    def check(self, said: str) -> None:
        self._open: list[str] = []
        self.feed(said)
        self.close()
        if self._open:
            raise refuse(f"can't parse entities: Can't find end tag corresponding to start tag \"{self._open[-1]}\"")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            raise refuse(f'can\'t parse entities: Unsupported start tag "{tag}"')
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            raise refuse("can't parse entities: Unmatched end tag")
