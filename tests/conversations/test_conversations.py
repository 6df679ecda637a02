"""Every transcript says today what it said when a person last read it."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.ports import Understander
from bot.replay import Replay
from bot.settings import Settings
from flows.reference import find
from tests.conversations.conftest import HERE, ROOT, Steps, unvisited

INPUTS = ("text", "tap", "media", "caption", "from", "channel", "after")
_REFERENCE = re.compile(r"[A-Z]{3}-[A-Z2-9]{4}-[A-Z2-9]")


async def play(script: dict[str, Any], understander: Understander) -> list[dict[str, Any]]:
    """The transcript as it comes out now. `<reference>` stands for the last reference number given."""
    settings = Settings(data_dir=ROOT / "var", charities_dir=ROOT / "charities")
    replay = Replay(settings, script["charity"], script["channel"], understander)
    made, reference = [], ""
    try:
        for turn in script["talk"]:
            said = {key: turn[key] for key in INPUTS if key in turn}
            line = {**said, "text": said["text"].replace("<reference>", reference)} if "text" in said else said
            if "media" in line:
                line = {**line, "media": str(HERE / "papers" / line["media"])}
            result = await replay.line(line)
            texts = [out["text"] for out in result["out"]]
            reference = next((r for text in texts for r in find(text) if r != "YSR-4K7Q-2"), reference)
            made.append({**said, **_heard(result, texts)})
    finally:
        await replay.close()
    return made


def _heard(result: dict[str, Any], texts: list[str]) -> dict[str, Any]:
    heard: dict[str, Any] = {"bot": [_REFERENCE.sub(_hidden, text) for text in texts]}
    if buttons := [label for out in result["out"] for label in out["buttons"]]:
        heard["buttons"] = [_REFERENCE.sub(_hidden, label) for label in buttons]
    if result["events"]:
        heard["events"] = result["events"]
    if result["owner"] != "bot":
        heard["owner"] = result["owner"]
    return heard


def _hidden(found: re.Match[str]) -> str:
    return found.group() if found.group() == "YSR-4K7Q-2" else "<reference>"


TRANSCRIPTS = sorted(HERE.glob("*.yaml"))
# Those that were played in this run: their steps are counted.
_PLAYED: set[Path] = set()


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
async def test_conversation(path: Path, understander: Understander, request: pytest.FixtureRequest) -> None:
    script = yaml.safe_load(path.read_text("utf-8"))
    made = await play(script, understander)
    _PLAYED.add(path)
    if request.config.getoption("--update"):
        text = yaml.dump({**script, "talk": made}, allow_unicode=True, sort_keys=False, width=110, Dumper=_Plain)
        path.write_text(text, "utf-8")
    else:
        assert made == script["talk"]


async def test_every_step_of_every_library_flow_is_visited(understander: Understander, visited: Steps) -> None:
    for path in TRANSCRIPTS:
        if path not in _PLAYED:
            await play(yaml.safe_load(path.read_text("utf-8")), understander)
    assert unvisited(visited) == {}, "write a transcript that comes to these steps, or remove them"


class _Plain(yaml.SafeDumper):
    """Long texts as blocks, as a person would write them."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Plain.add_representer(str, _text)
