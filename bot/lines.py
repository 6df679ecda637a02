"""Every charity's lines to its people: the part of bootstrap that knows the channels' adapters."""

from collections.abc import Mapping
from typing import Any

from bot.files import CharityFiles, Files
from bot.ports import Channel
from bot.settings import Lines, Settings, TelegramLine, TwilioLine
from channels.base import SendError
from channels.web import Web, WebSettings
from flows.message import Attachment
from flows.pack import Pack
from storage.engine import Database
from storage.papers import Papers


def connected(
    settings: Settings, loaded: Mapping[str, Pack], database: Database, papers: Papers, files: Files | None
) -> dict[tuple[str, str], Channel]:
    """Every charity's website, and what else is configured."""
    lines: dict[tuple[str, str], Channel] = {}
    secret = settings.secret.get_secret_value() or database.keyring.secret("web")
    for slug in loaded:
        set_up = settings.channels.get(slug, Lines())
        web = Web(WebSettings(f"{secret}:{slug}"), publish=_already_stored, uploaded=papers.get)
        its = files.of(slug) if files else None
        opened = [web, *_telegram(set_up.telegram, its), *_twilio(set_up.twilio, settings, slug, its)]
        lines |= {(slug, line.name): line for line in opened}
    return lines


def disconnected(*, templates: bool = False) -> list[Channel]:
    """One of each channel with made-up credentials, for replay: they verify, parse and render, but send nowhere.

    With `templates`, WhatsApp's are all there.
    """
    from channels.content import general
    from channels.telegram import Telegram, TelegramSettings
    from channels.twilio import Sms, TwilioSettings, Whatsapp

    account = TwilioSettings(account_sid="AC" + "0" * 32, auth_token="replay", sender="+966500000000")  # noqa: S106  a token of nobody
    web, files = Web(WebSettings("replay"), publish=_already_stored), _Unmade()
    whatsapp = Whatsapp(account, files)
    whatsapp.templates.update({template.name: "" for template in general()} if templates else {})
    return [Telegram(TelegramSettings("1:replay", "replay"), files), whatsapp, Sms(account), web]


def _telegram(line: TelegramLine | None, files: CharityFiles | None) -> list[Channel]:
    if line is None:
        return []
    from channels.telegram import Telegram, TelegramSettings

    token, secret = line.token.get_secret_value(), line.webhook_secret.get_secret_value()
    return [Telegram(TelegramSettings(token, secret, line.base_url), files)]


def _twilio(line: TwilioLine | None, settings: Settings, slug: str, files: CharityFiles | None) -> list[Channel]:
    if line is None:
        return []
    from channels.twilio import Sms, TwilioSettings, Whatsapp

    opened: list[Channel] = []
    for kind, sender in ((Whatsapp, line.whatsapp_sender), (Sms, line.sms_sender)):
        # A messaging service chooses its own senders, but it only serves SMS by itself.
        if sender or (kind is Sms and line.messaging_service_sid):
            account = TwilioSettings(
                account_sid=line.account_sid,
                auth_token=line.auth_token.get_secret_value(),
                sender=sender,
                messaging_service_sid=line.messaging_service_sid,
                base_url=line.base_url,
                content_url=line.content_url,
                status_callback=f"{settings.public_url}/hooks/{slug}/{kind.name}",
                shared_key=line.shared_key.get_secret_value(),
            )
            opened.append(kind(account, files))
    return opened


async def _already_stored(_session: str, _payload: Mapping[str, Any]) -> None:
    """The page reads its messages from SQL and is told of news by a signal: there is nothing more to carry."""


class _Unmade:
    """Files that are announced and never fetched."""

    async def content(self, file: Attachment) -> bytes:
        raise SendError("invalid", file.kind)

    def link(self, file: Attachment) -> str:
        raise SendError("invalid", file.kind)
