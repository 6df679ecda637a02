"""Twilio's Messages resource in the generator's own process, so that nobody has to tell it what was delivered.

As strict about a message as `tests.fakes.twilio_api`, in a tenth of its time: no framework and no ledger of texts.
"""

import asyncio
import json
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import cast
from urllib.parse import parse_qs

import httptools

from bench.people import ACCOUNT, SENDER, TOKEN

Delivered = Callable[[str, str], None]
_PATH = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json".encode()
_AUTHORIZATION = b"Basic " + b64encode(f"{ACCOUNT}:{TOKEN}".encode())
_KNOWN = {"To", "From", "Body", "MediaUrl", "StatusCallback"}
_TO = re.compile(r"whatsapp:\+[1-9]\d{6,14}")
_LONGEST = 1600


def refusal(path: bytes, authorization: bytes, form: Mapping[str, str]) -> tuple[int, int] | None:
    """HTTP status and Twilio's code for a request that it would refuse; None for a good one."""
    if path != _PATH or authorization != _AUTHORIZATION:
        return 401, 20003
    if form.keys() - _KNOWN:
        return 400, 20001
    if not _TO.fullmatch(form.get("To", "")):
        return 400, 21211
    if form.get("From") != f"whatsapp:{SENDER}":
        return 400, 21212
    words = form.get("Body", "")
    if not words.strip() and not form.get("MediaUrl"):
        return 400, 21602
    return (400, 21617) if len(words.encode("utf-16-le")) // 2 > _LONGEST else None


class Provider:
    """Calls `delivered(address, text)` for each message it takes, before it answers."""

    def __init__(self, delivered: Delivered) -> None:
        self._delivered = delivered
        self.taken = 0
        self.refused: list[int] = []

    def take(self, path: bytes, authorization: bytes, body: bytes) -> tuple[int, dict[str, object]]:
        """One request to create a message: the answer's status and content."""
        form = {name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
        refused = refusal(path, authorization, form)
        if refused:
            status, code = refused
            self.refused.append(code)
            return status, {"code": code, "message": "refused", "status": status}
        self.taken += 1
        self._delivered(form["To"].removeprefix("whatsapp:"), form.get("Body", ""))
        return 201, _message(f"SM{self.taken:032x}", form)


class Desk(asyncio.Protocol):
    """One connection of Twilio's client."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._parser = httptools.HttpRequestParser(self)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's own class, which does the same

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_begin(self) -> None:
        self._path, self._authorization, self._body = b"", b"", b""

    def on_url(self, url: bytes) -> None:
        self._path += url

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"authorization":
            self._authorization = value

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        status, content = self._provider.take(self._path, self._authorization, self._body)
        data = json.dumps(content).encode()
        head = f"HTTP/1.1 {status} -\r\ncontent-type: application/json\r\ncontent-length: {len(data)}\r\n\r\n"
        self._transport.write(head.encode() + data)


def _message(sid: str, form: Mapping[str, str]) -> dict[str, object]:
    """As long as Twilio's own answer: our client has to read all of it."""
    shown: dict[str, object] = {"sid": sid, "account_sid": ACCOUNT, "to": form["To"], "from": form["From"]}
    shown |= {"body": form.get("Body", ""), "status": "queued", "direction": "outbound-api", "num_media": "0"}
    shown |= {"num_segments": "1", "price": None, "price_unit": "USD", "error_code": None, "error_message": None}
    made = "Sun, 01 Nov 2026 10:00:00 +0000"
    shown |= {"api_version": "2010-04-01", "date_created": made, "date_updated": made, "date_sent": None}
    uri = f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid}.json"
    return shown | {"messaging_service_sid": None, "subresource_uris": {"media": f"{uri[:-5]}/Media.json"}, "uri": uri}
