"""From what was not understood to examples, by the commands as an operator runs them, over a real database."""

import json
import os
import shutil
import warnings
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Connection
from typer.testing import CliRunner, Result

from bot import packs, understanding
from bot.cli import app
from flows import library
from flows.events import Asked
from flows.message import Incoming, Kind
from flows.pack import Pack
from nlu import commands, dataset, gate, shelf, training, trial, versions
from nlu.embedded import Embedded
from nlu.evaluate import Line
from nlu.likeness import Asked as Message
from nlu.likeness import groups
from nlu.model import Model, save
from storage import inbox, records, turns
from storage.crypto import open_keyring
from storage.engine import Database
from tests import line
from tests.unit.test_nlu_model import SENTENCES, small

ROOT = Path(__file__).resolve().parents[2]
PACKS = packs.load_all
QUESTIONS = {
    "1": "هل عندكم حضانه للاطفال",
    "2": "عندكم حضانه اطفال؟",
    "3": "هل عندكم حضانه للاطفال",
    "4": "كم سعر الكيلو",
    "5": "عندكم حضانه اطفال، جوالي 0551234567",
    "6": "؟؟؟ 👍",
}


@pytest.fixture(scope="module")
def model() -> Model:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # So few sentences: scikit-learn says so.
        made = training.train(small())
    # Nothing is sure, nothing rings the alarm: everything is to be taught.
    return made.__class__(
        **{
            **{name: getattr(made, name) for name in made.__slots__},
            "thresholds": made.thresholds.__class__(sure=2.0, emergency=99.0),
        }
    )


@cache
def read_once() -> dict[str, Pack]:
    """The packs as the commands read them, which takes most of a second."""
    return dict(PACKS(ROOT / "charities", library.texts()))


@pytest.fixture(scope="module")
def house() -> dataset.Dataset:
    return dataset.load()


@pytest.fixture
def data(tmp_path: Path, migrated: Path, model: Model, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a model and six questions of three people."""
    for name in [name for name in os.environ if name.startswith("SANAD_") and name != "SANAD_SHARED"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SANAD_DATA_DIR", str(tmp_path))
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(understanding, "understander", lambda *_, **__: Embedded(model, {}))
    monkeypatch.setattr(packs, "load_all", lambda *_: read_once())
    save(model, tmp_path / "models" / "embedded-small.npz")
    shelf.write(tmp_path / "models", shelf.Shelf().after("taken", "embedded-small.npz", weighed="x"))
    shutil.copy(migrated, tmp_path / "sanad.db")
    database = Database(f"sqlite:///{tmp_path / 'sanad.db'}", open_keyring([], tmp_path))
    for key, words in QUESTIONS.items():
        ask(database, f"96650000000{int(key) % 3}", key, words)
    database.close()
    return tmp_path


def ask(database: Database, who: str, key: str, words: str) -> None:
    said = [Incoming(Kind.TEXT, key, who, words)]
    conversation = database.write_now(inbox.accept, line.CHARITY, "whatsapp", said, line.Clock().at).waiting[0]

    def inside(connection: Connection) -> None:
        held = turns.hold(connection, conversation)
        records.record(connection, held, [Asked(words, "")], pack=line.pack(), now=line.Clock().at)

    database.write_now(inside)


def sanad(*words: str) -> Result:
    return CliRunner().invoke(app, ["nlu", *words])


def told(result: Result) -> str:
    assert result.exit_code == 1, result.output
    assert result.stderr.startswith("sanad: ")
    return result.stderr


@pytest.fixture
def rewritten(data: Path) -> Path:
    """The proposals as a person leaves them: the right intents, the star rewritten."""
    path = data / "draft.yml"
    assert sanad("propose", str(path)).exit_code == 0
    text = path.read_text(encoding="utf-8").replace("، جوالي *", " عند الدوام")
    path.write_text(text, encoding="utf-8")
    return path


def test_like_messages_stand_together_with_counts_people_and_what_is_nearest(data: Path) -> None:
    first, second = json.loads(sanad("unanswered", "--json").stdout)
    assert (first["times"], first["people"], first["charities"]) == (4, 3, ["yusr"])
    assert first["texts"] == [QUESTIONS["1"], QUESTIONS["2"], "عندكم حضانه اطفال، جوالي *"]
    assert second["texts"] == [QUESTIONS["4"]]
    assert {name for name, _ in first["intents"]} <= set(SENTENCES)
    page = sanad("unanswered").stdout
    assert page.startswith("1: 4 times by 3, yusr; ")
    assert f"    {QUESTIONS['1']}\n" in page
    assert sanad("unanswered", "--charity", "rida").stdout == "Nothing is unanswered.\n"
    assert "there is no charity 'nobody'" in told(sanad("unanswered", "--charity", "nobody"))


def test_accepted_proposals_become_a_file_that_training_reads_and_leave_the_list(data: Path, rewritten: Path) -> None:
    result = sanad("learn", str(rewritten))
    assert result.exit_code == 0, result.output
    [path] = (data / "learned").glob("*.yml")
    assert str(path) in result.stdout
    house, with_learned = dataset.load(), dataset.load(learned=data / "learned")
    learnt = {example.text for example in with_learned.examples} - {example.text for example in house.examples}
    assert learnt == {QUESTIONS["1"], "عندكم حضانه اطفال؟", "عندكم حضانه اطفال عند الدوام", QUESTIONS["4"]}
    assert with_learned.digest() != house.digest()
    # The one that was rewritten waits on: nobody can know that it was meant.
    assert [group["texts"] for group in json.loads(sanad("unanswered", "--json").stdout)] == [
        ["عندكم حضانه اطفال، جوالي *"]
    ]
    assert "repeats" in told(sanad("learn", str(rewritten)))


def test_groups_are_laid_aside_by_their_number_and_then_there_is_nothing_to_propose(data: Path) -> None:
    assert "no group 77" in told(sanad("dismiss", "4", "77"))
    assert sanad("dismiss", "1").stdout == "4 messages laid aside\n"
    assert [group["number"] for group in json.loads(sanad("unanswered", "--json").stdout)] == [4]
    assert sanad("dismiss", "4").exit_code == 0
    assert "nothing to propose" in told(sanad("propose", str(data / "x.yml")))


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("- intent: greet\n  examples: |\n    - {known}\n", "x.yml:4: repeats control.yml:"),
        ("- intent: {intent}\n  examples: |\n    - {long}\n", "x.yml:4: differs by a letter or so from"),
        (
            "- intent: greet\n  examples: |\n    - {measured}\n",
            "x.yml:4: is nearly a message that figures are measured on",
        ),
        ("- intent: greet\n  examples: |\n    - يا هلا ومسهلا\n", "x.yml:4: stands in messages.jsonl"),
        (
            "- intent: greet\n  examples: |\n    - هلا بكم كلكم اليوم\n    - هلا بكم كلكم اليووووم\n",
            "x.yml:5: repeats x.yml:4",
        ),
        ("- intent: greet\n  examples: |\n    - هلا رقمي 0551234567\n", "x.yml:4: has a number"),
        ("- intent: greet\n  examples: |\n    - هلا رقمي *\n", "x.yml:4: has a number"),
        (
            "- intent: apply\n  examples: |\n    - زوجي يضربني الحين وابي اسجل عندكم\n",
            "x.yml:4: its words prove danger",
        ),
        ("- intent: weather\n  examples: |\n    - كيف الجو\n", "x.yml:2: unknown intent 'weather'"),
        ("- intent: greet\n  examples: |\n    - '٣٣'\n", "x.yml:4: no words"),
        ("- [\n", "x.yml:3: not readable as YAML: expected"),
        ("", "x.yml:1: no list named 'nlu'"),
    ],
    ids=range(12),
)
def test_what_must_not_be_learnt_is_refused_with_file_and_line(
    tmp_path: Path, house: dataset.Dataset, monkeypatch: pytest.MonkeyPatch, body: str, why: str
) -> None:
    monkeypatch.setattr(dataset, "load", lambda **_: house)
    known = next(e for e in house.examples if e.where.startswith("control.yml"))
    long = max(house.examples, key=lambda e: len(e.text))
    measured = max((line.text for line in trial.aside().messages), key=len)
    filled = {"known": known.text, "intent": long.intent, "long": long.text[:-1], "measured": measured[:-1]}
    for name, value in filled.items():
        body = body.replace(f"{{{name}}}", value)
    (tmp_path / "x.yml").write_text(f"nlu:\n{body}", encoding="utf-8")
    with pytest.raises(dataset.DataError) as caught:
        commands.acceptable(tmp_path / "x.yml")
    assert why in str(caught.value)


def test_a_refused_file_is_told_and_changes_nothing(data: Path) -> None:
    body = "nlu:\n- intent: greet\n  examples: |\n    - هلا بكم كلكم اليوم\n    - يا هلا ومسهلا\n"
    (data / "x.yml").write_text(body, encoding="utf-8")
    assert told(sanad("learn", str(data / "x.yml"))).startswith("sanad: x.yml:5: stands in messages.jsonl")
    assert not (data / "learned").exists()
    assert len(json.loads(sanad("unanswered", "--json").stdout)) == 2


def test_no_line_that_figures_are_measured_on_passes(house: dataset.Dataset) -> None:
    passing = gate.Gate(house, gate.measuring())
    assert [
        line.text for line in trial.aside().lines if not passing.why_not(dataset.Example(line.intent, line.text, "x:1"))
    ] == []


def test_nothing_is_written_over(data: Path, rewritten: Path) -> None:
    (data / "mine.yml").write_text("mine", encoding="utf-8")
    assert "exists already" in told(sanad("propose", str(data / "mine.yml")))
    assert "exists already" in told(sanad("learn", str(rewritten), "--out", str(data / "mine.yml")))
    assert (data / "mine.yml").read_text(encoding="utf-8") == "mine"


def test_learned_data_that_broke_stop_no_server_that_has_a_model(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    settings = line.settings(data)
    (data / "learned").mkdir()
    (data / "learned" / "x.yml").write_text("nlu:\n- intent: weather\n  examples: |\n    - كيف\n", encoding="utf-8")
    assert understanding.understander(settings, {})
    (data / "models" / "embedded-new.npz").write_bytes(b"damaged")
    shelf.write(data / "models", shelf.read(data / "models").after("taken", "embedded-new.npz", weighed="y"))
    assert understanding.understander(settings, {}), "the one before is sound"
    (data / "models" / "current.json").unlink()
    with pytest.raises(dataset.DataError, match=r"x\.yml:2: unknown intent 'weather'"):
        understanding.understander(settings, {})


def test_hostile_messages_are_grouped_like_any_other(model: Model) -> None:
    odd = ["", "👍" * 1000, "ا" * 100_000, "\x00\x07\u202e", "متى 日本 the", "متى 日本 the", "كم " * 30_000]
    found = groups([Message(n, text, n, "yusr") for n, text in enumerate(odd)], model.vectoriser)
    assert [(len(group.numbers), group.number) for group in found] == [(2, 4), (1, 2), (1, 6)]
    assert groups([], model.vectoriser) == []


def test_the_commands_about_models_tell_list_and_lead_back(
    data: Path, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "train", lambda *_: model)
    monkeypatch.setattr(trial, "aside", lambda: trial.Aside((Line("ابي اسجل", "apply"), Line("معه سكين", "emergency"))))
    trained = sanad("train")
    assert trained.exit_code == 0, trained.output
    made = Path(trained.stdout.splitlines()[-1])
    assert made.exists()
    # As if the next training gave a model that hears nothing.
    deaf = Model(**{**{name: getattr(model, name) for name in model.__slots__}, "weights": model.weights * 0})
    monkeypatch.setattr(training, "train", lambda *_: deaf)
    monkeypatch.setattr(training, "digest", lambda _: "other")
    refused = sanad("train")
    assert refused.exit_code == 3
    assert "accuracy falls from 1.0000 to 0.5000: the model in use stays" in refused.stderr
    assert versions.in_use(data / "models").weights.any()
    assert "needs the reason" in told(sanad("train", "--force", " "))
    assert sanad("train", "--force", "only a drill").exit_code == 0
    listed = {row["name"]: row for row in json.loads(sanad("models", "--json").stdout)}
    assert (listed["embedded-other.npz"]["what"], listed["embedded-other.npz"]["reason"]) == ("forced", "only a drill")
    assert "* embedded-other.npz" in sanad("models").stdout
    assert sanad("rollback", "--reason", "the drill is over").stdout == f"{made.name}\n"
    assert f"* {made.name}" in sanad("models").stdout
    assert "no models are called 'nonsense'" in told(sanad("rollback", "nonsense"))
