"""Files by their signed links: for a provider that fetches them, and for the person who opens one in the chat."""

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.context import Ports
from bot.files import Files
from channels.base import SendError

# Nothing in between may keep a paper about somebody's life, and no page that it leads to may learn its address.
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
_GONE = """انتهت صلاحية هذا الرابط. ستجد رابطًا صالحًا عند فتح المحادثة من جديد.
This link is no longer valid. Open the chat again for a new one.
"""


def install(app: FastAPI, ports: Ports) -> None:
    """Add the route of the links that `bot.files` makes."""
    files = ports.files
    if files is None:
        return

    async def serve(request: Request) -> Response:
        return await _serve(files, request.path_params["token"])

    app.add_route("/files/{token}/{name}", serve, methods=["GET"])


async def _serve(files: Files, token: str) -> Response:
    """The PDF; 404 for a token that is forged, too old or of nothing, 503 where the database is away."""
    try:
        charity, file = files.opened(token)
        content = await files.content(charity, file)
    except ValueError:
        return PlainTextResponse(_GONE, 404, _HEADERS)
    except SendError as error:
        return PlainTextResponse(_GONE, 503 if error.retryable else 404, _HEADERS)
    shown = {**_HEADERS, "Content-Disposition": f'inline; filename="{file.name}"'}
    return Response(content, headers=shown, media_type="application/pdf")
