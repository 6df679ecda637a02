"""A bot's menu and descriptions at Telegram, and what Telegram knows of our webhook."""

from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError

from channels.profile import Profile, Webhook
from channels.telegram_errors import decided


async def introduce(bot: Bot, profile: Profile) -> None:
    """Set the profile in its language. Raises `SendError`."""
    commands = [BotCommand(name, words) for name, words in profile.commands.items()]
    language = profile.language or None
    try:
        # In groups the bot serves nobody, so it shows no menu there.
        scope = BotCommandScopeAllPrivateChats()
        await bot.set_my_commands(commands, scope=scope, language_code=language)
        await bot.set_my_description(profile.description, language_code=language)
        await bot.set_my_short_description(profile.short, language_code=language)
    except TelegramError as error:
        raise decided(error) from error


async def webhook(bot: Bot) -> Webhook:
    """Raises `SendError`."""
    try:
        told = await bot.get_webhook_info()
    except TelegramError as error:
        raise decided(error) from error
    return Webhook(told.url, told.pending_update_count, told.last_error_message or "", told.last_error_date)
