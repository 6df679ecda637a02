"""The Content API of the strict fake: templates and their approval, by the limits that Twilio's documentation names."""

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

_VARIABLE = re.compile(r"\{\{(\w+)\}\}")
_NAME = re.compile(r"[a-z0-9_]{1,512}")
_UNFIT = re.compile(r"[\n\t]| {5,}")
Handler = Callable[[Request], Awaitable[Response]]
_TYPES = {"twilio/text", "twilio/quick-reply", "twilio/list-picker"}


class ContentError(Exception):
    """No such content, or one that WhatsApp would not take: Twilio's code and words."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass
class Content:
    """One template. `status` is WhatsApp's word on it, "" while nobody asked."""

    sid: str
    given: dict[str, Any]
    status: str = ""
    name: str = ""

    @property
    def approved(self) -> bool:
        return self.status == "approved"


@dataclass
class Library:
    """Every template of the account by sid. `verdict` is WhatsApp's on those handed in, `calls` what was asked.
    With `most` of them the account is full.
    """

    contents: dict[str, Content] = field(default_factory=dict)
    verdict: str = "approved"
    most: int = 6000
    calls: list[str] = field(default_factory=list)
    authorization: str = ""

    def routes(self) -> list[Route]:
        path = "/v1/Content"
        return [
            Route(path, self._asked(self._all), methods=["GET", "POST"]),
            Route(f"{path}/{{sid}}", self._asked(self._one), methods=["GET", "PUT", "DELETE"]),
            Route(f"{path}/{{sid}}/ApprovalRequests", self._asked(self._approval)),
            Route(f"{path}/{{sid}}/ApprovalRequests/whatsapp", self._asked(self._submit), methods=["POST"]),
        ]

    def _asked(self, handler: Handler) -> Handler:
        """By somebody whom the account knows."""

        async def guarded(request: Request) -> Response:
            if request.headers.get("authorization", "") != self.authorization:
                return _no(401, 20003, "Authenticate")
            return await handler(request)

        return guarded

    def filled(self, sid: str, variables: str) -> dict[str, Any]:
        """What the person sees: {"body", "choices": [{"id", "title", "description"}]}. Raises `ContentError`."""
        if sid not in self.contents:
            raise ContentError(21655, "The ContentSid is invalid.")
        content = self.contents[sid]
        values = {**content.given.get("variables", {}), **_variables(variables)}
        [(kind, parts)] = content.given["types"].items()
        shown = _filled(parts, values)
        _check_shown(kind, shown, approved=content.approved)
        rows = shown.get("actions") or shown.get("items") or []
        choices = [{"id": r["id"], "title": r.get("title") or r["item"], **_described(r)} for r in rows]
        return {"body": shown["body"], "choices": choices}

    async def _all(self, request: Request) -> Response:
        self.calls.append(request.method)
        if request.method == "POST":
            given = await request.json()
            if wrong := fault(given) or (len(self.contents) >= self.most and "too many templates"):
                return _no(400, 60402, str(wrong))
            content = Content("HX" + uuid4().hex, given)
            self.contents[content.sid] = content
            return JSONResponse(_shown(content), 201)
        page = [_shown(content) for content in self.contents.values()]
        meta = {"page": 0, "page_size": 500, "first_page_url": str(request.url), "previous_page_url": None}
        return JSONResponse({"contents": page, "meta": {**meta, "url": "", "next_page_url": None, "key": "contents"}})

    async def _one(self, request: Request) -> Response:
        self.calls.append(request.method)
        content = self.contents.get(request.path_params["sid"])
        if content is None:
            return _no(404, 20404, "The requested resource was not found")
        if request.method == "DELETE":
            del self.contents[content.sid]
            return Response(status_code=204)
        if request.method == "PUT":
            given = await request.json()
            if content.status or fault(given):
                return _no(400, 60402, fault(given) or "a template that was handed in cannot be changed")
            content.given = given
        return JSONResponse(_shown(content))

    async def _approval(self, request: Request) -> Response:
        content = self.contents.get(request.path_params["sid"])
        if content is None:
            return _no(404, 20404, "The requested resource was not found")
        told = {"name": content.name, "status": content.status or "unsubmitted", "type": "whatsapp"}
        return JSONResponse({"sid": content.sid, "account_sid": None, "whatsapp": told, "url": ""})

    async def _submit(self, request: Request) -> Response:
        self.calls.append("submit")
        content, given = self.contents.get(request.path_params["sid"]), await request.json()
        if content is None:
            return _no(404, 20404, "The requested resource was not found")
        if not _NAME.fullmatch(given.get("name", "")) or given.get("category") not in ("UTILITY", "MARKETING"):
            return _no(400, 60402, "name or category is invalid")
        [(kind, parts)] = content.given["types"].items()
        if kind == "twilio/list-picker":
            return _no(400, 60402, "list pickers are not submitted")
        body = parts["body"].strip()
        clumsy = body.startswith("{{") or body.endswith("}}")
        content.name, content.status = given["name"], "rejected" if clumsy else self.verdict
        return JSONResponse({"name": given["name"], "category": given["category"], "status": "received"}, 201)


def fault(given: dict[str, Any]) -> str:
    """What is wrong with a template, "" for nothing. Variables count with their samples."""
    types, samples = given.get("types"), given.get("variables", {})
    if not isinstance(types, dict) or len(types) != 1 or not types.keys() <= _TYPES:
        return "types is invalid"
    if not given.get("friendly_name") or not re.fullmatch(r"[a-z]{2}(_[A-Z]{2})?", given.get("language", "")):
        return "friendly_name or language is missing"
    if set(_VARIABLE.findall(json.dumps(types))) - samples.keys():
        return "a variable has no sample"
    [(kind, parts)] = types.items()
    try:
        _check_shown(kind, _filled(parts, samples), approved=True)
    except ContentError as error:
        return str(error)
    return ""


def _variables(text: str) -> dict[str, str]:
    try:
        values = json.loads(text or "{}")
    except ValueError:
        raise ContentError(21656, "The ContentVariables Parameter is invalid") from None
    if not isinstance(values, dict) or not all(isinstance(v, str) and v.strip() for v in values.values()):
        raise ContentError(21656, "The ContentVariables Parameter is invalid")
    if any(_UNFIT.search(value) for value in values.values()):
        raise ContentError(21656, "The ContentVariables Parameter is invalid")
    if any(len(value.encode("utf-16-le")) // 2 > 1600 for value in values.values()):
        raise ContentError(21658, "Parameter exceeded character limit")
    return values


def _filled(parts: Any, values: Mapping[str, str]) -> Any:
    if isinstance(parts, dict):
        return {key: _filled(value, values) for key, value in parts.items()}
    if isinstance(parts, list):
        return [_filled(part, values) for part in parts]
    return _VARIABLE.sub(lambda found: values.get(found[1], ""), parts) if isinstance(parts, str) else parts


def _check_shown(kind: str, shown: Any, *, approved: bool) -> None:
    _within(shown.get("body"), 1600 if kind == "twilio/text" else 1024)
    if kind == "twilio/quick-reply":
        rows, most, limits = shown.get("actions"), 10 if approved else 3, {"title": 20, "id": 200}
    elif kind == "twilio/list-picker":
        _within(shown.get("button"), 20)
        rows, most, limits = shown.get("items"), 10, {"item": 24, "id": 200}
    else:
        return
    if not isinstance(rows, list) or not 1 <= len(rows) <= most:
        raise ContentError(63013, "Channel policy violation: number of choices")
    for row in rows:
        for part, limit in limits.items():
            _within(row.get(part), limit)
        if "description" in row:
            _within(row["description"], 72)
    for part in limits:
        if len({row[part] for row in rows}) < len(rows):
            raise ContentError(63013, "Channel policy violation: choices that are alike")


def _within(text: object, limit: int) -> None:
    if not isinstance(text, str) or not text.strip() or len(text.encode("utf-16-le")) // 2 > limit:
        raise ContentError(63013, f"Channel policy violation: 1 to {limit} characters")


def _described(row: dict[str, str]) -> dict[str, str]:
    return {"description": row["description"]} if "description" in row else {}


def _shown(content: Content) -> dict[str, Any]:
    made = "2026-01-01T00:00:00Z"
    return {**content.given, "sid": content.sid, "account_sid": None, "date_created": made, "date_updated": made}


def _no(status: int, code: int, message: str) -> Response:
    return JSONResponse({"code": code, "message": message, "more_info": "", "status": status}, status)
