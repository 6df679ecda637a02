"""The report that people look at."""

import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import nlu
from flows.message import Meaning
from nlu import report
from nlu.evaluate import Line

HEARD = Meaning("emergency", 0.9, (("emergency", 0.9),), sure=True, emergency=True)


def meant(intent: str, confidence: float, *, sure: bool = False) -> Meaning:
    return Meaning(intent, confidence, ((intent, confidence), ("help", 0.01)), sure=sure)


ROWS = [
    (Line("asked", "apply"), meant("donate", 0.3)),
    (Line("asked, more confident", "apply"), meant("donate", 0.6)),
    (Line("acted", "apply"), meant("donate", 0.7, sure=True)),
    (Line("rang", "greet"), HEARD),
    (Line("missed <b>", "emergency"), meant("greet", 0.2)),
    (Line("right", "greet"), meant("greet", 0.9, sure=True)),
    (Line("heard", "emergency"), HEARD),
]


def test_the_worst_errors_are_those_that_hurt_most() -> None:
    found = report.worst(*zip(*ROWS, strict=True))
    assert [one.line.text for one in found] == ["missed <b>", "acted", "rang", "asked, more confident", "asked"]
    many = [(Line(f"{n}", "apply"), meant("donate", n / 100)) for n in range(80)]
    assert [one.line.text for one in report.worst(*zip(*many, strict=True))] == [f"{n}" for n in range(79, 29, -1)]


def test_the_page_shows_figures_errors_and_two_pictures(tmp_path: Path) -> None:
    page = report.write(tmp_path / "new", *zip(*ROWS, strict=True), about="a drill")
    text = page.read_text(encoding="utf-8")
    assert "missed &lt;b&gt;" in text
    assert "<b>0.286</b>accuracy" in text
    for name in ("confusion.png", "reliability.png"):
        assert f'src="{name}"' in text
        with Image.open(page.parent / name) as picture:
            assert min(picture.size) > 300
            assert np.asarray(picture.convert("L")).std() > 5, "something is drawn"


def test_nothing_to_report_on_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nothing to evaluate"):
        report.write(tmp_path, [], [], about="")


def test_without_what_draws_the_remedy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(nlu, "pictures", raising=False)
    monkeypatch.setitem(sys.modules, "nlu.pictures", None)
    with pytest.raises(ValueError, match="extra `report`"):
        report.write(tmp_path / "x", *zip(*ROWS, strict=True), about="")
    assert not (tmp_path / "x").exists()
