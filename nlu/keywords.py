"""Commands that are one word by agreement, where the word alone could also mean something else.

STOP and START are the telephone companies' words for opting out and in; the rest are what our own buttons say.
"""

from flows.arabic import fold

_WORDS = {
    "stop_messages": "stop stopall unsubscribe",
    "start_messages": "start unstop",
    "cancel": "الغاء",
    "help": "مساعده المساعده",
    "go_back": "رجوع العوده",
    "main_menu": "القايمه",
}
_MEANT = {fold(word): intent for intent, words in _WORDS.items() for word in words.split()}


def keyword(text: str) -> str:
    """The intent of a text that is one agreed word, or ""."""
    folded = fold(text) if len(text) <= 40 else ""
    # Telegram's "/start" opens a chat; it says nothing about messages.
    return "main_menu" if folded == "start" and "/" in text else _MEANT.get(folded, "")
