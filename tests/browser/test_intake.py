"""A request that staff take down, in real browsers: a researcher's desk, a delegate's phone, the keyboard alone.

SANAD_SCREENSHOTS=folder keeps pictures.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot import staff
from tests.browser.test_application import DESK, PHONE, colleague, look
from tests.console import IDENTITY, PASSWORD
from tests.fakes.chat_house import House, open_house

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAME = "سارة تجربة الاختبار"
SERVICE = "البرامج المهارية للمطلقات والأرامل"
FILE = "تسجيل الطلب"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path) as opened:
        for name, login, role in (("منى الباحثة", "muna", "researcher"), ("فهد المندوب", "fahd", "delegate")):
            staff.add(opened.ports.database, name, f"{login}@sanad.example", PASSWORD, role, ["yusr"])
        yield opened


def test_a_request_is_taken_down_on_a_desk(browser: Browser, house: House) -> None:
    muna = colleague(browser, house, "muna", DESK)
    open_form(muna, "desk-intake-services")
    muna.get_by_label("الاتصالات الهاتفية").check()
    fill(muna, identity="1000000009", divorced="لا")
    look(muna, "desk-intake-filled")
    muna.get_by_role("button", name=FILE).click()
    expect(muna.get_by_role("alert")).to_be_focused()
    expect(muna.locator("#f-identity-wrong")).to_contain_text("تبدل مكانهما")
    expect(muna.get_by_label("الاسم الكامل")).to_have_value(NAME)
    look(muna, "desk-intake-wrong")
    muna.get_by_label("رقم الهوية").fill(IDENTITY)
    muna.get_by_role("button", name=FILE).click()
    expect(muna.get_by_text("شرط لم يتحقق: هذه البرامج للمطلقات والأرامل.")).to_be_visible()
    muna.get_by_label("سبب المتابعة").fill("صدر الحكم، والصك قيد الإصدار.")
    look(muna, "desk-intake-decide")
    muna.get_by_role("button", name=FILE).click()
    expect(muna.locator(".reference")).to_contain_text("YSR-")
    look(muna, "desk-intake-done")
    muna.get_by_role("link", name="صفحة الطلب").click()
    expect(muna.locator("#history")).to_contain_text("صدر الحكم")
    look(muna, "desk-intake-application")


def test_a_delegate_takes_one_down_on_a_phone_and_meets_a_duplicate(browser: Browser, house: House) -> None:
    fahd = colleague(browser, house, "fahd", PHONE)
    for _ in range(2):
        open_form(fahd, "phone-intake-services")
        expect(fahd.get_by_label("مناديب المكاتب الفرعية")).to_be_checked()
        fill(fahd)
        look(fahd, "phone-intake-filled")
        fahd.get_by_role("button", name=FILE).click()
        fahd.wait_for_load_state()
    expect(fahd.get_by_text("طلب لهذه الخدمة لم ينتهِ بعد")).to_be_visible()
    look(fahd, "phone-intake-duplicate")
    fahd.get_by_label("ويُسجَّل طلب آخر مع ذلك").check()
    fahd.get_by_role("button", name=FILE).click()
    expect(fahd.locator(".reference")).to_contain_text("YSR-")
    look(fahd, "phone-intake-done")


def test_the_form_is_filled_in_by_keyboard_alone(browser: Browser, house: House) -> None:
    muna = colleague(browser, house, "muna", DESK)
    muna.goto(f"{house.url}/console/intake/yusr/awareness_meetings")
    steps = {
        "interview": "Space",
        "نعم": "Space",
        "f-full_name": NAME,
        "f-identity": IDENTITY,
        "f-mobile": "0500000007",
        "f-city": "جدة",
        "seen": "Space",
        "read_out": "Space",
        "signed_name": NAME,
    }
    for place, keys in steps.items():
        tab_to(muna, place)
        muna.keyboard.press(keys) if keys == "Space" else muna.keyboard.type(keys)
    muna.keyboard.press("Control+Enter")
    expect(muna.locator(".reference")).to_contain_text("YSR-")


def open_form(page: Page, picture: str) -> None:
    page.get_by_role("link", name="طلب جديد", exact=True).click()
    expect(page.get_by_role("link", name=SERVICE)).to_be_visible()
    look(page, picture)
    page.get_by_role("link", name=SERVICE).click()
    expect(page.get_by_role("button", name=FILE)).to_be_visible()


def fill(page: Page, *, identity: str = IDENTITY, divorced: str = "نعم") -> None:
    chosen = {"c-divorced_or_widow": divorced, "c-residence": "نعم", "c-status_proof": "نعم", "signing": "قُرئ النص"}
    chosen |= {"d-identity_paper": "اطُّلع عليها", "d-marital_status_proof": "تصل لاحقًا"}
    for group, label in chosen.items():
        page.locator(f"#{group}").get_by_label(label).check()
    written = {"الاسم الكامل": NAME, "رقم الهوية": identity, "رقم الجوال": "0500000007", "المدينة": "جدة"}
    for label, text in {**written, "اسم من أقرّ": NAME}.items():
        page.get_by_label(label).fill(text)
    page.get_by_label("الحالة الاجتماعية").select_option("أرملة")


def tab_to(page: Page, place: str) -> None:
    """Reach the control with this id or value by Tab alone."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("() => [document.activeElement.id, document.activeElement.value]").count(place):
            return
    raise AssertionError(f"{place} cannot be reached by Tab")
