from typing import Any
from urllib.parse import urlencode

import pytest

from channels.base import Request, SendError
from channels.compose import Said, compose, compose_status
from channels.segments import segments
from channels.twilio import Sms, TwilioSettings, Whatsapp
from flows.message import Button, Incoming, Kind, Media, Reply
from tests.fakes.twilio_api import ACCOUNT, TOKEN, TwilioApi

PHONE = "+966500000001"
SETTINGS = TwilioSettings(ACCOUNT, TOKEN, "+966110000000")
SMS, WHATSAPP = Sms(SETTINGS), Whatsapp(SETTINGS)


def read(channel: Sms | Whatsapp, **fields: str) -> list[Incoming]:
    """The form a phone's message comes in, with these fields besides."""
    envelope = {"MessageSid": "SM1", "From": channel.prefix + PHONE, "SmsStatus": "received"}
    return channel.parse(Request("", {}, urlencode(envelope | fields).encode()))


@pytest.mark.parametrize(
    "word", ["STOP", "stop.", " Unsubscribe ", "END", "quit", "إيقاف", "ايقاف", "الغاء الإشتراك", "قف", "اوقف الرسايل"]
)
def test_the_stop_words_opt_out_of_sms(word: str) -> None:
    assert read(SMS, Body=word)[0].kind is Kind.OPTED_OUT


@pytest.mark.parametrize("word", ["CANCEL", "YES", "stop it please", "إيقاف الطلب", "HELP", "إلغاء"])
def test_the_bots_own_words_are_only_text(word: str) -> None:
    assert read(SMS, Body=word)[0].kind is Kind.TEXT


def test_twilios_own_verdict_counts_whatever_the_word() -> None:
    assert read(SMS, Body="CANCEL", OptOutType="STOP")[0].kind is Kind.OPTED_OUT
    assert read(SMS, Body="YES", OptOutType="START")[0].kind is Kind.OPTED_IN
    assert read(SMS, Body="HELP", OptOutType="HELP")[0].kind is Kind.TEXT


def test_on_whatsapp_stop_is_a_word_like_any_other_unless_twilio_acted_on_it() -> None:
    assert read(WHATSAPP, Body="STOP")[0].kind is Kind.TEXT
    assert read(WHATSAPP, Body="STOP", OptOutType="STOP")[0].kind is Kind.OPTED_OUT


@pytest.mark.parametrize(
    ("state", "ours"),
    [
        ("accepted", "queued"), ("sending", "queued"), ("sent", "sent"), ("delivered", "delivered"), ("read", "read"),
        ("undelivered", "failed"), ("failed", "failed"), ("canceled", "failed"),
    ],
)  # fmt: skip
def test_states_are_ours_and_each_is_an_event_of_its_own(state: str, ours: str) -> None:
    request = compose_status(WHATSAPP, "SM" + "b" * 32, state, to=PHONE, error="63024")
    assert WHATSAPP.verify(request)
    [incoming] = WHATSAPP.parse(request)
    assert (incoming.state, incoming.ref, incoming.error) == (ours, "SM" + "b" * 32, "63024")
    assert incoming.provider_id == f"SM{'b' * 32}:{state}"
    assert incoming.address == PHONE


def test_a_state_we_do_not_know_is_kept_and_concerns_nobody() -> None:
    [incoming] = SMS.parse(compose_status(SMS, "SM" + "b" * 32, "levitating"))
    assert (incoming.kind, incoming.address, incoming.error) == (Kind.UNSUPPORTED, "", "status")


@pytest.mark.parametrize("fields", [{"SmsStatus": "delivered"}, {"MessageStatus": "Delivered"}])
def test_older_and_oddly_written_states_are_states_not_messages_from_ourselves(fields: dict[str, str]) -> None:
    body = urlencode({"SmsSid": "SM1", "From": "+966110000000", "To": PHONE} | fields).encode()
    [incoming] = SMS.parse(Request("", {}, body))
    assert (incoming.kind, incoming.state, incoming.ref) == (Kind.STATUS, "delivered", "SM1")


def test_an_incoming_message_is_not_a_status_though_it_has_one() -> None:
    assert read(SMS, MessageStatus="received", Body="x")[0].kind is Kind.TEXT


def test_a_list_answer_is_a_tap() -> None:
    [incoming] = read(WHATSAPP, ListId="7.need.food", ListTitle="سلة غذائية", Body="سلة غذائية")
    assert (incoming.kind, incoming.tap, incoming.text) == (Kind.TAP, "7.need.food", "سلة غذائية")


def test_a_button_without_payload_is_what_it_says() -> None:
    assert read(WHATSAPP, ButtonPayload="", ButtonText="نعم", Body="نعم")[0].kind is Kind.TEXT


def test_a_sender_without_a_phone_number_keeps_the_id_whatsapp_gave() -> None:
    [incoming] = read(WHATSAPP, From="whatsapp:SA.8Kd92mXa", Body="x", ProfileName="نورة")
    assert (incoming.address, incoming.name) == ("SA.8Kd92mXa", "نورة")


def test_all_files_come_even_without_their_number() -> None:
    urls = {f"MediaUrl{n}": f"https://m.example/{n}" for n in range(3)}
    [incoming] = read(SMS, **urls, MediaContentType1="image/HEIC")
    assert incoming.media == (
        Media("https://m.example/0"),
        Media("https://m.example/1", "image/heic"),
        Media("https://m.example/2"),
    )


def test_a_documents_body_is_its_name_and_a_caption_stays_a_caption() -> None:
    file = {"MediaUrl0": "https://m.example/0", "MediaContentType0": "application/pdf", "MessageType": "document"}
    [named] = read(WHATSAPP, **file, Body="كشف الحساب.pdf")
    assert (named.media[0].name, named.text) == ("كشف الحساب.pdf", "")
    [captioned] = read(WHATSAPP, **file, Body="هذا كشف الحساب. شكرًا")
    assert (captioned.media[0].name, captioned.text) == ("", "هذا كشف الحساب. شكرًا")


def test_audio_is_a_voice_message_on_whatsapp_only() -> None:
    file = {"MediaUrl0": "https://m.example/0", "MediaContentType0": "audio/amr"}
    assert read(WHATSAPP, **file)[0].kind is Kind.VOICE
    assert read(SMS, **file)[0].kind is Kind.MEDIA


@pytest.mark.parametrize("where", [{"Latitude": "x", "Longitude": "1"}, {"Latitude": "95", "Longitude": "1"}, {}])
def test_an_empty_message_or_an_impossible_place_is_unsupported(where: dict[str, str]) -> None:
    assert read(WHATSAPP, **where)[0].kind is Kind.UNSUPPORTED


@pytest.mark.parametrize(
    "fields",
    [
        {"From": ""}, {"From": "whatsapp:"}, {"From": "whatsapp:" + "x" * 5000}, {"CallSid": "CA1"},
        {"From": "", "EventType": "onMessageAdded"},
    ],
)  # fmt: skip
def test_what_nobody_wrote_leaves_a_trace_and_is_not_answered(fields: dict[str, str]) -> None:
    [incoming] = read(WHATSAPP, Body="x", **fields)
    assert (incoming.kind, incoming.provider_id) == (Kind.UNSUPPORTED, "SM1")
    assert incoming.error in ("notice", "no message")


@pytest.mark.parametrize("sender", ["STC", "700123", "Absher-1", "whatsapp:+966500000001"])
def test_a_company_or_a_short_code_is_not_answered_by_sms(sender: str) -> None:
    [incoming] = read(SMS, From=sender, Body="رمز التحقق 1234")
    assert (incoming.kind, incoming.error, incoming.text) == (Kind.UNSUPPORTED, "notice", "رمز التحقق 1234")


def test_a_message_without_an_id_is_known_again_by_its_content() -> None:
    [once], [again], [other] = (read(SMS, MessageSid="", Body=text) for text in ("سلام", "سلام", "مرحبا"))
    assert once == again
    assert once.provider_id != other.provider_id


def test_an_id_longer_than_a_database_indexes_is_shortened() -> None:
    [incoming] = read(SMS, MessageSid="S" * 9000, Body="سلام")
    assert len(incoming.provider_id) < 100


@pytest.mark.parametrize(("text", "part"), [("ب" * 67, True), ("😀" * 33, True), ("a" * 153, True), ("ب" * 70, False)])
def test_a_text_as_long_as_one_part_of_a_joined_sms_may_go_on(text: str, part: bool) -> None:
    assert read(SMS, Body=text)[0].ref == ("part" if part else "")
    assert read(WHATSAPP, Body=text)[0].ref == ""


@pytest.mark.parametrize("mime", ["text/vcard", "text/x-vcard; charset=utf-8"])
def test_a_contact_card_is_no_paper(mime: str) -> None:
    [incoming] = read(WHATSAPP, MediaUrl0="https://m.example/0", MediaContentType0=mime, MessageType="contacts")
    assert (incoming.kind, len(incoming.media)) == (Kind.CONTACT, 1)


def test_the_layout_of_an_mms_is_no_file_of_it() -> None:
    files = {"MediaUrl0": "https://m.example/0", "MediaContentType0": "application/smil"}
    files |= {"MediaUrl1": "https://m.example/1", "MediaContentType1": "image/jpeg"}
    assert read(SMS, **files)[0].media == (Media("https://m.example/1", "image/jpeg"),)


def test_a_thumb_under_our_message_wants_no_answer() -> None:
    [incoming] = read(WHATSAPP, MessageType="reaction", Body="👍")
    assert (incoming.kind, incoming.error) == (Kind.UNSUPPORTED, "notice")


def test_a_webhook_by_get_is_read_from_its_query() -> None:
    request = Request("https://x.example/?a", {}, b"", {"MessageSid": "SM1", "From": PHONE, "Body": "سلام"})
    assert SMS.parse(request)[0].text == "سلام"


def test_too_many_fields_are_refused_before_they_cost_anything() -> None:
    request = Request("https://x.example/", {"x-twilio-signature": "x"}, b"a=1&" * 5000)
    assert not SMS.verify(request)
    with pytest.raises(ValueError, match="fields"):
        SMS.parse(request)


def test_a_tampered_body_or_address_is_refused() -> None:
    request = compose(WHATSAPP, Said("e1", PHONE, text="سلام"))
    assert WHATSAPP.verify(request)
    assert not WHATSAPP.verify(Request(request.url, request.headers, request.body + b"&x=1"))
    assert not WHATSAPP.verify(Request(request.url + "/", request.headers, request.body))
    assert not Whatsapp(TwilioSettings(ACCOUNT, "another", "+966110000000")).verify(request)


def test_buttons_are_numbered_and_the_menu_is_never_lost() -> None:
    reply = Reply("ل" * 1590, (Button("y", "نعم"), Button("n", "لا"), Button("m", "القائمة", word=True)))
    first, second = WHATSAPP.render(reply)
    assert first == {"body": "ل" * 1590}
    assert second == {"body": "1. نعم\n2. لا\nأو بكلمة: القائمة"}


def test_a_long_arabic_sms_is_cut_at_ten_segments() -> None:
    bodies = [payload["body"] for payload in SMS.render(Reply("مرحبًا بك " * 200))]
    assert [segments(body) for body in bodies] == [10, 10, segments(bodies[2])]
    assert len(SMS.render(Reply("welcome you " * 100))) == 1


@pytest.fixture
def api(twilio_server: tuple[str, TwilioApi]) -> TwilioApi:
    """Empty."""
    twilio_server[1].ledger.clear()
    return twilio_server[1]


@pytest.fixture
def base(twilio_server: tuple[str, TwilioApi], api: TwilioApi) -> str:
    return twilio_server[0]


async def test_a_whatsapp_message_goes_from_number_to_number(api: TwilioApi, base: str) -> None:
    channel = Whatsapp(TwilioSettings(ACCOUNT, TOKEN, "+966110000000", base_url=base, status_callback=base + "/s"))
    sid = await channel.send(PHONE, {"body": "مرحبًا"})
    [sent] = api.ledger.sent
    assert (sent["id"], sent["to"], sent["from"]) == (sid, f"whatsapp:{PHONE}", "whatsapp:+966110000000")
    assert sent["parameters"]["StatusCallback"] == base + "/s"
    await channel.close()


async def test_a_messaging_service_chooses_the_sender(api: TwilioApi, base: str) -> None:
    service = "MG" + "1" * 32
    channel = Sms(TwilioSettings(ACCOUNT, TOKEN, "+966110000000", service, base_url=base))
    await channel.send(PHONE, {"body": "مرحبًا"})
    assert "From" not in api.ledger.sent[0]["parameters"]
    assert api.ledger.sent[0]["parameters"]["MessagingServiceSid"] == service
    await channel.close()


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, 21610, "blocked"), (400, 63014, "blocked"), (400, 63016, "window"), (400, 63018, "rate"),
        (400, 21611, "rate"), (400, 30001, "rate"), (503, 20429, "rate"), (400, 21211, "invalid"),
        (400, 21614, "invalid"), (404, 20404, "invalid"), (401, 20003, "transient"), (403, 20003, "transient"),
        (408, 20408, "unknown"), (500, 20500, "unknown"), (502, 0, "unknown"), (503, 20503, "transient"),
    ],
)  # fmt: skip
async def test_a_refusal_is_read_by_its_code(api: TwilioApi, base: str, status: int, code: int, kind: str) -> None:
    api.ledger.fail("error", status=status, code=code)
    channel = Sms(TwilioSettings(ACCOUNT, TOKEN, "+966110000000", base_url=base))
    with pytest.raises(SendError) as raised:
        await channel.send(PHONE, {"body": "x"})
    assert raised.value.kind == kind
    assert PHONE not in str(raised.value)
    await channel.close()


@pytest.mark.parametrize("payload", [{"boddy": "x"}, {"body": ""}, {"body": "x" * 1601}])
async def test_a_payload_that_can_never_be_sent_is_invalid(base: str, payload: dict[str, Any]) -> None:
    channel = Sms(TwilioSettings(ACCOUNT, TOKEN, "+966110000000", base_url=base))
    with pytest.raises(SendError, match="invalid"):
        await channel.send(PHONE, payload)
    await channel.close()


async def test_one_connection_serves_sends_that_follow_each_other(api: TwilioApi, base: str) -> None:
    channel = Sms(TwilioSettings(ACCOUNT, TOKEN, "+966110000000", base_url=base))
    for number in range(20):
        await channel.send(PHONE, {"body": str(number)})
    http: Any = channel._client and channel._client.http_client
    assert len(http.session.connector._conns) == 1
    assert [sent["body"] for sent in api.ledger.sent] == [str(number) for number in range(20)]
    await channel.close()


def test_secrets_do_not_show_in_settings() -> None:
    assert TOKEN not in repr(SETTINGS)
