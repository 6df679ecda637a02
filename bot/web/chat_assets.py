"""The page's scripts and styles: read once, compressed once, under an address that changes with their content."""

import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_BLOCK = re.compile(r"^\s*/\*.*?\*/", re.MULTILINE | re.DOTALL)
_FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class _Asset:
    media_type: str
    plain: bytes
    packed: bytes


class Assets:
    """The files of one folder that begin with one of `prefixes`. `digest` names this version of them."""

    def __init__(self, folder: Path, *prefixes: str) -> None:
        found = sorted(path for path in folder.iterdir() if path.name.startswith(prefixes) and path.suffix in _TYPES)
        self._assets = {path.name: _read(path) for path in found}
        sums = "".join(f"{name}{hashlib.sha256(asset.plain).hexdigest()}" for name, asset in self._assets.items())
        self.digest = hashlib.sha256(sums.encode()).hexdigest()[:12]

    async def serve(self, request: Request) -> Response:
        """`GET .../{digest}/{name}`."""
        # While a new version is rolled out, an old page may ask the new server: answered, but not kept.
        known = request.path_params["digest"] == self.digest
        # The widget loads them from other sites' pages; they are the same for everybody.
        headers = {"Cache-Control": _FOR_EVER if known else "no-store", "Access-Control-Allow-Origin": "*"}
        return self.answer(request, request.path_params["name"], headers)

    def answer(self, request: Request, name: str, headers: Mapping[str, str]) -> Response:
        """The file of this name, compressed where the browser reads that; 404 where there is none."""
        asset = self._assets.get(name)
        if asset is None:
            return Response(status_code=404)
        told = {**headers, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(asset.plain, headers=told, media_type=asset.media_type)
        return Response(asset.packed, headers={**told, "Content-Encoding": "gzip"}, media_type=asset.media_type)


def _read(path: Path) -> _Asset:
    content = path.read_bytes() if path.suffix == ".svg" else _squeezed(path.read_text("utf-8")).encode()
    return _Asset(_TYPES[path.suffix], content, gzip.compress(content, 9, mtime=0))


def _squeezed(code: str) -> str:
    """Without comments of their own lines and without indentation: those are for who reads the source."""
    lines = (line.strip() for line in _BLOCK.sub("", code).splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))
