"""A researcher's working day in a real browser, on a desk and on a phone. SANAD_SCREENSHOTS=folder keeps pictures."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from cryptography.fernet import Fernet
from playwright.sync_api import Browser, Page, Route, expect
from pydantic import SecretStr

from bot import staff
from bot.clock import now
from bot.database import open_database
from bot.processes import free_port
from bot.settings import Settings
from bot.wake import local
from bot.web.app import create
from channels.fake import Fake
from storage import ownership
from storage.schema import upgrade
from tests import console as desk

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
WHO = "+966500000001"
KEY = SecretStr(Fernet.generate_key().decode())
pytestmark = pytest.mark.browser


class House:
    """The application with its worker, on a free port, in a thread of its own."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        its = {"public_url": self.url, "sweep_seconds": 0.2, "keys": (KEY,)}
        settings = Settings(data_dir=folder, charities_dir=folder, **its)
        self.database = open_database(settings)
        upgrade(self.database)
        staff.add(self.database, "منى التجريبية", "muna@sanad.example", desk.PASSWORD, "researcher", ["yusr"])
        self.ports = desk.ports(self.database, folder, settings=its, wake=local(), clock=now)
        app = create(settings, self.ports)
        self._server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", timeout_graceful_shutdown=1))
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        deadline = time.monotonic() + 15
        while not self._server.started and time.monotonic() < deadline:
            time.sleep(0.05)
        assert self._server.started

    def hear(self, *texts: str, who: str = WHO) -> None:
        """The person writes, as a webhook would bring it: the worker answers on its own."""
        for number, text in enumerate(texts):
            before = len(self.channel.sent)
            body = {"id": f"{who}-{time.monotonic_ns()}-{number}", "from": who, "text": text, "name": "سارة"}
            answer = httpx.post(f"{self.url}/hooks/yusr/fake", json=body, headers={"x-fake-secret": "fake"})
            assert answer.status_code < 300, answer.status_code
            self.until(lambda before=before: len(self.channel.sent) > before)

    @property
    def channel(self) -> Fake:
        return desk.fake(self.ports)

    def until(self, holds: Any) -> None:
        for _ in range(400):
            if holds():
                return
            time.sleep(0.05)
        raise AssertionError("it did not happen")

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self.database.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = House(tmp_path)
    yield opened
    opened.stop()


def look(page: Page, name: str) -> None:
    """Nothing may stick out sideways; keep a picture where they are wanted."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{name} is {wide} pixels too wide"
    folder = os.environ.get("SANAD_SCREENSHOTS")
    if folder:
        page.evaluate("scrollTo(0, 0)")
        # Hiding the caret would be an inline style, which the pages forbid.
        page.screenshot(path=f"{folder}/{name}.png", full_page=True, caret="initial")


def sign_in(page: Page, house: House) -> None:
    page.goto(f"{house.url}/console/")
    page.get_by_label("البريد الإلكتروني").fill("muna@sanad.example")
    page.get_by_label("كلمة المرور").fill(desk.PASSWORD)
    page.get_by_role("button", name="دخول").click()
    expect(page.get_by_role("heading", name="في انتظار موظف")).to_be_visible()


@pytest.mark.parametrize(
    ("size", "scheme"), [(DESK, "light"), (PHONE, "light"), (PHONE, "dark")], ids=["desk", "phone", "phone-dark"]
)
def test_a_person_is_helped_from_the_queue_to_the_hand_back(
    browser: Browser, house: House, size: Any, scheme: Any, request: pytest.FixtureRequest
) -> None:
    kind = request.node.callspec.id
    context = browser.new_context(viewport=size, color_scheme=scheme, locale="ar")
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{house.url}/console/")
    look(page, f"{kind}-1-sign-in")
    sign_in(page, house)
    the_queue_fills(page, house, kind)
    page.locator(".entry:not(.emergency) a").click()
    claim_and_reply(page, house)
    write_a_note(page)
    page.get_by_role("button", name="إظهار").click()
    expect(page.locator("#panels").get_by_text(desk.IDENTITY)).to_be_visible()
    look(page, f"{kind}-4-conversation")
    hand_back(page, house)
    look(page, f"{kind}-5-handed-back")
    page.get_by_role("link", name="كل المحادثات").click()
    expect(page.locator(".entry")).to_have_count(2)
    look(page, f"{kind}-6-all")
    page.get_by_role("button", name="خروج").click()
    expect(page.get_by_text("سُجِّل خروجك")).to_be_visible()
    assert wrong == []
    context.close()


def the_queue_fills(page: Page, house: House, kind: str) -> None:
    """While it is being looked at."""
    expect(page.get_by_text("لا أحد في الانتظار")).to_be_visible()
    look(page, f"{kind}-2-empty")
    house.hear("أريد التقديم", *desk.FORM, "موظف")
    expect(page.get_by_role("link", name="سارة")).to_be_visible()
    house.hear("أنقذوني", who="+966500000002")
    expect(page.locator(".entry.emergency")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    look(page, f"{kind}-3-queue")


def claim_and_reply(page: Page, house: House) -> None:
    """A message of the person comes in meanwhile: what is being written stays."""
    expect(page.locator("#transcript .line").last).to_be_in_viewport()
    page.get_by_role("button", name="استلام المحادثة").click()
    reply = page.get_by_label("الرد على المستفيد")
    words = "أهلًا سارة، معك منى من الجمعية.\nكيف أساعدك؟"
    reply.fill(words)
    send_quietly(house, "عندي سؤال قبل أن أكمل: هل رقم الجوال 0500000001 يكفي؟")
    expect(page.locator("#transcript").get_by_text("عندي سؤال")).to_be_visible()
    expect(reply).to_have_value(words)
    reply.press("Control+Enter")
    expect(page.locator(".line.staff")).to_contain_text("كيف أساعدك؟")
    expect(reply).to_have_value("")
    house.until(lambda: house.channel.texts(WHO)[-1] == words)
    expect(page.locator(".line.staff .fate")).to_have_text("أُرسلت")
    expect(page.locator(".line.staff")).to_be_in_viewport()


def write_a_note(page: Page) -> None:
    page.get_by_label("ملاحظة جديدة").fill("تحتاج متابعة هاتفية يوم الأحد.")
    page.get_by_role("button", name="حفظ الملاحظة").click()
    expect(page.locator("#notes")).to_contain_text("متابعة هاتفية")
    expect(page.get_by_label("ملاحظة جديدة")).to_have_value("")


def hand_back(page: Page, house: House) -> None:
    page.get_by_role("button", name="إعادة إلى المساعد الآلي").click()
    expect(page.get_by_text("وأُغلقت الحالة")).to_be_visible()
    handback = house.ports.packs["yusr"].texts["handback"].ar
    house.until(lambda: handback in house.channel.texts(WHO))
    assert not [said for said in house.channel.texts() if "متابعة هاتفية" in said]


def test_a_conversation_is_claimed_and_answered_by_keyboard_alone(browser: Browser, house: House) -> None:
    house.hear("موظف")
    page = browser.new_page(viewport=DESK)
    page.goto(f"{house.url}/console/")
    # Keys pressed before the page has given the focus are lost.
    expect(page.get_by_label("البريد الإلكتروني")).to_be_focused()
    page.keyboard.type("muna@sanad.example")
    page.keyboard.press("Tab")
    page.keyboard.type(desk.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#entry-1")).to_be_visible()
    tab_to(page, "#entry-1")
    page.keyboard.press("Enter")
    expect(page.locator("#composer")).to_be_visible()
    tab_to(page, "#composer button.main")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("#reply")).to_be_visible()
    tab_to(page, "#reply")
    page.keyboard.type("من لوحة المفاتيح")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".line.staff")).to_contain_text("من لوحة المفاتيح")
    page.close()


def test_a_reply_being_written_survives_a_colleague_who_takes_over(browser: Browser, house: House) -> None:
    house.hear("موظف")
    leader = staff.add(house.database, "ليلى", "layla@sanad.example", desk.PASSWORD, "supervisor", ["yusr"])
    page = browser.new_page(viewport=PHONE)
    sign_in(page, house)
    page.locator("#entry-1").click()
    page.get_by_role("button", name="استلام المحادثة").click()
    page.get_by_label("الرد على المستفيد").fill("نص لم يكتمل")
    assert house.database.write_now(ownership.claim, 1, leader, now=now(), over=True)
    expect(page.get_by_text("في عهدة ليلى").first).to_be_visible()
    expect(page.locator("#notice")).to_have_text("")  # it said that the conversation was hers
    expect(page.get_by_label("النص الذي لم يُرسل")).to_have_value("نص لم يكتمل")
    expect(page.get_by_role("button", name="إرسال")).to_have_count(0)
    look(page, "phone-7-taken-over")
    page.close()


def test_a_number_that_was_asked_for_is_not_hidden_by_news(browser: Browser, house: House) -> None:
    """Neither by news that come while it is being fetched nor by those that come while it is read."""
    house.hear("أريد التقديم", *desk.FORM, "موظف")
    page = browser.new_page(viewport=DESK)
    sign_in(page, house)
    page.locator("#entry-1").click()
    page.get_by_role("button", name="استلام المحادثة").click()

    def with_news_meanwhile(route: Route) -> None:
        send_quietly(house, "هل وصلت؟")
        expect(page.locator("#transcript").get_by_text("هل وصلت؟")).to_be_visible()
        route.continue_()

    page.route("**/reveal", with_news_meanwhile)
    page.get_by_role("button", name="إظهار").click()
    expect(page.locator("#panels").get_by_text(desk.IDENTITY)).to_be_visible()
    send_quietly(house, "أنتظر ردكم")
    expect(page.locator("#transcript").get_by_text("أنتظر ردكم")).to_be_visible()
    expect(page.locator("#panels").get_by_text(desk.IDENTITY)).to_be_visible()
    page.close()


def test_whoever_signs_out_in_one_window_is_out_in_the_other(browser: Browser, house: House) -> None:
    context = browser.new_context(viewport=DESK)
    one, other = context.new_page(), context.new_page()
    sign_in(one, house)
    other.goto(f"{house.url}/console/")
    one.get_by_role("button", name="خروج").click()
    expect(other.get_by_label("كلمة المرور")).to_be_visible(timeout=20_000)
    context.close()


def send_quietly(house: House, text: str) -> None:
    """The person writes while a member of staff holds the conversation: nobody answers by itself."""
    body = {"id": f"quiet-{time.monotonic_ns()}", "from": WHO, "text": text}
    assert httpx.post(f"{house.url}/hooks/yusr/fake", json=body, headers={"x-fake-secret": "fake"}).is_success


def tab_to(page: Page, target: str) -> None:
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", target):
            return
    raise AssertionError(f"{target} cannot be reached by Tab")
