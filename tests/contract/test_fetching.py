"""Every channel fetches what its messages announce: whole, bounded, and showing its credentials to nobody else."""

import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from channels.base import FetchError
from channels.fake import Fake
from channels.telegram import Telegram, TelegramSettings
from channels.twilio import Sms, TwilioSettings, Whatsapp
from channels.web import Web, WebSettings
from flows.message import Media
from storage.crypto import Keyring
from storage.papers import Papers
from tests import samples
from tests.fakes import telegram_api, twilio_api
from tests.fakes.faults import Ledger
from tests.fakes.serve import serve

CONTENT = samples.picture()
MOST = 10 * 1024 * 1024


@dataclass
class Case:
    channel: Telegram | Whatsapp | Sms | Web | Fake
    ref: str
    elsewhere: str
    ledger: Ledger | None = None

    async def fetch(self, most: int = MOST) -> bytes:
        return await self.channel.fetch(Media(self.ref), most=most)


@pytest.fixture(params=["telegram", "whatsapp", "sms", "web", "fake"])
async def case(request: pytest.FixtureRequest, tmp_path: Path, keyring: Keyring) -> AsyncIterator[Case]:
    bots, messages = telegram_api.TelegramApi(), twilio_api.TwilioApi()
    bots.files["photo"] = messages.files["photo"] = CONTENT
    papers = Papers(tmp_path / "papers", keyring)
    (tmp_path / "photo.jpg").write_bytes(CONTENT)
    with serve(bots.app) as telegram, serve(messages.app) as twilio:
        account = TwilioSettings(twilio_api.ACCOUNT, twilio_api.TOKEN, "+966110000000", base_url=twilio, timeout=1.5)
        url = twilio_api.media_url(twilio, "photo")
        made = {
            "telegram": lambda: Case(
                Telegram(TelegramSettings(telegram_api.TOKEN, "s", f"{telegram}/bot", timeout=1.5)),
                "photo",
                "another",
                bots.ledger,
            ),
            "whatsapp": lambda: Case(Whatsapp(account), url, twilio_api.media_url(twilio, "other"), messages.ledger),
            "sms": lambda: Case(Sms(account), url, "http://127.0.0.1:1/photo", messages.ledger),
            "web": lambda: Case(
                Web(WebSettings("s"), publish=_nobody, uploaded=papers.get), papers.put(CONTENT), "../keys"
            ),
            "fake": lambda: Case(Fake(), str(tmp_path / "photo.jpg"), str(tmp_path / "none.jpg")),
        }
        made_one = made[request.param]()
        yield made_one
        await made_one.channel.close()


async def _nobody(session: str, payload: object) -> None:
    """Nobody listens."""


async def test_the_file_comes_whole(case: Case) -> None:
    assert await case.fetch() == CONTENT
    assert await case.fetch(most=len(CONTENT)) == CONTENT


async def test_a_file_that_is_too_large_is_not_read_to_its_end(case: Case) -> None:
    with pytest.raises(FetchError) as caught:
        await case.fetch(most=len(CONTENT) - 1)
    assert caught.value.kind == "size"


async def test_a_file_that_is_not_there_is_gone(case: Case) -> None:
    with pytest.raises(FetchError) as caught:
        await case.channel.fetch(Media(case.elsewhere), most=MOST)
    assert caught.value.kind == "gone"


# Nothing lies between the website, or the recording fake, and its files.
@pytest.mark.parametrize("case", ["telegram", "whatsapp", "sms"], indirect=True)
@pytest.mark.parametrize(
    "fault", [{"kind": "error"}, {"kind": "reset", "times": 2}, {"kind": "hang", "seconds": 5.0}, {"kind": "rate"}]
)
async def test_trouble_on_the_way_may_pass(case: Case, fault: dict[str, object]) -> None:
    assert case.ledger
    case.ledger.fail(to="file", **fault)  # type: ignore[arg-type]  # the fields of a fault, by name
    with pytest.raises(FetchError) as caught:
        await case.fetch()
    assert caught.value.kind == "transient"
    # aiohttp itself repeats a GET whose connection broke, so that a torn one takes two faults.
    case.ledger.faults.clear()
    assert await case.fetch() == CONTENT


async def test_an_error_names_neither_the_address_nor_the_token(case: Case) -> None:
    for ref in (case.ref, case.elsewhere):
        with pytest.raises(FetchError) as caught:
            await case.channel.fetch(Media(ref), most=1)
        told = f"{caught.value} {caught.value.__cause__}"
        assert telegram_api.TOKEN not in told
        assert twilio_api.TOKEN not in told
        assert "http" not in told


async def test_credentials_are_shown_to_twilio_alone(keyring: Keyring) -> None:
    """The fake's store of files refuses whoever shows them; another site is never asked at all."""
    line = Whatsapp(TwilioSettings(twilio_api.ACCOUNT, twilio_api.TOKEN, "+966110000000"))
    for url in (
        "https://evil.example/a",
        "https://api.twilio.com.evil.example/a",
        "https://api.twilio.com@evil.example/a",
        "https://api.twilio.com:8443/a",
        "http://api.twilio.com/a",
        "http://127.0.0.1/a",
        "http://169.254.169.254/latest/meta-data",
        "https://[::1]/a",
        "https://s3-external-1.amazonaws.com/another-bucket/a",
        "https://api.twilio.com:99999/a",
        "file:///etc/passwd",
    ):
        with pytest.raises(FetchError, match="not at Twilio"):
            await line.fetch(Media(url), most=MOST)


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/a", "http://169.254.169.254/a", "http://[::1]:{port}/a", "file:///etc/passwd"]
)
async def test_a_redirect_leads_to_twilio_or_nowhere(elsewhere: str) -> None:
    api = twilio_api.TwilioApi()
    with serve(api.app) as base:
        api.moved["photo"] = elsewhere.replace("{port}", "9")
        line = Whatsapp(TwilioSettings(twilio_api.ACCOUNT, twilio_api.TOKEN, "+966110000000", base_url=base))
        with pytest.raises(FetchError, match="not at Twilio"):
            await line.fetch(Media(twilio_api.media_url(base, "photo")), most=MOST)
        api.moved["photo"] = twilio_api.media_url(base, "photo")
        with pytest.raises(FetchError, match="without end"):
            await line.fetch(Media(twilio_api.media_url(base, "photo")), most=MOST)
        await line.close()


async def test_a_name_of_twilios_that_leads_into_a_private_network_is_not_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(socket.AF_INET, 1, 6, "", ("10.0.0.7", 443))])
    line = Whatsapp(TwilioSettings(twilio_api.ACCOUNT, twilio_api.TOKEN, "+966110000000"))
    with pytest.raises(FetchError) as caught:
        await line.fetch(Media("https://api.twilio.com/a"), most=MOST)
    assert "private" in repr(caught.value.__context__)
    await line.close()


async def test_a_hundred_megabytes_are_given_up_after_the_first_ten() -> None:
    """Though nobody announced their size."""
    api = twilio_api.TwilioApi()
    with serve(api.app) as base:
        api.endless["photo"] = 100 * 1024 * 1024
        line = Whatsapp(TwilioSettings(twilio_api.ACCOUNT, twilio_api.TOKEN, "+966110000000", base_url=base))
        with pytest.raises(FetchError) as caught:
            await line.fetch(Media(twilio_api.media_url(base, "photo")), most=MOST)
        await line.close()
    assert caught.value.kind == "size"
    assert api.streamed < 40 * 1024 * 1024


async def test_telegram_gives_bots_no_more_than_twenty_megabytes() -> None:
    api = telegram_api.TelegramApi()
    api.files["large"] = b"\0" * (20 * 1024 * 1024 + 1)
    with serve(api.app) as base:
        line = Telegram(TelegramSettings(telegram_api.TOKEN, "s", f"{base}/bot"))
        with pytest.raises(FetchError) as caught:
            await line.fetch(Media("large"), most=2**30)
        await line.close()
    assert caught.value.kind == "size"
