"""What the environment may say, and what is told when it says something else."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.database import open_database
from bot.settings import Settings, SettingsError, read

SECRET = "geheim-4711"
TELEGRAM = {"SANAD_CHANNELS__YUSR__TELEGRAM__TOKEN": "1:a", "SANAD_CHANNELS__YUSR__TELEGRAM__WEBHOOK_SECRET": "b"}


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith("SANAD_")]:
        monkeypatch.delenv(name)


def settings(monkeypatch: pytest.MonkeyPatch, environment: Mapping[str, str], **given: Any) -> Settings:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return read(**given)


def test_nothing_needs_to_be_set() -> None:
    made = read()
    assert (made.host, made.port, made.database, made.redis) == ("127.0.0.1", 8000, "sqlite:///var/sanad.db", "")
    assert made.works_inside
    assert (made.keys, made.channels) == ((), {})


def test_the_environment_is_read_and_what_is_given_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    made = settings(monkeypatch, {"SANAD_PORT": "9100", "SANAD_HOST": "0.0.0.0"}, port=9200)  # noqa: S104  not listened on
    assert (made.host, made.port) == ("0.0.0.0", 9200)  # noqa: S104  as above


def test_a_name_of_two_levels_sets_a_channel_of_one_charity(monkeypatch: pytest.MonkeyPatch) -> None:
    made = settings(monkeypatch, TELEGRAM)
    assert made.channels.keys() == {"yusr"}
    line = made.channels["yusr"].telegram
    assert line
    assert (line.token.get_secret_value(), line.webhook_secret.get_secret_value()) == ("1:a", "b")
    assert made.channels["yusr"].twilio is None


def test_the_origins_of_the_widget_are_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    made = settings(
        monkeypatch, {"SANAD_CHANNELS__YUSR__WEB_ORIGINS": '["https://A.example/", "https://b.example:8443"]'}
    )
    assert made.channels["yusr"].web_origins == ("https://a.example", "https://b.example:8443")


def test_keys_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    made = settings(monkeypatch, {"SANAD_KEYS": " new , old ,"})
    assert [key.get_secret_value() for key in made.keys] == ["new", "old"]


def test_the_public_address_has_no_slash_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings(monkeypatch, {"SANAD_PUBLIC_URL": "https://a.example/"}).public_url == "https://a.example"


@pytest.mark.parametrize(
    ("redis", "wish", "inside"),
    [("", "", True), ("redis://a", "", False), ("redis://a", "true", True), ("", "false", False)],
)
def test_the_worker_runs_inside_where_nobody_else_can_be_woken(
    monkeypatch: pytest.MonkeyPatch, redis: str, wish: str, inside: bool
) -> None:
    chosen = {"SANAD_REDIS_URL": redis, "SANAD_EMBEDDED_WORKER": wish}
    assert settings(monkeypatch, {name: value for name, value in chosen.items() if value}).works_inside is inside


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SANAD_PORT", SECRET),
        ("SANAD_PORT", "70000"),
        ("SANAD_DEMO", SECRET),
        ("SANAD_CONCURRENCY", "0"),
        ("SANAD_SEND_SECONDS", "-1"),
        ("SANAD_CHANNELS", SECRET),
        ("SANAD_CHANNELS__YUSR__WEB_ORIGINS", SECRET),
        ("SANAD_CHANNELS__YUSR__WEB_ORIGINS", '["*"]'),
        ("SANAD_CHANNELS__YUSR__WEB_ORIGINS", '["https://a.example/path"]'),
        ("SANAD_CHANNELS__YUSR__WEB_ORIGINS", '["https://*.example"]'),
        ("SANAD_CHANNELS__YUSR__WEB_ORIGINS", '["a.example; script-src *"]'),
        ("SANAD_CHANNELS__YUSR__TELEGRAM__TOKEN", SECRET),
        ("SANAD_CHANNELS__YUSR__TELEGRAM__TOKENS", SECRET),
        ("SANAD_CHANNELS__YUSR__FAX__NUMBER", SECRET),
        ("SANAD_SECRETS", SECRET),
        ("SANAD_", SECRET),
    ],
)
def test_a_mistake_names_the_setting_and_never_its_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    with pytest.raises(SettingsError) as told:
        settings(monkeypatch, {name: value})
    text = str(told.value)
    assert name.split("__", maxsplit=1)[0].removeprefix("SANAD_").lower() in text.lower()
    assert value not in text
    # Nor does a traceback show it by what came before.
    assert told.value.__cause__ is None
    assert told.value.__context__ is None or told.value.__suppress_context__


def test_every_mistake_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError) as told:
        settings(monkeypatch, {"SANAD_PORT": "x", "SANAD_THREADS": "1"})
    assert {line.split(":")[0] for line in str(told.value).splitlines()} == {"SANAD_PORT", "SANAD_THREADS"}


@pytest.mark.parametrize("name", ["SANAD_SHARED", "SANAD_DRILL", "SANAD_DRILL_KILLS", "SANAD_TEST_POSTGRES"])
def test_names_that_the_tests_and_drills_use_are_no_mistakes(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert settings(monkeypatch, {name: "anything"}) == Settings()


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("SANAD_SECRET", "SANAD_KEYS", "SANAD_DATABASE_URL", "SANAD_REDIS_URL", *TELEGRAM)
    assert SECRET not in repr(settings(monkeypatch, dict.fromkeys(names, SECRET)))


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        read().port = 1  # type: ignore[misc]  # the claim


@pytest.mark.parametrize(
    "url",
    [SECRET, f"{SECRET}://host/db", f"postgresql://u:p@ss:{SECRET}@host/db", f"postgresql://u:{SECRET}@host:port/db"],
)
def test_an_address_of_a_database_that_cannot_be_used_is_told_without_its_password(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str
) -> None:
    made = settings(monkeypatch, {"SANAD_DATABASE_URL": url, "SANAD_DATA_DIR": str(tmp_path)})
    with pytest.raises(SettingsError, match="database: ") as told:
        open_database(made)
    assert url.startswith(f"{SECRET}://") or SECRET not in str(told.value)


def test_keys_that_cannot_be_used_are_told_without_the_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made = settings(monkeypatch, {"SANAD_KEYS": SECRET, "SANAD_DATA_DIR": str(tmp_path)})
    with pytest.raises(SettingsError, match="SANAD_KEYS") as told:
        open_database(made)
    assert SECRET not in str(told.value)
