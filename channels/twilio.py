"""WhatsApp and SMS by Twilio."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

import twilio.rest.api.v2010.account.message  # noqa: F401  else imported at the first send, and the event loop waits
from twilio.rest import Client

from channels import content, twilio_forms, twilio_http, twilio_list
from channels.base import Files, Listed, Request, SendError
from channels.bidi import readable
from channels.content_api import ContentApi
from channels.menus import with_menu
from channels.segments import plain, segments
from channels.splitting import split
from flows.message import Attachment, Incoming, Media, Reply

WHATSAPP_LIMIT = 1600
SMS_SEGMENTS = 10


@dataclass(frozen=True, slots=True)
class TwilioSettings:
    """`sender` is E.164. A messaging service, where there is one, chooses the sender itself. Times in seconds.

    `shared_key` is the secret of SHA-256 signatures, where the account has one; `status_callback` our URL for states.
    """

    account_sid: str
    auth_token: str = field(repr=False)
    sender: str
    messaging_service_sid: str = ""
    base_url: str = "https://api.twilio.com"
    content_url: str = "https://content.twilio.com"
    status_callback: str = ""
    shared_key: str = field(default="", repr=False)
    connect_timeout: float = 5.0
    timeout: float = 15.0


class _Twilio:
    """What both lines share; they differ in the address's prefix and in rendering."""

    prefix = ""
    idempotent = False

    def __init__(self, settings: TwilioSettings, files: Files | None = None) -> None:
        """Without `files` the text of a reply goes alone; an SMS carries none anyway."""
        self.settings = settings
        self._files = files
        self._client: Client | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def verify(self, request: Request) -> bool:
        return twilio_forms.signed(request, token=self.settings.auth_token, shared_key=self.settings.shared_key)

    def parse(self, request: Request) -> list[Incoming]:
        """See `twilio_forms.read`."""
        return twilio_forms.read(request, whatsapp=bool(self.prefix))

    def meant(self, request: Request) -> str:
        """The channel that the request is about: a Messaging Service has one address for both. Raises `ValueError`."""
        return Whatsapp.name if twilio_forms.by_whatsapp(request) else Sms.name

    async def send(self, address: str, payload: Mapping[str, Any]) -> str:
        """Create one message, the payload being a text, a file, or a template with the same in words; its sid."""
        try:
            return await self._create(address, self._parameters(payload))
        except SendError as error:
            if error.kind != "content" or "body" not in payload:
                raise
            return await self._create(address, {"body": payload["body"]})

    async def _create(self, address: str, told: Mapping[str, Any]) -> str:
        try:
            async with asyncio.timeout(self.settings.timeout):  # the client itself has no limit on the answer
                created = await self._messages().create_async(to=self.prefix + address, **self._origin(), **told)
        except Exception as error:  # every failure is a decision, see there
            raise twilio_http.decided(error) from error
        return str(created.sid)

    def _parameters(self, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        """Twilio's, in snake case."""
        return self._linked(payload["file"]) if "file" in payload else payload

    async def fetch(self, media: Media, *, most: int) -> bytes:
        """The file at the address that the webhook named. Raises `FetchError`."""
        its = self.settings
        return await twilio_http.fetched(self._open(), media.ref, base_url=its.base_url, most=most, seconds=its.timeout)

    def _linked(self, file: Mapping[str, str]) -> dict[str, Any]:
        """Twilio fetches it from us. The link is made now: a message may have waited longer than one is good for."""
        if self._files is None:
            raise SendError("invalid", "no files here")
        return {"media_url": [self._files.link(Attachment(**file))]}

    async def sent_to(self, address: str, since: datetime) -> list[Listed]:
        """What Twilio's list says was sent to this address since then. Raises `SendError`."""
        return await twilio_list.sent(self._messages(), self.prefix + address, since, seconds=self.settings.timeout)

    def fits(self, payload: Mapping[str, Any], listed: Listed) -> bool:
        """Is it this payload that stands in the list?"""
        return twilio_list.fits(payload, listed)

    async def received(self, since: datetime) -> list[Incoming]:
        """What Twilio's list says people sent since then, oldest first. Raises `SendError`."""
        its = self.settings
        to = self.prefix + its.sender if its.sender else ""
        return await twilio_list.received(self._messages(), to, since, seconds=its.timeout * 4)

    async def close(self) -> None:
        """Close the connections; a later send opens new ones."""
        built, self._client = self._client, None
        if built is not None:
            await twilio_http.close(built, self._loop)

    def _messages(self) -> Any:
        return self._open().messages

    def _open(self) -> Client:
        loop = asyncio.get_running_loop()
        if self._client is None or self._loop is not loop:
            # Connections belong to the loop that opened them; a replay or a test may bring a new one.
            its = self.settings
            self._client = twilio_http.client(
                its.account_sid,
                its.auth_token,
                base_url=its.base_url,
                content_url=its.content_url,
                connect_timeout=its.connect_timeout,
            )
            self._loop = loop
        return self._client

    def _origin(self) -> dict[str, str]:
        its = self.settings
        origin = {"status_callback": its.status_callback} if its.status_callback else {}
        if its.messaging_service_sid:
            return origin | {"messaging_service_sid": its.messaging_service_sid}
        return origin | {"from_": self.prefix + its.sender}


class Whatsapp(_Twilio):
    name = "whatsapp"
    prefix = "whatsapp:"

    def __init__(self, settings: TwilioSettings, files: Files | None = None) -> None:
        super().__init__(settings, files)
        # The sid of every Content template that may be sent, by our own name; filled from the records.
        self.templates: dict[str, str] = {}

    @property
    def content(self) -> ContentApi:
        """The account's templates. To be used inside the running loop."""
        return ContentApi(self._open())

    def render(self, reply: Reply) -> list[dict[str, Any]]:
        """Bodies of at most 1,600 characters. Buttons to tap where a template carries them, else numbered lines.

        Raises `ValueError` for a blank reply. A file is a message of its own, `{"file": Attachment}`: WhatsApp shows no
        text beside a document from Twilio.
        """
        files = [{"file": asdict(file)} for file in (reply.files if self._files else ())]
        if reply.text.strip() and (offered := content.offer(reply, self.templates, WHATSAPP_LIMIT)):
            said, asked = offered
            return [{"body": part} for part in split(said, WHATSAPP_LIMIT)] + [asked] + files
        return _bodies(with_menu(reply, WHATSAPP_LIMIT)) + files

    def _parameters(self, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        if "content" not in payload:
            return super()._parameters(payload)
        if sid := self.templates.get(payload["content"]):
            return {"content_sid": sid, "content_variables": json.dumps(payload["variables"], ensure_ascii=False)}
        if "body" not in payload:
            raise SendError("invalid", "no such template")
        # Deleted since the reply was rendered.
        return {"body": payload["body"]}


class Sms(_Twilio):
    name = "sms"

    def render(self, reply: Reply) -> list[dict[str, Any]]:
        """Bodies of at most ten segments, buttons as numbered lines. Raises `ValueError` for a blank reply."""
        return _bodies(with_menu(replace(reply, text=plain(readable(reply.text))), SMS_SEGMENTS, segments))


def _bodies(parts: list[str]) -> list[dict[str, Any]]:
    if not parts:
        raise ValueError("Twilio sends no blank text")
    return [{"body": part} for part in parts]
