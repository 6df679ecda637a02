"""A strict Bot API for the methods Sanad uses. `python -m tests.fakes.telegram_api --port 9120 --token 1:a`.

Refuses what the Bot API documents as wrong: unknown tokens and methods, bad chat ids, blank or over-long text, bad
markup, callback data over 64 bytes, getUpdates beside a webhook. POST /_updates queues an update for getUpdates.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.faults import Fault, Ledger, tear
from tests.fakes.serve import main

TOKEN = "123456:fake-token-of-tests"
_SENDS = ("sendmessage", "senddocument")
_MOST_BYTES = 50 * 1024 * 1024
_MOST_DOWNLOAD = 20 * 1024 * 1024
Handler = Callable[[dict[str, Any]], Awaitable[Any]]
_PARSE_MODES = ("", "HTML", "Markdown", "MarkdownV2")
_ACTIONS = {"callback_data", "url", "web_app", "login_url", "switch_inline_query", "pay", "copy_text"}
_SECRET = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


class RefusalError(Exception):
    """The Bot API says no, with its own code and words."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code


class TelegramApi:
    """One bot's server. `ledger.sent` holds {"method", "to", "text", "reply_markup", "id"}."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.ledger = Ledger()
        self.webhook: dict[str, str] = {}
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
        method, given = request.path_params["method"], await _parameters(request)
        try:
            if request.path_params["token"] != self.token:
                raise RefusalError(401, "Unauthorized")
            handler = getattr(self, f"_on_{method.lower()}", None)
            if handler is None:
                raise RefusalError(404, "Not Found")
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
        chat, text = _chat_id(given), _text(given)
        markup = _markup(given.get("reply_markup"))
        number = len(self.ledger.sent) + 1
        record = {"method": "sendMessage", "to": str(chat), "text": text, "reply_markup": markup, "id": number}
        self.ledger.accept(record)
        bot = await self._on_getme({})
        message = {"message_id": number, "from": bot, "date": int(time.time()), "text": text}
        message["chat"] = {"id": chat, "type": "private", "first_name": "-"}
        return message | ({"reply_markup": markup} if markup else {})

    async def _on_senddocument(self, given: dict[str, Any]) -> dict[str, Any]:
        """`ledger.sent` has the file's name, type and size; its content is in `documents` under the message's id."""
        chat, (name, mime, content) = _chat_id(given), _document(given)
        markup = _markup(given.get("reply_markup"))
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
            raise RefusalError(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        size = len(self.files[key])
        if size > _MOST_DOWNLOAD:
            raise RefusalError(400, "Bad Request: file is too big")
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
            raise RefusalError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        if len(str(given.get("text", ""))) > 200:
            raise RefusalError(400, "Bad Request: MESSAGE_TOO_LONG")
        return True

    async def _on_setwebhook(self, given: dict[str, Any]) -> bool:
        url, secret = given.get("url", ""), given.get("secret_token", "")
        if url and not url.startswith("https://"):
            raise RefusalError(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if len(secret) > 256 or not set(secret) <= _SECRET:
            raise RefusalError(400, "Bad Request: secret token contains unallowed characters")
        self.webhook = (
            {"url": url, "secret": secret, "allowed_updates": given.get("allowed_updates", "")} if url else {}
        )
        return True

    async def _on_deletewebhook(self, given: dict[str, Any]) -> bool:
        self.webhook = {}
        return True

    async def _on_getwebhookinfo(self, given: dict[str, Any]) -> dict[str, Any]:
        pending = len(self.updates)
        return {"url": self.webhook.get("url", ""), "has_custom_certificate": False, "pending_update_count": pending}

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


async def _parameters(request: Request) -> dict[str, Any]:
    """From the query and a JSON or form body, as the Bot API takes them. Raises nothing: bad JSON is no parameter."""
    given: dict[str, Any] = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        async with request.form() as form:
            return given | {name: await _part(value) for name, value in form.items()}
    body = await request.body()
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            data = json.loads(body)
        except ValueError:
            return given
        return given | data if isinstance(data, dict) else given
    return given | dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


async def _part(value: UploadFile | str) -> Any:
    """A field's text, or a file as (name, type, content)."""
    return value if isinstance(value, str) else (value.filename or "", value.content_type or "", await value.read())


def _document(given: dict[str, Any]) -> tuple[str, str, bytes]:
    """The upload, in the field itself or in the part that the field names."""
    value = given.get("document")
    if isinstance(value, str) and value.startswith("attach://"):
        value = given.get(value.removeprefix("attach://"))
    if not value:
        raise RefusalError(400, "Bad Request: there is no document in the request")
    if isinstance(value, str):
        raise RefusalError(400, "Bad Request: wrong remote file identifier specified: Wrong string length")
    name, mime, content = value
    if not content:
        raise RefusalError(400, "Bad Request: file must be non-empty")
    if len(content) > _MOST_BYTES:
        raise RefusalError(413, "Request Entity Too Large")
    if len(str(given.get("caption", "")).encode("utf-16-le")) // 2 > 1024:
        raise RefusalError(400, "Bad Request: message caption is too long")
    return name, mime, content


def _chat_id(given: dict[str, Any]) -> int:
    value = str(given.get("chat_id", ""))
    if not value:
        raise RefusalError(400, "Bad Request: chat_id is empty")
    if not value.lstrip("-").isdecimal() or not 0 < abs(int(value)) < 2**52:
        raise RefusalError(400, "Bad Request: chat not found")
    return int(value)


def _text(given: dict[str, Any]) -> str:
    text = str(given.get("text", "")).strip()
    if not text:
        raise RefusalError(400, "Bad Request: message text is empty")
    if len(text.encode("utf-16-le")) // 2 > 4096:
        raise RefusalError(400, "Bad Request: message is too long")
    if given.get("parse_mode", "") not in _PARSE_MODES:
        raise RefusalError(400, "Bad Request: unsupported parse_mode")
    return text


def _markup(value: Any) -> dict[str, Any] | None:
    if value in (None, ""):
        return None
    try:
        markup = json.loads(value) if isinstance(value, str) else value
        rows = markup["inline_keyboard"]
        buttons = [button for row in rows for button in row]
    except (ValueError, KeyError, TypeError):
        raise RefusalError(400, "Bad Request: can't parse reply keyboard markup JSON object") from None
    if len(buttons) > 100 or any(len(row) > 8 for row in rows):
        raise RefusalError(400, "Bad Request: reply markup is too long")
    for button in buttons:
        _check_button(button)
    return dict(markup)


def _check_button(button: Any) -> None:
    if not isinstance(button, dict) or not str(button.get("text", "")).strip():
        raise RefusalError(400, "Bad Request: text buttons are unallowed in the inline keyboard")
    if len(_ACTIONS & button.keys()) != 1:
        raise RefusalError(400, "Bad Request: inline keyboard button must have exactly one action")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= 64:
        raise RefusalError(400, "Bad Request: BUTTON_DATA_INVALID")


def _no(code: int, description: str, **more: Any) -> Response:
    return JSONResponse({"ok": False, "error_code": code, "description": description, **more}, code)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--token", default=TOKEN)
    main(lambda options: TelegramApi(options.token).app, arguments)
