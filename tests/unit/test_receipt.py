"""What a receipt says, and how it stands on the paper."""

from dataclasses import replace
from datetime import datetime

import pypdfium2
import pytest

from bot.clock import RIYADH
from bot.receipt import Page, Part, Row, hidden, page
from bot.receipt_page import draw
from flows.session import Answer
from flows.signing import text_digest
from storage.receipts import Filed
from tests.applying import MOBILE, NAME, NATIONAL_ID, yusr

AT = datetime(2026, 11, 21, 18, 35, tzinfo=RIYADH)
IBAN = "SA0380000000608010167519"


def given(value: object, shown: str) -> Answer:
    return Answer(value, "typed", AT.isoformat(), shown)


def filed(**changes: object) -> Filed:
    """A consultation with one paper missing, in Arabic."""
    answers = {
        "full_name": given(NAME, NAME),
        "identity": given(NATIONAL_ID, NATIONAL_ID),
        "mobile": given("+966551234567", MOBILE),
        "consultation_type": given("psychological", "نفسية"),
        "need": given("x", f"رقم الهوية {NATIONAL_ID} مكتوب هنا"),
        "residence": given(True, "نعم"),
    }
    made = Filed(
        reference="YSR-4K7Q-2",
        service="family_consultation",
        answers=answers,
        given=frozenset(),
        missing=frozenset({"identity_paper"}),
        submitted_at=AT,
        language="ar",
        text_version=f"1@{yusr().version}",
        text_digest=text_digest(yusr().declaration.text.ar),
        digest="0123456789abcdef" * 4,
        signed_name=NAME,
        channel="whatsapp",
        declared_at=AT,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def words(page: Page) -> str:
    """Everything on the page, a line for each row."""
    lines = [page.heading, page.title, f"{page.label}: {page.reference}"]
    for part in page.parts:
        lines += [part.title, *(f"{row.label}: {row.value}" for row in part.rows), part.text, part.note]
    return "\n".join(lines)


def test_it_says_who_what_when_and_by_which_way() -> None:
    told = words(page(filed(), yusr()))
    for line in (
        "جمعية يُسر للتنمية الأسرية", "إيصال طلب", "رقم الطلب: YSR-4K7Q-2", "الخدمة: الاستشارات الأسرية",
        "التاريخ والوقت: يوم السبت 21 نوفمبر 2026، الساعة 6:35 مساءً بتوقيت الرياض", "بالهجري: 11 جمادى الآخرة 1448هـ",
        "وصل عن طريق: واتساب", "نوع الاستشارة: نفسية", "بقي منها: الهوية الوطنية أو الإقامة", "وصل منها: لا شيء",
        yusr().declaration.text.ar, f"التوقيع: {NAME}", "نسخة الإقرار: 1", "0123 4567 89ab cdef",
        "تدرس لجنة البحث الطلب، ويصلك ردها بالقبول أو الاعتذار خلال مدة لا تقل عن أسبوعين.", "وين طلبي",
    ):  # fmt: skip
        assert line in told


def test_numbers_that_identify_a_person_are_hidden() -> None:
    told = words(page(filed(), yusr()))
    assert NATIONAL_ID not in told
    assert MOBILE not in told
    assert "********53 مكتوب" in told
    assert (hidden(IBAN), hidden("SA03 8000 0000 6080 1016 7519")) == ("SA*******************519",) * 2
    assert hidden(MOBILE) == "*******567"


def test_an_english_session_gets_an_english_receipt_with_the_declaration_as_it_was_signed() -> None:
    english = page(filed(language="en"), yusr())
    told = words(english)
    assert "Saturday 21 November 2026, 6:35 pm, Riyadh time" in told
    assert "Kind of consultation: Psychological" in told
    assert "11 Jumada al-Akhirah 1448 AH" in told
    assert "Are you a Saudi national, or do you have legal residence?: Yes" in told
    assert "no less than two weeks" in told
    assert yusr().declaration.text.ar in told


def test_where_the_policy_names_no_period_none_is_promised() -> None:
    silent = yusr().model_copy(update={"committee": yusr().committee.model_copy(update={"at_least_days": None})})
    told = words(page(filed(), silent))
    assert "أسبوع" not in told
    assert "لا تحدد سياسة الجمعية مدة" in told


def test_an_interview_is_announced_where_the_service_has_one() -> None:
    assert "مقابلة شخصية" in words(page(filed(service="skills_programmes"), yusr()))
    assert "مقابلة شخصية" not in words(page(filed(), yusr()))


def test_staff_who_took_it_down_are_named_as_the_way() -> None:
    assert "وصل عن طريق: موظف الجمعية" in words(page(filed(channel=""), yusr()))


def test_an_application_of_a_service_that_is_no_more_still_has_a_receipt() -> None:
    assert draw(page(filed(service="gone"), yusr())).startswith(b"%PDF-")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_paper_is_a4_and_holds_every_part(language: str) -> None:
    made = page(filed(language=language), yusr())
    document = pypdfium2.PdfDocument(draw(made))
    assert [round(side) for side in document[0].get_size()] == [595, 842]
    text = "".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
    assert "YSR-4K7Q-2" in text
    # A shaped line is stored as it is seen: words in order, but a reader may turn the line.
    assert all(word in text for word in (made.title + " " + made.parts[1].title).split())
    assert document.get_metadata_value("Title") == f"{made.title} YSR-4K7Q-2"


def test_arabic_letters_are_joined() -> None:
    """The joined forms of this letter are much narrower than the one that stands alone."""
    assert _widths("ببب") < 0.75 * 3 * _widths("ب")


def test_a_long_answer_runs_over_pages_without_losing_a_word() -> None:
    long = " ".join(f"كلمة{number}" for number in range(900))
    pdf = draw(_one_row("الوصف", long))
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
    assert len(document) > 2
    assert all(str(number) in text for number in range(900))


def test_the_fingerprint_keeps_its_order_in_an_arabic_line() -> None:
    text = pypdfium2.PdfDocument(draw(page(filed(), yusr())))[0].get_textpage()
    left = [text.get_charbox(text.search(group).get_next()[0])[0] for group in ("0123", "4567", "cdef")]
    assert left == sorted(left)


def test_letters_that_the_font_lacks_are_neither_an_error_nor_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    assert draw(_one_row("الوصف", "قلب 😀 وصيني 漢")).startswith(b"%PDF-")
    assert "漢" not in caplog.text


def _one_row(label: str, value: str) -> Page:
    return Page("ar", "جمعية", "إيصال", "رقم", "YSR-4K7Q-2", (Part("", (Row(label, value),)),), "{page}")


def _widths(text: str) -> float:
    """The width of the text as printed, in points."""
    document = pypdfium2.PdfDocument(draw(Page("ar", text, "", "", "X", (), "{page}")))
    left, _, right, _ = next(document[0].get_objects(filter=(1,))).get_bounds()
    return float(right - left)
