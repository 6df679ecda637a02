"""Twilio as far as a drill needs it, in the drill's own process: it takes every message, and lists what it took."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import format_datetime

from aiohttp import web


class Provider:
    """`sent` is in the order of arrival: "id", "to", "body" and the time."""

    def __init__(self) -> None:
        self.sent: list[dict[str, str]] = []
        self.heard = Counter[str]()

    @asynccontextmanager
    async def serving(self, port: int) -> AsyncIterator[None]:
        """Answer on this port of the loopback."""
        app = web.Application()
        path = "/2010-04-01/Accounts/{account}/Messages.json"
        app.add_routes([web.post(path, self._take), web.get(path, self._list)])
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        try:
            yield
        finally:
            await runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        form = await request.post()
        sid, to, body = f"SM{len(self.sent) + 1:032x}", str(form["To"]), str(form.get("Body", ""))
        self.sent.append({"id": sid, "to": to, "body": body, "at": format_datetime(datetime.now(UTC))})
        self.heard[to] += 1
        return web.json_response(_shown(self.sent[-1]), status=201)

    async def _list(self, request: web.Request) -> web.Response:
        """The newest first, on one page."""
        to = request.query.get("To", "")
        found = [_shown(each) for each in reversed(self.sent) if each["to"] == to]
        return web.json_response({"messages": found, "page": 0, "page_size": len(found), "next_page_uri": None})


def _shown(sent: dict[str, str]) -> dict[str, str]:
    told = {"sid": sent["id"], "to": sent["to"], "body": sent["body"], "date_created": sent["at"]}
    return {**told, "status": "sent", "direction": "outbound-api", "num_media": "0"}
