"""Structured logs: one JSON object a line, without anything a person wrote and without any address."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

# What the standard library's records carry by themselves.
_STANDARD = set(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "color_message", "taskName"}
# Names under which personal data could slip in by mistake: dropped, whoever writes them.
_NEVER = {"text", "address", "payload", "body", "answers", "phone", "identity", "name", "token"}
# They speak of requests and tasks at INFO, with URLs and arguments.
_QUIET = ("uvicorn.access", "httpx", "httpcore", "taskiq", "alembic", "telegram", "twilio", "aiohttp.access")


def set_up(level: str = "INFO") -> None:
    """Send the standard library's logs, and with them those of every library, through the same rules."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_rules(),
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _render],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def get(name: str) -> structlog.typing.FilteringBoundLogger:
    """A logger: `log.info("turn", conversation=12)`."""
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger(where=name)
    return logger


def _add_extra(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    record = event.get("_record")
    if record is not None:
        event.update({key: value for key, value in record.__dict__.items() if key not in _STANDARD})
    return event


def _cut_asyncio(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """asyncio's own reports quote a task's exception and a callback's arguments: only what went wrong is kept."""
    record = event.get("_record")
    if record is not None and record.name == "asyncio":
        event["event"] = str(event["event"]).partition("\n")[0].partition("(")[0]
    return event


def _drop_personal(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key in _NEVER & event.keys():
        event[key] = "(not logged)"
    return event


def _shorten_exception(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Where it happened and of which class, without the message: it may quote what a person wrote."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    if isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    if info and info[0] is not None:
        event["error"] = info[0].__name__
        event["at"] = _frames(info[2])
    return event


def _frames(trace: Any, most: int = 6) -> list[str]:
    frames = []
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return frames[-most:]


def _rules() -> list[structlog.types.Processor]:
    return [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_extra,
        _cut_asyncio,
        _drop_personal,
        _shorten_exception,
    ]


_render = structlog.processors.JSONRenderer(ensure_ascii=False)
# At import, not in `set_up`: structlog's own default prints the local variables of a traceback.
structlog.configure(
    processors=[*_rules(), _render],
    wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    logger_factory=structlog.PrintLoggerFactory(sys.stderr),
)
