"""What `sanad check` proves of flows by speaking with the engine: each rule broken on purpose is told at its line."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot import check, check_flows
from bot.bootstrap import disconnected_channels
from bot.check_replies import dear, faults
from bot.flow_files import Shelf, read
from channels import limits
from flows import answering, library, listening, walk
from flows.answers import KINDS, parse
from flows.charity import SmsBudget
from flows.eligibility import computed
from flows.findings import Finding, Level
from flows.flow import Flow
from flows.life import State
from flows.message import Button, Incoming, Kind, Meaning, Reply
from flows.moves import Start
from flows.no_trap import Trap, traps
from flows.pack import Pack
from flows.part import BLANK, Words
from flows.play import Play
from flows.running import begin, run
from flows.service import Condition
from flows.session import Session
from flows.turn import Turn, World
from flows.walk import EPOCH, EndlessError, Heard, Spot, Walk, explore, speak
from flows.walk_answers import SAMPLES, answers, text
from flows.walk_in import dossiers, openings
from tests.talk import yusr

CHANNELS = {channel.name: channel for channel in disconnected_channels()}
KNOWN = Spot(Session(greeted=True))
# Starts the flow under test.
BEGIN = replace(text("أريد ذلك"), meaning=Meaning("complaint", 1.0, sure=True))


def world(*changed: dict[str, object], pack: Pack | None = None) -> World:
    """The shared flows with some of them written anew; `complaint` is the one under test."""
    made = {flow.id: flow for flow in map(Flow.model_validate, changed)}
    return World(pack or yusr(), {**library.load(), **made}, EPOCH)


def probe(**steps: dict[str, object]) -> dict[str, object]:
    return {"id": "complaint", "start": "aa", "steps": steps}


def near(world: World, spot: Spot, new: bool) -> Iterator[walk.Words]:
    """A walk of a few steps only, beginning at the flow under test."""
    yield from answers(world, spot, new) if len(spot.path) < 3 else ()


def broken(world: World, *, steps: int = 3) -> list[Trap]:
    def some(world: World, spot: Spot, new: bool) -> Iterator[walk.Words]:
        yield from answers(world, spot, new) if len(spot.path) < steps else ()

    return list(traps(world, explore(world, [speak(world, KNOWN, BEGIN)], some), set()))


def told(found: list[Trap]) -> set[str]:
    return {f"{'.'.join(trap.at)}: {trap.message}" for trap in found}


CHOICE = {"kind": "choose", "text": "menu.text", "options": [{"id": "xx", "label": "answer.yes", "next": "bb"}]}
END = {"kind": "say", "text": "thanks"}


def test_every_kind_of_answer_has_good_samples() -> None:
    assert set(KINDS) - SAMPLES.keys() == {"choice", "yes_no"}, "these two are answered by their buttons"
    for kind, samples in SAMPLES.items():
        assert [parse(kind, sample, today=EPOCH.date()).error for sample in samples] == [""] * len(samples), kind


def test_a_sound_flow_holds_nobody() -> None:
    assert broken(world(probe(aa=CHOICE, bb=END)), steps=1) == []


def test_a_walk_fills_in_a_form_to_its_end() -> None:
    made = explore(world(), openings(world(), "ar", records=()), answers)
    form = set(library.load()["apply"].steps)
    seen = {step for flow, step in made.visited if flow == "apply"}
    assert (
        {"conditions", "fields", "documents", "summary", "declare", "submit", "done", "unmet", "unsure"} <= seen <= form
    )


def test_a_condition_that_the_answers_decide_is_met_and_unmet_in_one_walk() -> None:
    says = Words(ar="شرط", en="A condition")
    rule = Condition(id="psychological_only", says=says, rule="consultation_type in [psychological]")
    first, *rest = yusr().services
    first = first.model_copy(update={"conditions": [rule]})
    assert computed(first)
    ruled = world(pack=yusr().model_copy(update={"services": [first, *rest]}))
    made = explore(ruled, openings(ruled, "ar", records=()), answers)
    assert {("apply", "unmet"), ("apply", "documents")} <= made.visited


def test_the_records_tell_of_every_state_once_alone() -> None:
    alone = [d.applications[0].status for d in dossiers(yusr()) if len(d.applications) == 1 and d.applications[0].own]
    assert set(alone) == set(State)


def test_a_walk_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "MOST", 5)
    with pytest.raises(EndlessError):
        explore(world(), openings(world(), "ar", records=()), answers)


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ([probe(aa={"kind": "act", "do": "note", "subject": "xx"})], "complaint.aa: '(complaint)' gets no answer"),
        ([probe(aa={"kind": "choose", "text": "menu.text", "source": "parked", "next": "bb"}, bb=END)],
         "complaint.aa: a choice with nothing to choose from"),
        ([probe(aa={"kind": "say", "text": "no.such_text"})], "complaint.: '(complaint)' makes it fail: KeyError"),
        ([probe(aa=CHOICE, bb=END), {"id": "menu", "start": "aa", "steps": {"aa": END}}],
         "complaint.aa: 'menu' does not work here"),
        ([probe(aa=CHOICE, bb=END), {"id": "human", "start": "aa", "steps": {"aa": END}}],
         "complaint.aa: 'human' does not work here"),
        ([probe(aa=CHOICE, bb=END), {"id": "help", "start": "aa", "steps": {"aa": CHOICE, "bb": END}}],
         "complaint.aa: 'help' does not work here"),
        ([probe(aa={"kind": "call", "flow": "apply"}), {"id": "cancelled", "start": "aa", "steps":
          {"aa": {"kind": "call", "flow": "apply"}}}], "apply.conditions: 'cancel' does not work here"),
        ([probe(aa={**CHOICE, "options": [{"id": "xx", "label": "way.human", "next": "bb"}]}, bb=END)],
         "complaint.aa: typing the words of 'xx' does not choose it"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_found_at_its_step(changed: list[dict[str, object]], complaint: str) -> None:
    begin = replace(BEGIN, name="(complaint)")
    made = world(*changed)
    met = explore(made, [speak(made, KNOWN, begin)], near)
    assert any(line.startswith(complaint) for line in told(list(traps(made, met, set())))), complaint


def heard(session: Session, *replies: Reply, name: str = "menu") -> Walk:
    """A walk of one turn, as an engine with a fault in it would make it."""
    return Walk([Heard(KNOWN, replace(text("القائمة"), name=name), Turn(session, replies))])


def test_a_turn_after_which_nothing_is_open_is_found() -> None:
    found = list(traps(world(), heard(Session(greeted=True), Reply("حسنًا"), name="so"), set()))
    assert told(found) == {".: after 'so' nothing waits and nothing is offered"}


def test_back_that_stays_where_it_is_is_found() -> None:
    made = world(probe(aa=CHOICE, bb=END))
    spot = speak(made, KNOWN, BEGIN).after
    stuck = Heard(spot, replace(text("رجوع"), name="back"), Turn(spot.session, (Reply("؟"),)))
    assert told(list(traps(made, Walk([stuck]), set()))) == {"complaint.aa: 'back' does not work here"}


def _ask_again(play: Play, why: str) -> None:
    play.update(misses=play.frame.misses + 1)
    run(play)


def _ask_again_and_note_it(play: Play, why: str) -> None:
    answering_miss(play, why)
    play.remember(**{f"wrong_{play.frame.misses}": "x" * 200})


answering_miss = answering.miss


@pytest.mark.parametrize(
    ("miss", "complaint"),
    [(_ask_again, "3 wrong answers (777) offer no person"), (_ask_again_and_note_it, "the session grows")],
)
def test_wrong_answers_are_bounded(monkeypatch: pytest.MonkeyPatch, miss: object, complaint: str) -> None:
    monkeypatch.setattr(answering, "miss", miss)
    found = told(broken(world(probe(aa=CHOICE, bb=END)), steps=1))
    assert any(complaint in line for line in found)


def test_an_old_button_that_leads_away_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "stale_tap", lambda play: begin(play, Start("menu")))
    found = told(broken(world(probe(aa=CHOICE, bb=END)), steps=1))
    assert "complaint.aa: (an old button) moves the question on, or gets no answer" in found


def test_what_was_proved_is_not_spoken_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "miss", _ask_again)
    made = world(probe(aa=CHOICE, bb=END))
    met = explore(made, [speak(made, KNOWN, BEGIN)], lambda *_: ())
    proved: set[object] = set()
    assert list(traps(made, met, proved))
    assert list(traps(made, met, proved)) == []


@pytest.mark.parametrize(
    ("channel", "reply", "complaint"),
    [
        ("web", Reply("مرحبًا {name}"), "says {name}, which nothing filled in"),
        ("web", Reply("نعم؟", (Button("1.1", f"{BLANK}"),)), f"says {BLANK} to a person"),
        ("web", Reply("نعم؟", (Button("1.1", "نعم"), Button("1.2", "نعم"))), "two choices are called 'نعم'"),
        ("web", Reply("نعم؟", (Button("1.1", " "),)), "a button without a label"),
        ("web", Reply(" "), "cannot be rendered on web"),
        ("telegram", Reply(""), "cannot be rendered on telegram"),
        ("telegram", Reply("نعم؟", (Button("1" * 65, "نعم"),)), "cannot be rendered on telegram"),
        ("telegram", Reply("؟", tuple(Button(f"1.{n}", str(n)) for n in range(101))), "101 buttons"),
        ("sms", Reply("؟", tuple(Button(f"1.{n}", f"{n} خيار طويل" * 4) for n in range(20))), "torn over two"),
    ],
)  # fmt: skip
def test_a_reply_that_does_not_fit_its_channel_is_found(channel: str, reply: Reply, complaint: str) -> None:
    assert any(complaint in fault for _, fault in faults(CHANNELS[channel], reply))


@pytest.mark.parametrize("channel", CHANNELS)
def test_an_ordinary_reply_fits_every_channel(channel: str) -> None:
    reply = Reply("هل نكمل؟", (Button("1.1", "نعم"), Button("1.2", "لا"), Button("go.menu", "القائمة", word=True)))
    assert list(faults(CHANNELS[channel], reply)) == []


@pytest.mark.parametrize(
    ("channel", "payload", "complaint"),
    [
        ("telegram", {"text": "ا" * 4097}, "4097 characters"),
        ("telegram", {"text": " "}, "an empty message"),
        ("telegram", {"text": "؟", "reply_markup": {"inline_keyboard": [[{"text": "", "callback_data": "1"}]]}},
         "a button without a label"),
        ("telegram", {"text": "؟", "reply_markup": {"inline_keyboard": [[{"text": "نعم", "callback_data": "1" * 65}]]}},
         "64 bytes"),
        ("whatsapp", {"body": "ا" * 1601}, "1601 characters"),
        ("sms", {"body": "ا" * 671}, "11 segments"),
        ("web", {"text": "؟", "buttons": [{"id": "1", "label": ""}]}, "a button without a label"),
    ],
)  # fmt: skip
def test_a_payload_over_a_limit_is_found(channel: str, payload: dict[str, object], complaint: str) -> None:
    assert any(complaint in fault for fault in limits.broken(channel, payload))


def test_an_answer_by_sms_that_costs_more_than_its_budget_is_found() -> None:
    budget = SmsBudget(default=10, flows={"status": 2, "status.own_say": 1})
    replies = (Reply("كلمة " * 20), Reply("ا"))
    told = "costs 3 segments by SMS; its budget is"
    assert dear(CHANNELS["sms"], replies, budget.of("describe", "say")) == ""
    assert dear(CHANNELS["sms"], replies, budget.of("status", "ask")) == f"{told} 2"
    assert dear(CHANNELS["sms"], replies, budget.of("status", "own_say")) == f"{told} 1"


def test_a_payload_that_is_only_a_file_breaks_no_limit() -> None:
    assert list(limits.broken("whatsapp", {"file": {"kind": "receipt", "ref": "YSR-4K7Q-2", "name": "a.pdf"}})) == []


ODD = (
    "id: policies\nstart: aa\nsteps:\n  aa: {kind: say, text: odd.text, next: bb}\n  bb: {kind: say, text: odd.more}\n"
)


@pytest.fixture(scope="module")
def whole() -> list[Finding]:
    """One charity's check with a flow that says what nobody should hear, and a flow that nothing leads to."""
    files = {name: text.replace("id: policies\n", "id: policies_before\n") for name, text in library.sources().items()}
    lines = {name: f"{text}odd.text: 'TO_FILL'\nodd.more: 'x'\n" for name, text in library.text_sources().items()}
    shelf: Shelf = read({**files, "odd.yaml": ODD}, lines)
    pack = yusr().model_copy(update={"texts": shelf.texts, "services": yusr().services[:1]})
    return check_flows.findings(shelf, {"yusr": pack})


def test_a_reply_is_told_with_its_file_line_charity_and_way(whole: list[Finding]) -> None:
    (finding,) = [f for f in whole if "policies.bb" in f.message]
    assert (finding.level, finding.file, finding.line) == (Level.ERROR, "flows/library/odd.yaml", 5)
    assert finding.message.startswith("policies.bb: says TO_FILL to a person (yusr ar, yusr en")
    assert finding.remedy


def test_a_step_that_no_walk_reaches_is_told_with_its_line(whole: list[Finding]) -> None:
    unreached = {f.message: f for f in whole if f.level is Level.WARNING and "never reached" in f.message}
    finding = next(f for message, f in unreached.items() if message.startswith("policies_before."))
    assert finding.file == "flows/library/inquiries.yaml"
    assert finding.line > 1


def test_a_flow_that_does_not_hold_together_is_not_walked(monkeypatch: pytest.MonkeyPatch) -> None:
    bad = read({**library.sources(), "odd.yaml": "id: odd\nstart: aa\nsteps:\n  aa: {kind: say, text: none}\n"})
    monkeypatch.setattr(check, "_shared", lambda: bad)
    monkeypatch.setattr(check_flows, "findings", lambda *_: pytest.fail("walked"))
    found = check.everything(Path("charities"))
    assert {f.file for f in found if f.level is Level.ERROR} == {"flows/library/odd.yaml"}


def test_an_opening_that_fails_is_a_finding_and_not_a_crash() -> None:
    made = world(probe(aa=END), pack=yusr().model_copy(update={"texts": {}}))
    assert speak(made, KNOWN, BEGIN).error == "KeyError: 'thanks'"
    assert speak(made, KNOWN, walk.Words("(x)", Incoming(Kind.TEXT, "", ""))).turn is None
