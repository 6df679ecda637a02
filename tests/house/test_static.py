"""The static half of `make check`, as a test: the one test command proves the whole house."""

import os
import subprocess
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_format_lint_types_imports_and_packs_are_clean() -> None:
    # The flags of the make that may be running us are not for this one; and the checkers' own lines are nobody's to
    # count: counted, walking every flow takes several times as long.
    mine = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")
    surroundings = {name: value for name, value in os.environ.items() if name not in mine}
    done = subprocess.run(["make", "lint"], cwd=HOUSE, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"\n{done.stdout}\n{done.stderr}"
