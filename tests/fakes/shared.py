"""Measuring data that lives beside the repository and is never copied into it."""

import os
from pathlib import Path

import pytest

_HOUSE = Path(__file__).resolve().parents[2]


def shared(name: str) -> Path:
    """The file or folder; without it the test is skipped with a notice, or fails where CI=true."""
    path = Path(os.environ.get("SANAD_SHARED", _HOUSE.parent / "shared")) / name
    if not path.exists():
        if os.environ.get("CI") == "true":
            raise FileNotFoundError(f"SANAD_SHARED has no {name}")
        pytest.skip(f"no shared {name} here (SANAD_SHARED)")
    return path
