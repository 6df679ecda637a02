"""What nobody should send or leave on the disk: plain answers, clear errors, and the old model stays."""

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from bot import cli_nlu
from flows.message import Meaning
from nlu import commands, dataset, training
from nlu.catalogue import Catalogue
from nlu.dataset import DataError, Dataset, Example
from nlu.embedded import Embedded
from nlu.model import Model, ModelError, load, save
from nlu.several import requests

SENTENCES = {
    "greet": ["السلام عليكم", "هلا والله", "مرحبا", "صباح الخير", "hello", "مساء النور"],
    "working_hours": ["متى الدوام", "كم ساعات العمل", "متى تفتحون", "اوقات الدوام كم", "when do you open"],
    "emergency": ["زوجي يضربني", "معه سكين", "ابي انتحر", "محبوسه بالغرفه", "he is beating me", "انا في خطر"],
    "contact_info": ["وين موقعكم", "وين مكانكم", "عطوني رقمكم", "وين العنوان", "where are you", "ارسلوا الموقع"],
    "out_of_scope": ["كيف الطقس", "من فاز امس", "قول نكته", "سعر الذهب", "football", "ترجم لي"],
}


def small() -> Dataset:
    rows = tuple(Example(intent, text, "x:1") for intent, texts in SENTENCES.items() for text in texts)
    return Dataset(rows, {"marital": ("زوجيه",)}, ("جده", "ثلاثه", "امي"))


@pytest.fixture(scope="module")
def model() -> Model:
    return training.train(small())


def read(model: Model, text: str) -> Meaning:
    return Embedded(model, {}).read_now(text, charity="nobody")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "🙂🙃😂" * 400,
        "👨‍👩‍👧‍👦",
        "\x00\x01\x1b[31m\u202e\u2066\ufeff",
        "؟!.,،؛" * 300,
        "٣٣٣٣٣ 44",
        "\ud800",
    ],
)
def test_a_text_without_letters_is_out_of_scope_and_never_sure(model: Model, text: str) -> None:
    meaning = read(model, text)
    assert (meaning.intent, meaning.sure, meaning.emergency) == ("out_of_scope", False, False)


@pytest.mark.parametrize(
    "text",
    [
        "متى الدوام" * 10_000,
        "م" * 100_000,
        "a b " * 25_000,
        "ب\u0651\u064b" * 33_000,
        "متى 日本語 когда the الدوام шалом שלום",
        "مَتَىٰ\u200f ا\x00ل\x07د\u200bوام",
        "<script>alert(1)</script> '; drop table people; --",
    ],
)
def test_a_hostile_text_is_read_at_once_and_ranked_like_any_other(model: Model, text: str) -> None:
    begun = time.process_time()
    meaning = read(model, text)
    assert time.process_time() - begun < 1
    assert meaning.ranking[0] == (meaning.intent, meaning.confidence)
    assert all(0 <= share <= 1 for _, share in meaning.ranking)


def test_control_characters_do_not_hide_what_is_asked(model: Model) -> None:
    assert read(model, "م\u200bت\x00ى الد\u202eوام").intent == read(model, "متى الدوام").intent == "working_hours"


def test_danger_at_the_end_of_a_flood_is_heard(model: Model) -> None:
    assert read(model, "ههه " * 25_000 + "زوجي يضربني الحين").emergency


@pytest.mark.parametrize("damage", [np.nan, np.inf])
def test_a_model_with_numbers_that_are_none_is_refused(model: Model, tmp_path: Path, damage: float) -> None:
    weights = model.weights.copy()
    weights[3, 1] = damage
    save(replace(model, weights=weights), tmp_path / "m.npz")
    with pytest.raises(ModelError, match=r"m\.npz"):
        load(tmp_path / "m.npz")


def test_an_earlier_format_is_refused_by_name(tmp_path: Path) -> None:
    np.savez(tmp_path / "m.npz", head=np.frombuffer(b'{"format": "sanad-embedded-2"}', np.uint8))
    with pytest.raises(ModelError, match="sanad-embedded-2"):
        load(tmp_path / "m.npz")


def test_bad_data_are_named_and_leave_the_old_model_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models = tmp_path / "models"
    models.mkdir()
    old = models / "embedded-old.npz"
    old.write_bytes(b"the old model")
    (tmp_path / "x.yml").write_text("nlu:\n- intent: weather\n  examples: |\n    - كيف الجو\n", encoding="utf-8")
    loaded = dataset.load
    monkeypatch.setattr(dataset, "load", lambda **_: loaded(tmp_path))
    with pytest.raises(DataError, match=r"x\.yml:2: unknown intent 'weather'"):
        commands.train(models)
    assert [path.name for path in models.iterdir()] == [old.name]
    assert old.read_bytes() == b"the old model"


def test_the_command_tells_a_wrong_intent_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.yml").write_text("nlu:\n- intent: weather\n  examples: |\n    - كيف الجو\n", encoding="utf-8")
    loaded = dataset.load
    monkeypatch.setattr(dataset, "load", lambda **_: loaded(tmp_path))
    told = CliRunner().invoke(cli_nlu.app, ["train"])
    assert told.exit_code == 1
    assert "x.yml:2: unknown intent 'weather'" in told.output


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("وين موقعكم؟ ومتى تفتحون؟", ["وين موقعكم", "متي تفتحون"]),
        ("ابي اعرف الدوام وكيف اسجل امي", ["ابي اعرف الدوام", "كيف اسجل امي"]),
        ("what are your hours and where are you", ["what are your hours", "where are you"]),
        ("انا وزوجي وعيالي", ["انا وزوجي وعيالي"]),
        ("وكم السعر", ["كم السعر"]),
        ("طيب", []),
    ],
)
def test_requests_are_parted_where_people_part_them(text: str, parts: list[str]) -> None:
    assert requests(text) == parts


def test_a_second_request_is_told_besides_the_first(model: Model) -> None:
    engine = Embedded(model, {"yusr": Catalogue(questions={"free": ["هل الاستشارة مجانية؟"]})})

    def told(text: str) -> tuple[str, ...]:
        meaning = engine.read_now(text, charity="yusr")
        return (meaning.intent, *meaning.also)

    assert told("وين موقعكم؟ متى تفتحون؟") == ("contact_info", "intent:working_hours")
    assert told("وين موقعكم بالضبط؟ وهل الاستشارة مجانية؟") == ("contact_info", "faq:free")
    assert told("وين موقعكم؟") == ("contact_info",)
    assert told("مرحبا، وين موقعكم؟ معه سكين") == ("emergency",)
