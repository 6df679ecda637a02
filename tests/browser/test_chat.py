"""The chat in a real browser: a phone's width and a desktop's, by touch, by keyboard, and without a network."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.fakes.chat_house import House, open_house

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "locale": "ar-SA", "has_touch": True}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, "locale": "ar-SA"}
GREETING, MENU = "السلام عليكم", "كيف نقدر نخدمك اليوم"
PNG = {"name": "هوية.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + b"0" * 100_000}


@pytest.fixture(scope="module")
def everyones(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("house")) as opened:
        yield opened


@pytest.fixture
def house(everyones: House) -> House:
    return everyones.from_now()


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    made = browser.new_context(**request.param)
    made.set_default_timeout(20_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, house: House) -> Iterator[Page]:
    """The open chat. The test fails for a script's error, and for a request to anybody but ourselves."""
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda line: wrong.append(line.text) if "Content Security" in line.text else None)
    opened.on("request", lambda asked: None if asked.url.startswith(house.url) else wrong.append(asked.url))
    opened.goto(f"{house.url}/chat/yusr")
    yield opened
    assert wrong == []


def say(page: Page, words: str) -> None:
    page.get_by_label("اكتب رسالتك").fill(words)
    page.get_by_label("إرسال").click()


def lines(page: Page) -> list[str]:
    """Every visible message, in order."""
    return page.locator("#log .row:visible .said").all_inner_texts()


def confirmed(page: Page) -> None:
    """Wait until this device holds nothing that the server has not confirmed."""
    for _ in range(400):
        if page.evaluate("localStorage.getItem('sanad:yusr:outbox')") == "[]":
            return
        page.wait_for_timeout(50)
    raise AssertionError("the outbox did not become empty")


def papers(house: House) -> set[Path]:
    return {path for path in (house.ports.settings.data_dir / "papers").rglob("*") if path.is_file()}


def test_a_message_is_answered_and_nothing_overflows(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    say(page, GREETING)
    expect(page.locator(".row.bot").last).to_contain_text(MENU)
    expect(page.locator(".dots")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    confirmed(page)
    heights = page.evaluate("Array.from(document.querySelectorAll('button:not([hidden])'), b => b.offsetHeight)")
    assert min(height for height in heights if height) >= 44


def test_a_suggestion_is_sent_in_the_persons_name_only_when_tapped(page: Page, house: House) -> None:
    expect(page.get_by_role("button", name="خدمات الجمعية")).to_be_enabled()
    assert house.stored() == []
    page.get_by_role("button", name="خدمات الجمعية").click()
    expect(page.locator(".row.person")).to_have_count(1)
    expect(page.locator(".row.bot")).not_to_have_count(0)
    confirmed(page)
    assert house.stored() == ["خدمات الجمعية"]


def test_a_button_is_tapped_once(page: Page, house: House) -> None:
    say(page, GREETING)
    button = page.get_by_role("button", name="خدمات الجمعية")
    expect(page.locator(".row.bot").last).to_contain_text(MENU)
    button.evaluate("button => { button.parentNode.id = 'spent'; button.click(); button.click(); }")
    expect(page.locator(".row.person").last).to_contain_text("خدمات الجمعية")
    expect(page.locator("#spent")).to_have_count(0)
    confirmed(page)
    assert house.stored() == [GREETING, "خدمات الجمعية"]


def test_a_reload_shows_the_conversation_and_its_open_choices(page: Page, house: House) -> None:
    say(page, GREETING)
    expect(page.locator(".row.bot").last).to_contain_text(MENU)
    page.get_by_label("اكتب رسالتك").fill("نصف جملة")
    before = lines(page)[-3:]
    page.reload()
    expect(page.locator(".row.bot").last).to_contain_text(MENU)
    assert lines(page) == before
    expect(page.get_by_label("اكتب رسالتك")).to_have_value("نصف جملة")
    expect(page.get_by_role("button", name="تقديم طلب")).to_be_enabled()
    confirmed(page)
    assert house.stored() == [GREETING]


def test_without_a_network_nothing_is_lost_or_doubled(page: Page, house: House) -> None:
    say(page, GREETING)
    expect(page.locator(".row.bot").last).to_contain_text(MENU)
    page.context.set_offline(True)
    expect(page.get_by_role("status")).to_contain_text("لا يوجد اتصال")
    say(page, "الأولى بلا شبكة")
    say(page, "الثانية بلا شبكة")
    expect(page.get_by_text("لم تُرسل. أعد المحاولة")).to_have_count(2)
    house.staff_says("كتبتُ لك وأنت بعيد")
    page.context.set_offline(False)
    expect(page.locator(".row.person")).to_have_count(3)
    expect(page.get_by_text("لم تُرسل. أعد المحاولة")).to_have_count(0)
    expect(page.get_by_text("كتبتُ لك وأنت بعيد")).to_have_count(1)
    expect(page.get_by_role("status")).to_be_empty()
    confirmed(page)
    shown = lines(page)
    assert [line for line in shown if "بلا شبكة" in line] == ["الأولى بلا شبكة", "الثانية بلا شبكة"]
    confirmed(page)
    assert house.stored() == [GREETING, "الأولى بلا شبكة", "الثانية بلا شبكة"]


def test_a_lost_receipt_does_not_double_the_message(page: Page, house: House) -> None:
    def swallow(route: Any) -> None:
        route.fetch()
        route.abort()

    page.route("**/hooks/**", swallow, times=1)
    say(page, GREETING)
    page.get_by_text("لم تُرسل. أعد المحاولة").click()
    expect(page.locator(".row.bot").last).to_contain_text(MENU)
    expect(page.locator(".row.person")).to_have_count(1)
    confirmed(page)
    assert house.stored() == [GREETING]


def test_unsent_messages_survive_a_closed_page(context: BrowserContext, page: Page, house: House) -> None:
    page.route("**/hooks/**", lambda route: route.abort())
    say(page, GREETING)
    expect(page.get_by_text("لم تُرسل. أعد المحاولة")).to_have_count(1)
    page.close()
    again = context.new_page()
    again.goto(f"{house.url}/chat/yusr")
    expect(again.locator(".row.bot").last).to_contain_text(MENU)
    expect(again.locator(".row.person")).to_have_count(1)
    confirmed(again)
    assert house.stored() == [GREETING]


def test_the_last_line_stays_in_sight_when_a_scroll_is_told_after_the_room_shrank(page: Page) -> None:
    say(page, GREETING)
    expect(page.locator(".row.bot").last).to_contain_text(MENU)
    confirmed(page)
    choice = page.get_by_role("button", name="التحدث مع موظف")
    expect(choice).to_be_in_viewport(ratio=1)
    page.evaluate(
        """() => {
          const log = document.getElementById("log");
          log.style.maxHeight = "200px";
          log.dispatchEvent(new Event("scroll"));
        }"""
    )
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    expect(choice).to_be_in_viewport(ratio=1)


def test_everything_works_by_keyboard(page: Page, house: House) -> None:
    page.keyboard.press("Tab")
    expect(page.locator("summary")).to_be_focused()
    page.get_by_label("اكتب رسالتك").focus()
    page.keyboard.type("السلام")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("عليكم")
    expect(page.get_by_label("اكتب رسالتك")).to_have_value("السلام\nعليكم")
    page.get_by_label("اكتب رسالتك").fill(GREETING)
    page.keyboard.press("Enter")
    expect(page.locator(".row.bot").last).to_contain_text(MENU)
    expect(page.get_by_label("اكتب رسالتك")).to_be_focused()
    page.locator("#log").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="خدمات الجمعية")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".row.person").last).to_contain_text("خدمات الجمعية")
    expect(page.locator("#log")).to_be_focused()
    confirmed(page)
    assert house.stored() == [GREETING, "خدمات الجمعية"]


def test_a_screen_reader_hears_who_speaks(page: Page) -> None:
    expect(page.get_by_role("log", name="المحادثة")).to_have_attribute("aria-live", "polite")
    say(page, GREETING)
    expect(page.locator(".row.bot").last).to_contain_text(MENU)
    expect(page.locator(".row.person .who")).to_have_text("أنت: ")
    expect(page.locator(".row.bot .who").last).to_have_text("المساعد الآلي: ")
    expect(page.get_by_role("group", name="اختيارات")).to_have_count(1)


def test_a_file_is_sent_with_its_caption(page: Page, house: House) -> None:
    before = papers(house)
    page.locator("#file").set_input_files(files=[PNG])
    expect(page.locator("#tray")).to_contain_text("98 KB")
    say(page, "هذه هويتي")
    expect(page.locator(".row.person .file")).to_contain_text("هوية.png")
    confirmed(page)
    (kept,) = papers(house) - before
    assert PNG["buffer"] not in kept.read_bytes(), "stored encrypted"
    assert house.ports.papers.get(kept.name) == PNG["buffer"]
    confirmed(page)
    assert house.stored() == ["هذه هويتي"]


def test_a_file_that_cannot_be_taken_is_refused_in_words(page: Page, house: House, tmp_path: Path) -> None:
    large = tmp_path / "large.png"
    large.write_bytes(b"0" * (10 * 1024 * 1024 + 1))
    page.locator("#file").set_input_files(large)
    expect(page.get_by_role("status")).to_contain_text("10 ميغابايت")
    page.locator("#file").set_input_files(files=[{**PNG, "buffer": b"<html>"}])
    page.get_by_label("إرسال").click()
    expect(page.locator(".row.refused")).to_contain_text("نوع الملف غير مقبول")
    say(page, GREETING)
    expect(page.locator(".row.bot").last).to_contain_text(MENU)
    assert house.stored() == [GREETING]


def test_markup_is_shown_as_written_and_numbers_stay_readable(page: Page, house: House) -> None:
    say(page, GREETING)
    expect(page.locator(".row.bot").last).to_contain_text(MENU)
    house.staff_says(
        "<img src=x onerror=alert(1)> طلبك YSR-4K7Q-2 وهاتفنا +966 50 000 0000 وموقعنا https://example.org/a."
    )
    told = page.locator(".row.staff .said")
    expect(told).to_contain_text("<img src=x onerror=alert(1)>")
    assert told.locator("img").count() == 0
    assert told.locator("bdi").all_inner_texts() == ["YSR-4K7Q-2", "+966 50 000 0000", "https://example.org/a"]
    expect(told.get_by_role("link", name="+966 50 000 0000")).to_have_attribute("href", "tel:+966500000000")


def test_the_device_forgets_when_told(page: Page) -> None:
    say(page, GREETING)
    expect(page.locator(".row.bot").last).to_contain_text(MENU)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_label("خيارات المحادثة").click()
    page.get_by_role("button", name="محو المحادثة من هذا الجهاز").click()
    expect(page.locator(".row.person")).to_have_count(0)
    expect(page.get_by_role("button", name="خدمات الجمعية")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0


def test_an_old_browser_without_streams_is_served_by_asking(browser: Browser, house: House) -> None:
    context = browser.new_context(**PHONE)
    context.add_init_script("delete window.AbortController; delete window.ReadableStream;")
    page = context.new_page()
    page.goto(f"{house.url}/chat/yusr")
    say(page, GREETING)
    expect(page.locator(".row.bot").last).to_contain_text(MENU)
    context.close()
