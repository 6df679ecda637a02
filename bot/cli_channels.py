"""`sanad channels`: what the providers have to know of us."""

import asyncio
from typing import Annotated, Any

import typer

app = typer.Typer(no_args_is_help=True)


@app.callback()
def channels() -> None:
    """What the providers have to know of us."""


@app.command("sync-templates")
def sync_templates(
    charity: Annotated[str, typer.Option("--charity", help="Only this charity's.")] = "",
) -> None:
    """Create or update WhatsApp's templates at Twilio, and hand in for approval what needs it. Repeat it at will."""
    from bot.cli import plain_errors

    with plain_errors():
        asyncio.run(_sync(charity))


async def _sync(charity: str) -> None:
    from bot import bootstrap, settings, templates

    ports = bootstrap.build(settings.read(), understander=None)
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
