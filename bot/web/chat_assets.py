"""The page's scripts and styles: read once, compressed once, under an address that changes with their content."""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class _Asset:
    media_type: str
    plain: bytes
    packed: bytes


class Assets:
    """The files of one folder that begin with `prefix`. `digest` names this version of them."""

    def __init__(self, folder: Path, prefix: str) -> None:
        found = sorted(path for path in folder.iterdir() if path.name.startswith(prefix) and path.suffix in _TYPES)
        self._assets = {path.name: _read(path) for path in found}
        sums = "".join(f"{name}{hashlib.sha256(asset.plain).hexdigest()}" for name, asset in self._assets.items())
        self.digest = hashlib.sha256(sums.encode()).hexdigest()[:12]

    async def serve(self, request: Request) -> Response:
        """`GET .../{digest}/{name}`."""
        asset = self._assets.get(request.path_params["name"])
        if asset is None:
            return Response(status_code=404)
        # While a new version is rolled out, an old page may ask the new server: answered, but not kept.
        known = request.path_params["digest"] == self.digest
        headers = {
            "Cache-Control": _FOR_EVER if known else "no-store",
            "Vary": "Accept-Encoding",
            "X-Content-Type-Options": "nosniff",
        }
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(asset.plain, headers=headers, media_type=asset.media_type)
        return Response(asset.packed, headers={**headers, "Content-Encoding": "gzip"}, media_type=asset.media_type)


def _read(path: Path) -> _Asset:
    content = path.read_bytes()
    return _Asset(_TYPES[path.suffix], content, gzip.compress(content, 9, mtime=0))
