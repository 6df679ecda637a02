"""A strict Bot API for the methods Sanad uses. `python -m tests.fakes.telegram_api --port 9120 --token 1:a`.

Refuses what the Bot API documents as wrong (`telegram_rules`), unknown tokens and methods, changes of messages that
were never sent, getUpdates beside a webhook. POST /_updates queues an update for getUpdates.
"""

import argparse
import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes import telegram_rules as rules
from tests.fakes.faults import Fault, Ledger, tear
from tests.fakes.serve import main
from tests.fakes.telegram_forms import document, parameters
from tests.fakes.telegram_rules import RefusalError, refuse

TOKEN = "123456:fake-token-of-tests"
_SENDS = ("sendmessage", "senddocument")
_MOST_DOWNLOAD = 20 * 1024 * 1024
Handler = Callable[[dict[str, Any]], Awaitable[Any]]
_SECRET = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


class TelegramApi:
    """One bot's server. `ledger.sent` holds {"method", "to", "text", "reply_markup", "id"}."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.ledger = Ledger()
        self.webhook: dict[str, str] = {}
        # What getWebhookInfo tells beside the address: last_error_date, last_error_message.
        self.trouble: dict[str, Any] = {}
        # By (kind, language): the menu and the texts of the bot's profile.
        self.profile: dict[tuple[str, str], Any] = {}
        # The queries that were answered; (chat, action) of each sign of life; (chat, message, markup) of each change.
        self.answered: list[str] = []
        # Flood control at the next call of the method: seconds by its name in small letters.
        self.too_many: dict[str, int] = {}
        self.actions: list[tuple[int, str]] = []
        self.changed: list[tuple[int, int, dict[str, Any] | None]] = []
        self.updates: list[dict[str, Any]] = []
        self.documents: dict[int, bytes] = {}
        # What people sent, by file id.
        self.files: dict[str, bytes] = {}
        self._news = asyncio.Event()
        self.app = Starlette(
            routes=[
                *self.ledger.routes(),
                Route("/_updates", self._queue, methods=["POST"]),
                Route("/file/bot{token}/{path:path}", self._download),
                Route("/bot{token}/{method}", self._call, methods=["GET", "POST"]),
            ]
        )

    async def _queue(self, request: Request) -> Response:
        update = await request.json()  # before the list is looked up: getUpdates puts another in its place meanwhile
        self.updates.append(update)
        self._news.set()
        return JSONResponse({"count": len(self.updates)})

    async def _call(self, request: Request) -> Response:
        method, given = request.path_params["method"], await parameters(request)
        try:
            if request.path_params["token"] != self.token:
                raise RefusalError(401, "Unauthorized")
            handler = getattr(self, f"_on_{method.lower()}", None)
            if handler is None:
                raise RefusalError(404, "Not Found")
            if wait := self.too_many.pop(method.lower(), 0):
                return _no(429, f"Too Many Requests: retry after {wait}", parameters={"retry_after": wait})
            if method.lower() not in _SENDS:
                return JSONResponse({"ok": True, "result": await handler(given)})
            return await self._send(request, handler, given)
        except RefusalError as error:
            told = {name: value for name, value in given.items() if not isinstance(value, tuple)}
            self.ledger.refuse({"method": method, "parameters": told, "error": str(error)})
            return _no(error.code, str(error))

    async def _send(self, request: Request, handler: Handler, given: dict[str, Any]) -> Response:
        if self.ledger.delay:
            await asyncio.sleep(self.ledger.delay)
        fault = self.ledger.next_fault(str(given.get("chat_id", "")))
        if fault and not fault.accepts:
            return await self._failed(request, fault)
        result = await handler(given)
        if fault:
            return await self._failed(request, fault)
        if await request.is_disconnected():
            self.ledger.unheard.append(str(given.get("chat_id", "")))
        return JSONResponse({"ok": True, "result": result})

    async def _failed(self, request: Request, fault: Fault) -> Response:
        if fault.kind == "error":
            words = {403: "Forbidden: bot was blocked by the user", 400: "Bad Request: chat not found"}
            return _no(fault.status, fault.detail or words.get(fault.status, "Internal Server Error"))
        if fault.kind == "rate":
            wait = fault.retry_after
            return _no(429, f"Too Many Requests: retry after {wait}", parameters={"retry_after": wait})
        return await tear(request, fault.seconds if fault.kind == "hang" else 0.0)

    async def _on_sendmessage(self, given: dict[str, Any]) -> dict[str, Any]:
        chat, text = rules.chat_id(given), rules.text(given)
        markup = rules.markup(given.get("reply_markup"), chat)
        number = len(self.ledger.sent) + 1
        record = {"method": "sendMessage", "to": str(chat), "text": text, "reply_markup": markup, "id": number}
        self.ledger.accept(record)
        bot = await self._on_getme({})
        message = {"message_id": number, "from": bot, "date": int(time.time()), "text": text}
        message["chat"] = {"id": chat, "type": "private", "first_name": "-"}
        return message | ({"reply_markup": markup} if markup and "inline_keyboard" in markup else {})

    async def _on_senddocument(self, given: dict[str, Any]) -> dict[str, Any]:
        """`ledger.sent` has the file's name, type and size; its content is in `documents` under the message's id."""
        chat, (name, mime, content) = rules.chat_id(given), document(given)
        markup = rules.markup(given.get("reply_markup"), chat)
        number = len(self.ledger.sent) + 1
        record = {"method": "sendDocument", "to": str(chat), "text": "", "reply_markup": markup, "id": number}
        self.ledger.accept({**record, "document": {"name": name, "mime": mime, "size": len(content)}})
        self.documents[number] = content
        message = {"message_id": number, "from": await self._on_getme({}), "date": int(time.time())}
        file = {"file_id": f"file{number}", "file_unique_id": f"u{number}", "file_size": len(content)}
        message["document"] = {**file, "file_name": name, "mime_type": mime}
        return message | {"chat": {"id": chat, "type": "private", "first_name": "-"}}

    async def _on_getfile(self, given: dict[str, Any]) -> dict[str, Any]:
        """A path for an hour; bots may download 20 MB at most."""
        key = str(given.get("file_id", ""))
        if key not in self.files:
            raise refuse("wrong file_id or the file is temporarily unavailable")
        size = len(self.files[key])
        if size > _MOST_DOWNLOAD:
            raise refuse("file is too big")
        return {"file_id": key, "file_unique_id": f"u{key}", "file_size": size, "file_path": f"documents/{key}"}

    async def _download(self, request: Request) -> Response:
        """The content. A fault `to` "file" is its own."""
        token, path = request.path_params["token"], request.path_params["path"]
        if fault := self.ledger.next_fault("file"):
            return await self._failed(request, fault)
        key = path.removeprefix("documents/")
        if token != self.token or key not in self.files:
            return _no(401 if token != self.token else 404, "Unauthorized" if token != self.token else "Not Found")
        return Response(self.files[key], media_type="application/octet-stream")

    async def _on_getme(self, given: dict[str, Any]) -> dict[str, Any]:
        return {"id": int(self.token.partition(":")[0]), "is_bot": True, "first_name": "Sanad", "username": "sanad_bot"}

    async def _on_answercallbackquery(self, given: dict[str, Any]) -> bool:
        if not given.get("callback_query_id"):
            raise refuse("query is too old and response timeout expired or query ID is invalid")
        if len(str(given.get("text", ""))) > 200:
            raise refuse("MESSAGE_TOO_LONG")
        self.answered.append(str(given["callback_query_id"]))
        return True

    async def _on_sendchataction(self, given: dict[str, Any]) -> bool:
        chat, action = rules.chat_id(given), str(given.get("action", ""))
        if action not in rules.ACTIONS:
            raise refuse("wrong parameter action in request")
        self.actions.append((chat, action))
        return True

    async def _on_editmessagereplymarkup(self, given: dict[str, Any]) -> dict[str, Any]:
        """Of a message of the bot's own; the record in `ledger.sent` is changed with it."""
        chat, number = rules.chat_id(given), str(given.get("message_id", ""))
        markup = rules.markup(given.get("reply_markup"), chat)
        if markup and "inline_keyboard" not in markup:
            raise refuse("inline keyboard expected")
        sent = next((s for s in self.ledger.sent if str(s["id"]) == number and s["to"] == str(chat)), None)
        if sent is None:
            raise refuse("message to edit not found")
        if sent["reply_markup"] == markup:
            raise refuse("message is not modified: specified new message content and reply markup are exactly the same")
        sent["reply_markup"] = markup
        self.changed.append((chat, int(number), markup))
        message = {"message_id": int(number), "from": await self._on_getme({}), "date": int(time.time())}
        return message | {"text": sent["text"] or "-", "chat": {"id": chat, "type": "private", "first_name": "-"}}

    async def _on_setmycommands(self, given: dict[str, Any]) -> bool:
        self.profile["commands", rules.language(given)] = rules.commands(given)
        return True

    async def _on_setmydescription(self, given: dict[str, Any]) -> bool:
        return self._describe(given, "description", 512)

    async def _on_setmyshortdescription(self, given: dict[str, Any]) -> bool:
        return self._describe(given, "short_description", 120)

    def _describe(self, given: dict[str, Any], name: str, most: int) -> bool:
        words = str(given.get(name, ""))
        if rules.length(words) > most:
            raise refuse("BOT_DESCRIPTION_TOO_LONG")
        self.profile[name, rules.language(given)] = words
        return True

    async def _on_setwebhook(self, given: dict[str, Any]) -> bool:
        url, secret = given.get("url", ""), given.get("secret_token", "")
        if not isinstance(rules.parsed(given.get("allowed_updates") or "[]", "allowed_updates"), list):
            raise refuse("can't parse allowed_updates JSON object")
        if url and not url.startswith("https://"):
            raise refuse("bad webhook: An HTTPS URL must be provided for webhook")
        if len(secret) > 256 or not set(secret) <= _SECRET:
            raise refuse("secret token contains unallowed characters")
        self.webhook = (
            {"url": url, "secret": secret, "allowed_updates": given.get("allowed_updates", "")} if url else {}
        )
        return True

    async def _on_deletewebhook(self, given: dict[str, Any]) -> bool:
        self.webhook = {}
        return True

    async def _on_getwebhookinfo(self, given: dict[str, Any]) -> dict[str, Any]:
        pending = len(self.updates)
        told = {"url": self.webhook.get("url", ""), "has_custom_certificate": False, "pending_update_count": pending}
        return told | self.trouble

    async def _on_getupdates(self, given: dict[str, Any]) -> list[dict[str, Any]]:
        """An offset confirms, and forgets, every earlier update."""
        if self.webhook:
            raise RefusalError(409, "Conflict: can't use getUpdates method while webhook is active")
        offset, wait = int(given.get("offset") or 0), min(float(given.get("timeout") or 0), 50.0)
        self.updates = [update for update in self.updates if update["update_id"] >= offset]
        if not self.updates and wait:
            self._news.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), wait)
        return self.updates[:100]


def _no(code: int, description: str, **more: Any) -> Response:
    return JSONResponse({"ok": False, "error_code": code, "description": description, **more}, code)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--token", default=TOKEN)
    main(lambda options: TelegramApi(options.token).app, arguments)
