"""What every fake provider keeps: what was sent, what was refused, and the failures to come."""

import asyncio
import socket
import struct
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

KINDS = ("error", "rate", "hang", "reset", "drop")


@dataclass
class Fault:
    """A failure of the next `times` sends (-1: of all), or of those `to` one address.

    error: refuse with HTTP `status` and the provider's `code`. rate: 429 with `retry_after` seconds.
    hang: say nothing for `seconds`, then reset; `accept` records the send all the same.
    reset: tear the connection before taking anything. drop: take the message, then tear the connection.
    """

    kind: str
    times: int = 1
    to: str = ""
    status: int = 500
    code: int = 0
    detail: str = ""
    retry_after: int = 1
    seconds: float = 60.0
    accept: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"kind is one of {', '.join(KINDS)}")

    @property
    def accepts(self) -> bool:
        return self.accept or self.kind == "drop"


@dataclass
class Ledger:
    """Everything a provider received, in order. Records are dictionaries with `at` (seconds since the epoch)."""

    sent: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    delay: float = 0.0
    # Whose message was taken while nobody waited for the answer any more.
    unheard: list[str] = field(default_factory=list)

    def fail(self, kind: str, **options: Any) -> None:
        self.faults.append(Fault(kind, **options))

    def accept(self, record: Mapping[str, Any]) -> None:
        self.sent.append({"at": time.time(), **record})

    def refuse(self, record: Mapping[str, Any]) -> None:
        self.refused.append({"at": time.time(), **record})

    def next_fault(self, to: str) -> Fault | None:
        """The first failure that concerns this address, used up once."""
        for fault in self.faults:
            if fault.times and fault.to in ("", to):
                fault.times -= fault.times > 0
                return fault
        return None

    def clear(self) -> None:
        self.sent.clear()
        self.refused.clear()
        self.faults.clear()
        self.unheard.clear()
        self.delay = 0.0

    def routes(self) -> list[Route]:
        """GET /_sent, DELETE /_sent (forget everything) and POST /_fail (a `Fault`, or {"delay": seconds})."""
        return [Route("/_sent", self._sent, methods=["GET", "DELETE"]), Route("/_fail", self._fail, methods=["POST"])]

    async def _sent(self, request: Request) -> Response:
        if request.method == "DELETE":
            self.clear()
        return JSONResponse({"count": len(self.sent), "sent": self.sent, "refused": self.refused})

    async def _fail(self, request: Request) -> Response:
        data = await request.json()
        try:
            if "delay" in data:
                self.delay = float(data["delay"])
            else:
                self.fail(**data)
        except (TypeError, ValueError) as error:
            return JSONResponse({"error": str(error)}, 422)
        return JSONResponse({"faults": [asdict(fault) for fault in self.faults], "delay": self.delay})


async def tear(request: Request, seconds: float = 0.0) -> Response:
    """Reset the connection (RST, not a polite end) without an answer, after some silence."""
    if seconds:
        await asyncio.sleep(seconds)
    # uvicorn offers no public way to the socket; its request cycle holds the transport.
    transport = request.receive.__self__.transport  # type: ignore[attr-defined]
    if not transport.is_closing():  # who waited for us may have gone by now
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    await asyncio.sleep(0)
    return Response()
