"""Contact cards that come as files."""

import pytest

from bot.cards import numbers, told
from flows.message import Incoming, Kind, Media

PHONE = "+966551234567"
CARD = """BEGIN:VCARD
VERSION:3.0
FN:أم علي
item1.TEL;type=CELL;waid=966551234567:+966 55 123 4567
NOTE:TEL 5
END:VCARD
"""


def shared(*cards: str, address: str = PHONE) -> Incoming:
    incoming = Incoming(Kind.CONTACT, "e", address, media=(Media("https://m.example/0", "text/vcard"),))
    return told(incoming, [card.encode() for card in cards])


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("TEL:0551234567", "0551234567"), ("tel;TYPE=home,voice:011 234", "011 234"),
        ("TEL;VALUE=uri;TYPE=cell:tel:+966551234567", PHONE), ("TEL;X=1:٠٥٥١٢٣٤٥٦٧\r", "٠٥٥١٢٣٤٥٦٧"),
    ],
)  # fmt: skip
def test_the_number_on_a_card_is_read(line: str, number: str) -> None:
    assert numbers(f"BEGIN:VCARD\n{line}\nEND:VCARD".encode()) == [number]


def test_the_senders_own_card_is_their_own_and_another_is_not() -> None:
    assert (shared(CARD).state, shared(CARD).text) == ("own", "+966 55 123 4567")
    assert shared(CARD, address="+966551234560").state == ""
    assert shared(CARD, CARD.replace("4567", "4568")).state == "", "two numbers are no answer"


@pytest.mark.parametrize("content", ["", "\xff\xfe", "BEGIN:VCARD\nTEL:\nEND:VCARD", "<html>TEL:</html>"])
def test_what_holds_no_number_says_nothing(content: str) -> None:
    assert (shared(content).text, shared(content).state, shared(content).media) == ("", "", ())
