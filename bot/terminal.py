"""Sanad on standard input and output: `sanad chat` for people, `sanad replay` for programs."""

import sys
from collections.abc import Iterable
from typing import Any

from bot import packs, settings, understanding
from bot.replay import Replay, replay
from bot.replay_people import ReplayError
from flows import library


def open_replay(charity: str, channel: str) -> Replay:
    """A fresh conversation in memory, with the same packs and understanding as the server."""
    read = settings.read()
    loaded = packs.load_all(read.charities_dir, library.texts())
    return Replay(read, charity, channel, understanding.understander(read, loaded))


async def replay_lines(charity: str, channel: str, lines: Iterable[str]) -> None:
    made = open_replay(charity, channel)
    try:
        async for line in replay(made, lines, lambda words: print(f"sanad: {words}", file=sys.stderr)):
            print(line, flush=True)
    finally:
        await made.close()


async def chat(charity: str, channel: str) -> None:
    """Type a message, or /tap LABEL, or /send FILE; an empty line or Ctrl-D ends it."""
    made = open_replay(charity, channel)
    print(f"{made.ports.packs[charity].name.ar} · {channel} · /tap رقم أو اسم · /send ملف · Ctrl-D للخروج")
    try:
        for line in sys.stdin:
            if not line.strip():
                break
            try:
                shown = await made.line(_typed(line.strip()))
            except ReplayError as error:
                print(f"({error})")
                continue
            for out in shown["out"]:
                print(f"\n{out['text']}")
                if out["buttons"]:
                    print("   ".join(f"[{label}]" for label in out["buttons"]))
            print()
    finally:
        await made.close()


def _typed(line: str) -> dict[str, Any]:
    command, _, rest = line.partition(" ")
    return {"/tap": {"tap": rest}, "/send": {"media": rest}}.get(command, {"text": line})
