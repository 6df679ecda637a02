"""What a file really is, whatever its name says: a process of its own, since a hostile file may kill its reader.

`python inspection.py PIXELS PAGES < FILE` prints {"mime", "pages", "problem"} as JSON, and
`python inspection.py jpeg < FILE` a picture as a JPEG. Imports nothing of ours: the process runs with `-I`, and starts
quicker.
"""

import io
import json
import sys
import warnings
from typing import Any

from pi_heif import register_heif_opener
from PIL import Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin  # noqa: F401  importing them registers them

register_heif_opener()
# Names of Pillow's formats. Nothing else is tried on a file: each further reader is one more that can be attacked.
IMAGES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "HEIF": "image/heic"}
PDF = "application/pdf"
# Enough for every format's mark. A PDF may begin late: readers look for its mark in the first kilobyte.
HEAD = 1024
# Seconds of processor time and bytes of memory of the process.
SECONDS, MEMORY = 10, 1024**3


def sniff(head: bytes) -> str:
    """The type that the first `HEAD` bytes tell: one of `IMAGES`, `PDF`, or "" for anything else."""
    for name, mime in IMAGES.items():
        accepts = Image.OPEN[name][1]
        if accepts and accepts(head[:32]) is True:
            return mime
    return PDF if b"%PDF-" in head[:HEAD] else ""


def inspect(content: bytes, *, most_pixels: int, most_pages: int) -> dict[str, Any]:
    """`pages` is 1 for a picture, 0 where it is not known; `problem` as in `flows.message.Media`."""
    mime = sniff(content[:HEAD])
    if not content or not mime:
        return _found(mime, problem="type" if content else "empty")
    try:
        return _pdf(content, most_pages) if mime == PDF else _image(content, mime, most_pixels)
    except Exception:  # the readers raise whatever they like; each time the file cannot be read
        return _found(mime, problem="unreadable")


def _image(content: bytes, mime: str, most_pixels: int) -> dict[str, Any]:
    """Decode it once, after its announced dimensions were found bearable."""
    Image.MAX_IMAGE_PIXELS = None  # ours is the limit, and a refusal instead of a warning
    with Image.open(io.BytesIO(content), formats=tuple(IMAGES)) as picture:
        width, height = picture.size
        if width * height > most_pixels:
            return _found(mime, problem="pixels")
        # A JPEG can be decoded at an eighth of its size, which finds what is broken as well.
        picture.draft("L", (max(width // 8, 1), max(height // 8, 1)))
        picture.load()
    return _found(mime, pages=1)


def _pdf(content: bytes, most_pages: int) -> dict[str, Any]:
    from pypdf import PasswordType, PdfReader  # noqa: PLC0415  slow to import, and pictures do without

    reader = PdfReader(io.BytesIO(content))
    # Many statements are locked against changes only: those open with an empty password.
    if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
        return _found(PDF, problem="locked")
    pages = len(reader.pages)
    if not pages:
        return _found(PDF, problem="unreadable")
    if pages > most_pages:
        return _found(PDF, pages=pages, problem="pages")
    for page in reader.pages:
        _ = page.mediabox
    return _found(PDF, pages=pages)


def as_jpeg(content: bytes) -> bytes:
    """The picture as browsers show it: they know no HEIC. Without what the camera wrote beside it (where, when)."""
    written = io.BytesIO()
    with Image.open(io.BytesIO(content), formats=tuple(IMAGES)) as picture:
        picture.convert("RGB").save(written, "JPEG", quality=85)
    return written.getvalue()


def _found(mime: str, *, pages: int = 0, problem: str = "") -> dict[str, Any]:
    return {"mime": mime or "application/octet-stream", "pages": pages, "problem": problem}


def _main() -> None:
    import resource  # noqa: PLC0415  not on every system, and needed by the process only

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A reader's complaints may quote the file.
    warnings.simplefilter("ignore")
    content = sys.stdin.buffer.read()
    if sys.argv[1] == "jpeg":
        sys.stdout.buffer.write(as_jpeg(content))
        return
    print(json.dumps(inspect(content, most_pixels=int(sys.argv[1]), most_pages=int(sys.argv[2]))))


if __name__ == "__main__":
    _main()
