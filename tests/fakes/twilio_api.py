"""A strict Twilio Messages API. `python -m tests.fakes.twilio_api --port 9110`.

Refuses with Twilio's own codes: wrong credentials, parameters it does not know, To and From that are no addresses or
of two channels, blank and over-long bodies, templates that are none, variables that do not fit, and anything but an
approved template where WhatsApp's window is shut. Keeps what it took: the list can be read back to reconcile.
"""

import argparse
import asyncio
import base64
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any
from urllib.parse import parse_qs, urlencode
from uuid import uuid4

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.fakes.faults import Fault, Ledger, tear
from tests.fakes.serve import main
from tests.fakes.twilio_content import ContentError, Library
from tests.fakes.twilio_rules import RefusalError, check, check_media

ACCOUNT = "AC" + "0" * 32
TOKEN = "fake-auth-token-of-tests"
_WORDS = {20003: "Authenticate", 20429: "Too Many Requests", 21610: "Attempt to send to unsubscribed recipient"}


class TwilioApi:
    """One account's Messages resource. `ledger.sent` holds {"to", "from", "body", "id", "parameters"}."""

    def __init__(self, account: str = ACCOUNT, token: str = TOKEN) -> None:
        self.account = account
        self.ledger = Ledger()
        # What people sent, by media sid.
        self.files: dict[str, bytes] = {}
        # Files that lie elsewhere, and files of so many bytes that nobody announces; how much of these was read.
        self.moved: dict[str, str] = {}
        self.endless: dict[str, int] = {}
        self.streamed = 0
        # The account's templates, and to whom WhatsApp takes nothing but approved ones.
        self.library = Library()
        self.shut: set[str] = set()
        # What people sent that no webhook told of.
        self.heard: list[dict[str, Any]] = []
        self._authorization = "Basic " + base64.b64encode(f"{account}:{token}".encode()).decode()
        self.library.authorization = self._authorization
        path = "/2010-04-01/Accounts/{account}/Messages"
        self.app = Starlette(
            routes=[
                Route(f"{path}.json", self._messages, methods=["GET", "POST"]),
                Route(f"{path}/{{sid}}.json", self._message),
                Route(f"{path}/{{sid}}/Media/{{media}}", self._media),
                Route("/cdn/{media}", self._content),
                *self.library.routes(),
                *self.ledger.routes(),
            ]
        )

    async def _messages(self, request: Request) -> Response:
        try:
            self._authenticate(request)
            return self._list(request) if request.method == "GET" else await self._create(request)
        except RefusalError as error:
            given = {} if request.method == "GET" else _first(await request.body())
            self.ledger.refuse({"parameters": given, "code": error.code})
            return _no(error.status, error.code, str(error))

    async def _message(self, request: Request) -> Response:
        try:
            self._authenticate(request)
        except RefusalError as error:
            return _no(error.status, error.code, str(error))
        found = [record for record in self.ledger.sent if record["id"] == request.path_params["sid"]]
        return JSONResponse(self._shown(found[0])) if found else _no(404, 20404, "The resource was not found")

    async def _media(self, request: Request) -> Response:
        """Sends the client on to the store of files, which is another host. A fault `to` "file" is its own."""
        try:
            self._authenticate(request)
        except RefusalError as error:
            return _no(error.status, error.code, str(error))
        if fault := self.ledger.next_fault("file"):
            return await _failed(request, fault)
        media = request.path_params["media"]
        if media in self.moved:
            return RedirectResponse(self.moved[media], 307)
        if media not in self.files and media not in self.endless:
            return _no(404, 20404, "The resource was not found")
        return RedirectResponse(f"http://localhost:{request.url.port}/cdn/{media}", 307)

    async def _content(self, request: Request) -> Response:
        """The store takes signed addresses, and refuses whoever also shows credentials."""
        if "authorization" in request.headers:
            return Response("Only one auth mechanism allowed", 400)
        if request.path_params["media"] in self.endless:
            return StreamingResponse(self._stream(self.endless[request.path_params["media"]]))
        return Response(self.files[request.path_params["media"]], media_type="application/octet-stream")

    async def _stream(self, size: int) -> AsyncIterator[bytes]:
        piece = b"\0" * 65536
        for _ in range(size // len(piece)):
            # Lets the server notice that nobody reads any more.
            await asyncio.sleep(0)
            self.streamed += len(piece)
            yield piece

    def _authenticate(self, request: Request) -> None:
        right = request.headers.get("authorization", "") == self._authorization
        if not right or request.path_params["account"] != self.account:
            raise RefusalError(401, 20003, "Authenticate")

    async def _create(self, request: Request) -> Response:
        if self.ledger.delay:
            await asyncio.sleep(self.ledger.delay)
        given = _first(await request.body())
        fault = self.ledger.next_fault(given.get("To", "").removeprefix("whatsapp:"))
        if fault and not fault.accepts:
            return await _failed(request, fault)
        check(given)
        check_media(parse_qs((await request.body()).decode()).get("MediaUrl", []))
        record: dict[str, Any] = {"to": given["To"], "from": given.get("From", ""), "parameters": given}
        record |= self._shown_to_the_person(given)
        record["id"] = ("MM" if "MediaUrl" in given else "SM") + uuid4().hex
        self.ledger.accept(record)
        return await _failed(request, fault) if fault else JSONResponse(self._shown(record), 201)

    def _shown_to_the_person(self, given: dict[str, str]) -> dict[str, Any]:
        sid = given.get("ContentSid", "")
        if given["To"] in self.shut and not (sid in self.library.contents and self.library.contents[sid].approved):
            raise RefusalError(
                400, 63016, "Failed to send freeform message because you are outside the allowed window."
            )
        if not sid:
            return {"body": given.get("Body", "")}
        try:
            return self.library.filled(sid, given.get("ContentVariables", ""))
        except ContentError as error:
            raise RefusalError(400, error.code, str(error)) from None

    def _list(self, request: Request) -> Response:
        """Newest first, by pages, filtered by To, From and the date of sending (which a queued message has not yet)."""
        asked, path = request.query_params, request.url.path
        found = [
            self._shown(record)
            for record in sorted([*self.ledger.sent, *self.heard], key=lambda record: -float(record.get("at", 0)))
            if asked.get("To") in (None, record["to"]) and asked.get("From") in (None, record["from"])
        ]
        since = datetime.fromisoformat(asked.get("DateSent>", "1970-01-01T00:00:00Z"))
        if "DateSent>" in asked:
            found = [one for one in found if one["date_sent"] and parsedate_to_datetime(one["date_sent"]) >= since]
        size, number = min(int(asked.get("PageSize", 50)), 1000), int(asked.get("Page", 0))
        start, more = number * size, {**asked, "Page": number + 1}
        page = {"page": number, "page_size": size, "start": start, "end": start + size, "uri": path}
        page["next_page_uri"] = f"{path}?{urlencode(more)}" if len(found) > start + size else None
        return JSONResponse({"messages": found[start : start + size], **page})

    def hear(self, sender: str, to: str, body: str) -> str:
        """Somebody sends a message, and no webhook tells of it; its sid."""
        sid = "SM" + uuid4().hex
        said = {"id": sid, "to": to, "from": sender, "body": body, "parameters": {}, "at": time.time()}
        self.heard.append({**said, "direction": "inbound"})
        return sid

    def _shown(self, record: dict[str, Any]) -> dict[str, Any]:
        made = format_datetime(datetime.fromtimestamp(record.get("at", 0), UTC))
        sid = record["id"]
        shown = {
            "sid": sid,
            "account_sid": self.account,
            "to": record["to"],
            "from": record["from"],
            "body": record["body"],
        }
        media = str(int("MediaUrl" in record["parameters"]))
        inbound = record.get("direction") == "inbound"
        shown |= {"status": "received" if inbound else "queued"}
        shown |= {"direction": "inbound" if inbound else "outbound-api", "num_media": media, "num_segments": "1"}
        shown["price"] = None
        shown |= {"error_code": None, "error_message": None, "price_unit": "USD", "api_version": "2010-04-01"}
        shown |= {"messaging_service_sid": record["parameters"].get("MessagingServiceSid"), "subresource_uris": {}}
        shown |= {"date_created": made, "date_updated": made, "date_sent": made if inbound else None}
        return shown | {"uri": f"/2010-04-01/Accounts/{self.account}/Messages/{sid}.json"}


def media_url(base: str, media: str) -> str:
    """Where a webhook says that a file is."""
    return f"{base}/2010-04-01/Accounts/{ACCOUNT}/Messages/MM{'0' * 32}/Media/{media}"


def _first(body: bytes) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(body.decode(), keep_blank_values=True).items()}


async def _failed(request: Request, fault: Fault) -> Response:
    if fault.kind == "error":
        return _no(fault.status, fault.code or 20500, fault.detail or _WORDS.get(fault.code, "Internal Server Error"))
    if fault.kind == "rate":
        return _no(429, 20429, "Too Many Requests", {"Retry-After": str(fault.retry_after)})
    return await tear(request, fault.seconds if fault.kind == "hang" else 0.0)


def _no(status: int, code: int, message: str, headers: dict[str, str] | None = None) -> Response:
    more_info = f"https://www.twilio.com/docs/errors/{code}"
    return JSONResponse({"code": code, "message": message, "more_info": more_info, "status": status}, status, headers)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--account", default=ACCOUNT)
    arguments.add_argument("--token", default=TOKEN)
    main(lambda options: TwilioApi(options.account, options.token).app, arguments)
