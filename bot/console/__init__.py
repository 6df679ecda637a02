"""The social researchers' console: queue, conversation, reply, hand-back."""

from bot.console.app import install

__all__ = ["install"]
