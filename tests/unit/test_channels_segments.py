import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.segments import is_gsm7, plain, segments


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("ب" * 70, 1),
        ("ب" * 71, 2),
        ("ب" * 134, 2),
        ("ب" * 135, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        # An escape pair is not torn: the second segment begins one septet early.
        ("a" * 152 + "€" + "a" * 151, 2),
        ("a" * 152 + "€" + "a" * 152, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("😀" * 66, 2),
        ("😀" * 67, 3),
        ("a" * 70 + "’", 2),
        ("\n" * 160, 1),
    ],
)
def test_segments_are_counted_as_they_are_charged(text: str, expected: int) -> None:
    assert segments(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("• Official papers – “the ID”…", '- Official papers - "the ID"...'),
        ("• الهوية الوطنية", "• الهوية الوطنية"),
        ("• salâm 😀", "• salâm 😀"),
    ],
)
def test_typography_gives_way_where_nothing_else_is_beyond_gsm7(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_one_arabic_letter_makes_the_whole_message_unicode() -> None:
    assert is_gsm7("Ref YSR-4K7Q-2 [ok] ~10€")
    assert not is_gsm7("Ref YSR-4K7Q-2 ر")
    assert not is_gsm7("`")


@given(st.text(st.sampled_from("aب€😀ñ \n"), max_size=400))
def test_more_text_never_costs_less(text: str) -> None:
    assert segments(text[: len(text) // 2]) <= segments(text)
    assert segments(text) <= -(-(2 * len(text)) // 66)
