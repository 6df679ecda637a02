"""One Rasa server over HTTP: kept connections, a time limit for the whole call, and a breaker."""

import asyncio
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from time import monotonic
from typing import Any, Protocol

import aiohttp

from nlu.intents import INTENTS
from nlu.rasa_models import Metadata, RasaError, read

_KEPT = 4.0  # seconds; Rasa's own server closes an idle connection after five
_KNOWN = 60.0  # seconds after which it is asked again which model it serves


@dataclass(frozen=True, slots=True)
class Parsed:
    """What Rasa made of a text. `likely`: intent -> probability; `entities`: (name, value, confidence)."""

    likely: Mapping[str, float]
    entities: tuple[tuple[str, str, float], ...]
    metadata: Metadata


class Breaker(Protocol):
    """What the application's breaker does; restated because nothing here may import `bot`."""

    def wait(self) -> float: ...

    def worked(self) -> None: ...

    def failed(self) -> bool: ...


class RasaServer:
    """Asks the Rasa at `url`; one call may take `seconds`, and while the breaker is open none is made.

    `models` is the folder with the metadata of the models that it may serve.
    """

    def __init__(self, url: str, models: Path, breaker: Breaker, *, token: str = "", seconds: float = 1.0) -> None:
        self._url, self._models, self._breaker, self._seconds = url.rstrip("/"), models, breaker, seconds
        # Rasa takes its token as a parameter only.
        self._parameters = {"token": token} if token else {}
        self._session: aiohttp.ClientSession | None = None
        self._metadata: Metadata | None = None
        self._known = -math.inf

    async def parse(self, text: str) -> Parsed:
        """Read one text. Raises `RasaError`, at once while the breaker is open."""
        if self._breaker.wait():
            raise RasaError("it is left alone for a while after it failed")
        try:
            async with asyncio.timeout(self._seconds):
                metadata = await self._serving()
                parsed = _parsed(await self._call("POST", "/model/parse", {"text": text}), metadata)
        except (TimeoutError, RasaError) as error:
            self._breaker.failed()
            # It may have been started anew, with another model.
            self._known = -math.inf
            raise error if isinstance(error, RasaError) else RasaError(f"no answer in {self._seconds:g} s") from None
        self._breaker.worked()
        return parsed

    async def close(self) -> None:
        """Close the kept connections."""
        if self._session:
            await self._session.close()

    async def _serving(self) -> Metadata:
        """What is known of the model that the server says it serves."""
        if self._metadata is None or monotonic() - self._known > _KNOWN:
            said = await self._call("GET", "/status")
            self._metadata = await asyncio.to_thread(read, self._models / Path(str(said.get("model_file"))).name)
            self._known = monotonic()
        return self._metadata

    async def _call(self, method: str, path: str, body: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=64, keepalive_timeout=_KEPT)
            self._session = aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=None))
        try:
            where = f"{self._url}{path}"
            asked = self._session.request(method, where, json=body, params=self._parameters, allow_redirects=False)
            async with asked as response:
                status, said = response.status, await response.read()
        except (aiohttp.ClientError, OSError) as error:
            # Only its name: its text may hold the address with the token.
            raise RasaError(f"it cannot be reached: {type(error).__name__}") from None
        if status != HTTPStatus.OK:
            raise RasaError(f"it answered with HTTP status {status}")
        try:
            found = json.loads(said)
        except ValueError:
            raise RasaError("its answer is not JSON") from None
        if not isinstance(found, dict):
            raise RasaError("its answer is not a JSON object")
        return found


def _parsed(found: Mapping[str, Any], metadata: Metadata) -> Parsed:
    try:
        ranking = [(str(one["name"]), float(one["confidence"])) for one in found["intent_ranking"]]
        named = [
            (str(one["entity"]), str(one["value"]), float(one.get("confidence_entity") or 0.0))
            for one in found["entities"]
        ]
    except (KeyError, TypeError, ValueError, AttributeError):
        raise RasaError("its answer has no ranking of intents") from None
    likely = {intent: chance for intent, chance in ranking if intent in INTENTS and 0 <= chance <= 1}
    if not likely or len(likely) < len(ranking):
        raise RasaError("it serves a model with other intents than ours")
    return Parsed(likely, tuple(named), metadata)
