"""What Telegram is told of each charity's bot, and what is made of its own word on our webhook."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from typer.testing import CliRunner

from bot import migrate, packs, telegram_bots
from bot.cli import app
from bot.context import Ports
from bot.settings import Settings
from channels.telegram import Telegram, TelegramSettings
from flows import library
from flows.commands import WISHES
from flows.words import command
from storage.crypto import Keyring
from storage.engine import Database
from tests import line
from tests.fakes.telegram_api import TOKEN, TelegramApi

PUBLIC = "https://sanad.example"
HOOK = f"{PUBLIC}/hooks/yusr/telegram"


@pytest.fixture
def api(telegram_server: tuple[str, TelegramApi]) -> TelegramApi:
    """Without a memory."""
    api = telegram_server[1]
    api.webhook, api.trouble, api.profile, api.updates = {}, {}, {}, []
    api.ledger.clear()
    return api


@pytest.fixture
def house(telegram_server: tuple[str, TelegramApi], tmp_path: Path, keyring: Keyring) -> Iterator[Ports]:
    database = Database("sqlite://", keyring)
    database.create_all()
    bot = Telegram(TelegramSettings(TOKEN, "hook-secret", f"{telegram_server[0]}/bot"))
    lines = {("yusr", "telegram"): bot}
    yield line.ports(database, tmp_path, channels=lines, settings={"public_url": PUBLIC})
    database.close()


def test_the_command_tells_telegram_all_of_it(
    telegram_server: tuple[str, TelegramApi], api: TelegramApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANAD_DATA_DIR", str(tmp_path))
    migrate.upgrade(Settings())
    told = CliRunner().invoke(app, ["channels", "register"])
    assert (told.exit_code, "no Telegram bot" in told.stderr) == (1, True)
    for name, value in {
        "TOKEN": TOKEN,
        "WEBHOOK_SECRET": "hook-secret",
        "BASE_URL": f"{telegram_server[0]}/bot",
    }.items():
        monkeypatch.setenv(f"SANAD_CHANNELS__YUSR__TELEGRAM__{name}", value)
    told = CliRunner().invoke(app, ["channels", "register", "--charity", "yusr"])
    assert (told.exit_code, api.webhook) == (0, {}), told.output
    assert "updates are asked for" in told.stdout
    monkeypatch.setenv("SANAD_PUBLIC_URL", PUBLIC)
    told = CliRunner().invoke(app, ["channels", "register"])
    assert (told.exit_code, told.stdout) == (0, f"yusr: menu and descriptions set; {HOOK}\n")
    assert (api.webhook["url"], api.webhook["secret"]) == (HOOK, "hook-secret")
    assert api.ledger.refused == []
    monkeypatch.setenv("SANAD_CHANNELS__YUSR__TELEGRAM__TOKEN", "1:wrong")
    told = CliRunner().invoke(app, ["channels", "register"])
    assert (told.exit_code, "Telegram refused (yusr)" in told.stderr, TOKEN in told.output) == (1, True, False)


async def test_every_charitys_profile_is_accepted_in_each_language(house: Ports, api: TelegramApi) -> None:
    [(_, bot)] = telegram_bots.bots(house)
    for pack in packs.load_all(Path("charities"), library.texts()).values():
        for profile in telegram_bots.profiles(pack):
            await bot.introduce(profile)
            assert api.profile["short_description", profile.language] == profile.short
            assert pack.name.say(profile.language or "ar") in profile.description
    assert {language for _, language in api.profile} == {"", "ar", "en"}
    assert api.ledger.refused == []
    await house.close()


def test_every_command_of_the_menu_means_something() -> None:
    assert [name for name in telegram_bots.COMMANDS if name not in WISHES and not command(f"/{name}")] == []


async def test_what_waits_and_what_went_wrong_is_told_once(house: Ports, api: TelegramApi) -> None:
    api.webhook = {"url": HOOK}
    api.updates = [{"update_id": 1}, {"update_id": 2}]
    api.trouble = {"last_error_date": int(time.time()), "last_error_message": "Wrong response: 503"}
    watch = telegram_bots.Watch()
    with capture_logs() as logs:
        for _ in range(2):
            await watch.look(house)
    assert [entry["why"] for entry in logs if entry["event"] == "webhook in trouble"] == ["Wrong response: 503"]
    read = house.metrics.registry.get_sample_value
    assert read("sanad_webhook_pending", {"charity": "yusr"}) == 2
    assert read("sanad_webhook_errors_total", {"charity": "yusr"}) == 1
    await house.close()


@pytest.mark.parametrize("url", ["", "https://elsewhere.example/hook"])
async def test_an_address_that_is_not_ours_is_registered_anew(house: Ports, api: TelegramApi, url: str) -> None:
    api.webhook = {"url": url} if url else {}
    await telegram_bots.Watch().look(house)
    assert (api.webhook["url"], api.webhook["secret"]) == (HOOK, "hook-secret")
    await house.close()


async def test_a_bot_that_cannot_be_asked_stops_nothing(house: Ports, api: TelegramApi) -> None:
    api.token, known = "1:changed", api.token
    try:
        await telegram_bots.Watch().look(house)
    finally:
        api.token = known
    assert api.webhook == {}
    await house.close()
