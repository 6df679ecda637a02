"""Mistakes and blanks in the newer parts of a pack: papers' validity, files, ways of verifying, the approval."""

import shutil
from pathlib import Path

import pytest

from bot import check
from bot.packs import read_all
from flows import library
from flows.findings import Finding, Level

YUSR = Path(__file__).parents[2] / "charities" / "yusr"


def found(tmp_path: Path, before: str, after: str, *, file: str = "pack.yaml") -> tuple[list[Finding], int]:
    """The findings of Yusr's pack with one place changed, and the line of the change."""
    shutil.copytree(YUSR, tmp_path / "yusr")
    path = tmp_path / "yusr" / file
    text = path.read_text("utf-8")
    assert text.count(before) >= 1, before
    path.write_text(text.replace(before, after, 1), "utf-8")
    return check.findings(read_all(tmp_path, library.texts())), text[: text.index(before)].count("\n") + 1


@pytest.mark.parametrize(
    ("before", "after", "below", "complaint"),
    [
        ("  - id: bylaws\n", "  - id: relations_policy\n", 0, "id 'relations_policy' is used twice in files"),
        ("      - {kind: interview}\n", "      - {kind: administrative}\n", 0, "verified by administrative twice"),
        ("    keep: seen\n", "    keep: seen\n    valid: {until: true, within_days: 90}\n", 1, "or by neither"),
        ("    keep: seen\n", "    keep: seen\n    valid: {}\n", 1, "or by neither"),
    ],
)
def test_a_mistake_is_told_at_its_line(tmp_path: Path, before: str, after: str, below: int, complaint: str) -> None:
    findings, line = found(tmp_path, before, after)
    (finding,) = [f for f in findings if f.level is Level.ERROR]
    assert complaint in finding.message
    assert (finding.file, finding.line) == ("yusr/pack.yaml", line + below)
    assert finding.remedy


@pytest.mark.parametrize("valid", ["{until: true}", "{within_days: 90}"])
def test_one_way_of_being_valid_is_right(tmp_path: Path, valid: str) -> None:
    findings, _ = found(tmp_path, "    keep: seen\n", f"    keep: seen\n    valid: {valid}\n")
    assert not check.failed(findings)


def test_the_same_blank_is_told_for_every_file_without_a_link(tmp_path: Path) -> None:
    findings, line = found(tmp_path, "    link: TO_FILL\n  - id: bylaws", "    link: https://a.example\n  - id: bylaws")
    told = {finding.message for finding in findings if finding.level is Level.BLANK}
    assert "file relations_policy: no link" not in told
    assert "file bylaws: no link" in told
    blank = next(finding for finding in findings if finding.message == "file bylaws: no link")
    assert (blank.file, blank.line) == ("yusr/pack.yaml", line + 4)


@pytest.mark.parametrize(
    ("key", "what"), [("meeting", "meeting"), ("hijri", "Hijri date"), ("gregorian", "Gregorian date")]
)
def test_a_blank_in_the_approval_is_told(tmp_path: Path, key: str, what: str) -> None:
    text = (YUSR / "pack.yaml").read_text("utf-8")
    typed = next(line for line in text.splitlines() if line.startswith(f"    {key}:"))
    findings, line = found(tmp_path, f"{typed}\n", f"    {key}: TO_FILL\n")
    (blank,) = [finding for finding in findings if "approval" in finding.message]
    assert (blank.level, blank.line, blank.message) == (Level.BLANK, line, f"the policy's approval: no {what}")


@pytest.mark.parametrize(
    ("line", "level", "complaint"),
    [
        ("thanks: '{moon}'", Level.ERROR, "texts.thanks: unknown value {moon}"),
        ("no_such_key: شكرًا", Level.WARNING, "texts.no_such_key is said nowhere"),
    ],
)
def test_a_text_of_the_charity_that_no_flow_can_say_is_told(
    tmp_path: Path, line: str, level: Level, complaint: str
) -> None:
    shutil.copytree(YUSR, tmp_path / "yusr")
    typed = 0
    for language in ("ar", "en"):
        path = tmp_path / "yusr" / "texts" / f"{language}.yaml"
        typed = typed or path.read_text("utf-8").count("\n") + 1
        path.write_text(f"{path.read_text('utf-8')}{line}\n", "utf-8")
    (finding,) = [f for f in check.findings(read_all(tmp_path, library.texts())) if f.message == complaint]
    assert (finding.level, finding.file, finding.line) == (level, "yusr/texts/ar.yaml", typed)
