"""Is the process alive, can it reach its database, what has it done."""

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.context import Ports


async def alive(_request: Request) -> Response:
    return JSONResponse({"ok": True})


async def ready(request: Request) -> Response:
    """503 while the database is away: a balancer then sends nobody here."""
    ports: Ports = request.app.state.ports
    try:
        await ports.database.read(_look)
    except SQLAlchemyError:
        return JSONResponse({"ok": False, "error": "database"}, 503)
    return JSONResponse({"ok": True})


async def metrics(request: Request) -> Response:
    ports: Ports = request.app.state.ports
    return Response(generate_latest(ports.metrics.registry), media_type=CONTENT_TYPE_LATEST)


def _look(connection: Connection) -> None:
    connection.execute(text("SELECT 1"))
