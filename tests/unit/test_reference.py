"""Reference numbers: speakable, checked, found however they are typed."""

from hypothesis import given
from hypothesis import strategies as st

from flows.reference import ALPHABET, find, make, mistyped

DRAWS = st.lists(st.integers(0, 10**9), min_size=4, max_size=4)


@given(DRAWS)
def test_a_reference_is_found_again(draw: list[int]) -> None:
    reference = make("YSR", draw)
    assert find(f"رقمي {reference} الله يعافيك") == [reference]


@given(DRAWS)
def test_nothing_in_it_can_be_misheard(draw: list[int]) -> None:
    assert not set(make("YSR", draw)[4:]) & set("01OIL")


@given(DRAWS, st.integers(0, 3), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(draw: list[int], place: int, other: str) -> None:
    reference = make("YSR", draw)
    at = 4 + place
    if reference[at] != other:
        assert find(reference[:at] + other + reference[at + 1 :]) == []


@given(DRAWS, st.integers(0, 2))
def test_two_swapped_characters_are_noticed(draw: list[int], place: int) -> None:
    reference = make("YSR", draw)
    at = 4 + place
    swapped = reference[:at] + reference[at + 1] + reference[at] + reference[at + 2 :]
    assert find(swapped) == ([reference] if swapped == reference else [])


def test_spaces_case_and_arabic_digits_do_not_matter() -> None:
    reference = make("YSR", [2, 3, 4, 5])
    spoken = reference.replace("-", " ").lower().translate(str.maketrans("23456789", "٢٣٤٥٦٧٨٩"))
    assert find(spoken) == [reference]


def test_words_in_a_row_are_no_mistyped_number() -> None:
    assert mistyped("ana mosahem w abi aghayer ra2am jawali", "YSR") == ""
    assert mistyped("ana 3endi mushkila", "YSR") == ""
    assert mistyped("ysr 4k7q9", "YSR") == "YSR-4K7Q-9"
    assert mistyped("YSR-ABCD-E", "YSR") == "YSR-ABCD-E"
    assert mistyped("ysr 4k7q z", "YSR") == "YSR-4K7Q-Z"
