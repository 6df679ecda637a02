import time
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows.answers import ERRORS, KINDS, parse

TODAY = date(2026, 3, 1)
OPTIONS = ("كرسي متحرك", "سرير طبي", "سماعة أذن")


@pytest.mark.parametrize("kind", KINDS)
@given(text=st.text())
@example(text="²")
@example(text="0" * 400)
@example(text="\ud800")
def test_any_text_is_read_or_refused_with_a_known_reason(kind: str, text: str) -> None:
    parsed = parse(kind, text, options=OPTIONS, today=TODAY)
    assert (parsed.value is None) == (parsed.error in ERRORS)
    assert parsed.value is not None or parsed.error


@pytest.mark.parametrize("kind", KINDS)
@given(text=st.text(alphabet="0123456789٣ /-.+واحدالفنصميهشرسعبتخ,؟kSAم\n", max_size=60))
@settings(max_examples=60)
def test_near_answers_never_raise(kind: str, text: str) -> None:
    parsed = parse(kind, text, options=OPTIONS, today=TODAY)
    assert (parsed.value is None) == bool(parsed.error)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "piece", ["1", "1 ", "هلا ", "واحد و ", "a\u0315\u0300", "\ufdfa", "1/", "SA1", "\u200f", "x@", "حي "]
)
def test_a_hundred_thousand_characters_take_no_time(kind: str, piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    for size in (900, 100_000):
        start = time.process_time()
        parse(kind, text[:size], options=OPTIONS, today=TODAY)
        assert time.process_time() - start < 1.0


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_of_nothing_but_marks_is_empty(kind: str) -> None:
    assert parse(kind, " \u200f\u200b\n", options=OPTIONS, today=TODAY).error == "error.empty"


def test_an_unknown_kind_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        parse("colour", "احمر", today=TODAY)


def test_free_text_keeps_the_words_and_its_limit() -> None:
    assert parse("text", "  البيت  قديم\nوفيه رطوبة ", today=TODAY).value == "البيت قديم وفيه رطوبة"
    assert parse("text", "م" * 2_000, today=TODAY).value == "م" * 2_000
    assert parse("text", "م" * 2_001, today=TODAY).error == "error.too_long"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Maha.S@Example.org", "maha.s@example.org"),
        ("ايميلي maha@example.com.sa الله يحفظكم", "maha@example.com.sa"),
        ("maha@example", None),
        ("a@example.org b@example.org", None),
        ("a..b@example.org", None),
        ("ما عندي ايميل", None),
    ],
)
def test_email(text: str, value: str | None) -> None:
    assert parse("email", text, today=TODAY).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("٤ غرف", 4), ("ولا واحد", 0), ("1,250", 1250), ("2.5", 2.5), ("3 او 4", None), ("-6", None), ("واجد", None)],
)
def test_number(text: str, value: float | None) -> None:
    assert parse("number", text, today=TODAY).value == value
