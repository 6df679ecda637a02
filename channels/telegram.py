"""Telegram by python-telegram-bot: sending, webhook and long polling. Updates are read in `telegram_updates`."""

import asyncio
import hmac
import re
from collections.abc import Awaitable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from telegram import Bot, Message
from telegram.constants import ChatAction
from telegram.error import TelegramError

from channels import telegram_keyboards, telegram_profile, telegram_updates
from channels.base import FetchError, Files, Request, SendError
from channels.profile import Profile, Webhook
from channels.reading import json_object
from channels.splitting import split
from channels.telegram_errors import decided, unfetched
from channels.telegram_http import Http
from flows.message import Attachment, Incoming, Kind, Media, Reply

LIMIT = 4096
UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """`secret` is what Telegram repeats in each webhook's header; `base_url` is completed by the token. Seconds."""

    token: str = field(repr=False)
    secret: str = field(repr=False)
    base_url: str = "https://api.telegram.org/bot"
    connections: int = 128
    connect_timeout: float = 5.0
    timeout: float = 15.0

    @property
    def file_url(self) -> str:
        """Where files are, completed by the token: beside the methods."""
        return f"{self.base_url.removesuffix('/bot')}/file/bot"


class Telegram:
    name = "telegram"
    idempotent = False

    def __init__(self, settings: TelegramSettings, files: Files | None = None) -> None:
        """Without `files` the text of a reply goes alone."""
        self.settings = settings
        self._files = files
        self._bot: Bot | None = None
        self._pools: tuple[Http, ...] = ()
        self._loop: asyncio.AbstractEventLoop | None = None

    def verify(self, request: Request) -> bool:
        given = request.headers.get("x-telegram-bot-api-secret-token", "")
        return bool(self.settings.secret) and hmac.compare_digest(given.encode(), self.settings.secret.encode())

    def parse(self, request: Request) -> list[Incoming]:
        """See `telegram_updates.read`."""
        return telegram_updates.read(json_object(request.body))

    def render(self, reply: Reply) -> list[dict[str, Any]]:
        """`sendMessage` parameters; plain text, so that nothing needs escaping. Buttons go under the last part.

        Where the number is asked for, they are a keyboard of their own: only such a one can share it. It goes away with
        the next message without buttons. A file is a payload of its own, `{"document": Attachment}`: the text is not
        lost with it.
        """
        payloads: list[dict[str, Any]] = [{"text": part} for part in split(reply.text, LIMIT)]
        if not payloads:
            raise ValueError("Telegram sends no blank text")
        payloads[-1]["reply_markup"] = telegram_keyboards.of(reply)
        return payloads + [{"document": asdict(file)} for file in (reply.files if self._files else ())]

    async def send(self, address: str, payload: Mapping[str, Any]) -> str:
        """Send one message; "chat:message" as its id, since message ids are only a chat's own."""
        try:
            message = await self._send(_chat(address), payload)
        except SendError:
            raise
        except TelegramError as error:
            raise decided(error) from error
        except Exception as error:  # the answer made no sense to PTB: it may have been sent all the same
            raise SendError("unknown", type(error).__name__) from error
        return f"{message.chat_id}:{message.message_id}"

    async def _send(self, chat: int, payload: Mapping[str, Any]) -> Message:
        if "document" in payload:
            file = Attachment(**payload["document"])
            if self._files is None:
                raise SendError("invalid", "no files here")
            return await self.bot().send_document(chat, await self._files.content(file), filename=file.name)
        markup = telegram_keyboards.markup(payload.get("reply_markup"))
        return await self.bot().send_message(chat, payload["text"], reply_markup=markup)

    async def fetch(self, media: Media, *, most: int) -> bytes:
        """The file with the id `media.ref`. Raises `FetchError`; Telegram gives bots no more than 20 MB."""
        try:
            file = await self.bot().get_file(media.ref)
        except TelegramError as error:
            raise unfetched(error) from None
        if not file.file_path:
            raise FetchError("gone", "no path")
        if (file.file_size or 0) > most:
            raise FetchError("size")
        return await self._pools[0].download(file.file_path, most)

    async def acknowledge(self, incoming: Incoming) -> None:
        """Stop the spinner on a tapped button. Raises `SendError`: Telegram refuses taps older than a minute, say."""
        if incoming.kind is Kind.TAP and incoming.ref:
            await _decided(self.bot().answer_callback_query(incoming.ref))

    async def typing(self, address: str) -> None:
        """Show for five seconds that an answer is being made. Raises `SendError`."""
        await _decided(self.bot().send_chat_action(_chat(address), ChatAction.TYPING))

    def asks(self, payload: Mapping[str, Any]) -> bool:
        """Has this message of ours buttons that answer a question?"""
        return telegram_keyboards.asks(payload)

    async def put_away(self, message: str) -> None:
        """Take the buttons off a message of ours, "chat:message" as `send` gave it. Raises `SendError`."""
        chat, _, number = message.partition(":")
        await _decided(self.bot().edit_message_reply_markup(_chat(chat), int(number), reply_markup=None))

    async def updates(self, offset: int = 0, *, wait: int = 25) -> list[dict[str, Any]]:
        """The next raw updates from `offset` on, after at most `wait` seconds. Raises `SendError`."""
        asked = {"offset": offset, "timeout": wait, "allowed_updates": list(UPDATES)}
        try:
            # Spelt so that PTB sees no method of its own: its `get_updates` would parse, and fail on some updates.
            return list(await self.bot().do_api_request("get_Updates", asked, read_timeout=wait + 10))
        except TelegramError as error:
            raise decided(error) from error

    async def set_webhook(self, url: str) -> None:
        """Have updates posted to the URL, with our secret. Raises `SendError`."""
        await _decided(self.bot().set_webhook(url, secret_token=self.settings.secret, allowed_updates=UPDATES))

    async def webhook(self) -> Webhook:
        """What Telegram knows of our webhook. Raises `SendError`."""
        return await telegram_profile.webhook(self.bot())

    async def introduce(self, profile: Profile) -> None:
        """Set the bot's menu and descriptions in one language. Raises `SendError`."""
        await telegram_profile.introduce(self.bot(), profile)

    async def delete_webhook(self) -> None:
        """Go back to long polling; waiting updates are kept. Raises `SendError`."""
        await _decided(self.bot().delete_webhook())

    def bot(self) -> Bot:
        """The client, built at first use and never `initialize`d: that would call getMe."""
        loop = asyncio.get_running_loop()
        if self._bot is None or self._loop is not loop:
            # Connections belong to the loop that opened them; a replay or a test may bring a new one.
            its, self._loop = self.settings, loop
            # One pool to send, one connection to poll.
            self._pools = tuple(
                Http(size, connect=its.connect_timeout, timeout=its.timeout) for size in (its.connections, 1)
            )
            sending, polling = self._pools
            self._bot = Bot(
                its.token,
                base_url=its.base_url,
                base_file_url=its.file_url,
                request=sending,
                get_updates_request=polling,
            )
        return self._bot

    async def close(self) -> None:
        """Close the connections; a later send opens new ones."""
        bot, self._bot = self._bot, None
        # Not `bot.shutdown`, which does nothing for a bot that was never initialised.
        for pool in self._pools if bot is not None and self._loop is asyncio.get_running_loop() else ():
            await pool.shutdown()


async def _decided(call: Awaitable[object]) -> None:
    """The call, its failure as `SendError`."""
    try:
        await call
    except TelegramError as error:
        raise decided(error) from error


def _chat(address: str) -> int:
    # `int` alone would take a phone number with its plus for a chat.
    if not re.fullmatch(r"-?\d{1,16}", address, re.ASCII):
        raise SendError("invalid", "no chat id")
    return int(address)
