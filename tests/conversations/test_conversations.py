"""Every transcript says today what it said when a person last read it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import clock
from bot.context import Ports
from bot.ports import Understander
from bot.replay import Replay
from bot.settings import Settings
from flows.pack import Pack
from flows.part import BLANK
from flows.reference import find
from tests.conversations.conftest import HERE, ROOT, Steps, unvisited

STAFF = ("staff", "words", "way", "kind", "place", "papers", "reference")
INPUTS = ("text", "tap", "media", "caption", "share", *STAFF, "from", "channel", "after")
# When every transcript begins, so that no date in them goes by: a Sunday, late in the evening.
BEGAN = datetime(2026, 11, 22, 23, 40, tzinfo=clock.RIYADH)
_REFERENCE = re.compile(r"[A-Z]{3}-[A-Z2-9]{4}-[A-Z2-9]")
_CODE = re.compile(r"رمزك (\d{6})")
# The example in our own texts.
_EXAMPLE = "-4K7Q-"


@dataclass
class References:
    """The numbers of one transcript: `<reference>` stands for the first one given, `<reference 2>` for the next, and
    `<code>` for the last code that was sent.
    """

    given: dict[str, str] = field(default_factory=dict)
    code: str = ""

    def meet(self, text: str) -> None:
        if sent := _CODE.search(text):
            self.code = sent[1]
        for number in find(text):
            if _EXAMPLE not in number and number not in self.given:
                count = len(self.given) + 1
                self.given[number] = "<reference>" if count == 1 else f"<reference {count}>"

    def hide(self, text: str) -> str:
        text = _CODE.sub(lambda found: found[0].replace(found[1], "<code>"), text)
        return _REFERENCE.sub(lambda found: self.given.get(found.group(), found.group()), text)

    def show(self, text: str) -> str:
        for number, name in self.given.items():
            text = text.replace(name, number)
        return text.replace("<code>", self.code)


async def play(script: dict[str, Any], understander: Understander) -> list[dict[str, Any]]:
    """The transcript as it comes out now."""
    settings = Settings(data_dir=ROOT / "var", charities_dir=ROOT / "charities")
    ahead = BEGAN - clock.now()
    replay = Replay(settings, script["charity"], script["channel"], understander, ahead)
    replay.ports = fill(replay.ports, script)
    made, references = [], References()
    try:
        for turn in script["talk"]:
            said = {key: turn[key] for key in INPUTS if key in turn}
            line = {key: references.show(value) if isinstance(value, str) else value for key, value in said.items()}
            if "media" in line:
                line = {**line, "media": str(HERE / "papers" / line["media"])}
            result = await replay.line(line)
            for out in result["out"]:
                references.meet(out["text"])
            made.append({**said, **_heard(result, references, said.get("channel", script["channel"]))})
    finally:
        await replay.close()
    return made


def fill(ports: Ports, script: Mapping[str, Any]) -> Ports:
    """With some blanks of the charity `filled` for this transcript (`contact.hours`, `files.bylaws.link`), and
    `without` some lists that it has.
    """
    charity = script["charity"]
    plain = ports.packs[charity].model_dump() | {name: [] for name in script.get("without", ())}
    for where, value in script.get("filled", {}).items():
        *path, last = where.split(".")
        part: Any = plain
        for name in path:
            part = part[name] if isinstance(part, dict) else next(one for one in part if one["id"] == name)
        assert part[last] == BLANK, f"{where} is no blank: the charity says {part[last]!r}"
        part[last] = value
    return replace(ports, packs={**ports.packs, charity: Pack.model_validate(plain)})


def _heard(result: dict[str, Any], references: References, channel: str) -> dict[str, Any]:
    heard: dict[str, Any] = {"bot": [references.hide(out["text"]) for out in result["out"]]}
    if buttons := [label for out in result["out"] for label in out["buttons"]]:
        heard["buttons"] = [references.hide(label) for label in buttons]
    if elsewhere := {out["channel"] for out in result["out"]} - {channel}:
        heard["by"] = " ".join(sorted(elsewhere))
    if result["events"]:
        heard["events"] = result["events"]
    if result["owner"] != "bot":
        heard["owner"] = result["owner"]
    return heard


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
