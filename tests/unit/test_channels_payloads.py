"""Webhook bodies collected from many projects' tests and documentation: none may stop the webhook."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from bot.ports import Channel
from channels.base import Request
from channels.telegram import Telegram, TelegramSettings
from channels.twilio import Sms, TwilioSettings, Whatsapp
from flows.message import Incoming, Kind
from tests.fakes.shared import shared

TWILIO = TwilioSettings("AC" + "0" * 32, "token", "+966110000000")
CHANNELS: dict[str, Channel] = {
    "telegram": Telegram(TelegramSettings("1:token", "s")),
    "twilio_sms": Sms(TWILIO),
    "twilio_whatsapp": Whatsapp(TWILIO),
}
MEDIA, VOICE = {"photo", "document", "media"}, {"voice", "audio", "video", "video_note"}
EXPECTED = {"text": Kind.TEXT, "location": Kind.LOCATION, "venue": Kind.LOCATION}
EXPECTED |= {"contact": Kind.CONTACT, "button": Kind.TAP, "list": Kind.TAP} | dict.fromkeys(MEDIA, Kind.MEDIA)
EXPECTED |= dict.fromkeys(VOICE, Kind.VOICE)


def rows() -> list[dict[str, Any]]:
    lines = shared("payloads/manifest.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def read(row: dict[str, Any]) -> list[Incoming]:
    body = (shared("payloads") / Path(row["file"])).read_bytes()
    return CHANNELS[row["channel"]].parse(Request("https://sanad.example/", {}, body.strip()))


def expected(row: dict[str, Any]) -> set[Kind]:
    """What the manifest's name says it is; empty where it does not say."""
    body = (shared("payloads") / row["file"]).read_text()
    if row["channel"] == "telegram":
        return _telegram(row, json.loads(body))
    if row["kind"] == "status_callback":
        return {Kind.STATUS}
    fields = parse_qs(body)
    if fields.get("OptOutType") == ["STOP"] or fields.get("Body") == ["إيقاف"]:
        return {Kind.OPTED_OUT}
    if row["content"] == "text" and not fields.get("Body"):
        return {Kind.UNSUPPORTED}
    if fields.get("MessageType") in (["audio"], ["video"], ["sticker"]):
        return {Kind.UNSUPPORTED if fields["MessageType"] == ["sticker"] else Kind.VOICE}
    if fields.get("MediaContentType0") == ["text/vcard"]:
        return {Kind.CONTACT}
    return {EXPECTED[row["content"]]}


def _telegram(row: dict[str, Any], update: dict[str, Any]) -> set[Kind]:
    part = update.get(row["kind"])
    chat = (part.get("message", part) if isinstance(part, dict) else {}).get("chat") or {}
    private = chat.get("type", "private") == "private" and chat.get("id", 1) > 0
    if row["kind"] == "callback_query":
        return {Kind.TAP} if private and "data" in update["callback_query"] else set()
    if row["kind"] not in ("message", "edited_message", "channel_post") or not chat.get("id"):
        return set()
    if not private:
        return {Kind.UNSUPPORTED}
    if row["kind"] == "edited_message":
        return {Kind.EDITED}
    return {EXPECTED[row["content"]]} if row["content"] in EXPECTED else set()


def test_every_collected_payload_is_read_and_the_plainly_named_ones_rightly() -> None:
    wrong, named = [], 0
    for row in rows():
        kinds, kind = {incoming.kind for incoming in read(row)}, expected(row)
        named += bool(kind)
        if kind and kinds != kind:
            wrong.append((row["file"], kinds, kind))
    assert wrong == []
    assert named > 250


def test_what_is_read_can_be_stored_and_answered() -> None:
    total = 0
    for row in rows():
        for incoming in read(row):
            total += 1
            texts = [incoming.text, incoming.name, incoming.tap, incoming.provider_id, incoming.address, incoming.ref]
            assert not any("\0" in text for text in texts)
            assert "".join(texts).encode()
            assert incoming.provider_id
            # Without an address it concerns nobody, and is only kept.
            assert incoming.address or incoming.kind in (Kind.STATUS, Kind.UNSUPPORTED)
    assert total == len(rows())


def test_updates_that_the_library_refuses_are_read_all_the_same() -> None:
    refused = [row for row in rows() if row["channel"] == "telegram" and row["ptb_22_8_parses"] is not True]
    assert len(refused) > 50
    assert sum(bool(read(row)) for row in refused) > len(refused) // 2
