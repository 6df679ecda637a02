"""The collected webhook bodies, each made ready to be posted to a house of ours."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from twilio.request_validator import RequestValidator

from channels.base import Request
from tests.fakes import twilio_api
from tests.fakes.shared import shared
from tests.integration.kit.site import SECRET, Site

CHANNELS = {"telegram": "telegram", "twilio_sms": "sms", "twilio_whatsapp": "whatsapp"}
_UPDATE_ID = re.compile(rb'("update_id"\s*:\s*)\d+')
_SID = re.compile(rb"((?:^|&)(?:MessageSid|SmsSid|SmsMessageSid)=)[^&]*")


@dataclass(frozen=True)
class Payload:
    """One body. Its id alone is replaced, by its `number`: two sources use the same one, which no provider does."""

    number: int
    channel: str
    about: dict[str, Any]
    raw: bytes

    @property
    def provider_id(self) -> str:
        """Its row's id; of a status callback the state follows."""
        return f"u{self.number}" if self.channel == "telegram" else self._sid

    @property
    def _sid(self) -> str:
        return f"SM{self.number:032x}"

    @property
    def body(self) -> bytes:
        if self.channel == "telegram":
            return _UPDATE_ID.sub(rb"\g<1>%d" % self.number, self.raw, count=1)
        return _SID.sub(rb"\g<1>" + self._sid.encode(), self.raw)

    def request(self, site: Site) -> Request:
        """Signed for this house, as its provider would."""
        url = site.hook(self.channel)
        if self.channel == "telegram":
            headers = {"content-type": "application/json", "x-telegram-bot-api-secret-token": SECRET}
            return Request(url, headers, self.body)
        fields = parse_qs(self.body.decode(), keep_blank_values=True)
        signature = RequestValidator(twilio_api.TOKEN).compute_signature(url, _Fields(fields))
        headers = {"content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature}
        return Request(url, headers, self.body)

    @property
    def what(self) -> str:
        """What its provider calls it, "edited_message: location"; a group or a channel that it comes from, too."""
        kind, content = self.about["kind"], self.about["content"]
        plain = kind in ("message", "inbound")
        name = (content or "anything else") if plain else ": ".join(filter(None, (kind, content)))
        if self.channel != "telegram":
            return name
        update = json.loads(self.raw)
        part = next((update[key] for key in update if key != "update_id" and isinstance(update[key], dict)), {})
        where = ((part.get("message") or part).get("chat") or {}).get("type", "private")
        return name if where == "private" else f"{name} ({where})"


class _Fields(dict[str, list[str]]):
    """As the validator asks for repeated fields."""

    def getlist(self, name: str) -> list[str]:
        return self[name]


def payloads() -> Iterator[Payload]:
    """Every collected body, in the manifest's order."""
    for number, line in enumerate(shared("payloads/manifest.jsonl").read_text("utf-8").splitlines(), start=1):
        about = json.loads(line)
        raw = shared(f"payloads/{about['file']}").read_bytes().strip()
        yield Payload(number, CHANNELS[about["channel"]], about, raw)
