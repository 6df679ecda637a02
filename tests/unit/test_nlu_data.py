"""The training set: complete, varied, and not the measuring set."""

import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pytest
import yaml
from rapidfuzz import fuzz, process

from flows.arabic import fold, script
from flows.reference import find
from nlu import dataset
from nlu.dataset import DataError
from nlu.emergency import proven
from nlu.features import core
from nlu.intents import INTENTS
from tests.fakes.shared import shared

FEWEST = {"emergency": 300, "out_of_scope": 400}
HELD_OUT = Path(dataset.__file__).with_name("held_out")


@pytest.fixture(scope="module")
def data() -> dataset.Dataset:
    return dataset.load()


def test_every_intent_has_enough_examples(data: dataset.Dataset) -> None:
    counts = Counter(example.intent for example in data.examples)
    assert set(counts) == INTENTS
    assert len(INTENTS) == 38
    assert {intent: n for intent, n in counts.items() if n < FEWEST.get(intent, 150)} == {}


def test_about_a_fifth_of_the_examples_are_in_latin_letters(data: dataset.Dataset) -> None:
    latin = sum(script(example.text) == "latin" for example in data.examples)
    assert 0.1 < latin / len(data.examples) < 0.3


def test_no_example_stands_twice_after_folding(data: dataset.Dataset) -> None:
    assert len({fold(example.text) for example in data.examples}) == len(data.examples)


def test_calm_answers_are_many_and_none_of_them_proves_danger(data: dataset.Dataset) -> None:
    assert len(data.calm) >= 400
    assert [line for line in data.calm if proven(line)] == []


def test_the_rules_prove_danger_in_few_examples_that_are_none(data: dataset.Dataset) -> None:
    calm = [example.text for example in data.examples if example.intent != "emergency"]
    assert sum(map(proven, calm)) / len(calm) < 0.003


def test_the_intents_are_those_of_the_catalogue() -> None:
    assert set(yaml.safe_load(shared("intents.yaml").read_text(encoding="utf-8"))["intents"]) == INTENTS


def test_no_measuring_line_is_learnt_from(data: dataset.Dataset) -> None:
    learnt = {fold(text) for text in (*data.calm, *(example.text for example in data.examples))}
    lines = shared("eval/nlu_dev.jsonl").read_text(encoding="utf-8").split("\n")
    assert [line for line in lines if line and fold(json.loads(line)["text"]) in learnt] == []


def test_no_held_out_line_is_learnt_from(data: dataset.Dataset) -> None:
    learnt = {fold(text) for text in (*data.calm, *(example.text for example in data.examples))}
    rows = [row for path in HELD_OUT.glob("*.jsonl") for row in path.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 1000
    assert [row for row in rows if fold(json.loads(row)["text"]) in learnt] == []


def _long_enough(data: dataset.Dataset) -> dict[str, list[str]]:
    """intent -> its examples as they are learnt, those of 15 letters or more: below that, one letter is much."""
    found: dict[str, list[str]] = defaultdict(list)
    for example in data.examples:
        if len(text := core(example.text)) >= 15:
            found[example.intent].append(text)
    return found


def test_no_two_examples_of_an_intent_differ_in_a_letter_only(data: dataset.Dataset) -> None:
    twins = []
    for texts in _long_enough(data).values():
        alike = np.triu(process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=95), 1)
        twins += [(texts[one], texts[other]) for one, other in zip(*np.nonzero(alike), strict=True)]
    assert twins == []


def test_no_three_examples_are_one_sentence_with_a_word_swapped(data: dataset.Dataset) -> None:
    frames: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for intent, texts in _long_enough(data).items():
        for words in (text.split() for text in texts):
            for place in range(len(words)) if len(words) >= 4 else ():
                frames[(intent, *words[:place], "_", *words[place + 1 :])].add(words[place])
    assert {frame: swapped for frame, swapped in frames.items() if len(swapped) > 2} == {}


@pytest.mark.parametrize("measuring", ["held out", "shared"])
def test_no_example_is_nearly_a_measuring_sentence(data: dataset.Dataset, measuring: str) -> None:
    paths = list(HELD_OUT.glob("*.jsonl")) if measuring == "held out" else [shared("eval/nlu_dev.jsonl")]
    rows = [row for path in paths for row in path.read_text(encoding="utf-8").splitlines() if row]
    sentences = [text for text in (core(json.loads(row)["text"]) for row in rows) if len(text.split()) >= 4]
    learnt = [text for texts in _long_enough(data).values() for text in texts]
    near = process.cdist(learnt, sentences, scorer=fuzz.ratio, score_cutoff=92)
    assert [(learnt[one], sentences[other]) for one, other in zip(*np.nonzero(near), strict=True)] == []


def test_annotations_are_taken_out_of_the_sentence_and_kept_as_names(data: dataset.Dataset) -> None:
    assert not [example.where for example in data.examples if "](" in example.text or '"entity"' in example.text]
    assert set(data.synonyms) == {"marital", "social", "parenting", "psychological", "play_therapy", "behaviour"}
    assert "علاج باللعب" in data.synonyms["play_therapy"]


def test_services_references_and_consultation_types_are_annotated() -> None:
    texts = "\n".join(path.read_text(encoding="utf-8") for path in dataset.DATA.glob("*.yml"))
    marked = [(words, json.loads(note)) for words, note in re.findall(r"\[([^\[\]]+)\](\{\"entity\"[^{}]*\})", texts)]
    assert {kind: n for kind, n in Counter(note["entity"] for _, note in marked).items() if n < 10} == {}
    assert {note["entity"] for _, note in marked} == {"service", "reference", "consultation_type"}
    assert [words for words, note in marked if note["entity"] == "reference" and find(words) != [note["value"]]] == []


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("- intent: weather\n  examples: |\n    - كيف الجو\n", "x.yml:3: unknown intent 'weather'"),
        ("- intent: greet\n  examples: |\n    - هلا\n    - 🙂\n", "x.yml:6: nothing is left"),
        ("- intent: greet\n  examples: |\n    - هلا\n\n    - هلاااا\n", "x.yml:7: repeats x.yml:5 (greet)"),
        ("- intent: greet\n  examples: |\n    - هلا\n    مرحبا\n", "x.yml:6: an example begins with '- '"),
        ("- intent: greet\n", "x.yml:3: a block needs"),
        ('- intent: greet\n  examples: |\n    - [هلا]{"entity": "x"}\n', "x.yml:5: the annotation"),
        ("- intent: greet\n  examples:\n  - هلا\n", "x.yml:5: examples are a text block"),
        ("  - [\n", "x.yml:4: not readable as YAML: expected"),
    ],
)
def test_a_bad_file_is_refused_with_file_and_line(tmp_path: Path, body: str, complaint: str) -> None:
    (tmp_path / "x.yml").write_text(f'version: "3.1"\nnlu:\n{body}', encoding="utf-8")
    with pytest.raises(DataError) as caught:
        dataset.load(tmp_path)
    assert complaint in str(caught.value)


def test_a_calm_line_that_is_also_an_example_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_text("nlu:\n- intent: greet\n  examples: |\n    - هلا\n", encoding="utf-8")
    (tmp_path / "calm.txt").write_text("# cities\n\nجدة\nهلا\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"calm\.txt:4: repeats x\.yml:4"):
        dataset.load(tmp_path)
    (tmp_path / "calm.txt").write_text("# cities\n\nجدة\n", encoding="utf-8")
    assert dataset.load(tmp_path).calm == ("جدة",)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no examples"):
        dataset.load(tmp_path)


def test_the_digest_follows_the_sentences_and_their_labels(tmp_path: Path) -> None:
    def digest(body: str, name: str) -> str:
        folder = tmp_path / name
        folder.mkdir()
        (folder / f"{name}.yml").write_text(f"nlu:\n{body}", encoding="utf-8")
        return dataset.load(folder).digest()

    first = digest("- intent: greet\n  examples: |\n    - هلا\n", "a")
    assert digest("- intent: greet\n  examples: |\n    - هلا\n", "b") == first
    assert digest("- intent: thanks\n  examples: |\n    - هلا\n", "c") != first
    assert digest("- intent: greet\n  examples: |\n    - يا هلا\n", "d") != first
