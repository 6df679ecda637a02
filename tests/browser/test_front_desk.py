"""The whole front desk as a newcomer starts it: one command, a beneficiary's phone, a colleague's console."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from bot.processes import free_port
from flows.reference import find
from tests.browser.test_application import say
from tests.models import data_folder

ROOT = Path(__file__).parent.parent.parent
ANSWERS = ("نعم", "نورة سعد القحطاني", "1526018153", "0551234567", "جدة", "نفسية", "تخطي", "لاحقا", "1", "1")
SHORT = 20_000


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[str, str, str]]:
    """A real `sanad serve --demo`: its address and the demo account as it prints them."""
    port = free_port()
    (tmp_path / "models").symlink_to(data_folder() / "models")
    env = {name: value for name, value in os.environ.items() if not name.startswith("SANAD_")}
    env |= {"SANAD_DATA_DIR": str(tmp_path), "SANAD_PORT": str(port)}
    command = [str(Path(sys.executable).parent / "sanad"), "serve", "--demo"]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
    try:
        base = f"http://127.0.0.1:{port}"
        _wait(f"{base}/healthz", process)
        found = re.search(r"(demo@\S+)\s+(\S+)", (tmp_path / "log").read_text())
        assert found, "the demo account is printed"
        yield base, found[1], found[2]
    finally:
        process.terminate()
        process.wait(20)
    assert "Traceback" not in (tmp_path / "log").read_text()


def test_from_the_first_word_to_the_reference_and_through_a_person_back_to_the_form(
    desk: tuple[str, str, str], browser: Browser
) -> None:
    base, login, password = desk
    phone = browser.new_context(viewport={"width": 390, "height": 844}, locale="ar-SA").new_page()
    phone.goto(f"{base}/chat/yusr")

    say(phone, "السلام عليكم", "كيف نقدر نخدمك")
    say(phone, "ابغى احجز استشارة نفسية", "جنسيتك")
    for answer in ANSWERS[:-1]:
        say(phone, answer)
    say(phone, ANSWERS[-1], "للتوقيع")
    said = say(phone, "نورة سعد القحطاني", "رقم الطلب")
    (reference,) = find(said)
    assert "لا تقل عن أسبوعين" in said
    assert reference in say(phone, f"وين وصل طلبي {reference}", "هذا حال الطلب")

    say(phone, "ابغى اسجل في اللقاءات التوعوية", "جنسيتك")
    say(phone, "نعم", "ما اسمك")
    say(phone, "أبغى أكلم موظف", "حولت محادثتك")

    desktop = browser.new_context(viewport={"width": 1280, "height": 800}, locale="ar-SA").new_page()
    desktop.goto(f"{base}/console")
    desktop.locator("input[type=email], input[name=login]").first.fill(login)
    desktop.locator("input[type=password]").fill(password)
    desktop.keyboard.press("Enter")
    desktop.locator("a[href*='/console/c/']").first.click()
    expect(desktop.get_by_text("أبغى أكلم موظف").first).to_be_visible(timeout=SHORT)
    desktop.get_by_role("button", name=re.compile("استلام|تولي|استلم")).first.click()
    desktop.locator("textarea").first.fill("حياك الله، معك زميلتك من الجمعية.")
    desktop.get_by_role("button", name="إرسال").first.click()
    expect(phone.get_by_text("معك زميلتك من الجمعية").first).to_be_visible(timeout=SHORT)

    desktop.get_by_role("button", name=re.compile("المساعد الآلي")).first.click()
    expect(phone.get_by_text("شكرًا على انتظارك").first).to_be_visible(timeout=SHORT)
    expect(phone.get_by_text("ما اسمك الكامل").last).to_be_visible(timeout=SHORT)
    say(phone, "نورة سعد القحطاني", "رقم هويتك")


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        assert process.poll() is None, "the server ended"
        try:
            if httpx.get(url).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the server did not start within a minute")
