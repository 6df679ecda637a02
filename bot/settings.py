"""What an installation may set: environment variables that begin with SANAD_."""

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from pydantic_settings.exceptions import SettingsError as SourceError

PREFIX = "SANAD_"
# Read elsewhere: the sample data and databases of the tests, and the drill of `bot.points`.
_NOT_SETTINGS = {"SANAD_SHARED", "SANAD_DRILL", "SANAD_DRILL_KILLS"}
_TESTS = "SANAD_TEST_"
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::\d{1,5})?")


class SettingsError(Exception):
    """A setting that cannot be used. Names the setting, never its value."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TelegramLine(_Part):
    """One charity's bot: its token, and the secret that Telegram repeats in each webhook."""

    token: SecretStr
    webhook_secret: SecretStr
    base_url: str = "https://api.telegram.org/bot"
    # Messages a second from this bot, and to one chat so many in as many seconds: one a second, with short bursts.
    rate: int = Field(default=30, ge=1)
    burst: int = Field(default=5, ge=1)


class TwilioLine(_Part):
    """One charity's Twilio account. A sender that is not set is a channel that is not open."""

    account_sid: str
    auth_token: SecretStr
    shared_key: SecretStr = SecretStr("")
    whatsapp_sender: str = ""
    sms_sender: str = ""
    messaging_service_sid: str = ""
    base_url: str = "https://api.twilio.com"
    # Messages a second from each sender: what WhatsApp allows at first; of an SMS number ask your provider.
    whatsapp_rate: int = Field(default=80, ge=1)
    sms_rate: int = Field(default=10, ge=1)
    content_url: str = "https://content.twilio.com"


class Lines(_Part):
    """The channels of one charity. `web_origins` are the other sites that may show its chat, as a widget or framed."""

    telegram: TelegramLine | None = None
    twilio: TwilioLine | None = None
    web_origins: tuple[str, ...] = ()

    @field_validator("web_origins")
    @classmethod
    def _whole(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        origins = tuple(origin.lower().rstrip("/") for origin in value)
        # Compared with what browsers send, and written into a header: neither knows a path, nor a star.
        if not all(_ORIGIN.fullmatch(origin) for origin in origins):
            raise ValueError("an origin is a scheme and a host, such as https://charity.example")
        return origins


class Settings(BaseSettings):
    """Everything has a default that works on one machine. Times are seconds, sizes bytes.

    `SANAD_CHANNELS__YUSR__TELEGRAM__TOKEN` sets `channels["yusr"].telegram.token`. `keys` are separated by commas;
    the first one encrypts. Read by `read()`, which explains what is wrong.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", frozen=True, extra="forbid", hide_input_in_errors=True
    )

    database_url: SecretStr = SecretStr("")
    redis_url: SecretStr = SecretStr("")
    public_url: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    data_dir: Path = Path("var")
    charities_dir: Path = Path("charities")
    keys: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    secret: SecretStr = SecretStr("")
    channels: dict[str, Lines] = Field(default_factory=dict)
    # Who reads messages. Where Rasa does not answer in time, the embedded engine does.
    engine: Literal["embedded", "rasa"] = "embedded"
    rasa_url: str = Field(default="http://127.0.0.1:5005", pattern=r"^https?://[^/@]+(/[^?#]*)?$")
    rasa_token: SecretStr = SecretStr("")
    rasa_seconds: float = Field(default=1.0, gt=0)
    demo: bool = False
    # Answers to webhooks only; another process runs `sanad work`. Needs Redis to be quick, but not to be right.
    embedded_worker: bool | None = None

    concurrency: int = Field(default=32, ge=1)
    # Database threads. More of them only pass the interpreter's lock to and fro (docs/reference/performance.md).
    threads: int = Field(default=3, ge=2)
    hook_bytes: int = Field(default=1_000_000, ge=1_000)
    sweep_seconds: float = Field(default=2.0, gt=0)
    # A message younger than this is most likely on its way to a worker by its own wake-up.
    grace_seconds: float = Field(default=1.0, ge=0)
    lease_seconds: float = Field(default=60.0, gt=0)
    send_seconds: float = Field(default=20.0, gt=0)
    read_seconds: float = Field(default=5.0, gt=0)
    # Papers that people send. Pixels and pages are counted before anything is decoded.
    paper_bytes: int = Field(default=10 * 1024 * 1024, ge=1_000)
    paper_pages: int = Field(default=30, ge=1)
    paper_pixels: int = Field(default=60_000_000, ge=1)
    papers_a_day: int = Field(default=100, ge=1)
    # Files held in memory at once, and processes that examine one, each of up to a gigabyte.
    fetches: int = Field(default=8, ge=1)
    examiners: int = Field(default=2, ge=1)
    fetch_seconds: float = Field(default=20.0, gt=0)
    inspect_seconds: float = Field(default=15.0, gt=0)
    # What puts voices into words: `package.module:callable`; without one they are kept for a colleague.
    listener: str = ""
    listen_seconds: float = Field(default=30.0, gt=0)
    # Pictures sent together come one by one: how long the next one is waited for.
    album_seconds: float = Field(default=0.8, ge=0)
    # A paper that is only looked at goes after this many days even where nobody looked at it.
    seen_days: int = Field(default=30, ge=1)
    remind_days: int = Field(default=3, ge=1)
    turn_attempts: int = Field(default=3, ge=1)
    send_attempts: int = Field(default=8, ge=1)
    retry_seconds: float = Field(default=1.0, gt=0)
    retry_most_seconds: float = Field(default=300.0, gt=0)
    # How long a send whose answer was lost may take to show in the provider's list.
    unknown_seconds: float = Field(default=15.0, ge=0)

    @field_validator("keys", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return tuple(key.strip() for key in value.split(",") if key.strip()) if isinstance(value, str) else value

    @field_validator("public_url")
    @classmethod
    def _bare(cls, value: str) -> str:
        return value.rstrip("/")

    @property
    def database(self) -> str:
        """The URL of the database in use."""
        return self.database_url.get_secret_value() or f"sqlite:///{self.data_dir / 'sanad.db'}"

    @property
    def learned(self) -> Path:
        """Examples that staff accepted: training reads them beside `nlu/data`."""
        return self.data_dir / "learned"

    @property
    def redis(self) -> str:
        """The URL of Redis, or "" where everything happens in one process."""
        return self.redis_url.get_secret_value()

    @property
    def works_inside(self) -> bool:
        """Does `sanad serve` handle messages itself? By default where there is no Redis to hand them on by."""
        return not self.redis if self.embedded_worker is None else self.embedded_worker


def read(**overrides: Any) -> Settings:
    """The settings of the environment. Raises `SettingsError` for one that is unknown or malformed."""
    _refuse_unknown()
    try:
        return Settings(**overrides)
    except ValidationError as error:
        faults = [f"{PREFIX}{'__'.join(str(part) for part in e['loc']).upper()}: {e['msg']}" for e in error.errors()]
        raise SettingsError("\n".join(faults)) from None
    except SourceError as error:
        # Its text names the field; its cause quotes the value.
        raise SettingsError(str(error)) from None


def _refuse_unknown() -> None:
    for name in os.environ:
        if not name.startswith(PREFIX) or name in _NOT_SETTINGS or name.startswith(_TESTS):
            continue
        field = name.removeprefix(PREFIX).split("__")[0].lower()
        if field not in Settings.model_fields:
            raise SettingsError(f"{name} is not a setting of Sanad")
