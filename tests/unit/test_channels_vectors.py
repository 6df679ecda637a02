"""Signatures as Twilio makes them, valid and invalid, against `verify`."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from channels.base import Request
from channels.twilio import Sms, TwilioSettings
from tests.fakes.shared import shared


def _form(vector: dict[str, Any]) -> str:
    return urlencode([tuple(pair) for pair in vector["params"] or []])


def test_every_signature_vector_is_judged_rightly() -> None:
    wrong = []
    vectors = [json.loads(line) for line in shared("vectors/twilio_signature.jsonl").read_text().splitlines()]
    for vector in vectors:
        body = vector["raw_body"] if vector["raw_body"] is not None else _form(vector)
        headers = {"x-twilio-signature": vector["signature"]}
        if vector.get("algorithm"):
            headers["x-twilio-webhooks-signature-settings"] = f"key=k1,algorithm={vector['algorithm']}"
        channel = Sms(TwilioSettings("AC" + "0" * 32, vector["auth_token"], "+966110000000"))
        if channel.verify(Request(vector["url"], headers, body.encode())) is not vector["valid"]:
            wrong.append(vector["name"])
    assert len(vectors) == 34
    assert wrong == []


@pytest.mark.parametrize("algorithm", ["HMAC_MD5", "none", ""])
def test_an_algorithm_the_sender_chose_is_not_trusted_blindly(algorithm: str) -> None:
    channel = Sms(TwilioSettings("AC" + "0" * 32, "token", "+966110000000"))
    settings = {"x-twilio-webhooks-signature-settings": f"algorithm={algorithm}", "x-twilio-signature": "abc"}
    assert not channel.verify(Request("https://x.example/", settings, b"Body=x"))


@pytest.mark.parametrize("query", ["xbodySHA256=1", "bodySHA256=", "bodySHA256=1&bodySHA256=2", "%00", "a=%ff"])
def test_an_odd_query_is_refused_and_nothing_else(query: str) -> None:
    channel = Sms(TwilioSettings("AC" + "0" * 32, "token", "+966110000000"))
    assert not channel.verify(Request(f"https://x.example/?{query}", {"x-twilio-signature": "abc"}, b"Body=x"))


def test_an_empty_token_verifies_nothing() -> None:
    channel = Sms(TwilioSettings("AC" + "0" * 32, "", "+966110000000"))
    # The signature that an empty key gives.
    assert not channel.verify(Request("https://x.example/", {"x-twilio-signature": "q29uZQ=="}, b""))
