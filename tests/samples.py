"""Files as people send them, sound and otherwise, made small and of nobody."""

import base64
import io
import struct
import zlib
from functools import cache

from PIL import Image
from pypdf import PdfWriter

# A yellow square, as phones of one maker write their photos; our decoder cannot write them.
_HEIC = (
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAVZtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAAAA"
    "AERAAAEAAQAAAAABegABAAAAAAAAABgAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA1mlwcnAAAAC3"
    "aXBjbwAAAHhodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAA"
    "AwAeoCCBBZbqSSmubgIaDAgAAAMAyAAAAwAIQGIAAQAHRAHBcrAiQAAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABAAAAAQAAAABBw"
    "aXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgQIDBAAAACBtZGF0AAAAFCgBrwQY/Hk46+25tQ/jEBIER0OA"
)


@cache
def picture(kind: str = "JPEG", size: tuple[int, int] = (320, 240)) -> bytes:
    """A photo of noise: JPEG, PNG or WEBP."""
    written = io.BytesIO()
    Image.effect_noise(size, 30).convert("RGB").save(written, kind, quality=50)
    return written.getvalue()


def heic() -> bytes:
    return base64.b64decode(_HEIC)


@cache
def pdf(pages: int = 1, *, password: str | None = None) -> bytes:
    """Blank pages; with a password ("" is one that only forbids changes) it is encrypted."""
    writer, written = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if password is not None:
        writer.encrypt(password, owner_password="another", algorithm="AES-256")
    writer.write(written)
    return written.getvalue()


def picture_bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG that announces so many pixels and says nothing of them: a few bytes that would fill gigabytes."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def pdf_bomb(megabytes: int = 1200) -> bytes:
    """A PDF whose table of objects unpacks to gigabytes."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(megabytes)) + packer.flush()
    head = b"%PDF-1.5\n1 0 obj\n<</Type/XRef/Size 10/W[1 2 1]/Root 2 0 R/Filter/FlateDecode/Length "
    head += str(len(packed)).encode() + b">>\nstream\n"
    return head + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF"


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
