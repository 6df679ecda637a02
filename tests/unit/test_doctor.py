"""What the doctor finds: each thing is looked at, whatever is wrong with the others, and no secret is told."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot import doctor, migrate
from bot.settings import Lines, Settings, TelegramLine, TwilioLine

CHARITIES = Path(__file__).parents[2] / "charities"
KEY = Fernet.generate_key().decode()


def found(folder: Path, **changes: object) -> dict[str, doctor.Finding]:
    settings = Settings(data_dir=folder, charities_dir=CHARITIES, **changes)  # type: ignore[arg-type]  # any setting
    return {finding.what: finding for finding in doctor.examine(settings)}


def test_a_fresh_installation_is_well_and_told_to_migrate(tmp_path: Path) -> None:
    findings = found(tmp_path)
    assert [name for name, finding in findings.items() if finding.well is False] == []
    assert "sanad migrate" in findings["database"].told
    assert "SANAD_KEYS" in findings["keys"].told
    assert "khamis" in findings["packs"].told


def test_a_migrated_database_is_up_to_date(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, charities_dir=CHARITIES, keys=(SecretStr(KEY),))
    migrate.upgrade(settings)
    findings = {finding.what: finding for finding in doctor.examine(settings)}
    assert findings["database"].well
    assert findings["keys"].well


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"redis_url": SecretStr("redis://:hidden@127.0.0.1:1/0")}, "redis"),
        ({"database_url": SecretStr("postgresql://u:hidden@127.0.0.1:1/x")}, "database"),
        ({"keys": (SecretStr("hidden"),)}, "database"),
    ],
    ids=["redis", "database", "keys"],
)
def test_what_does_not_answer_is_named_and_the_rest_looked_at(
    tmp_path: Path, changes: dict[str, object], what: str
) -> None:
    findings = found(tmp_path, **changes)
    assert findings[what].well is False
    assert findings["packs"].well
    assert not any("hidden" in str(finding) for finding in findings.values())


def test_packs_that_cannot_be_read_are_a_failure(tmp_path: Path) -> None:
    broken = tmp_path / "charities" / "x"
    broken.mkdir(parents=True)
    (broken / "pack.yaml").write_text("slug: [", encoding="utf-8")
    settings = Settings(data_dir=tmp_path, charities_dir=tmp_path / "charities")
    assert [f.well for f in doctor.examine(settings) if f.what == "packs"] == [False]


def test_twilio_without_a_public_address_cannot_reach_us_and_telegram_is_asked(tmp_path: Path) -> None:
    twilio = TwilioLine(account_sid="AC" + "0" * 32, auth_token=SecretStr("hidden"), sms_sender="+966500000000")
    telegram = TelegramLine(token=SecretStr("1:hidden"), webhook_secret=SecretStr("hidden"))
    findings = found(tmp_path, channels={"yusr": Lines(telegram=telegram, twilio=twilio)})
    assert findings["yusr on Twilio"].well is False
    assert findings["yusr on Telegram"].well is None
    assert not any("hidden" in str(finding) for finding in findings.values())
