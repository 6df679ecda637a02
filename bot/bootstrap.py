"""Build the house: with `bot/understanding.py` the one place that knows which adapters are in use."""

import asyncio
import gc
import os
import socket
from collections.abc import Mapping
from datetime import datetime
from importlib.util import find_spec
from typing import Any

from sqlalchemy import Connection

from bot import clock, log, templates, voices, wake
from bot import packs as pack_files
from bot.alarm import Alarm
from bot.clock import Clock
from bot.context import Closer, Ports
from bot.database import open_database
from bot.files import CharityFiles, Files
from bot.metrics import Metrics
from bot.pacing import Gate, Line
from bot.ports import Channel
from bot.receipt import Page
from bot.settings import Lines, Settings, SettingsError, TelegramLine, TwilioLine
from bot.understanding import understander
from channels.base import SendError
from channels.web import Web, WebSettings
from flows import engine, library
from flows.message import Attachment
from flows.pack import Pack
from storage import packs
from storage.engine import Database
from storage.locks import LocalLocks, Locks, RedisLocks
from storage.pace import LocalPace, Pace, RedisPace
from storage.papers import Papers
from storage.signals import LocalSignals, RedisSignals, Signals

# What a receipt is drawn with: the library, what joins Arabic letters, and the font.
DRAWING = ("fpdf", "uharfbuzz", "fontpkg_ibm_plex_sans_arabic")


def settle() -> None:
    """What was built stays for good: without it each of the collector's rounds holds every turn up for longer."""
    gc.collect()
    gc.freeze()


def build(settings: Settings, **replacements: Any) -> Ports:
    """Everything the main line needs; `replacements` are fields of `Ports` by name (tests, replay).

    Raises `SettingsError` or `PackError`. The database must be migrated before.
    """
    database = replacements.pop("database", None) or open_database(settings)
    loaded = replacements.pop("packs", None)
    loaded = pack_files.load_all(settings.charities_dir, library.texts()) if loaded is None else loaded
    _refuse_unknown_charities(settings, loaded)
    papers = replacements.pop("papers", None) or Papers(settings.data_dir / "papers", database.keyring)
    files = _files(settings, loaded, database, replacements.get("clock", clock.now))
    lines = replacements.pop("channels", None)
    lines = _channels(settings, loaded, database, papers, files) if lines is None else lines
    locks, signals = _between_processes(settings)
    waking = replacements.get("wake") or _wake(settings)
    pace = replacements.pop("pace", None) or _pace(settings, database)
    parts: dict[str, Any] = {
        "settings": settings,
        "database": database,
        "packs": loaded,
        "flows": library.load(),
        "channels": lines,
        "locks": locks,
        "signals": signals,
        "wake": waking,
        "alarm": Alarm(waking),
        "gate": Gate(_limits(settings), pace, replacements.get("clock", clock.now)),
        "advance": engine.advance,
        "metrics": Metrics(),
        "worker": f"{socket.gethostname()}:{os.getpid()}",
        "slots": asyncio.Semaphore(settings.concurrency),
        "sends": asyncio.Semaphore(settings.concurrency * 4),
        "fetches": asyncio.Semaphore(settings.fetches),
        "examiners": asyncio.Semaphore(settings.examiners),
        "papers": papers,
        "files": files,
        "listener": voices.listener(settings),
        "clock": clock.now,
        **replacements,
    }
    if "understander" not in parts:
        parts["understander"] = understander(settings, loaded)
    adapters = _closers(*lines.values(), parts["understander"])
    parts.setdefault("closers", (*adapters, locks.close, signals.close, pace.close))
    database.write_now(_keep_packs, loaded, parts["clock"]())
    ports = Ports(**parts)
    database.read_now(templates.load, ports)
    return ports


def _between_processes(settings: Settings) -> tuple[Locks, Signals]:
    if settings.redis:
        return RedisLocks(settings.redis, ttl=settings.lease_seconds), RedisSignals(settings.redis)
    return LocalLocks(), LocalSignals()


def _wake(settings: Settings) -> wake.Wake:
    return wake.redis(settings.redis, settings.concurrency) if settings.redis else wake.local(settings.concurrency)


def _pace(settings: Settings, database: Database) -> Pace:
    return RedisPace(settings.redis, database) if settings.redis else LocalPace(database)


def _limits(settings: Settings) -> dict[tuple[str, str], Line]:
    """What each provider takes, by (slug, channel). The website has no limit."""
    found = {}
    for slug, set_up in settings.channels.items():
        if bot := set_up.telegram:
            name = f"telegram:{bot.token.get_secret_value().partition(':')[0]}"
            found[slug, "telegram"] = Line(name, name, bot.rate, bot.burst)
        if its := set_up.twilio:
            account = f"twilio:{its.account_sid}"
            sms = its.messaging_service_sid or its.sms_sender
            found[slug, "whatsapp"] = Line(account, f"whatsapp:{its.whatsapp_sender}", its.whatsapp_rate)
            found[slug, "sms"] = Line(account, f"sms:{sms}", its.sms_rate)
    return found


def _files(settings: Settings, loaded: Mapping[str, Pack], database: Database, clock: Clock) -> Files | None:
    """The maker of receipts; None, and a warning, where its library or its font is missing."""
    if missing := [name for name in DRAWING if find_spec(name) is None]:
        log.get(__name__).warning("no receipts: messages go without their files", missing=missing)
        return None

    def draw(page: Page) -> bytes:
        # Its imports take most of a second, and a process without a receipt to make needs none of them.
        from bot import receipt_page

        return receipt_page.draw(page)

    return Files(database, loaded, draw, public_url=settings.public_url, clock=clock)


def _channels(
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


async def _already_stored(_session: str, _payload: Mapping[str, Any]) -> None:
    """The page reads its messages from SQL and is told of news by a signal: there is nothing more to carry."""


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


def disconnected_channels(*, templates: bool = False) -> list[Channel]:
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


class _Unmade:
    """Files that are announced and never fetched."""

    async def content(self, file: Attachment) -> bytes:
        raise SendError("invalid", file.kind)

    def link(self, file: Attachment) -> str:
        raise SendError("invalid", file.kind)


def _refuse_unknown_charities(settings: Settings, loaded: Mapping[str, Pack]) -> None:
    for slug in settings.channels.keys() - loaded.keys():
        raise SettingsError(f"SANAD_CHANNELS__{slug.upper()}: there is no charity {slug!r}")


def _closers(*adapters: object) -> list[Closer]:
    return [adapter.close for adapter in adapters if hasattr(adapter, "close")]


def _keep_packs(connection: Connection, loaded: Mapping[str, Pack], now: datetime) -> None:
    for pack in loaded.values():
        packs.keep(connection, pack, now)
