from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.answers import parse
from flows.redact import anonymous, mask

# Made up; the check digits are right, as in what people really send.
ID, IQAMA, IBAN = "1526018153", "2411873961", "SA0380000000608010167519"
SCRIPTS = {
    "ascii": "0123456789",
    "arabic": "٠١٢٣٤٥٦٧٨٩",
    "persian": "۰۱۲۳۴۵۶۷۸۹",
    "devanagari": "०१२३४५६७८९",
    "bengali": "০১২৩৪৫৬৭৮৯",
    "full width": "０１２３４５６７８９",
}
BETWEEN = (" ", "-", ".", "_", "  ", " - ", "–", "\t", "\u00a0", "\u2009", "\u200b", "\u200f", "\u061c", "\u2066")


def written(number: str, script: str) -> str:
    return number.translate(str.maketrans(SCRIPTS["ascii"], SCRIPTS[script]))


def in_groups(number: str, size: int, between: str) -> str:
    return between.join(number[start : start + size] for start in range(0, len(number), size))


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("number", [ID, IQAMA])
def test_an_id_in_any_script_keeps_only_its_last_two_digits(number: str, script: str) -> None:
    told = f"هويتي {written(number, script)} وشكرا"
    assert mask(told) == f"هويتي ********{written(number[-2:], script)} وشكرا"


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("country", ["SA", "sa", "SA ", ""])
def test_an_iban_in_any_script_keeps_its_country_and_its_last_two_digits(script: str, country: str) -> None:
    told = mask(f"الآيبان {country}{written(IBAN[2:], script)}")
    assert told == f"الآيبان {'SA' if country else ''}{'*' * 20}{written('19', script)}"


@pytest.mark.parametrize("between", BETWEEN, ids=ascii)
@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_what_stands_between_the_digits_hides_nothing(between: str, size: int) -> None:
    assert mask(in_groups(ID, size, between)) == "********53"
    assert mask(in_groups(IBAN, 4, between)) == f"SA{'*' * 20}19"


@given(st.sampled_from(BETWEEN), st.lists(st.integers(1, 4), min_size=10, max_size=10), st.sampled_from([ID, IQAMA]))
def test_whatever_a_form_reads_as_an_id_is_hidden(between: str, sizes: list[int], number: str) -> None:
    pieces: list[str] = []
    rest = number
    for size in sizes:
        pieces, rest = [*pieces, rest[:size]], rest[size:]
    typed = between.join(filter(None, pieces))
    if parse("identity", typed, today=date(2026, 11, 1)).value == number:
        assert mask(typed) == f"********{number[-2:]}"


@pytest.mark.parametrize(
    "text",
    [
        "0551234567", "٠٥٥١٢٣٤٥٦٧", "+966551234567", "+966 55 123 4567", "00966551234567", "966551234567",
        "055 123 4567", "+966 11 234 5678", "920012345",
    ],
)  # fmt: skip
def test_phone_numbers_stay_readable(text: str) -> None:
    assert mask(f"جوالي {text}") == f"جوالي {text}"


@pytest.mark.parametrize(
    "text", ["نورة سعد القحطاني", "Noura Saad", "", "أحتاج مساعدة في الإيجار", "سا 12", "YSR-4K7Q-2"]
)
def test_words_stay_as_they_are(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    "number", ["12345678901", "١٢٣٤٥٦٧٨٩٠١", "152601815", "3526018153", "12345678901234567890123", "5000", "1448/05/12"]
)
def test_numbers_of_another_length_or_beginning_are_not_ids(number: str) -> None:
    assert mask(f"رقم {number} هنا") == f"رقم {number} هنا"


def test_two_numbers_in_one_message_are_both_hidden() -> None:
    assert mask(f"{ID} و {IQAMA}، {IBAN}") == f"********53 و ********61، SA{'*' * 20}19"


def test_short_numbers_below_one_another_are_not_one_long_number() -> None:
    assert mask("1919\n911\n997") == "1919\n911\n997"


@given(st.text(st.characters(whitelist_categories=("Lo", "Zs", "Po")), max_size=40), st.sampled_from([ID, IQAMA, IBAN]))
def test_the_words_around_a_number_stay_and_the_number_goes(words: str, number: str) -> None:
    told = f"{words}: {number} {words}"
    assert (
        mask(told)
        == f"{words}: {'SA' if number == IBAN else ''}{'*' * (20 if number == IBAN else 8)}{number[-2:]} {words}"
    )


def test_a_long_word_is_no_mail_address_and_read_once() -> None:
    assert anonymous("ا" * 1_000_000) == "ا" * 1_000_000


def test_a_long_run_of_separators_takes_no_time() -> None:
    assert mask("1" + " -." * 20_000) == "1" + " -." * 20_000


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (f"هويتي {ID} وجوالي ٠٥٥ ١٢٣ ٤٥٦٧", "هويتي * وجوالي *"),
        (f"حولوا على {IBAN} او +966 55-123-4567", "حولوا على * او *"),
        ("طلبي YSR-4K7Q-2 وين وصل", "طلبي * وين وصل"),
        ("راسلوني sara@example.org او https://example.org/u/77?x=1", "راسلوني * او *"),
        ("انا اسمي سارة العتيبي وابي اسجل", "انا اسمي * وابي اسجل"),
        ("My name is Sara Ali, when do you open", "My name is *, when do you open"),
        ("عندي 4 عيال من 2019 ودخلي 3,500", "عندي 4 عيال من 2019 ودخلي 3,500"),
    ],
)
def test_what_is_kept_to_learn_from_names_nobody(told: str, kept: str) -> None:
    assert anonymous(told) == kept
