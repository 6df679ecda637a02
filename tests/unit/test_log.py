"""A log tells what happened and where, and nothing that a person wrote."""

import asyncio
import gc
import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot import log

SAID = "هويتي 1526018153"


class Log:
    """What went to standard error since the set-up."""

    def __init__(self, stream: io.StringIO) -> None:
        self.stream = stream

    def lines(self) -> list[dict[str, Any]]:
        """The log's lines; nothing that was said is in any of them."""
        text = self.stream.getvalue()
        assert "1526018153" not in text
        assert "Logging error" not in text
        return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[Log]:
    """Logging set up as `sanad serve` does, and put back as it was."""
    stream, root = io.StringIO(), logging.getLogger()
    kept, level = root.handlers[:], root.level
    # `set_up` closes the handlers it finds; pytest's own are still needed.
    root.handlers.clear()
    monkeypatch.setattr("sys.stderr", stream)
    log.set_up()
    yield Log(stream)
    root.handlers[:] = kept
    root.setLevel(level)


def fail() -> None:
    raise ValueError(f"cannot read {SAID}")


def test_a_line_is_one_json_object_with_level_and_time(written: Log) -> None:
    logging.getLogger("somebody").warning("a library's\nlines")
    [line] = written.lines()
    assert (line["event"], line["level"]) == ("a library's\nlines", "warning")
    assert line["timestamp"].endswith("Z")


def test_an_exception_of_a_library_is_told_by_class_and_place(written: Log) -> None:
    try:
        fail()
    except ValueError:
        logging.getLogger("somebody").exception("it broke")
    [line] = written.lines()
    assert (line["event"], line["error"]) == ("it broke", "ValueError")
    assert line["at"][-1].endswith(" fail")
    assert line["at"][-1].startswith("test_log.py:")


@pytest.mark.parametrize("raised", [ValueError(SAID), ExceptionGroup(SAID, [KeyError(SAID)])])
def test_an_exception_handed_over_is_told_by_class(raised: Exception, written: Log) -> None:
    logging.getLogger("somebody").error("it broke", exc_info=raised)
    [line] = written.lines()
    assert line["error"] == type(raised).__name__


def test_a_cause_does_not_bring_the_text_back(written: Log) -> None:
    try:
        try:
            fail()
        except ValueError as error:
            raise RuntimeError(SAID) from error
    except RuntimeError:
        logging.getLogger("somebody").exception("it broke")
    [line] = written.lines()
    assert line["error"] == "RuntimeError"


@pytest.mark.parametrize("key", ["text", "address", "payload", "body", "answers", "phone", "identity", "token"])
def test_what_may_be_personal_is_dropped_whoever_writes_it(key: str, written: Log) -> None:
    logging.getLogger("somebody").warning("seen", extra={key: SAID, "conversation": 7})
    [line] = written.lines()
    assert (line[key], line["conversation"]) == ("(not logged)", 7)


def test_our_own_logger_keeps_the_same_rules() -> None:
    with structlog.testing.capture_logs(processors=log._rules()) as written:
        log.get("bot.turn").error("turn failed", conversation=7, text=SAID, exc_info=ValueError(SAID))
    [line] = written
    assert SAID not in str(line)
    assert (line["text"], line["conversation"], line["error"]) == ("(not logged)", 7, "ValueError")


async def test_a_task_that_nobody_asked_after_does_not_quote_its_exception(written: Log) -> None:
    async def broken() -> None:
        fail()

    task = asyncio.create_task(broken())
    await asyncio.sleep(0.01)
    del task
    gc.collect()
    [line] = written.lines()
    assert (line["event"], line["error"]) == ("Task exception was never retrieved", "ValueError")


async def test_a_callback_that_failed_does_not_quote_its_arguments(written: Log) -> None:
    def broken(said: str) -> None:
        raise ValueError(said)

    asyncio.get_running_loop().call_soon(broken, SAID)
    await asyncio.sleep(0.01)
    [line] = written.lines()
    assert line["event"].startswith("Exception in callback ")
    assert line["error"] == "ValueError"


@pytest.mark.parametrize("name", ["uvicorn.access", "httpx", "telegram", "twilio", "aiohttp.access", "taskiq"])
def test_libraries_do_not_tell_of_every_request(name: str, written: Log) -> None:
    logging.getLogger(f"{name}.inner").info("GET /bot1:token/getUpdates")
    assert written.lines() == []


def test_what_json_cannot_say_stops_no_line(written: Log) -> None:
    logging.getLogger("somebody").warning("seen", extra={"kinds": {1, 2}, "where": object})
    [line] = written.lines()
    assert line["event"] == "seen"
