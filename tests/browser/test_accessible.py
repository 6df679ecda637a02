"""No serious fault by axe on any main page, light and dark. The widget and the simulator have theirs beside them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bot import staff
from tests.browser.accessible import faults
from tests.browser.test_application import DESK, PHONE, colleague, opened, rate
from tests.browser.test_chat import GREETING, MENU, PNG, say
from tests.browser.test_intake import FILE, fill, open_form
from tests.console import IDENTITY, PASSWORD
from tests.fakes.chat_house import House, open_house

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("house")) as made:
        staff.add(made.ports.database, "هند المشرفة", "hind@sanad.example", PASSWORD, "supervisor", ["yusr"])
        yield made


def check(page: Page, name: str) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # the two words it takes
        assert faults(page) == [], f"{name}, {scheme}"


def test_the_chat_and_the_first_page(browser: Browser, house: House) -> None:
    page = opened(browser, PHONE, house.url)
    check(page, "first page")
    page.get_by_role("link", name="جمعية يُسر للتنمية الأسرية").click()
    check(page, "welcome")
    say(page, GREETING)
    expect(page.locator(".row.bot").last).to_contain_text(MENU)
    page.locator("#file").set_input_files(files=[PNG])
    expect(page.locator("#tray")).to_be_visible()
    page.context.set_offline(True)
    expect(page.locator("#notice")).to_contain_text("لا يوجد اتصال")
    say(page, "بلا شبكة")
    expect(page.locator(".row.failed")).to_be_visible()
    page.get_by_label("خيارات المحادثة").click()
    check(page, "conversation")
    page.context.close()


def test_the_consoles_main_pages(browser: Browser, house: House) -> None:
    person = opened(browser, PHONE, f"{house.url}/chat/yusr")
    say(person, GREETING)
    person.get_by_role("button", name="التحدث مع موظف").last.click()
    expect(person.locator(".row.bot").nth(2)).to_be_visible()
    page = opened(browser, DESK, f"{house.url}/console")
    check(page, "sign-in")
    page.context.close()
    hind = colleague(browser, house, "hind", DESK)
    expect(hind.locator(".entry a")).to_have_count(1)
    check(hind, "queue")
    hind.locator(".entry a").click()
    hind.get_by_role("button", name="استلام المحادثة").click()
    expect(hind.get_by_label("الرد على المستفيد")).to_be_visible()
    check(hind, "conversation")
    open_form(hind, "accessible-intake")
    hind.get_by_label("الاتصالات الهاتفية").check()
    fill(hind, identity="1000000009")
    hind.get_by_role("button", name=FILE).click()
    expect(hind.get_by_role("alert")).to_be_visible()
    check(hind, "form with a mistake")
    hind.get_by_label("رقم الهوية").fill(IDENTITY)
    hind.get_by_role("button", name=FILE).click()
    expect(hind.locator(".reference")).to_contain_text("YSR-")
    check(hind, "filed")
    hind.get_by_role("link", name="صفحة الطلب").click()
    hind.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    check(hind, "application")
    house.ports.database.write_now(rate)
    for path in ("all", "applications", "intake", "undelivered", "ratings"):
        hind.goto(f"{house.url}/console/{path}")
        check(hind, path)
    hind.set_viewport_size(PHONE)  # type: ignore[arg-type]  # width and height
    check(hind, "on a phone")
