import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from channels.segments import segments
from channels.splitting import split, utf16

# What our texts are made of, and what is hard: vowel marks, emoji with joiners, links, every kind of white space.
PIECES = st.sampled_from(
    [
        "الجمعية", "مُحَمَّدٌ", "خميس", "٠٥٠٠", "500", "، ", "؟ ", ".", " ", "  ", "\n", "\n\n", "\t", "\u00a0", "\u200f",
        "👨‍👩‍👧‍👦", "👍🏽", "😀", "https://charity.example/apply?id=12&x=1", "x", "{}", "€",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=60).map("".join)
MEASURES = st.sampled_from([(30, utf16), (75, utf16), (1, segments), (2, segments), (50, len)])
BREAK = re.compile(r"[^\S\u00a0]+")


def words(text: str) -> list[str]:
    return [word for word in BREAK.split(text) if word]


@given(TEXTS, MEASURES)
def test_nothing_is_lost_reordered_or_over_the_limit(text: str, measured: tuple[int, object]) -> None:
    limit, measure = measured
    parts = split(text, limit, measure)  # type: ignore[arg-type]
    assert "".join(words("".join(parts))) == "".join(words(text))
    assert all(0 < measure(part) <= limit for part in parts)  # type: ignore[operator]
    assert all(part == " ".join(part.split(" ")).strip(" \n\t") for part in parts)


@given(TEXTS, MEASURES)
@example("https://charity.example/apply?id=12&x=1 " * 3, (50, len))
def test_words_and_links_that_fit_stay_whole(text: str, measured: tuple[int, object]) -> None:
    limit, measure = measured
    if any(measure(word) > limit for word in words(text)):  # type: ignore[operator]
        return
    parts = split(text, limit, measure)  # type: ignore[arg-type]
    assert [word for part in parts for word in words(part)] == words(text)


@given(st.lists(st.sampled_from(["مُ", "👨‍👩‍👧", "👍🏽", "ب"]), min_size=20, max_size=40))
def test_a_word_over_the_limit_is_cut_between_letters_not_inside_one(letters: list[str]) -> None:
    parts = split("".join(letters), 12)
    assert "".join(parts) == "".join(letters)
    assert not any(part[0] in "\u064f\u200d\U0001f3fd" or part.endswith("\u200d") for part in parts)


def test_short_text_is_one_part_and_blank_text_none() -> None:
    assert split("مرحبًا", 10) == ["مرحبًا"]
    assert split(" \n\t ", 10) == []


def test_a_paragraphs_end_is_the_best_place_to_cut() -> None:
    text = "أولًا نعم\nثانيًا لا\n\nثالثًا ربما بعد حين"
    assert split(text, 30) == ["أولًا نعم\nثانيًا لا", "ثالثًا ربما بعد حين"]


def test_a_paragraph_that_ends_too_early_does_not_waste_the_part() -> None:
    assert split("أ\n\n" + "كلمة " * 10, 40)[0] == "أ\n\n" + "كلمة " * 6 + "كلمة"


def test_a_cut_falls_right_before_white_space_at_the_limit() -> None:
    assert split("abcde fghij", 5) == ["abcde", "fghij"]


def test_emoji_count_twice_as_providers_count_them() -> None:
    assert utf16("😀ا") == 3
    assert [utf16(part) for part in split("😀" * 10, 7)] == [6, 6, 6, 2]


def test_a_limit_below_one_character_is_refused() -> None:
    with pytest.raises(ValueError, match="below one character"):
        split("😀", 1)
