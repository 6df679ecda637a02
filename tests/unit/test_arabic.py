import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import arabic, numerals


def test_marks_and_controls_vanish_and_line_ends_become_a_space() -> None:
    assert arabic.clean("\u200fسعيد\u200b \n\t\ufeffعلي\x00") == "سعيد علي"


def test_presentation_forms_become_ordinary_letters() -> None:
    assert arabic.clean("ﻻ ﷲ") == "لا الله"


@pytest.mark.parametrize(("text", "ascii_text"), [("٧۷７", "777"), ("١٬٢٣٤٫٥", "1,234.5"), ("²", "²")])
def test_digits_of_any_script_become_ascii(text: str, ascii_text: str) -> None:
    assert arabic.digits(text) == ascii_text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أسرة", "اسره"),
        ("مُعَلِّمَة", "معلمه"),
        ("مســاعدة", "مساعده"),
        ("مسؤول", "مسوول"),
        ("عائلتى", "عايلتي"),
        ("شكراااا", "شكرا"),
        ("Helloooo", "helloo"),
        ("کتاب", "كتاب"),
        ("بيت🏠!!", "بيت"),
        ("سماء", "سما"),
    ],
)
def test_spellings_people_exchange_fold_together(one: str, other: str) -> None:
    assert arabic.fold(one) == arabic.fold(other)


def test_repeated_digits_are_never_squeezed() -> None:
    assert arabic.fold("١٠٠٠٠") == "10000"


def test_words_are_folded_and_in_order() -> None:
    assert arabic.words("السلة، الغذائية؟") == ["السله", "الغذاييه"]


@pytest.mark.parametrize(
    ("text", "script"), [("سلام ok", "arabic"), ("hello يا", "latin"), ("你好", "other"), ("12 🙂", "")]
)
def test_script_is_what_most_letters_are_written_in(text: str, script: str) -> None:
    assert arabic.script(text) == script
    assert arabic.is_arabic(text) == (script == "arabic")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ثنتين", 2),
        ("تلاته", 3),
        ("اتناشر", 12),
        ("سبعة عشر", 17),
        ("أربعة وستين", 64),
        ("مية وعشرة", 110),
        ("ألفين وثلاثمئة", 2300),
        ("سبع آلاف ونص", 7500),
        ("تسعتالاف", 9000),
        ("ثمان الاف الا ميتين", 7800),
        ("ثلاثه الاف الا ربع", 2750),
        ("نص مليون", 500_000),
        ("ألف وتسعمائة وأربعة وسبعين", 1974),
        ("٣ آلاف و ٢٥٠", 3250),
        ("6k", 6000),
        ("eighty-one", 81),
        ("three thousand two hundred", 3200),
    ],
)
def test_number_words_of_dialect_and_english_are_read(text: str, value: int) -> None:
    assert numerals.number(text) == value


@pytest.mark.parametrize("text", ["", "سته وسبعه", "ثلاثه ونص", "خمسه عيال", "احد", "الا", "و"])
def test_what_is_not_one_whole_number_is_none(text: str) -> None:
    assert numerals.number(text) is None


def test_numbers_keep_their_place_in_a_sentence() -> None:
    found = numerals.tokens("راتبي الفين وعندي 3 بنات")
    assert [(number.value, found[number.start]) for number in numerals.numbers(found)] == [(2000, "الفين"), (3, "3")]


@given(st.text())
def test_nothing_that_can_be_typed_raises(text: str) -> None:
    assert "  " not in arabic.fold(text)
    numerals.number(text)
    arabic.script(text)


@given(st.text(alphabet="أإآاءئؤىيةهوبتـًٌَُِّْ گکی٣0aA!🙂\u200f"))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert arabic.fold(arabic.fold(text)) == arabic.fold(text)
