"""An application from the chat to the service, in real browsers: the person's phone, two colleagues' consoles.

SANAD_SCREENSHOTS=folder keeps pictures.
"""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Connection, insert

from bot import staff
from bot.clock import now
from storage.tables import Rating, table
from tests.console import IDENTITY, PASSWORD
from tests.fakes.chat_house import House, open_house

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
NAME = "سارة تجربة الاختبار"
SERVICE = "البرامج المهارية للمطلقات والأرامل"
ASKED = (
    ("السلام عليكم", "كيف نقدر نخدمك"),
    ("تقديم طلب", "خدمة"),
    (SERVICE, "مطلقة أو أرملة"),
    ("نعم", "جنسية"),
    ("نعم", "تقديم ما يثبت"),
    ("نعم", "اسمك الكامل"),
    (NAME, "رقم هويتك"),
    (IDENTITY, "رقم جوالك"),
    ("0500000001", "مدينة"),
    ("جدة", "حالتكِ الاجتماعية"),
    ("أرملة", "باختصار"),
    ("تخطي", "الهوية الوطنية"),
    ("لاحقا", "يثبت الحالة"),
    ("لاحقا", "1"),
)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path) as opened:
        for name, login, role in (("منى الباحثة", "muna", "researcher"), ("سعد اللجنة", "saad", "committee")):
            staff.add(opened.ports.database, name, f"{login}@sanad.example", PASSWORD, role, ["yusr"])
        yield opened


def test_an_application_from_the_chat_to_the_service(browser: Browser, house: House) -> None:
    person = opened(browser, PHONE, f"{house.url}/chat/yusr")
    reference = apply(person)
    muna, saad = colleague(browser, house, "muna", DESK), colleague(browser, house, "saad", PHONE)
    begin(muna, reference)
    heard(person, "بدأنا مراجعة بيانات طلبك")
    correct(muna)
    interview(muna)
    for words in ("الساعة 10:30 صباحًا", "مقر الجمعية، الدور الأول", "وهو الآن عند لجنة البحث"):
        heard(person, words)
    decide(saad, reference)
    heard(person, "نبشرك بقبول طلبك")
    serve(muna)
    heard(person, "قُدمت لك خدمة")
    assert "تنطبق" not in person.locator("#log").inner_text(), "what staff write among themselves"
    muna.goto(f"{house.url}/console/applications?status=served")
    look(muna, "phone-applications")


def begin(page: Page, reference: str) -> None:
    page.get_by_role("link", name="الطلبات", exact=True).click()
    look(page, "desk-applications")
    page.get_by_role("link", name=reference).click()
    expect(page.get_by_text("يطابق الإجابات الحالية")).to_be_visible()
    assert IDENTITY not in page.content()
    look(page, "desk-application-submitted")
    move(page, "بدء المراجعة", plain=True)
    expect(page.get_by_text("قبل التوصية يلزم: مقابلة")).to_be_visible()


def interview(page: Page) -> None:
    """Planned, held, and then the recommendation, which is not for the same person to decide."""
    at = now() + timedelta(days=3)
    fields = {"التاريخ": at.strftime("%Y-%m-%d"), "الوقت": "10:30", "المكان": "مقر الجمعية، الدور الأول"}
    move(page, "تحديد موعد مقابلة", fields, picture="desk-application-interview")
    outcome = {"ما الذي جرى، وما النتيجة؟": "حضرت، وتنطبق عليها الشروط."}
    move(page, "تسجيل ما جرى في الموعد", outcome, choose="تم الموعد")
    move(page, "رفع توصية إلى اللجنة", {"سبب التوصية": "أرملة وتنطبق الشروط."}, choose="القبول")
    expect(page.get_by_role("button", name="قبول الطلب")).to_have_count(0)
    look(page, "desk-application-committee")


def decide(page: Page, reference: str) -> None:
    page.reload()
    page.get_by_role("link", name=reference).click()
    expect(page.get_by_text("توصية الباحث: القبول")).to_be_visible()
    look(page, "phone-application-committee")
    move(page, "قبول الطلب")


def serve(page: Page) -> None:
    page.reload()
    move(page, "تسجيل تقديم الخدمة")
    page.reload()
    expect(page.locator("#history .fate").first).to_contain_text("أُرسلت")
    look(page, "desk-application-served")
    page.set_viewport_size(PHONE)
    look(page, "phone-application-served")


def test_a_move_is_made_by_keyboard_alone(browser: Browser, house: House) -> None:
    person = opened(browser, PHONE, f"{house.url}/chat/yusr")
    apply(person)
    muna = colleague(browser, house, "muna", DESK)
    muna.goto(f"{house.url}/console/a/1")
    press(muna, "بدء المراجعة")
    expect(muna.get_by_text("ورسالة المستفيد في طريقها إليه")).to_be_visible()
    press(muna, "طلب معلومات أو أوراق")
    muna.keyboard.press("Tab")
    muna.keyboard.type("صورة من العقد")
    muna.keyboard.press("Control+Enter")
    heard(person, "صورة من العقد")


def test_a_raced_move_keeps_what_was_typed(browser: Browser, house: House) -> None:
    apply(opened(browser, PHONE, f"{house.url}/chat/yusr"))
    one, other = colleague(browser, house, "muna", PHONE), colleague(browser, house, "muna", DESK)
    other.goto(f"{house.url}/console/a/1")
    move(other, "بدء المراجعة", plain=True)
    one.goto(f"{house.url}/console/a/1")
    move(other, "طلب معلومات أو أوراق", {"ما الذي ينقص الطلب؟": "ورقة"})
    asking = one.locator("details.step").filter(has_text="طلب معلومات أو أوراق")
    asking.locator("summary").click()
    asking.get_by_label("ما الذي ينقص الطلب؟").fill("نص طويل كُتب للتو")
    asking.get_by_role("button").click()
    expect(one.get_by_role("alert")).to_contain_text("تغيّر الطلب بعد فتح هذه الصفحة")
    expect(one.get_by_label("النص الذي لم يُحفظ")).to_have_value("نص طويل كُتب للتو")
    look(one, "phone-application-raced")


def test_an_interview_without_appointment_and_papers_by_name(browser: Browser, house: House) -> None:
    person = opened(browser, PHONE, f"{house.url}/chat/yusr")
    apply(person)
    muna = colleague(browser, house, "muna", DESK)
    muna.goto(f"{house.url}/console/a/1")
    move(muna, "بدء المراجعة", plain=True)
    past = now() - timedelta(days=1)
    fields = {"التاريخ": past.strftime("%Y-%m-%d"), "الوقت": "09:15", "المكان": "مقر الجمعية"}
    fields["ما الذي جرى، وما النتيجة؟"] = "حضرت إلى المقر بلا موعد، وتمت المقابلة."
    spot = muna.locator("details.step").filter(has_text="دون موعد")
    expect(spot.get_by_label("مقابلة", exact=True)).to_be_checked()
    move(muna, "تسجيل مقابلة أو زيارة تمت دون موعد", fields, picture="desk-application-on-the-spot")
    expect(muna.get_by_text("قبل التوصية يلزم")).to_have_count(0)
    asking = "طلب معلومات أو أوراق"
    words = {"ما الذي ينقص الطلب؟": "نحتاج صورة الهوية قبل رفع الطلب."}
    muna.set_viewport_size(PHONE)
    move(muna, asking, words, choose="الهوية الوطنية أو الإقامة", picture="phone-application-papers")
    heard(person, "نحتاج صورة أو ملف PDF: الهوية الوطنية أو الإقامة")
    look(muna, "phone-application-asked")


def test_the_ratings_are_read_on_a_desk_and_on_a_phone(browser: Browser, house: House) -> None:
    staff.add(house.ports.database, "هند المشرفة", "hind@sanad.example", PASSWORD, "supervisor", ["yusr"])
    say(opened(browser, PHONE, f"{house.url}/chat/yusr"), "السلام عليكم", "كيف نقدر نخدمك")
    house.ports.database.write_now(rate)
    hind = colleague(browser, house, "hind", DESK)
    hind.get_by_role("link", name="رضا المستفيدين").click()
    expect(hind.get_by_role("heading", name="رضا المستفيدين")).to_be_visible()
    expect(hind.locator("svg.shares").first).to_be_visible()
    expect(hind.get_by_text("عدد قليل").first).to_be_visible()
    look(hind, "desk-ratings")
    hind.set_viewport_size(PHONE)
    look(hind, "phone-ratings")


def rate(connection: Connection) -> None:
    """Four months of two services that people rate, and of one that few do."""
    known: dict[str, Any] = {"charity": "yusr", "conversation_id": 1}
    groups = {
        "family_consultation": (5, 5, 4, 5, 3, 2, 5, 4),
        "skills_programmes": (4, 5, 5, 1, 3, 4),
        "awareness_meetings": (5, 2),
        "": (5, 4, 5, 5, 1),
    }
    for months, (service, stars) in enumerate(groups.items()):
        at = now() - timedelta(days=30 * months)
        for number in stars:
            words = {5: "جزاكم الله خيرًا، تعامل راقٍ.", 1: "انتظرت طويلًا قبل أول رد."}.get(number, "")
            values = {**known, "service": service, "stars": number, "words": words, "at": at}
            connection.execute(insert(table(Rating)), values)


def opened(browser: Browser, size: Any, address: str) -> Page:
    page = browser.new_context(viewport=size, locale="ar-SA").new_page()
    page.set_default_timeout(20_000)
    page.goto(address)
    return page


def colleague(browser: Browser, house: House, login: str, size: Any) -> Page:
    page = opened(browser, size, f"{house.url}/console")
    page.get_by_label("البريد الإلكتروني").fill(f"{login}@sanad.example")
    page.get_by_label("كلمة المرور").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="الطلبات", exact=True)).to_be_visible()
    return page


def apply(person: Page) -> str:
    """The person fills in the form in the chat; the application's reference."""
    for words, expected in ASKED:
        say(person, words, expected)
    say(person, "1", "أقر")
    say(person, "1", "للتوقيع")
    told = say(person, NAME, "رقم الطلب")
    return next(word.strip(".،") for word in told.split() if word.startswith("YSR-"))


def say(person: Page, words: str, expected: str = "") -> str:
    """What the bot answered upon it."""
    said = person.locator("#log .row.them .said")
    before = said.count()
    person.get_by_label("اكتب رسالتك").fill(words)
    person.keyboard.press("Enter")
    for _ in range(150):
        answer = "\n".join(said.all_inner_texts()[before:])
        if answer and expected in answer:
            return answer
        person.wait_for_timeout(100)
    raise AssertionError(f"after {words!r} came {answer!r}, not {expected!r}")


def heard(person: Page, words: str) -> None:
    """A message that nobody asked for arrives by itself."""
    expect(person.locator("#log .row.them").filter(has_text=words).last).to_be_visible(timeout=20_000)


def move(
    page: Page,
    label: str,
    fields: dict[str, str] | None = None,
    *,
    choose: str = "",
    plain: bool = False,
    picture: str = "",
) -> None:
    """Make the move by its form, as a mouse or a finger would."""
    form = page.locator("details.step").filter(has=page.locator("summary", has_text=label))
    if not plain:
        form.locator("summary").click()
    for name, words in (fields or {}).items():
        form.get_by_label(name).fill(words)
    if choose:
        form.get_by_label(choose, exact=True).check()
    if picture:
        look(page, picture)
    page.get_by_role("button", name=label if plain else f"تأكيد: {label}", exact=True).click()
    expect(page.locator(".notice")).to_contain_text("تم ذلك")


def correct(page: Page) -> None:
    city = page.locator("dd").filter(has=page.get_by_text("تصحيح المدينة"))
    city.locator("summary").click()
    city.get_by_label("الإجابة الصحيحة").fill("الرياض")
    look(page, "desk-application-correction")
    city.get_by_role("button", name="حفظ التصحيح").click()
    expect(page.get_by_text("يحتاج إقرارًا جديدًا")).to_be_visible()
    expect(page.get_by_text("كانت: جدة")).to_be_visible()


def press(page: Page, label: str) -> None:
    """Reach the control of this name by Tab, and press it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.textContent.trim()") == label:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{label} cannot be reached by Tab")


def look(page: Page, name: str) -> None:
    """Nothing may stick out sideways; keep a picture where they are wanted."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{name} is {wide} pixels too wide"
    if folder := os.environ.get("SANAD_SCREENSHOTS"):
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=f"{folder}/{name}.png", full_page=True, caret="initial")
