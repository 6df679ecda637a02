"""The receipt as the person on the website meets it: a whole application on a phone, and the link at its end."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.applying import FORM, SIGN
from tests.browser.test_chat import PHONE, say
from tests.fakes.chat_house import House, open_house

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path) as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, house: House) -> Iterator[Page]:
    context = browser.new_context(**PHONE)
    context.set_default_timeout(20_000)
    opened = context.new_page()
    opened.goto(f"{house.url}/chat/yusr")
    yield opened
    context.close()


def settled(page: Page) -> int:
    """How many bubbles of the charity there are, once no more are coming: one turn may say several things."""
    bubbles, count = page.locator("#log .them"), -1
    while count != (count := bubbles.count()):
        page.wait_for_timeout(300)
    return count


def test_an_application_ends_with_a_link_to_its_receipt(page: Page, house: House) -> None:
    say(page, "السلام عليكم")
    for choice in ("تقديم طلب", "الاستشارات الأسرية"):
        page.locator(".choices").get_by_role("button", name=choice, exact=True).click()
    for answer in (*FORM[1:], *SIGN):
        before = settled(page)
        say(page, answer)
        # A slow machine under coverage takes its time; the next answer must not overtake this one's reply.
        expect(page.locator("#log .them")).not_to_have_count(before, timeout=30_000)
    link = page.get_by_role("link", name="فتح إيصال الطلب (PDF)")
    expect(link).to_be_visible()
    assert (link.get_attribute("target"), link.get_attribute("rel")) == ("_blank", "noopener noreferrer")
    box = link.bounding_box()
    assert box is not None
    assert box["height"] >= 40, "a thumb must hit it"
    reference = re.search(r"YSR-\w{4}-\w", page.locator("#log").inner_text())
    assert reference is not None
    href = str(link.get_attribute("href"))
    assert reference[0] not in href
    answer = page.request.get(urljoin(page.url, href))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.body().startswith(b"%PDF-")
    page.reload()
    expect(page.get_by_role("link", name="فتح إيصال الطلب (PDF)")).to_be_visible()
