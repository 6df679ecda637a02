"""What `sanad check` proves of flows by reading them: each mistake is told with its file, its line and a remedy."""

from datetime import UTC, datetime

import pytest

from bot.flow_files import Shelf, read
from flows import library
from flows.check import findings
from flows.facts import FACTS
from flows.findings import Finding, Level
from flows.flow import Flow
from flows.moves import Start
from flows.play import Play
from flows.routes import ROUTES
from flows.running import RunawayError, begin
from flows.session import Session
from flows.turn import World
from tests.talk import yusr

# What drawings call the flows of these tests.
NAMED = "flow.probe: x\nflow.other: x\n"
HEAD = "id: probe\nstart: aa\nsteps:\n"


def shelf(probe: str = "", *, texts: dict[str, str] | None = None) -> Shelf:
    """The shared flows with one more, and the shared texts with lines of their own at the end."""
    files = library.sources() | ({"probe.yaml": probe} if probe else {})
    lines = {name: text + NAMED + (texts or {}).get(name, "") for name, text in library.text_sources().items()}
    return read(files, lines)


def found(made: Shelf) -> list[Finding]:
    return [*made.findings, *findings(made.flows, made.texts, made.places)]


def the_one(made: Shelf) -> Finding:
    """The only finding; every finding says what to do."""
    (finding,) = found(made)
    assert finding.remedy
    assert finding.level is Level.ERROR
    return finding


def test_the_shared_flows_hold_together() -> None:
    assert found(shelf()) == []


def test_every_flow_and_step_has_its_line() -> None:
    made = shelf()
    for (flow, step), (file, line) in made.steps.items():
        typed = library.sources()[file.removeprefix("flows/library/")].splitlines()[line - 1]
        assert typed.strip().startswith(f"{step}:" if step else f"id: {flow}")
    assert {(flow.id, step) for flow in made.flows.values() for step in flow.steps} <= made.steps.keys()


def test_what_is_read_with_its_lines_is_what_runs() -> None:
    made = shelf()
    assert made.flows == library.load()
    assert {key: text for key, text in made.texts.items() if key not in ("flow.probe", "flow.other")} == library.texts()


@pytest.mark.parametrize(
    ("steps", "line", "complaint"),
    [
        ("  aa: {kind: say, text: thanks}\n  bb: {kind: say, text: thanks}\n", 5, "step bb is never reached"),
        ("  aa: {kind: say, text: thanks, next: bb}\n  bb: {kind: say, text: thanks, next: aa}\n", 4, "without asking"),
        ("  aa: {kind: say, text: no.such_text}\n", 4, "no text no.such_text"),
        ("  aa: {kind: call, flow: nowhere}\n", 4, "no flow named nowhere"),
        ("  aa: {kind: act, do: fly}\n", 4, "no action named fly"),
        ("  aa: {kind: act, do: pause, subject: nowhere}\n", 4, "pauses at 'nowhere'"),
        ("  aa: {kind: ask, field: words, next: bb}\n  bb: {kind: say, text: thanks}\n", 4, "asks without words"),
        ("  aa: {kind: ask, next: bb}\n  bb: {kind: say, text: thanks}\n", 4, "both a list and a field, or neither"),
        ("  aa: {kind: ask, field: words, text: thanks, of: colour, next: bb}\n  bb: {kind: say, text: thanks}\n", 4,
         "no kind of answer named colour"),
        ("  aa: {kind: ask, each: conditions, next: bb}\n  bb: {kind: say, text: thanks}\n", 4, "leads nowhere"),
        ("  aa:\n    kind: choose\n    text: menu.text\n    options:\n"
         "      - {id: xx, label: way.menu, next: aa, when: moonlight}\n"
         "      - {id: yy, label: way.menu, next: aa}\n", 4, "no fact named moonlight"),
        ("  aa: {kind: choose, text: menu.text, source: stars, next: aa}\n", 4, "no list named stars"),
        ("  aa: {kind: choose, text: menu.text, source: files, into: service, next: aa}\n", 4, "offers no services"),
        ("  aa: {kind: choose, text: menu.text, options: [{id: xx, label: way.menu, next: aa, when: has_parked}]}\n", 4,
         "every option may be hidden"),
        ("  aa: {kind: choose, text: menu.text, options: [{id: xx, label: way.menu, next: aa},"
         " {id: xx, label: way.menu, next: aa}]}\n", 4, "option xx is there twice"),
        ("  aa: {kind: say, text: thanks, next: bb}\n", 1, "no step named 'bb'"),
        ("  aa: {kind: choose, text: menu.text}\n", 4, "options"),
        ("  aa: {kind: say, txt: thanks, text: thanks}\n", 4, "txt"),
        ("  aa: {kind: say, text: thanks}\n  aa: {kind: say, text: thanks}\n", 5, "`aa` is given twice"),
        ("  aa: {kind: say, text: thanks\n", 4, "not valid YAML"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_flow_is_told_at_its_line(steps: str, line: int, complaint: str) -> None:
    told = [finding for finding in found(shelf(HEAD + steps)) if complaint in finding.message]
    assert told, complaint
    assert (told[0].file, told[0].line) == ("flows/library/probe.yaml", line)
    assert told[0].remedy


def test_the_second_flow_of_a_file_has_the_lines_of_the_file() -> None:
    good = "# A comment.\nid: other\nstart: aa\nsteps:\n  aa: {kind: say, text: thanks}\n"
    assert the_one(shelf(f"{good}---\n{HEAD}  aa: {{kind: act, do: fly}}\n")).line == 10


def test_two_flows_of_one_name_are_found() -> None:
    finding = the_one(shelf("id: menu\nstart: aa\nsteps:\n  aa: {kind: say, text: thanks}\n"))
    assert (finding.file, finding.line) == ("flows/library/probe.yaml", 1)
    assert "flows/library/welcome.yaml" in finding.message


def test_a_circle_through_a_called_flow_is_found() -> None:
    there = "id: other\nstart: aa\nsteps:\n  aa: {kind: say, text: thanks, next: bb}\n  bb: {kind: call, flow: probe}\n"
    made = shelf(f"{HEAD}  aa: {{kind: call, flow: other}}\n---\n{there}")
    assert {(f.line, "without asking" in f.message) for f in found(made)} == {(4, True), (9, True), (10, True)}


def test_a_circle_with_a_question_is_fine() -> None:
    steps = "  aa: {kind: say, text: thanks, next: bb}\n  bb: {kind: ask, field: xx, text: complaint.ask, next: aa}\n"
    assert found(shelf(HEAD + steps)) == []


@pytest.mark.parametrize(
    ("arabic", "english", "complaint"),
    [
        ("probe.one: سلام\n", "", "not in both languages"),
        ("probe.one: '{charity}'\n", "probe.one: Hello\n", "different {values}"),
        ("", "probe.one: Hello\n", "no Arabic"),
    ],
)
def test_a_text_that_lacks_something_is_told_at_its_line(arabic: str, english: str, complaint: str) -> None:
    finding = the_one(shelf(texts={"texts/ar.yaml": arabic, "texts/en.yaml": english}))
    language = "ar" if arabic else "en"
    lines = library.text_sources()[f"texts/{language}.yaml"].count("\n")
    assert complaint in finding.message
    assert (finding.file, finding.line) == (f"flows/library/texts/{language}.yaml", lines + 3)


def test_phrases_to_listen_for_may_stand_once_for_both_languages() -> None:
    assert found(shelf(texts={"texts/ar.yaml": "probe.words: لامي|for my mother\n"})) == []
    listened = library.texts()["status.another_words"]
    assert listened.say("en") == listened.say("ar")


def test_a_value_that_no_flow_can_fill_in_is_found() -> None:
    texts = {"texts/ar.yaml": "probe.one: '{moon}'\n", "texts/en.yaml": "probe.one: '{moon}'\n"}
    assert (
        "unknown value {moon}" in the_one(shelf(f"{HEAD}  aa: {{kind: say, text: probe.one}}\n", texts=texts)).message
    )


def test_a_text_made_up_as_the_conversation_goes_is_missed() -> None:
    arabic, english = (text.replace("status.served:", "status.eaten:") for text in library.text_sources().values())
    made = read(library.sources(), {"texts/ar.yaml": arabic, "texts/en.yaml": english})
    assert [finding.message for finding in found(made)] == ["no text status.served"]


def test_a_flow_that_drawings_cannot_name_is_found() -> None:
    finding = the_one(shelf("id: nameless\nstart: aa\nsteps:\n  aa: {kind: say, text: thanks}\n"))
    assert (finding.message, finding.line) == ("flow nameless: no text flow.nameless", 1)


def test_an_intent_without_its_flow_is_found() -> None:
    made = read({"probe.yaml": f"{HEAD}  aa: {{kind: say, text: thanks}}\n"}, library.text_sources())
    told = [finding for finding in found(made) if finding.file == "flows/routes.py"]
    assert {f"intent {intent} leads to no flow {flow}" for intent, flow in ROUTES.items()} == {f.message for f in told}


def test_every_intent_has_a_flow_and_every_fact_a_name() -> None:
    assert set(ROUTES.values()) <= library.load().keys()
    assert all(name.islower() for name in FACTS)


def test_a_flow_that_runs_in_a_circle_is_stopped() -> None:
    steps = {
        "aa": {"kind": "say", "text": "thanks", "next": "bb"},
        "bb": {"kind": "say", "text": "thanks", "next": "aa"},
    }
    probe = Flow.model_validate({"id": "probe", "start": "aa", "steps": steps})
    play = Play(World(yusr(), {"probe": probe}, datetime(2026, 3, 1, tzinfo=UTC)), Session())
    with pytest.raises(RunawayError):
        begin(play, Start("probe"))
