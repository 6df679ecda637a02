"""A charity's own website, on an origin of its own: a strict policy, and styles that spoil what they reach."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_PAGE = """<!doctype html>
<html lang="ar" dir="rtl">
<head>
<meta charset="utf-8">
<title>جمعية</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; script-src SANAD;
  connect-src SANAD; require-trusted-types-for 'script'">
<link rel="stylesheet" href="/site.css">
<script src="SANAD/widget.js" data-charity="yusr" LANGUAGE async></script>
</head>
<body><main><h1>عنوان الموقع</h1><p>نص من نصوص الموقع. <button type="button">زر الموقع</button>
<a href="/elsewhere" data-sanad-open>تواصل معنا</a></p></main></body>
</html>
"""
_STYLES = """
html { font-size: 62.5%; }
* { box-sizing: content-box !important; letter-spacing: .2em; }
body { color: #123; background: #fff; text-transform: uppercase; transform: translate(0); line-height: 3; }
button { padding: 3px !important; border-radius: 0 !important; background: #fff !important; color: #000 !important; }
div, dialog, textarea, sanad-chat { display: none !important; color: red !important; }
.chat, .row, #log, #text { visibility: hidden !important; }
"""


@dataclass
class Site:
    """`sanad` is our own address, set once it is known; the page asks for the widget there."""

    sanad: str = ""
    origin: str = ""


@contextmanager
def open_site() -> Iterator[Site]:
    """Serve the page at `/`, and at `/en` with an English widget."""
    site = Site()

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            styles, language = self.path == "/site.css", 'data-lang="en"' if self.path == "/en" else ""
            page = _STYLES if styles else _PAGE.replace("SANAD", site.sanad).replace("LANGUAGE", language)
            self.send_response(200)
            self.send_header("Content-Type", "text/css" if styles else "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    site.origin = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
