"""One installation under test: where it lives, which providers it talks to, how its settings are made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot.processes import free_port
from bot.settings import Lines, Settings, TelegramLine, TwilioLine
from channels.telegram import Telegram, TelegramSettings
from channels.twilio import Sms, TwilioSettings, Whatsapp
from tests.fakes import telegram_api, twilio_api

CHARITY = "yusr"
WHATSAPP, SMS = "+966110000001", "+966110000002"
SECRET = "a-secret-of-the-tests"
_HOUSE = Path(__file__).resolve().parents[3]
# Short times, so that what a crash left lying is found while the test watches. Seconds.
_BRISK = {"sweep_seconds": 0.1, "grace_seconds": 0.1, "lease_seconds": 0.5, "send_seconds": 10.0, "retry_seconds": 0.1}


@dataclass(frozen=True)
class Site:
    """`twilio` and `telegram` are the fakes' base URLs; no Telegram without one, SQLite without `database`."""

    folder: Path
    twilio: str = "http://127.0.0.1:9"
    telegram: str = ""
    database: str = ""
    redis: str = ""
    port: int = field(default_factory=free_port)
    key: str = field(default_factory=lambda: Fernet.generate_key().decode())
    changes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def hook(self, channel: str, charity: str = CHARITY) -> str:
        return f"{self.url}/hooks/{charity}/{channel}"

    def settings(self) -> Settings:
        twilio = TwilioLine(
            account_sid=twilio_api.ACCOUNT,
            auth_token=SecretStr(twilio_api.TOKEN),
            whatsapp_sender=WHATSAPP,
            sms_sender=SMS,
            base_url=self.twilio,
            content_url=self.twilio,
        )
        telegram = TelegramLine(
            token=SecretStr(telegram_api.TOKEN), webhook_secret=SecretStr(SECRET), base_url=f"{self.telegram}/bot"
        )
        values: dict[str, Any] = {
            "database_url": SecretStr(self.database),
            "redis_url": SecretStr(self.redis),
            "public_url": self.url,
            "port": self.port,
            "data_dir": self.folder,
            "charities_dir": _HOUSE / "charities",
            "keys": (SecretStr(self.key),),
            "channels": {CHARITY: Lines(telegram=telegram if self.telegram else None, twilio=twilio)},
        }
        return Settings(**{**values, **_BRISK, **self.changes})


def line(channel: str) -> Telegram | Whatsapp | Sms:
    """The charity's line as the provider knows it: with the secrets that sign its webhooks."""
    if channel == "telegram":
        return Telegram(TelegramSettings(telegram_api.TOKEN, SECRET))
    kind, sender = (Whatsapp, WHATSAPP) if channel == "whatsapp" else (Sms, SMS)
    return kind(TwilioSettings(twilio_api.ACCOUNT, twilio_api.TOKEN, sender))
