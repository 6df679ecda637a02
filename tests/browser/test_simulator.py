"""The simulator's page: four channels side by side. SANAD_SCREENSHOTS=folder keeps pictures."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessible import faults
from tests.browser.test_chat import DESKTOP, GREETING, MENU, PHONE, PNG
from tests.fakes.chat_house import House, open_house

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("house"), demo=True) as opened:
        yield opened


@pytest.fixture
def visit(browser: Browser, house: House) -> Iterator[Any]:
    """Opens the page in its own context. The test fails for a script's error, and for a request to anybody else."""
    wrong: list[str] = []
    opened = []

    def begin(**options: Any) -> Page:
        context = browser.new_context(**options)
        context.set_default_timeout(20_000)
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
        page.on("request", lambda asked: None if asked.url.startswith(house.url) else wrong.append(asked.url))
        page.goto(f"{house.url}/simulator?charity=yusr")
        expect(page.locator("body[data-ready]")).to_be_visible()
        return page

    yield begin
    for context in opened:
        context.close()
    assert wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_same_words_are_answered_on_every_channel(visit: Any, device: dict[str, Any], scheme: str) -> None:
    page = visit(**device, color_scheme=scheme)
    page.get_by_label("اكتب على كل القنوات معًا").fill(GREETING)
    page.keyboard.press("Enter")
    for name in ("واتساب", "تيليجرام", "رسائل SMS", "موقع الجمعية"):
        expect(page.get_by_role("log", name=f"المحادثة: {name}")).to_contain_text(MENU)
    expect(page.locator(".sms .cost").last).to_have_text("أجزاء الرسالة: 3 (UCS-2)")
    expect(page.locator("#total")).to_have_text("6")
    page.locator(".telegram").get_by_role("button", name="خدمات الجمعية").click()
    expect(page.locator(".telegram .row.person").last).to_contain_text("خدمات الجمعية")
    expect(page.locator(".sms .row.person")).to_have_count(1)
    expect(page.locator(".web .chips")).to_have_count(1)
    expect(page.locator(".telegram .buttons")).to_have_count(1)
    page.locator(".telegram .row.person .raw summary").last.click()
    expect(page.locator(".telegram .row.person pre").last).to_contain_text('"callback_query"')
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert faults(page) == []
    if folder := os.environ.get("SANAD_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"simulator-{'phone' if device is PHONE else 'desktop'}-{scheme}.png")


def test_a_reload_goes_on_a_file_goes_out_and_starting_again_is_empty(visit: Any, house: House) -> None:
    page = visit(**DESKTOP)
    page.locator(".web").get_by_label("اكتب على هذه القناة").fill(GREETING)
    page.keyboard.press("Enter")
    expect(page.locator(".web .row.bot").last).to_contain_text(MENU)
    page.reload()
    expect(page.locator(".web .row.bot").last).to_contain_text(MENU)
    page.locator(".whatsapp input[type=file]").set_input_files(files=[PNG])
    expect(page.locator(".whatsapp .row.person .file")).to_contain_text(".png")
    expect(page.locator(".whatsapp .row.bot")).not_to_have_count(0)
    page.get_by_role("button", name="ابدأ من جديد").click()
    expect(page.locator(".row")).to_have_count(0)
    page.locator("#charity").select_option("khamis")
    page.wait_for_url("**charity=khamis")
    assert house.stored() == []
