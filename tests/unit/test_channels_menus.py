import pytest

from channels.menus import hint, menu, with_menu
from channels.segments import segments
from flows.message import Button, Reply

MENU = Button("m", "القائمة", word=True)
BACK = Button("b", "↩️ رجوع", word=True)
YES, NO = Button("y", "نعم"), Button("n", "لا")


def test_choices_are_numbered_and_words_are_named_without_their_emoji() -> None:
    assert menu(Reply("هل تسكن هنا؟", (YES, MENU, NO, BACK))) == "1. نعم\n2. لا\nأو بكلمة: القائمة، رجوع"


def test_an_english_reply_has_an_english_hint() -> None:
    reply = Reply("Do you live here?", (Button("y", "Yes"), Button("m", "Menu", word=True)))
    assert menu(reply) == "1. Yes\nOr type: Menu"


def test_words_alone_need_no_or() -> None:
    assert menu(Reply("ما اسمك؟", (MENU,))) == "وتكفي كلمة: القائمة"
    assert hint([Button("m", "Menu")], arabic=False, after_choices=False) == "You can type: Menu"


def test_no_buttons_no_menu() -> None:
    assert with_menu(Reply("مرحبًا"), 100) == ["مرحبًا"]


def test_a_latin_label_in_an_arabic_menu_does_not_turn_its_line() -> None:
    first, second = menu(Reply("اختر", (Button("w", "WhatsApp"), Button("t", "تيليجرام")))).splitlines()
    assert first == "\u200f1. WhatsApp"
    assert second == "2. تيليجرام"


@pytest.mark.parametrize("length", [20, 60, 70, 120])
def test_the_menu_stays_in_one_piece(length: int) -> None:
    reply = Reply(("سؤال طويل " * 20)[:length].strip(), (YES, NO, MENU))
    parts = with_menu(reply, 1, segments)
    assert parts[-1].endswith(menu(reply))
    assert all(segments(part) == 1 for part in parts)


def test_a_menu_over_the_limit_is_split_between_its_lines() -> None:
    choices = tuple(Button(str(n), "خيار طويل الوصف جدًا") for n in range(1, 12))
    parts = with_menu(Reply("اختر", choices), 100)
    lines = [line for part in parts for line in part.splitlines()]
    assert lines[1:] == [f"{n}. خيار طويل الوصف جدًا" for n in range(1, 12)]
