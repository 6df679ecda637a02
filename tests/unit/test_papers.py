import asyncio
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from bot.inspection import sniff
from bot.papers import Finding, examine
from bot.settings import Settings
from tests import samples

LIMITS = Settings(paper_pages=30, paper_pixels=60_000_000)


def zipped(megabytes: int) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("paper.jpg", b"\0" * megabytes * 1_000_000)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "mime", "pages"),
    [
        (samples.picture("JPEG"), "image/jpeg", 1),
        (samples.picture("PNG"), "image/png", 1),
        (samples.picture("WEBP"), "image/webp", 1),
        (samples.heic(), "image/heic", 1),
        (samples.pdf(3), "application/pdf", 3),
        (samples.pdf(2, password=""), "application/pdf", 2),
        (samples.pdf(30), "application/pdf", 30),
        (b"\xef\xbb\xbf\r\n" + samples.pdf(), "application/pdf", 1),
    ],
    ids=["jpeg", "png", "webp", "heic", "pdf", "pdf locked against changes", "thirty pages", "mark first"],
)
def test_a_sound_file_is_known_by_its_content(content: bytes, mime: str, pages: int) -> None:
    assert examine(content, LIMITS) == Finding(mime, pages)
    assert sniff(content[:1024]) == mime


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "empty"),
        (b"<html><script>alert(1)</script></html>", "type"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "type"),
        (b"MZ\x90\0" + b"\0" * 2000, "type"),
        (b"GIF89a" + b"\0" * 200, "type"),
        (zipped(200), "type"),
        (samples.picture()[:4000], "unreadable"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 500, "unreadable"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "unreadable"),
        (samples.heic()[:200], "unreadable"),
        (samples.pdf()[:200], "unreadable"),
        (b"%PDF-1.7\n" + b"x" * 500, "unreadable"),
        (samples.pdf(password="secret"), "locked"),
        (samples.pdf(31), "pages"),
        (samples.pdf(10_000), "pages"),
        (samples.picture_bomb(), "pixels"),
    ],
    ids=[
        "empty", "html", "svg", "program", "gif", "zip bomb", "cut photo", "jpeg head", "png head", "cut heic",
        "cut pdf",
        "pdf head", "password", "31 pages", "10,000 pages", "picture bomb",
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_taken_has_its_reason(content: bytes, problem: str) -> None:
    assert examine(content, LIMITS).problem == problem


def test_a_picture_within_the_pixels_but_with_too_few_of_them_is_unreadable() -> None:
    assert examine(samples.picture_bomb(5000, 5000), LIMITS).problem == "unreadable"


def test_a_file_that_unpacks_to_gigabytes_is_given_up_soon() -> None:
    assert examine(samples.pdf_bomb(), LIMITS).problem == "unreadable"


def test_an_examination_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "sleeper.py").write_text("import time; time.sleep(3600)")
    monkeypatch.setattr("bot.papers._EXAMINER", str(tmp_path / "sleeper.py"))
    assert examine(samples.pdf(), Settings(inspect_seconds=0.5)).problem == "unreadable"


def test_an_examiner_that_dies_found_an_unreadable_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "dies.py").write_text("import os; os.abort()")
    monkeypatch.setattr("bot.papers._EXAMINER", str(tmp_path / "dies.py"))
    assert examine(samples.pdf(), LIMITS).problem == "unreadable"


async def test_examinations_in_threads_do_not_wait_for_one_another() -> None:
    found = await asyncio.gather(*(asyncio.to_thread(examine, samples.picture(), LIMITS) for _ in range(8)))
    assert {one.problem for one in found} == {""}
