"""What may be in the repository: no machine's paths, no package index, nothing large, locks that pin by hash."""

import re
import subprocess
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
LOCKS = sorted((HOUSE / "locks").glob("*.txt"))
LARGEST = 1_000_000  # Bytes.
# Written in pieces, so that this file keeps its own rule.
HOSTS = re.compile("|".join(["py" + "pi\\.", "python" + "hosted", "registry\\.npm" + "js", "deb\\.deb" + "ian"]))
MACHINE_PATH = re.compile(r"(?<![\w./~-])/" + r"(?:work|root)\b(?:/|(?=[\s\"'`),:;]|$))")


def tracked() -> list[Path]:
    """Files that git tracks or would track, as they are on disk."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=HOUSE, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [HOUSE / name for name in listed.stdout.split("\0") if name and (HOUSE / name).is_file()]


def lines_that_match(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in tracked():
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="ignore").splitlines(), start=1):
            if pattern.search(line):
                found.append(f"{path.relative_to(HOUSE)}:{number}: {line.strip()[:120]}")
    return found


def test_no_file_names_a_package_index() -> None:
    assert lines_that_match(HOSTS) == []


def test_no_file_names_a_path_of_one_machine() -> None:
    assert lines_that_match(MACHINE_PATH) == []


@pytest.mark.parametrize(
    ("line", "matches"),
    [
        ("cd /" + "work/main", True),
        ('open("/' + 'root/x")', True),
        ("path /" + "root", True),
        ("https://example.org/work/today", False),
        ("docs/work/x.md", False),
        ("a root/leaf", False),
        ("/workers/new", False),
    ],
)
def test_a_machine_path_is_told_from_an_address(line: str, matches: bool) -> None:
    assert bool(MACHINE_PATH.search(line)) is matches


def test_no_file_is_large() -> None:
    sizes = {str(path.relative_to(HOUSE)): path.stat().st_size for path in tracked()}
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}


def test_there_is_a_lock_for_every_environment() -> None:
    assert [lock.name for lock in LOCKS] == ["dev.txt", "encoder.txt", "rasa.txt", "runtime.txt"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_requirement_in_a_lock_is_pinned_and_hashed(lock: Path) -> None:
    text = re.sub(r"\\\n\s*", "", lock.read_text())
    requirements = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert len(requirements) > 50
    assert [
        line[:80] for line in requirements if not re.match(r"[\w.\-\[\]]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)
    ] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_address(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text


def test_what_runs_in_production_is_what_was_tested() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^[\w.\-\[\]]+==\S+", (HOUSE / "locks" / name).read_text(), flags=re.MULTILINE))

    assert pins("runtime.txt") - pins("dev.txt") == set()
