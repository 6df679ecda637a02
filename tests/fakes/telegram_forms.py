"""The parameters of a call to the Bot API: from the query, a form, JSON, or a form with files."""

import json
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.requests import Request

from tests.fakes import telegram_rules as rules
from tests.fakes.telegram_rules import RefusalError, refuse

_MOST_BYTES = 50 * 1024 * 1024


async def parameters(request: Request) -> dict[str, Any]:
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


def document(given: dict[str, Any]) -> tuple[str, str, bytes]:
    """The upload, in the field itself or in the part that the field names."""
    value = given.get("document")
    if isinstance(value, str) and value.startswith("attach://"):
        value = given.get(value.removeprefix("attach://"))
    if not value:
        raise refuse("there is no document in the request")
    if isinstance(value, str):
        raise refuse("wrong remote file identifier specified: Wrong string length")
    name, mime, content = value
    if not content:
        raise refuse("file must be non-empty")
    if len(content) > _MOST_BYTES:
        raise RefusalError(413, "Request Entity Too Large")
    if rules.length(str(given.get("caption", ""))) > 1024:
        raise refuse("message caption is too long")
    return name, mime, content
