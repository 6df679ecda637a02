"""Voice notes: kept like papers, so that a colleague can listen; put into words where a listener is plugged in."""

import asyncio
from dataclasses import replace
from importlib import import_module

from bot import log
from bot.context import Ports
from bot.ports import Listener
from bot.settings import Settings, SettingsError
from flows.message import Incoming, Media

logger = log.get(__name__)
# What recordings begin with, at which byte. They are played by a browser, never decoded here.
_MARKS = (
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"\x1aE\xdf\xa3", "audio/webm"),
    (8, b"WAVE", "audio/wav"),
    (0, b"\xff\xf1", "audio/aac"),
)
_MP4 = (4, b"ftyp")
# What a file of each type is called.
ENDINGS = {
    "audio/ogg": "ogg", "audio/mpeg": "mp3", "audio/amr": "amr", "audio/webm": "webm", "audio/wav": "wav",
    "audio/aac": "aac", "audio/mp4": "m4a", "video/mp4": "mp4",
}  # fmt: skip


def kind_of(content: bytes, announced: str) -> str:
    """The type by the content, "" for what is no recording. An MP4 holds sound alone or a picture too, as announced."""
    for at, mark, mime in _MARKS:
        if content[at : at + len(mark)] == mark:
            return mime
    at, mark = _MP4
    if content[at : at + len(mark)] == mark:
        return "video/mp4" if announced.startswith("video/") else "audio/mp4"
    return ""


async def heard(ports: Ports, incoming: Incoming) -> Incoming:
    """With the words of its voice for a text, where somebody listens and understood any. A caption stays the text."""
    sound = [file for file in incoming.media if not file.problem and file.mime.startswith("audio/")]
    if ports.listener is None or incoming.text or not sound:
        return incoming
    words = [await _words(ports, ports.listener, file, incoming.language[:2] or "ar") for file in sound]
    text = " ".join(filter(None, words))
    files = tuple(replace(file, heard=bool(text) and file in sound) for file in incoming.media)
    return replace(incoming, text=text, media=files)


async def _words(ports: Ports, listener: Listener, file: Media, language: str) -> str:
    """Whatever goes wrong with a listener, the voice itself is kept and a colleague hears it."""
    try:
        async with asyncio.timeout(ports.settings.listen_seconds):
            content = await asyncio.to_thread(ports.papers.get, file.ref)
            return (await listener.listen(content, mime=file.mime, language=language)).strip()
    except Exception as error:
        logger.warning("voice not understood", why=type(error).__name__)
        return ""


def listener(settings: Settings) -> Listener | None:
    """The plug-in named by the settings as `package.module:callable`. Raises `SettingsError`."""
    if not settings.listener:
        return None
    module, _, name = settings.listener.partition(":")
    try:
        made: Listener = getattr(import_module(module), name)()
    except Exception as error:
        raise SettingsError(
            f"SANAD_LISTENER: {settings.listener} gives no listener ({type(error).__name__})"
        ) from error
    return made
