"""The widget on a strict page of another origin that is styled against it. SANAD_SCREENSHOTS=folder keeps pictures."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.accessible import faults
from tests.browser.test_chat import DESKTOP, GREETING, MENU, PHONE, PNG, confirmed
from tests.fakes.chat_house import House, open_house
from tests.fakes.host_site import Site, open_site

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SERVICES = "خدمات الجمعية"
LOOKS = """JSON.stringify(Array.from(
  document.querySelectorAll('h1, p, button'), e => [getComputedStyle(e).font, e.offsetWidth, e.offsetTop]
))"""


@dataclass(frozen=True, slots=True)
class Place:
    """Our house, a site that it names as an origin, and one that it does not."""

    house: House
    site: Site
    stranger: Site


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("house")
    with open_site() as site, open_site() as stranger, open_house(folder, origins=(site.origin,)) as house:
        site.sanad = stranger.sanad = house.url
        yield Place(house, site, stranger)


@pytest.fixture
def visit(browser: Browser, place: Place) -> Iterator[Any]:
    """Opens the site's page in a context of its own. The test fails for an error, a violation, or a third party."""
    wrong: list[str] = []
    opened: list[BrowserContext] = []

    def look(line: str) -> None:
        if "Security Policy" in line or "TrustedHTML" in line or "Refused" in line:
            wrong.append(line)

    def begin(path: str = "/", **options: Any) -> Page:
        context = browser.new_context(**{**DESKTOP, **options})
        context.set_default_timeout(20_000)
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: look(line.text))
        ours = (place.house.url, place.site.origin)
        page.on("request", lambda asked: None if asked.url.startswith(ours) else wrong.append(asked.url))
        page.goto(place.site.origin + path)
        return page

    yield begin
    for context in opened:
        context.close()
    assert wrong == []


def say(page: Page, words: str) -> None:
    page.locator("#text").fill(words)
    page.locator("#send").click()


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("SANAD_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"widget-{name}.png")


def stored(place: Place, words: str) -> int:
    return place.house.stored().count(words)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_it_talks_arabic_on_a_strict_page_and_neither_spoils_the_other(
    visit: Any, device: dict[str, Any], scheme: str
) -> None:
    page = visit(**device, color_scheme=scheme)
    before = page.evaluate(LOOKS)
    page.get_by_role("button", name="تحدث معنا").click()
    chat = page.get_by_role("dialog", name="جمعية يُسر للتنمية الأسرية")
    expect(chat).to_be_visible()
    say(page, GREETING)
    expect(chat.locator(".row.bot").last).to_contain_text(MENU)
    expect(chat.get_by_role("button", name=SERVICES)).to_be_enabled()
    assert page.evaluate(LOOKS) == before
    assert chat.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert chat.locator(".said").last.evaluate("e => getComputedStyle(e).fontSize") == "17px"
    assert min(chat.locator("button:visible").evaluate_all("all => all.map(e => e.offsetHeight)")) >= 44
    dark = chat.evaluate("e => parseInt(getComputedStyle(e).backgroundColor.slice(4)) < 128")
    assert dark is (scheme == "dark")
    box, window = chat.bounding_box(), device["viewport"]
    assert box
    whole = (box["width"], box["height"]) == (window["width"], window["height"])
    assert whole is (device is PHONE)
    assert min(box["x"], box["y"]) >= 0
    assert faults(page, "sanad-chat") == []
    picture(page, f"{'phone' if device is PHONE else 'desktop'}-{scheme}")


def test_the_site_chooses_english_and_left_to_right(visit: Any) -> None:
    page = visit("/en")
    page.get_by_role("button", name="Chat with us").click()
    assert page.get_by_role("dialog").evaluate("e => getComputedStyle(e).direction") == "ltr"
    expect(page.get_by_label("Write your message")).to_be_focused()
    picture(page, "english")


def test_the_keyboard_is_enough(visit: Any) -> None:
    page = visit()
    launch = page.get_by_role("button", name="تحدث معنا")
    expect(launch).to_be_visible()
    page.get_by_role("link", name="تواصل معنا").focus()
    page.keyboard.press("Tab")
    expect(launch).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("اكتب رسالتك")).to_be_focused()
    page.keyboard.type(GREETING)
    page.keyboard.press("Enter")
    expect(page.locator(".row.bot").last).to_contain_text(MENU)
    names = [_tab(page) for _ in range(30)]
    assert {"إرسال", "خيارات المحادثة", "إغلاق المحادثة", SERVICES} <= set(names)
    assert names.count("إرسال") >= 2, "round and round"
    assert "زر الموقع" not in names
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(launch).to_be_focused()


def test_the_sites_own_link_opens_it_and_gets_the_focus_back(visit: Any) -> None:
    page = visit()
    expect(page.get_by_role("button", name="تحدث معنا")).to_be_visible()
    link = page.get_by_role("link", name="تواصل معنا")
    link.press("Enter")
    expect(page.get_by_label("اكتب رسالتك")).to_be_focused()
    page.get_by_label("إغلاق المحادثة").click()
    expect(link).to_be_focused()


def _tab(page: Page) -> str:
    page.keyboard.press("Tab")
    here = "(document.querySelector('sanad-chat').shadowRoot.activeElement || document.activeElement)"
    return str(page.evaluate(f"({here}.ariaLabel || {here}.textContent).trim()"))


def test_a_reload_in_the_middle_and_the_next_day_go_on_where_it_was(visit: Any, place: Place) -> None:
    page = visit(**PHONE)
    page.get_by_role("button", name="تحدث معنا").click()
    say(page, GREETING)
    page.get_by_role("button", name="تقديم طلب").click()
    said = page.locator(".row:visible .said")
    expect(page.locator(".row.person").last).to_contain_text("تقديم طلب")
    expect(page.locator(".row.bot")).to_have_count(3)
    confirmed(page)
    page.locator("#text").fill("نصف جملة")
    before = said.all_inner_texts()
    page.reload()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator("#text")).to_have_value("نصف جملة")
    expect(said).to_have_count(len(before) - 1)
    assert said.all_inner_texts() == before[1:], "all but the welcome before the first message"
    page.close()
    place.house.staff_says("بخصوص سؤالك أمس")
    tomorrow = page.context.new_page()
    tomorrow.goto(place.site.origin)
    expect(tomorrow.locator("#count")).to_have_text("1")
    expect(tomorrow.get_by_role("status").first).to_contain_text("رسائل جديدة من الجمعية: 1")
    picture(tomorrow, "unread")
    tomorrow.get_by_role("button", name="تحدث معنا").click()
    expect(tomorrow.get_by_text("بخصوص سؤالك أمس")).to_have_count(1)
    expect(tomorrow.locator("#count")).to_be_hidden()


def test_offline_and_back_nothing_is_lost_or_doubled(visit: Any, place: Place) -> None:
    page = visit(**PHONE)
    page.get_by_role("button", name="تحدث معنا").click()
    say(page, GREETING)
    expect(page.locator(".row.bot").last).to_contain_text(MENU)
    page.context.set_offline(True)
    expect(page.locator("#notice")).to_contain_text("لا يوجد اتصال")
    say(page, "كتبتها بلا شبكة")
    expect(page.get_by_text("لم تُرسل. أعد المحاولة")).to_have_count(1)
    place.house.staff_says("وأنت بعيد")
    page.context.set_offline(False)
    expect(page.get_by_text("وأنت بعيد")).to_have_count(1)
    expect(page.get_by_text("لم تُرسل. أعد المحاولة")).to_have_count(0)
    expect(page.get_by_text("كتبتها بلا شبكة")).to_have_count(1)
    expect(page.locator("#notice")).to_be_empty()
    confirmed(page)
    assert stored(place, "كتبتها بلا شبكة") == 1


def test_a_file_is_sent_with_its_progress(visit: Any, place: Place) -> None:
    page = visit(**PHONE)
    page.get_by_role("button", name="تحدث معنا").click()
    expect(page.locator(".talk")).not_to_have_attribute("inert", "")
    page.evaluate(
        """() => new MutationObserver(changes => changes.forEach(change => change.addedNodes.forEach(
          node => { if (node.localName === 'progress') window.progressed = true; }
        ))).observe(document.querySelector('sanad-chat').shadowRoot, { childList: true, subtree: true })"""
    )
    say(page, GREETING)
    choice = page.get_by_role("button", name="التحدث مع موظف")
    expect(choice).to_be_in_viewport(ratio=1)
    page.locator("#file").set_input_files(files=[PNG])
    expect(page.locator("#tray")).to_contain_text("98 KB")
    # Neither the file above the text nor a phone's keyboard hides what was said last.
    expect(choice).to_be_in_viewport(ratio=1)
    page.set_viewport_size({"width": 390, "height": 480})
    expect(choice).to_be_in_viewport(ratio=1)
    say(page, "هذه صورة الهوية")
    expect(page.locator(".row.person .file")).to_contain_text("هوية.png")
    expect(page.locator(".row.bot").last).to_be_visible()
    assert page.evaluate("window.progressed") is True
    confirmed(page)
    assert stored(place, "هذه صورة الهوية") == 1


def test_a_site_that_is_not_named_shows_nothing(browser: Browser, place: Place) -> None:
    page = browser.new_context(**DESKTOP).new_page()
    with page.expect_console_message(lambda line: "web origins" in line.text) as told:
        page.goto(place.stranger.origin)
    assert place.stranger.origin in told.value.text
    expect(page.locator("sanad-chat")).to_have_count(0)
    page.context.close()


def test_the_device_forgets_when_told(visit: Any) -> None:
    page = visit()
    page.get_by_role("button", name="تحدث معنا").click()
    say(page, GREETING)
    expect(page.locator(".row.bot").last).to_contain_text(MENU)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_label("خيارات المحادثة").click()
    page.get_by_role("button", name="محو المحادثة من هذا الجهاز").click()
    expect(page.locator(".row.person")).to_have_count(0)
    expect(page.get_by_role("button", name=SERVICES)).to_be_visible()
    assert page.evaluate("JSON.stringify(localStorage)") == "{}"
    say(page, GREETING)
    expect(page.locator(".row.bot").last).to_contain_text(MENU)
    expect(page.locator(".row.person")).to_have_count(1)
