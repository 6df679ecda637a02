"""One model in use: a new one beside the old, the way back, and files that are none."""

import asyncio
import json
import os
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

import pytest

from bot.reloading import Reloading
from flows.message import Meaning
from nlu import dataset, renewal, shelf, training, trial, versions
from nlu.cores import HERE
from nlu.dataset import Dataset
from nlu.embedded import Embedded
from nlu.evaluate import Line
from nlu.model import Model, ModelError, load, save
from tests.unit.test_nlu_model import SENTENCES, small

ASIDE = trial.Aside(tuple(Line(text, intent) for intent, texts in SENTENCES.items() for text in texts))


TRAIN = training.train


def calm(data: Dataset, pool: Executor = HERE) -> Model:
    """So few sentences give an alarm that always rings; here only words that prove danger ring it."""
    model = TRAIN(data, pool)
    return replace(model, thresholds=replace(model.thresholds, emergency=99.0))


@pytest.fixture(autouse=True)
def quick_and_calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small models, made in this process and weighed on sentences that the good ones know."""
    monkeypatch.setattr(renewal, "apart", lambda work, *given: work(*given))
    monkeypatch.setattr(training, "train", calm)
    monkeypatch.setattr(trial, "aside", lambda: ASIDE)


@pytest.fixture(scope="module")
def good() -> Model:
    return calm(small())


def worse() -> Dataset:
    """As from a hand that took wishes to register for greetings."""
    moved = {"ابي احجز موعد": "greet", "كيف اقدم": "greet", "سجلوني معكم": "greet"}
    data = small()
    return replace(data, examples=tuple(replace(e, intent=moved.get(e.text, e.intent)) for e in data.examples))


def current(folder: Path) -> str:
    return shelf.read(folder).current


def aged(folder: Path) -> None:
    """Every model so far is a minute older, so that the order of the files is the order of the making."""
    for path in folder.glob("*.npz"):
        told = path.stat()
        os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns - 60_000_000_000))


def test_a_new_model_that_is_no_worse_is_taken_and_tells_its_figures(tmp_path: Path) -> None:
    first = renewal.renew(small(), tmp_path)
    assert (first.what, first.trial.old, current(tmp_path)) == ("taken", None, first.path.name)
    second = renewal.renew(small(apply="ابي سله غذائيه"), tmp_path)
    assert (second.what, current(tmp_path)) == ("taken", second.path.name)
    assert second.trial.old == first.trial.new
    assert load(second.path).meta["aside"]["accuracy"] == second.trial.new.accuracy


def test_a_worse_model_is_refused_by_figure_and_taken_only_with_a_reason(tmp_path: Path) -> None:
    first = renewal.renew(small(), tmp_path)
    refused = renewal.renew(worse(), tmp_path)
    assert (refused.what, current(tmp_path)) == ("refused", first.path.name)
    assert [words.split(" to ")[0] for words in refused.trial.falls] == ["accuracy falls from 1.0000"]
    assert "كيف اقدم" in refused.trial.misread
    assert "no longer read right" in refused.trial.text()
    forced = renewal.renew(worse(), tmp_path, force="the charity wants it")
    assert (forced.what, current(tmp_path)) == ("forced", refused.path.name)
    assert shelf.read(tmp_path).decisions[-1].reason == "the charity wants it"


@pytest.mark.parametrize(
    ("recall", "accuracy", "falls"),
    [
        (0.98, 0.9, []),
        (1.0, 0.95, []),
        (0.96, 0.95, ["emergency recall"]),
        (0.96, 0.8, ["emergency recall", "accuracy"]),
    ],
)
def test_only_a_fall_of_what_must_not_fall_refuses(recall: float, accuracy: float, falls: list[str]) -> None:
    old = trial.Figures("x", 100, 200, 0.9, 0.9, 0.99, 0.98, 0.01, 0.8)
    new = replace(old, emergency_recall=recall, accuracy=accuracy, false_alarms=0.05)
    assert [words.split(" falls")[0] for words in trial.Trial(new, old).falls] == falls


def test_an_emergency_that_only_the_old_model_heard_is_named(good: Model) -> None:
    held = trial.Aside((Line("معه سكين", "emergency"),), (Line("انا خايفه مره", "emergency"), Line("زوجي زعلان", "")))
    keen = replace(good, thresholds=replace(good.thresholds, emergency=-99.0))
    weighed = trial.beside(keen, good, held)
    assert weighed.unheard == (held.danger[0].text,)
    assert (weighed.old.false_alarms, weighed.new.false_alarms) == (1.0, 0.0) if weighed.old else False
    assert weighed.falls[0] == "emergency recall falls from 1.0000 to 0.5000"


def test_a_start_keeps_what_was_decided_until_data_change(tmp_path: Path) -> None:
    first = renewal.renew(small(), tmp_path)
    told: list[str] = []
    renewal.ensure(worse(), tmp_path, warn=told.append)
    assert current(tmp_path) == first.path.name
    assert "refused" in told[0]
    renewal.ensure(worse(), tmp_path, warn=told.append)
    assert len(told) == 1, "it was trained and refused once"
    renewal.ensure(small(apply="ابي سله غذائيه"), tmp_path, warn=told.append)
    assert current(tmp_path) != first.path.name


def test_one_command_leads_back_and_a_restart_stays_there(tmp_path: Path) -> None:
    first = renewal.renew(small(), tmp_path)
    aged(tmp_path)
    data = small(apply="ابي سله غذائيه")
    second = renewal.renew(data, tmp_path)
    assert versions.roll_back(tmp_path, weighed=training.digest(data), reason="odd answers") == first.path.name
    renewal.ensure(data, tmp_path)
    assert current(tmp_path) == first.path.name
    with pytest.raises(ModelError, match="no earlier model"):
        versions.roll_back(tmp_path)
    assert versions.roll_back(tmp_path, second.path.stem[:14]) == second.path.name
    found = {version.name: version for version in versions.versions(tmp_path)}
    assert found[second.path.name].current
    assert (found[first.path.name].what, found[first.path.name].reason) == ("rolled back", "odd answers")


@pytest.mark.parametrize("name", ["nonsense", "", "../../etc"])
def test_there_is_no_way_back_to_what_is_not_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelError):
        versions.roll_back(tmp_path, name)


def test_a_damaged_a_foreign_and_an_outdated_model_are_refused_and_the_one_in_use_stays(
    tmp_path: Path, good: Model
) -> None:
    first = renewal.renew(small(), tmp_path)
    (tmp_path / "embedded-damaged.npz").write_bytes(b"PK\x03\x04 cut off")
    save(replace(good, meta={**good.meta, "code": "of last year"}), tmp_path / "embedded-outdated.npz")
    for name, why in (("damaged", "damaged"), ("outdated", "another version")):
        with pytest.raises(ModelError, match=why):
            versions.roll_back(tmp_path, name)
    assert current(tmp_path) == first.path.name
    errors = {version.name: version.error for version in versions.versions(tmp_path)}
    assert "damaged" in errors["embedded-damaged.npz"]
    assert errors[first.path.name] == ""


@pytest.mark.parametrize("content", ["{", "[]", '{"current": "../x", "weighed": "", "decisions": []}', "\x00"])
def test_a_damaged_record_of_decisions_is_named_and_made_anew(tmp_path: Path, content: str) -> None:
    renewal.renew(small(), tmp_path)
    (tmp_path / "current.json").write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match=r"current\.json"):
        versions.in_use(tmp_path)
    told: list[str] = []
    renewal.ensure(small(), tmp_path, warn=told.append)
    assert "current.json" in told[0]
    assert versions.in_use(tmp_path).intents


def test_few_files_are_kept_and_the_one_in_use_is_among_them(tmp_path: Path, good: Model) -> None:
    first = renewal.renew(small(), tmp_path)
    for number in range(shelf.KEPT + 3):
        save(good, tmp_path / f"embedded-{number}.npz")
    shelf.write(tmp_path, shelf.read(tmp_path))
    assert len(shelf.files(tmp_path)) == shelf.KEPT + 1
    assert first.path.exists()


def engine(folder: Path) -> Reloading:
    embedded = Embedded(versions.in_use(folder), {})
    return Reloading(
        embedded,
        stamp=lambda: shelf.stamp(folder),
        prepare=lambda: Embedded(versions.in_use(folder), {}),
        swap=embedded.become,
        every=0,
    )


async def test_a_model_put_in_use_meanwhile_reads_the_next_message(tmp_path: Path) -> None:
    renewal.renew(small(), tmp_path)
    reading = engine(tmp_path)
    text = "كيف اقدم"
    before = await reading.read(text, charity="")
    assert renewal.renew(worse(), tmp_path, force="to see it").what == "forced"
    found = await asyncio.gather(*(reading.read(text, charity="") for _ in range(5)))
    assert before.intent == "apply"
    assert (await reading.read(text, charity="")).intent == "greet"
    assert {meaning.intent for meaning in found} <= {"apply", "greet"}


async def test_an_unfit_model_put_in_use_is_logged_and_the_old_one_reads_on(
    tmp_path: Path, good: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    errors: list[str] = []
    monkeypatch.setattr("bot.reloading.logger.error", lambda _, why: errors.append(why), raising=False)
    renewal.renew(small(), tmp_path)
    reading = engine(tmp_path)
    before = await reading.read("ابي اسجل", charity="")
    (tmp_path / "embedded-bad.npz").write_bytes(b"not a model")
    for name in ("embedded-bad.npz", "embedded-none.npz"):
        shelf.write(tmp_path, shelf.read(tmp_path).after("taken", name, weighed=""))
        assert await reading.read("ابي اسجل", charity="") == before
    (tmp_path / "current.json").write_text("{", encoding="utf-8")
    assert await reading.read("ابي اسجل", charity="") == before
    assert [why.partition(":")[0] for why in errors] == ["embedded-bad.npz", "embedded-none.npz", "current.json"]


async def test_whoever_stops_waiting_for_a_new_model_does_not_stop_it(tmp_path: Path) -> None:
    class Slow:
        taken = ""

        async def read(self, text: str, *, charity: str) -> Meaning:
            return Meaning(self.taken)

    slow, stamps, ready = Slow(), iter(range(9)), asyncio.Event()
    loop = asyncio.get_running_loop()

    def prepare() -> str:
        asyncio.run_coroutine_threadsafe(ready.wait(), loop).result(5)
        return "new"

    reading = Reloading(
        slow, stamp=lambda: min(1, next(stamps)), prepare=prepare, swap=lambda new: setattr(slow, "taken", new), every=0
    )
    waiting = asyncio.create_task(reading.read("", charity=""))
    await asyncio.sleep(0)
    waiting.cancel()
    ready.set()
    for _ in range(500):
        if slow.taken:
            break
        await asyncio.sleep(0.01)
    assert (await reading.read("", charity="")).intent == "new"


def test_learned_lines_are_read_beside_the_house_data(tmp_path: Path) -> None:
    body = "nlu:\n- intent: {}\n  examples: |\n    - {}\n"
    house, learned = tmp_path / "house", tmp_path / "learned"
    for folder in (house, learned):
        folder.mkdir()
    (house / "a.yml").write_text(body.format("greet", "هلا"), encoding="utf-8")
    (learned / "b.yml").write_text(body.format("greet", "هلاااا") + body.format("thanks", "شكرا")[5:], encoding="utf-8")
    assert [e.text for e in dataset.load(house, learned=learned).examples] == ["هلا", "شكرا"]
    assert [e.text for e in dataset.load(house, learned=tmp_path / "none").examples] == ["هلا"]
    (learned / "c.yml").write_text(body.format("deny", "هلا"), encoding="utf-8")
    with pytest.raises(dataset.DataError, match=r"c\.yml:4: repeats a\.yml:4 \(greet\)"):
        dataset.load(house, learned=learned)


def test_decisions_are_data_that_a_person_can_read(tmp_path: Path) -> None:
    renewal.renew(small(), tmp_path)
    found = json.loads((tmp_path / "current.json").read_text(encoding="utf-8"))
    assert found["decisions"][0]["what"] == "taken"
    assert not list(tmp_path.glob("*.part"))
