"""Our five packages have plain names: nobody else may provide the same. And Rasa loads a part of them."""

import ast
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
NAMES = ("bot", "flows", "nlu", "channels", "storage")
LOADED_BY_RASA = [
    *(HOUSE / name for name in ("flows/__init__.py", "flows/arabic.py", "nlu/__init__.py")),
    *sorted((HOUSE / "nlu" / "components").rglob("*.py")),
]


@pytest.mark.parametrize("name", NAMES)
def test_no_other_distribution_provides_the_name(name: str) -> None:
    others = set(packages_distributions().get(name, [])) - {"sanad-intake", "sanad_intake"}
    assert not others, f"{sorted(others)} also install a top-level package called {name}"


@pytest.mark.parametrize("name", NAMES)
def test_the_name_imports_this_house(name: str) -> None:
    module = __import__(name)
    assert Path(module.__file__ or "").resolve() == HOUSE / name / "__init__.py"


def imported(path: Path) -> set[str]:
    """Dotted names of the modules that the file imports, wherever in it."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}


@pytest.mark.parametrize("path", LOADED_BY_RASA, ids=lambda path: str(path.relative_to(HOUSE)))
def test_what_rasa_loads_needs_only_the_standard_library_and_rasa(path: Path) -> None:
    ours = ("flows.arabic", "nlu.components")
    foreign = {name for name in imported(path) if not name.startswith(ours)}
    assert {name.partition(".")[0] for name in foreign} <= sys.stdlib_module_names | {"rasa"}
