import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import words
from flows.words import command, greeted, ungreeted

EVERY = [(word, name) for name, listed in words._WORDS.items() for word in listed]
PLAIN = [(word, name) for word, name in EVERY if any(char.isalpha() for char in word)]
VOWELS = "\u064e\u064f\u0650\u0652"


@pytest.mark.parametrize(("word", "name"), EVERY)
def test_every_word_is_heard_with_white_space_around_it(word: str, name: str) -> None:
    assert command(word) == command(f"  {word}\n") == name


@pytest.mark.parametrize(("word", "name"), PLAIN)
@pytest.mark.parametrize("after", [".", "!", " 🙏", "؟", "،"])
def test_punctuation_after_a_word_changes_nothing(word: str, name: str, after: str) -> None:
    assert command(word + after) == name


@pytest.mark.parametrize(("word", "name"), PLAIN)
def test_capitals_and_bidi_marks_change_nothing(word: str, name: str) -> None:
    assert command(word.upper()) == command(f"\u200f{word}\u200e") == name


@pytest.mark.parametrize(("word", "name"), [pair for pair in PLAIN if "\u0600" <= pair[0][0] <= "\u06ff"])
def test_arabic_words_are_heard_in_the_spellings_of_every_keyboard(word: str, name: str) -> None:
    assert command(word.replace("ة", "ه").replace("ى", "ي")) == name
    assert command(word.replace("أ", "ا").replace("إ", "ا")) == name
    assert command(word.replace("ي", "ی").replace("ك", "ک")) == name
    assert command("".join(char + VOWELS[place % 4] for place, char in enumerate(word))) == name
    assert command(word[0] + "ـ" + word[1:]) == name
    assert command(word[:-1] + word[-1] * 4) == name


@pytest.mark.parametrize(
    ("sign", "name"), [("#", "menu"), (" ? ", "help"), ("؟", "help"), ("؟؟", "help"), ("???", "help")]
)
def test_a_sign_alone_is_a_way_out_however_often(sign: str, name: str) -> None:
    assert command(sign) == name


@pytest.mark.parametrize(("word", "name"), PLAIN)
def test_a_word_within_a_sentence_is_no_command(word: str, name: str) -> None:
    sentence = f"{word} وبعدها أريد أن أعرف شروط خدمة الاستشارات عندكم"
    assert len(sentence) > 40
    assert command(sentence) == command(f"أريد أن أسأل عن {word} لأمي") == ""


@given(st.sampled_from([word for word, _ in EVERY]), st.sampled_from([" ", "\u200b", "!"]))
def test_a_message_that_is_too_long_is_no_command_whatever_it_is_padded_with(word: str, padding: str) -> None:
    assert command(word + padding * 41) == ""


@pytest.mark.parametrize("text", ["", " ", "0", "نعم", "لا", "جدة", "5000", "نورة سعد القحطاني", "1526018153", "🙏"])
def test_answers_are_no_commands(text: str) -> None:
    assert command(text) == ""


def test_no_word_stands_for_two_ways_out() -> None:
    assert {word: name for word, name in EVERY if command(word) != name} == {}


@pytest.mark.parametrize(
    ("text", "greeting"),
    [
        ("السلام عليكم", "salam"),
        ("السلام عليكم ورحمة الله وبركاته، كيف أقدم؟", "salam"),
        ("السّلامُ علَيكُم", "salam"),
        ("سلام عليكم", "salam"),
        ("سلام الله عليكم يا أهل الخير", "salam"),
        ("السلم عليكم", "salam"),
        ("salam 3laikom abi as2al", "salam"),
        ("سلام", "salam"),
        ("Salam alaikum", "salam"),
        ("slm", "salam"),
        ("صباح الخير", "morning"),
        ("صبااااح الخير يا جماعة", "morning"),
        ("Good morning!", "morning"),
        ("مساء الخير، عندي سؤال", "evening"),
        ("كيف حالكم", "well"),
        ("شلونكم", "well"),
        ("how are you doing", "well"),
    ],
)
def test_a_greeting_at_the_beginning_is_heard(text: str, greeting: str) -> None:
    assert greeted(text) == greeting


@pytest.mark.parametrize(
    "text",
    [
        "",
        "مرحبا",
        "hello",
        "وعليكم السلام",
        "اسلام محمد العتيبي",
        "سلامة الأطفال",
        "ما معنى السلام",
        "صباح",
        "الخير",
        "حسبي الله عليكم من شهر ما رديتوا",
        "حرام عليكم",
        "عليكم الرد",
    ],
)
def test_what_begins_otherwise_is_no_such_greeting(text: str) -> None:
    assert greeted(text) == ""


def test_a_salam_and_nothing_else_is_left_out() -> None:
    assert ungreeted("السلام عليكم ورحمة الله شريت جوال")[:2] == ["ورحمه", "الله"]
    assert ungreeted("حسبي الله عليكم") == ["حسبي", "الله", "عليكم"]


def test_a_greeting_at_the_end_of_a_message_is_not_returned() -> None:
    assert greeted("ابغى استشارة أسرية والسلام عليكم") == ""


@pytest.mark.parametrize(
    ("text", "name"), [("لا لا كنسل", "cancel"), ("خلاص رجوع", "back"), ("لا موظف", ""), ("لا", "")]
)
def test_what_leaves_may_follow_a_no(text: str, name: str) -> None:
    assert command(text) == name
