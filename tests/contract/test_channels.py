"""What every channel promises, proved for each of them on requests written out as its provider sends them."""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.ports import Channel
from channels.base import Request, SendError
from channels.compose import Channels, Said, compose
from channels.fake import Fake
from channels.segments import segments
from channels.splitting import utf16
from channels.telegram import Telegram, TelegramSettings
from channels.twilio import Sms, TwilioSettings, Whatsapp
from channels.web import Web, WebSettings
from flows.message import Button, Kind, Media, Reply
from tests.fakes import telegram_api, twilio_api
from tests.fakes.faults import Ledger
from tests.fakes.serve import serve

URL = "https://sanad.example/hooks/khamis/line?n=1"
PHONE = "+966500000001"
CHAT = "700100200"
SESSION = "b7c1d2e3f4a5"
SENDER = "+966110000000"
MENU = Reply(
    "هل تسكن في مدينة خميس مشيط؟",
    (Button("7.home.yes", "نعم"), Button("7.home.no", "لا"), Button("7.word.menu", "القائمة", word=True)),
)
WORD = "الجمعية "


@dataclass
class Case:
    """A channel, how to reach what it sent, and the same events as its provider writes them."""

    channel: Channels
    address: str
    request: Callable[[Mapping[str, Any]], Request]
    events: Mapping[Kind, Mapping[str, Any]]
    sent: Callable[[], list[str]]
    within: Callable[[dict[str, Any]], bool]
    ledger: Ledger | None = None


def telegram(base: str, api: telegram_api.TelegramApi) -> Case:
    sender = {"id": int(CHAT), "is_bot": False, "first_name": "سعاد", "language_code": "ar"}
    chat = {"id": int(CHAT), "type": "private", "first_name": "سعاد"}
    envelope = {"message_id": 12, "from": sender, "chat": chat, "date": 1780000000}

    def update(number: int, **content: Any) -> dict[str, Any]:
        return {"update_id": number, "message": envelope | content}

    photo = [
        {"file_id": "small", "file_unique_id": "s", "width": 90, "height": 60, "file_size": 900},
        {"file_id": "large", "file_unique_id": "l", "width": 1280, "height": 853, "file_size": 90000},
    ]
    query = {
        "id": "4811",
        "from": sender,
        "message": envelope | {"text": "?"},
        "chat_instance": "9",
        "data": "7.home.yes",
    }
    events: dict[Kind, Mapping[str, Any]] = {
        Kind.TEXT: update(1, text="السلام عليكم"),
        Kind.TAP: {"update_id": 2, "callback_query": query},
        Kind.MEDIA: update(3, photo=photo, caption="بطاقة العائلة"),
        Kind.VOICE: update(4, voice={"file_id": "v", "file_unique_id": "v", "duration": 4, "mime_type": "audio/ogg"}),
        Kind.LOCATION: update(5, location={"latitude": 18.3, "longitude": 42.73}),
        Kind.UNSUPPORTED: update(6, sticker={"file_id": "k", "file_unique_id": "k", "emoji": "👍"}),
        Kind.CONTACT: update(7, contact={"phone_number": PHONE, "first_name": "سعاد", "user_id": int(CHAT)}),
        Kind.EDITED: {"update_id": 8, "edited_message": envelope | {"edit_date": 1780000009, "text": "وعليكم"}},
        Kind.BLOCKED: {
            "update_id": 9,
            "my_chat_member": {
                "chat": chat, "from": sender, "date": 1780000000,
                "old_chat_member": {"user": {"id": 1, "is_bot": True, "first_name": "b"}, "status": "member"},
                "new_chat_member": {"user": {"id": 1, "is_bot": True, "first_name": "b"}, "status": "kicked"},
            },
        },
    }  # fmt: skip
    secret = {"x-telegram-bot-api-secret-token": "hook-secret", "content-type": "application/json"}
    return Case(
        Telegram(TelegramSettings(telegram_api.TOKEN, "hook-secret", f"{base}/bot", timeout=1.5)),
        CHAT,
        lambda event: Request(URL, secret, json.dumps(event).encode()),
        events,
        lambda: [sent["text"] for sent in api.ledger.sent],
        lambda payload: utf16(payload["text"]) <= 4096,
        api.ledger,
    )


def twilio(base: str, api: twilio_api.TwilioApi, *, prefix: str) -> Case:
    settings = TwilioSettings(twilio_api.ACCOUNT, twilio_api.TOKEN, SENDER, base_url=base, timeout=1.5)

    def form(number: int, **more: str) -> dict[str, str]:
        sid = f"SM{number:032x}"
        envelope = {"MessageSid": sid, "SmsSid": sid, "SmsMessageSid": sid, "SmsStatus": "received", "Body": ""}
        envelope |= {"AccountSid": twilio_api.ACCOUNT, "NumMedia": "0", "From": prefix + PHONE, "To": prefix + SENDER}
        return envelope | ({"ProfileName": "سعاد", "WaId": PHONE[1:]} if prefix else {}) | more

    status = {"MessageSid": "SM" + "a" * 32, "SmsSid": "SM" + "a" * 32, "MessageStatus": "delivered"}
    events: dict[Kind, Mapping[str, Any]] = {
        Kind.TEXT: form(1, Body="السلام عليكم"),
        Kind.MEDIA: form(
            3, Body="بطاقة العائلة", NumMedia="1", MediaUrl0="https://m.example/1", MediaContentType0="image/jpeg"
        ),
        Kind.LOCATION: form(5, Latitude="18.3", Longitude="42.73"),
        Kind.UNSUPPORTED: form(6, MessageType="sticker", NumMedia="1", MediaUrl0="https://m.example/2"),
        Kind.STATUS: status | {"SmsStatus": "delivered", "To": prefix + PHONE, "From": prefix + SENDER},
    }
    if prefix:
        events[Kind.TAP] = form(2, Body="نعم", ButtonText="نعم", ButtonPayload="7.home.yes", MessageType="button")
        events[Kind.VOICE] = form(
            4, NumMedia="1", MediaUrl0="https://m.example/3", MediaContentType0="audio/ogg; codecs=opus"
        )
    else:
        events[Kind.OPTED_OUT] = form(10, Body="إيقاف")
        events[Kind.OPTED_IN] = form(11, Body="START", OptOutType="START")

    def request(event: Mapping[str, Any]) -> Request:
        # Signed here by the documented rule, not by the library that verifies.
        signing = URL + "".join(name + event[name] for name in sorted(event))
        digest = hmac.new(twilio_api.TOKEN.encode(), signing.encode(), hashlib.sha1).digest()
        return Request(URL, {"x-twilio-signature": base64.b64encode(digest).decode()}, urlencode(event).encode())

    return Case(
        Whatsapp(settings) if prefix else Sms(settings),
        PHONE,
        request,
        events,
        lambda: [sent["body"] for sent in api.ledger.sent],
        lambda payload: utf16(payload["body"]) <= 1600 and bool(prefix or segments(payload["body"]) <= 10),
        api.ledger,
    )


def web() -> Case:
    published: list[Mapping[str, Any]] = []

    async def publish(session: str, message: Mapping[str, Any]) -> None:
        assert session == SESSION
        published.append(message)

    channel = Web(WebSettings("site-secret"), publish)
    headers = {"authorization": f"Bearer {channel.token(SESSION)}"}
    media = [{"ref": "uploads/9f2c.jpg", "mime": "image/jpeg", "name": "card.jpg", "size": 5120}]
    events: dict[Kind, Mapping[str, Any]] = {
        Kind.TEXT: {"id": "c1", "text": "السلام عليكم"},
        Kind.TAP: {"id": "c2", "tap": "7.home.yes", "text": "نعم"},
        Kind.MEDIA: {"id": "c3", "media": media, "text": "بطاقة العائلة"},
        Kind.VOICE: {"id": "c4", "media": [{"ref": "uploads/9f2d.ogg", "mime": "audio/ogg"}]},
    }
    return Case(
        channel,
        SESSION,
        lambda event: Request(URL, headers, json.dumps(event).encode()),
        events,
        lambda: [message["text"] for message in published],
        lambda payload: bool(payload["text"]),
    )


def fake() -> Case:
    channel = Fake()
    secret = {"x-fake-secret": "fake"}
    media = [{"ref": "m1", "mime": "image/jpeg"}]
    person = {"from": "p1"}
    events: dict[Kind, Mapping[str, Any]] = {
        Kind.TEXT: person | {"id": "1", "text": "السلام عليكم"},
        Kind.TAP: person | {"id": "2", "kind": "tap", "tap": "7.home.yes", "text": "نعم"},
        Kind.MEDIA: person | {"id": "3", "kind": "media", "media": media, "text": "بطاقة العائلة"},
        Kind.VOICE: person | {"id": "4", "kind": "voice", "media": [{"ref": "m2", "mime": "audio/ogg"}]},
        Kind.LOCATION: person | {"id": "5", "kind": "location", "text": "18.3,42.73"},
        Kind.UNSUPPORTED: person | {"id": "6", "kind": "hologram"},
        Kind.STATUS: person | {"id": "7", "kind": "status", "ref": "f1", "state": "delivered"},
        Kind.CONTACT: person | {"id": "8", "kind": "contact", "text": PHONE, "state": "own"},
        Kind.EDITED: person | {"id": "9", "kind": "edited", "text": "وعليكم", "message": "1"},
        Kind.BLOCKED: person | {"id": "10", "kind": "blocked"},
        Kind.OPTED_OUT: person | {"id": "11", "kind": "opted_out"},
        Kind.OPTED_IN: person | {"id": "12", "kind": "opted_in"},
    }
    return Case(
        channel,
        "p1",
        lambda event: Request(URL, secret, json.dumps(event).encode()),
        events,
        channel.texts,
        lambda payload: len(payload["text"]) <= 4096,
    )


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[str, Any]]:
    """Both stand-ins, with their addresses."""
    bots, messages = telegram_api.TelegramApi(), twilio_api.TwilioApi()
    with serve(bots.app) as telegram_url, serve(messages.app) as twilio_url:
        yield {"telegram": (telegram_url, bots), "twilio": (twilio_url, messages)}


@pytest.fixture(params=["telegram", "whatsapp", "sms", "web", "fake"])
async def case(request: pytest.FixtureRequest, servers: dict[str, Any]) -> AsyncIterator[Case]:
    """One channel at a time, its stand-in empty."""
    match request.param:
        case "telegram":
            made = telegram(*servers["telegram"])
        case "whatsapp" | "sms":
            made = twilio(*servers["twilio"], prefix="whatsapp:" if request.param == "whatsapp" else "")
        case "web":
            made = web()
        case _:
            made = fake()
    if made.ledger:
        made.ledger.clear()
    yield made
    await made.channel.close()


def only(*names: str) -> pytest.MarkDecorator:
    """For the channels whose provider has such a thing."""
    return pytest.mark.parametrize("case", names, indirect=True)


def parsed(case: Case, kind: Kind) -> Any:
    [incoming] = case.channel.parse(case.request(case.events[kind]))
    assert incoming.kind is kind
    return incoming


def test_it_is_a_channel(case: Case) -> None:
    channel: Channel = case.channel
    assert channel.name in ("telegram", "whatsapp", "sms", "web", "fake")


def test_what_the_provider_signed_is_accepted(case: Case) -> None:
    assert all(case.channel.verify(case.request(event)) for event in case.events.values())


def test_what_nobody_signed_is_refused(case: Case) -> None:
    request = case.request(case.events[Kind.TEXT])
    assert not case.channel.verify(replace(request, headers={}))
    for name, value in request.headers.items():
        if name != "content-type":
            assert not case.channel.verify(replace(request, headers={**request.headers, name: value[:-2] + "xx"}))
            assert not case.channel.verify(replace(request, headers={**request.headers, name: "ش"}))


def test_text_comes_with_its_address_and_a_stable_id(case: Case) -> None:
    incoming = parsed(case, Kind.TEXT)
    assert (incoming.text, incoming.address) == ("السلام عليكم", case.address)
    assert incoming.provider_id == parsed(case, Kind.TEXT).provider_id
    ids = {i.provider_id for event in case.events.values() for i in case.channel.parse(case.request(event))}
    assert len(ids) == len(case.events)


@only("telegram", "whatsapp", "web", "fake")
def test_a_tap_carries_the_buttons_id(case: Case) -> None:
    incoming = parsed(case, Kind.TAP)
    assert (incoming.tap, incoming.address) == ("7.home.yes", case.address)


def test_media_comes_with_reference_type_and_caption(case: Case) -> None:
    incoming = parsed(case, Kind.MEDIA)
    assert incoming.text == "بطاقة العائلة"
    [media] = incoming.media
    assert media.mime == "image/jpeg"
    assert media.ref in ("large", "https://m.example/1", "uploads/9f2c.jpg", "m1")


@only("telegram", "whatsapp", "web", "fake")
def test_voice_is_told_from_other_media(case: Case) -> None:
    [media] = parsed(case, Kind.VOICE).media
    assert media.mime == "audio/ogg"


@only("telegram", "whatsapp", "sms", "fake")
def test_a_place_is_latitude_and_longitude(case: Case) -> None:
    assert parsed(case, Kind.LOCATION).text == "18.3,42.73"


@only("telegram")
def test_a_contact_says_whose_number_it_is(case: Case) -> None:
    incoming = parsed(case, Kind.CONTACT)
    assert (incoming.text, incoming.state) == (PHONE, "own")
    others = {**case.events[Kind.CONTACT], "message": case.events[Kind.CONTACT]["message"] | {"from": {"id": 5}}}
    assert case.channel.parse(case.request(others))[0].state == ""


@only("whatsapp", "sms", "fake")
def test_a_status_names_the_sent_message_and_its_state(case: Case) -> None:
    incoming = parsed(case, Kind.STATUS)
    assert incoming.state == "delivered"
    assert incoming.ref in ("SM" + "a" * 32, "f1")
    assert incoming.provider_id != incoming.ref


@pytest.mark.parametrize(
    ("case", "kind"),
    [
        *[(name, Kind.UNSUPPORTED) for name in ("telegram", "whatsapp", "sms", "fake")],
        *[(name, kind) for name in ("telegram", "fake") for kind in (Kind.CONTACT, Kind.BLOCKED)],
        *[(name, kind) for name in ("sms", "fake") for kind in (Kind.OPTED_OUT, Kind.OPTED_IN)],
    ],
    indirect=["case"],
)
def test_other_events_are_told_apart(case: Case, kind: Kind) -> None:
    assert parsed(case, kind).address == case.address


@only("telegram", "fake")
def test_an_edit_names_the_message_that_it_changes(case: Case) -> None:
    incoming = parsed(case, Kind.EDITED)
    assert (incoming.text, incoming.address) == ("وعليكم", case.address)
    assert incoming.message in ("12", "1")
    assert incoming.provider_id != parsed(case, Kind.TEXT).provider_id


@pytest.mark.parametrize("body", [b"", b"\xff\xfe\xfa", b"[]", b"null", b"17", b'{"a":', b"[" * 100_000])
def test_what_is_unreadable_raises_value_error(case: Case, body: bytes) -> None:
    request = replace(case.request(case.events[Kind.TEXT]), body=body)
    with pytest.raises(ValueError, match=r".*"):
        case.channel.parse(request)


def test_text_that_a_database_refuses_is_cleaned(case: Case) -> None:
    event = json.loads(
        json.dumps(case.events[Kind.TEXT]).replace("\\u0627\\u0644\\u0633\\u0644\\u0627\\u0645", "a\\u0000b")
    )
    [incoming] = case.channel.parse(case.request(event))
    assert incoming.text.startswith("ab ")


def test_rendering_keeps_the_text_and_every_label(case: Case) -> None:
    shown = json.dumps(case.channel.render(MENU), ensure_ascii=False)
    assert all(words in shown for words in (MENU.text, "نعم", "لا", "القائمة"))


async def test_a_question_for_the_number_can_be_sent_with_its_choices(case: Case) -> None:
    asked = Reply("ما رقم جوالك؟", (Button("7.1", "تخطي"),), share="مشاركة رقمي")
    [payload] = case.channel.render(asked)
    assert "تخطي" in json.dumps(payload, ensure_ascii=False)
    if case.channel.name == "telegram":
        assert payload["reply_markup"]["keyboard"][0][0] == {"text": "مشاركة رقمي", "request_contact": True}
    assert await case.channel.send(case.address, payload)


def test_rendering_stays_within_limits_and_loses_nothing(case: Case) -> None:
    payloads = case.channel.render(Reply(WORD * 2500))
    assert all(case.within(payload) for payload in payloads)
    words = [word for payload in payloads for word in (payload.get("text") or payload["body"]).split()]
    assert words == [WORD.strip()] * 2500


def test_a_blank_reply_is_an_error_of_ours(case: Case) -> None:
    with pytest.raises(ValueError, match="blank"):
        case.channel.render(Reply(" \n "))


async def test_what_is_rendered_is_accepted_in_order(case: Case) -> None:
    payloads = case.channel.render(Reply(WORD * 2500)) + case.channel.render(MENU)
    ids = [await case.channel.send(case.address, payload) for payload in payloads]
    assert len(set(ids)) == len(payloads)
    assert all(ids)
    assert case.sent() == [payload.get("text") or payload["body"] for payload in payloads]


@only("telegram", "whatsapp", "sms")
@pytest.mark.parametrize(
    ("fault", "kind", "arrived"),
    [
        ({"kind": "rate", "retry_after": 7}, "rate", 0),
        ({"kind": "error", "status": 500}, "unknown", 0),
        ({"kind": "error", "status": 503, "detail": "Service Unavailable"}, "transient", 0),
        ({"kind": "reset"}, "unknown", 0),
        ({"kind": "drop"}, "unknown", 1),
        ({"kind": "hang", "seconds": 8, "accept": True}, "unknown", 1),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else "",
)
async def test_a_failed_send_says_what_to_do(case: Case, fault: dict[str, Any], kind: str, arrived: int) -> None:
    assert case.ledger
    case.ledger.fail(**fault)
    [payload] = case.channel.render(Reply("مرحبًا"))
    with pytest.raises(SendError) as raised:
        await case.channel.send(case.address, payload)
    assert raised.value.kind == kind
    assert raised.value.retry_after == (7 if kind == "rate" else None)
    assert len(case.sent()) == arrived
    assert await case.channel.send(case.address, payload)


async def test_an_absent_provider_is_transient() -> None:
    absent = "http://127.0.0.1:9"
    channels: list[Telegram | Sms] = [
        Telegram(TelegramSettings(telegram_api.TOKEN, "s", f"{absent}/bot")),
        Sms(TwilioSettings(twilio_api.ACCOUNT, twilio_api.TOKEN, SENDER, base_url=absent)),
    ]
    for channel in channels:
        with pytest.raises(SendError, match="transient"):
            await channel.send("5", channel.render(Reply("x"))[0])
        await channel.close()


@pytest.mark.parametrize(
    "said",
    [
        Said("e1", "", text="عندي سؤال"),
        Said("e2", "", tap="7.home.yes", text="نعم"),
        Said("e3", "", text="كشف حساب", media=(Media("files/1.pdf", "application/pdf"),)),
        Said("e4", "", media=(Media("files/2.ogg", "audio/ogg"),)),
    ],
    ids=["text", "tap", "media", "voice"],
)
def test_what_is_composed_is_verified_and_read_back(case: Case, said: Said) -> None:
    said = replace(said, address=case.address)
    if said.tap and case.channel.name == "sms":
        with pytest.raises(ValueError, match="no buttons"):
            compose(case.channel, said)
        return
    request = compose(case.channel, said)
    assert case.channel.verify(request)
    [incoming] = case.channel.parse(request)
    assert (incoming.address, incoming.text, incoming.tap) == (case.address, said.text, said.tap)
    assert [(m.ref, m.mime) for m in incoming.media] == [(m.ref, m.mime) for m in said.media]
    assert compose(case.channel, said) == request


@only("telegram", "whatsapp", "web", "fake")
def test_a_file_of_any_name_can_be_composed(case: Case) -> None:
    file = Media("صورة الهوية (1).pdf", "application/pdf", "صورة الهوية (1).pdf", 2048)
    [incoming] = case.channel.parse(compose(case.channel, Said("e5", case.address, media=(file,))))
    assert (incoming.kind, incoming.text) == (Kind.MEDIA, "")
    assert (incoming.media[0].name, incoming.media[0].mime) == (file.name, file.mime)
