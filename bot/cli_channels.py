"""`sanad channels`: what the providers have to know of us."""

import asyncio
from typing import Annotated, Any

import typer

from bot.cli_plain import plain_errors

app = typer.Typer(no_args_is_help=True)


@app.callback()
def channels() -> None:
    """What the providers have to know of us."""


@app.command("sync-templates")
def sync_templates(
    charity: Annotated[str, typer.Option("--charity", help="Only this charity's.")] = "",
) -> None:
    """Create or update WhatsApp's templates at Twilio, and hand in for approval what needs it. Repeat it at will."""
    with plain_errors():
        asyncio.run(_sync(charity))


@app.command()
def register(
    charity: Annotated[str, typer.Option("--charity", help="Only this charity's.")] = "",
) -> None:
    """Tell Telegram each bot's webhook and secret, its menu and its descriptions. Repeat it at will."""
    with plain_errors():
        asyncio.run(_register(charity))


async def _register(charity: str) -> None:
    from bot import bootstrap, settings, telegram_bots, understanding
    from channels.base import SendError

    ports = bootstrap.build(settings.read(), understander=understanding.Unneeded())
    try:
        found = [(slug, bot) for slug, bot in telegram_bots.bots(ports) if charity in ("", slug)]
        if not found:
            raise settings.SettingsError("there is no Telegram bot: set SANAD_CHANNELS__<SLUG>__TELEGRAM__TOKEN")
        for slug, bot in found:
            try:
                url = await telegram_bots.register(ports, slug, bot)
            except SendError as error:
                raise settings.SettingsError(f"Telegram refused ({slug}): {error}") from None
            typer.echo(f"{slug}: menu and descriptions set; {url or 'no public address: updates are asked for'}")
    finally:
        await ports.close()


async def _sync(charity: str) -> None:
    from bot import bootstrap, settings, templates, understanding

    ports = bootstrap.build(settings.read(), understander=understanding.Unneeded())
    try:
        found = [(slug, line) for slug, line in templates.lines(ports) if charity in ("", slug)]
        if not found:
            raise settings.SettingsError(
                "there is no WhatsApp line: set SANAD_CHANNELS__<SLUG>__TWILIO__WHATSAPP_SENDER"
            )
        for slug, line in found:
            await _report(ports, slug, line)
    finally:
        await ports.close()


async def _report(ports: Any, slug: str, line: Any) -> None:
    from bot import templates
    from bot.settings import SettingsError
    from channels.base import SendError

    try:
        synced = await templates.sync(ports, slug, line)
    except SendError as error:
        raise SettingsError(f"Twilio refused ({slug}): {error}") from None
    for one in synced:
        typer.echo(f"{slug} {one.name}: {one.done}{f', WhatsApp: {one.status}' if one.status else ''}")
