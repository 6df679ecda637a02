"""What is said when an answer cannot be taken: short on every channel, with what it should look like."""

import re

import pytest

from channels.segments import plain, segments
from flows import library
from flows.answers import ERRORS

# They need no form of an answer: there was none, or the options stand there to be seen.
_PLAIN = {"error.empty", "error.too_long"}
_SHAPE = re.compile(r"[0-9@]|مثال|example|يكفي|enough|عشرة أرقام|ten digits|الاسم واسم الأب|first name", re.IGNORECASE)


@pytest.mark.parametrize("key", sorted(ERRORS))
@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_reason_fits_two_segments_and_shows_what_is_wanted(key: str, language: str) -> None:
    text = library.texts()[key].say(language)
    assert segments(plain(text)) <= 2
    assert key in _PLAIN or _SHAPE.search(text)
    assert not re.search(r"(?i)invalid|illegal|خاطئة|مرفوض", text)
