"""Each charity's Telegram bot: its webhook, kept where it belongs, and what it shows of itself."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol, cast

from bot import log
from bot.context import Ports
from bot.settings import Settings
from channels.base import SendError
from channels.profile import Profile, Webhook
from flows.pack import Pack

logger = log.get(__name__)
# The bot's menu, in its order; what each one does is in `flows/commands.py` and `flows/words.py`.
COMMANDS = ("menu", "services", "apply", "status", "papers", "continue", "human", "language", "help", "cancel", "stop")
# Whoever reads neither Arabic nor English is shown the charity's own language.
_LANGUAGES = (("", "ar"), ("ar", "ar"), ("en", "en"))


class TelegramBot(Protocol):
    """A line that is a bot with a webhook."""

    async def set_webhook(self, url: str) -> None: ...

    async def webhook(self) -> Webhook: ...

    async def introduce(self, profile: Profile) -> None: ...


def bots(ports: Ports) -> Iterator[tuple[str, TelegramBot]]:
    """The charities with a bot, and the bots."""
    for (charity, _), line in ports.channels.items():
        if hasattr(line, "set_webhook"):
            yield charity, cast(TelegramBot, line)


def public(settings: Settings) -> bool:
    """Is there an address that Telegram can call? Without one we ask for updates ourselves."""
    return "public_url" in settings.model_fields_set


def address(settings: Settings, charity: str) -> str:
    """Where the charity's updates are to be posted."""
    return f"{settings.public_url}/hooks/{charity}/telegram"


def profiles(pack: Pack) -> Iterator[Profile]:
    """The bot's menu and descriptions, for each language that Telegram is told of."""
    for code, language in _LANGUAGES:
        texts = {key: words.say(language) for key, words in pack.texts.items()}
        commands = {name: texts[f"command.{name}"] for name in COMMANDS}
        charity = pack.name.say(language)
        description, short = (texts[key].format(charity=charity) for key in ("bot.description", "bot.short"))
        yield Profile(code, commands, description, short)


async def register(ports: Ports, charity: str, bot: TelegramBot) -> str:
    """Tell Telegram all it has to know of the bot; the webhook's address, "" without one. Raises `SendError`."""
    for profile in profiles(ports.packs[charity]):
        await bot.introduce(profile)
    if not public(ports.settings):
        return ""
    url = address(ports.settings, charity)
    await bot.set_webhook(url)
    return url


class Watch:
    """What Telegram says of our webhooks, looked at from time to time. One for each process."""

    def __init__(self) -> None:
        self._told: dict[str, datetime | None] = {}

    async def look(self, ports: Ports) -> None:
        """Count what waits, log what Telegram met, and register anew an address that is not ours."""
        for charity, bot in bots(ports) if public(ports.settings) else ():
            if ports.gate.hushed(charity, "telegram"):
                continue
            try:
                await self._look_at(ports, charity, bot)
            except SendError as error:
                logger.warning("webhook not looked at", charity=charity, why=error.kind)

    async def _look_at(self, ports: Ports, charity: str, bot: TelegramBot) -> None:
        found = await bot.webhook()
        ports.metrics.webhook_pending.labels(charity).set(found.pending)
        if found.trouble_at and found.trouble_at != self._told.get(charity):
            self._told[charity] = found.trouble_at
            ports.metrics.webhook_errors.labels(charity).inc()
            logger.warning("webhook in trouble", charity=charity, why=found.trouble, pending=found.pending)
        if found.url != (url := address(ports.settings, charity)):
            await bot.set_webhook(url)
            logger.warning("webhook was elsewhere: registered anew", charity=charity)
