"""Training, the model file, the report."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from flows.message import Meaning
from nlu import commands, dataset, fitting, renewal, training
from nlu.cores import workers
from nlu.dataset import Dataset, Example
from nlu.embedded import Embedded
from nlu.emergency import words
from nlu.evaluate import coverage_at
from nlu.features import core, learn
from nlu.model import Model, ModelError, evidence, load, save

SENTENCES = {
    "greet": ["السلام عليكم", "هلا والله", "مرحبا", "صباح الخير", "hello", "مساء النور"],
    "apply": ["ابي اسجل", "كيف اقدم", "ابي احجز موعد", "سجلوني معكم", "i want to apply", "ابي مساعده"],
    "emergency": ["زوجي يضربني", "معه سكين", "ابي انتحر", "محبوسه بالغرفه", "he is beating me", "انا في خطر"],
    "out_of_scope": ["كيف الطقس", "من فاز امس", "قول نكته", "سعر الذهب", "football", "ترجم لي"],
}


CALM = ("جده", "ثلاثه", "عند بيت اهلي", "زوجي وعيالي", "امي", "four")


def small(*, calm: tuple[str, ...] = CALM, **extra: str) -> Dataset:
    rows = [(intent, text) for intent, texts in SENTENCES.items() for text in texts] + list(extra.items())
    return Dataset(tuple(Example(intent, text, "x:1") for intent, text in rows), {"marital": ("زوجيه",)}, calm)


@pytest.fixture(scope="module")
def model() -> Model:
    return training.train(small())


@pytest.mark.parametrize("texts", [1, 10_000], ids=["one process", "a process a core"])
def test_the_same_data_gives_the_same_model(model: Model, texts: int) -> None:
    with workers(texts, "nlu.fitting") as pool:
        again = training.train(small(), pool)
    np.testing.assert_array_equal(again.weights, model.weights)
    assert again.thresholds == model.thresholds
    assert again.sharpness == model.sharpness


def test_a_model_is_the_same_after_being_written_and_read(model: Model, tmp_path: Path) -> None:
    save(model, tmp_path / "m.npz")
    back = load(tmp_path / "m.npz")
    np.testing.assert_array_equal(back.weights, model.weights)
    assert (back.intents, back.thresholds, back.synonyms) == (model.intents, model.thresholds, model.synonyms)
    assert back.vectoriser.columns == model.vectoriser.columns
    assert back.meta["examples"] == 24
    assert not list(tmp_path.glob("*.part"))


def test_held_out_scores_are_not_those_of_a_model_that_learnt_the_example() -> None:
    rng = np.random.default_rng(1)
    texts = [" ".join(rng.choice(list("بتثجحخدذرزسشصض"), 6)) for _ in range(90)]
    labels = np.arange(90) % 3
    fit = fitting.fit(fitting.matrix(learn(texts), texts), labels)
    # Words without a pattern can be learnt by heart, never foreseen.
    assert (fit.seen.argmax(1) == labels).mean() > 0.7
    assert (fit.unseen.argmax(1) == labels).mean() < 0.5


def test_a_text_scores_in_serving_as_in_training() -> None:
    data = small()
    texts = [core(example.text) for example in data.examples]
    vectoriser, labels = learn(texts), np.arange(len(texts)) // 6
    fit = fitting.fit(fitting.matrix(vectoriser, texts), labels)
    for text, seen in zip(texts, fit.seen, strict=True):
        places, values = vectoriser.vector(text)
        np.testing.assert_allclose(values @ fit.weights[places] + fit.bias, seen, atol=1e-4)


def test_calm_lines_are_no_intent_but_keep_the_alarm_down(model: Model) -> None:
    without = training.train(small(calm=()))
    text = "عند بيت اهلي"

    def rival(made: Model) -> float:
        places, values = made.vectoriser.vector(text)
        raw = values @ made.weights[places] + made.bias
        return float(evidence(raw[None], [words(text)], made.intents)[0, 1])

    likely, _ = model.scores(words(text), model.vectoriser.vector(text))
    assert len(likely) == len(SENTENCES)
    assert model.weights.shape[1] == without.weights.shape[1] + 1
    assert rival(model) > rival(without)


def test_the_sure_threshold_keeps_its_promise() -> None:
    likely = np.array([[0.9, 0.1], [0.8, 0.2], [0.7, 0.3], [0.1, 0.9]], np.float32)
    labels = np.array([0, 0, 1, 1])
    assert training.sure_from(likely, labels, refused=1) == pytest.approx(0.8)
    assert training.sure_from(likely, 1 - labels, refused=1) == 1.0


@pytest.mark.parametrize("content", [b"", b"not a model", b"PK\x03\x04 cut off"])
def test_a_foreign_file_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "m.npz").write_bytes(content)
    with pytest.raises(ModelError, match=r"m\.npz"):
        load(tmp_path / "m.npz")


def test_a_missing_file_another_format_and_pickles_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such model"):
        load(tmp_path / "m.npz")
    np.savez(tmp_path / "m.npz", head=np.frombuffer(b'{"format": "other"}', np.uint8))
    with pytest.raises(ModelError, match="format 'other'"):
        load(tmp_path / "m.npz")
    np.savez(tmp_path / "m.npz", head=np.array([{}], dtype=object))
    with pytest.raises(ModelError, match="not a model"):
        load(tmp_path / "m.npz")


def test_a_damaged_model_is_refused_wherever_the_damage_is(model: Model, tmp_path: Path) -> None:
    path = tmp_path / "m.npz"
    save(model, path)
    whole = path.read_bytes()
    for spot in range(40, len(whole), len(whole) // 7):
        path.write_bytes(whole[:spot])
        with pytest.raises(ModelError):
            load(path)
    middle = len(whole) // 2
    path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :])
    with pytest.raises(ModelError):
        load(path)


def test_a_model_is_made_once_and_again_when_data_differ_or_the_file_is_damaged(tmp_path: Path) -> None:
    first = renewal.ensure(small(), tmp_path)
    [path] = tmp_path.glob("*.npz")
    made = path.stat().st_mtime_ns
    assert renewal.ensure(small(), tmp_path).thresholds == first.thresholds
    assert path.stat().st_mtime_ns == made
    renewal.ensure(small(apply="ابي سله غذائيه"), tmp_path)
    assert len(list(tmp_path.glob("*.npz"))) == 2
    path.write_bytes(b"damaged")
    assert renewal.ensure(small(), tmp_path).intents == first.intents


def test_data_that_teach_nothing_are_refused() -> None:
    rows = tuple(
        Example(intent, "كلام", "x:1") for _ in range(9) for intent in ("greet", "apply", "emergency", "out_of_scope")
    )
    with pytest.raises(ModelError, match="its own training set"):
        training.train(Dataset(rows, {}))


def test_serving_does_not_import_what_only_training_needs() -> None:
    heavy = "any(name in sys.modules for name in ('sklearn', 'scipy'))"
    code = f"import sys, nlu.embedded, nlu.training, nlu.commands; sys.exit({heavy})"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_server_does_not_keep_what_made_its_model_nor_import_it_again(tmp_path: Path) -> None:
    blocks = [f"- intent: {i}\n  examples: |\n" + "".join(f"    - {t}\n" for t in SENTENCES[i]) for i in SENTENCES]
    (tmp_path / "x.yml").write_text("nlu:\n" + "".join(blocks), encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from nlu import dataset, renewal; folder = Path(sys.argv[1]);"
        "renewal.ensure(dataset.load(folder), folder); sys.exit('sklearn' in sys.modules)"
    )
    for _ in ("it is made", "it is found"):
        assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False).returncode == 0
        assert len(list(tmp_path.glob("*.npz"))) == 1


def test_coverage_counts_answered_lines_outside_the_scope_as_wrong() -> None:
    good = [(0.9 - n / 1000, "greet", "greet") for n in range(19)]
    assert coverage_at(0.95, [*good, (0.1, "out_of_scope", "greet")]) == 1.0
    assert coverage_at(0.95, [*good, (0.1, "out_of_scope", "out_of_scope")]) == 0.95
    assert coverage_at(0.95, [(1.0, "out_of_scope", "greet"), *good[:5]]) == 0.0
    assert coverage_at(0.95, []) == 0.0


class Parrot:
    """Says of everything that it is a greeting, and of cries that they are emergencies."""

    async def read(self, text: str, *, charity: str) -> Meaning:
        alarm = text.endswith("!")
        intent = "emergency" if alarm else "greet"
        return Meaning(intent, 0.8, ((intent, 0.8), ("thanks", 0.1)), sure=True, emergency=alarm)


def test_the_report_counts_what_was_read(tmp_path: Path) -> None:
    rows = [
        ("هلا", "greet", "saudi"),
        ("شكرا", "thanks", "saudi"),
        ("الحقوا!", "emergency", "msa"),
        ("هه!", "deny", "msa"),
    ]
    path = tmp_path / "lines.jsonl"
    body = "\n\n".join(json.dumps({"text": t, "intent": i, "style": s, "charity": None}) for t, i, s in rows)
    path.write_text(body, encoding="utf-8")
    report = commands.evaluate_file(Parrot(), path)
    assert (report.lines, report.accuracy, report.top3) == (4, 0.5, 0.75)
    assert (report.emergency_recall, report.false_alarms) == (1.0, pytest.approx(1 / 3))
    assert report.styles == {"msa": 0.5, "saudi": 0.5}
    assert {row.intent: (row.precision, row.recall, row.lines) for row in report.rows}["greet"] == (0.5, 1.0, 1)
    assert ("thanks", "greet", 1) in report.confusions
    assert report.macro_f1 == pytest.approx((2 / 3 + 2 / 3) / 4)
    assert json.loads(report.json())["accuracy"] == 0.5
    assert "accuracy 0.500" in report.text()


@pytest.mark.parametrize("bad", ["nonsense", "[1]", '{"text": "x"}'])
def test_a_bad_line_is_named(tmp_path: Path, bad: str) -> None:
    (tmp_path / "l.jsonl").write_text('{"text": "هلا", "intent": "greet"}\n' + bad, encoding="utf-8")
    with pytest.raises(ValueError, match=r"l\.jsonl:2"):
        commands.evaluate_file(Parrot(), tmp_path / "l.jsonl")


async def test_a_parsed_line_has_exactly_its_five_keys(model: Model) -> None:
    parsed = await commands.parse_line(Embedded(model, {}), "ابي استشارة زوجيه", "x")
    assert list(parsed) == ["text", "intent", "confidence", "ranking", "entities"]
    assert parsed["entities"] == [{"entity": "consultation_type", "value": "marital", "confidence": 1.0}]
    assert json.loads(json.dumps(parsed)) == parsed


@pytest.mark.slow
def test_the_command_trains_from_the_house_data(tmp_path: Path) -> None:
    path = commands.train(tmp_path).path
    assert load(path).meta["examples"] == len(dataset.load().examples)
    assert path == training.path_of(dataset.load(), tmp_path)
