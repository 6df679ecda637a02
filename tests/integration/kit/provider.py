"""The provider's side of the webhooks: signed, repeated with the same id until acknowledged, as providers do."""

import asyncio
from dataclasses import dataclass, field, replace

import aiohttp

from channels.base import Request
from channels.compose import Said, compose
from tests.fakes.twilio_api import media_url
from tests.integration.kit.site import Site, line

PAUSE = 0.1
PATIENCE = 60.0


@dataclass
class Provider:
    """`acknowledged` lists the ids of events answered by 2xx, in that order; `repeats` counts the attempts in vain."""

    site: Site
    channel: str
    client: aiohttp.ClientSession
    acknowledged: list[tuple[str, str]] = field(default_factory=list)
    repeats: int = 0

    def request(self, said: Said) -> Request:
        if self.channel != "telegram":
            media = (replace(file, ref=media_url(self.site.twilio, file.ref)) for file in said.media)
            said = replace(said, media=tuple(media))
        return compose(line(self.channel), said, self.site.hook(self.channel))

    async def once(self, request: Request) -> int:
        """Post once; the status. Raises `aiohttp.ClientError` where nobody answers."""
        async with self.client.post(request.url, data=request.body, headers=request.headers) as answer:
            await answer.read()
            return answer.status

    async def post(self, said: Said) -> None:
        """Post until acknowledged; `TimeoutError` when that takes longer than any restart can."""
        request = self.request(said)
        async with asyncio.timeout(PATIENCE):
            while not await self._acknowledged(request):
                self.repeats += 1
                await asyncio.sleep(PAUSE)
        self.acknowledged.append((said.address, said.id))

    async def _acknowledged(self, request: Request) -> bool:
        try:
            return await self.once(request) < 300
        except aiohttp.ClientError:
            return False
