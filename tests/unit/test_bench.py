"""The load generator says what Sanad accepts, and its provider refuses what Twilio would."""

from datetime import date

import pytest

from bench.crowd import Crowd
from bench.databases import QUERIES, contradictions
from bench.generator import Result
from bench.people import ACCOUNT, SENDER, TOKEN, Person, identity
from bench.provider import Provider, refusal
from bench.wire import encode
from channels.twilio import TwilioSettings, Whatsapp
from flows.answers import parse
from tests.fakes import twilio_api

TODAY = date(2026, 11, 1)
SERVER = "http://127.0.0.1:8000"
PATH = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json".encode()
GOOD = {"To": "whatsapp:+966550000001", "From": f"whatsapp:{SENDER}", "Body": "مرحبًا"}
BASIC = twilio_api.TwilioApi(ACCOUNT, TOKEN)._authorization.encode()


def result(**changes: object) -> Result:
    nothing = dict.fromkeys(Result.__dataclass_fields__, 0)
    return Result(**{**nothing, **changes})  # type: ignore[arg-type]  # only the counts matter here


def test_every_line_of_a_conversation_is_signed_and_read_back() -> None:
    person, line = Person(7), Whatsapp(TwilioSettings(ACCOUNT, TOKEN, SENDER))
    requests = person.requests(SERVER)
    assert all(line.verify(request) for request in requests)
    events = [event for request in requests for event in line.parse(request)]
    assert [event.text for event in events] == person.script()
    assert {event.address for event in events} == {person.address}
    assert len({event.provider_id for event in events}) == len(person.script())


def test_no_two_people_share_an_address_or_an_identity_number() -> None:
    people = [Person(number) for number in range(300)]
    assert len({person.address for person in people}) == len({identity(person.number) for person in people}) == 300


@pytest.mark.parametrize("number", [0, 1, 42, 599, 9_999_999])
def test_identity_and_mobile_are_answers_that_a_form_takes(number: int) -> None:
    assert parse("national_id", identity(number), today=TODAY).value == identity(number)
    assert parse("mobile", f"055{number:07d}", today=TODAY).value == Person(number).address


def test_a_request_is_encoded_with_its_length_and_its_signature() -> None:
    request = Person(1).requests(SERVER)[0]
    head, _, body = encode(request).partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == "POST /hooks/yusr/whatsapp HTTP/1.1"
    assert f"content-length: {len(body)}" in lines
    assert f"x-twilio-signature: {request.headers['x-twilio-signature']}" in lines


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, None),
        ({"To": "+966550000001"}, 21211),
        ({"From": "whatsapp:+966110000010"}, 21212),
        ({"Body": " "}, 21602),
        ({"Body": "س" * 1601}, 21617),
        ({"Text": "x"}, 20001),
    ],
)
def test_the_provider_refuses_what_twilio_would(changes: dict[str, str], code: int | None) -> None:
    refused = refusal(PATH, BASIC, GOOD | changes)
    assert (refused and refused[1]) == code
    assert refusal(PATH, b"Basic other", GOOD | changes) == (401, 20003)


def test_the_provider_tells_who_got_which_text() -> None:
    got: list[tuple[str, str]] = []
    provider = Provider(lambda address, text: got.append((address, text)))
    body = b"To=whatsapp%3A%2B966550000001&From=whatsapp%3A%2B966110000009&Body=a%0Ab"
    status, shown = provider.take(PATH, BASIC, body)
    assert (status, got, provider.taken) == (201, [("+966550000001", "a\nb")], 1)
    assert shown["sid"] == f"SM{1:032x}"


def test_a_message_that_nobody_waits_for_is_counted_all_the_same() -> None:
    crowd = Crowd("127.0.0.1", 1)
    crowd.delivered("+966550000001", "one")
    crowd.delivered("+966550000001", "two")
    assert (crowd.boxes["+966550000001"].count, crowd.boxes["+966550000001"].text) == (2, "two")


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_one_record_too_many_is_a_contradiction(name: str) -> None:
    found = dict.fromkeys(QUERIES, 0)
    assert contradictions(found, result()) == []
    assert contradictions(found | {name: 1}, result()) == [f"{name}: 1, not 0"]
