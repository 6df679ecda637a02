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


def reached(path: Path) -> dict[Path, set[str]]:
    """What each module of ours imports that the file leads to, itself among them."""
    found: dict[Path, set[str]] = {}
    left = [path]
    while left:
        module = left.pop()
        found[module] = imported(module)
        ours = [
            HOUSE / (name.replace(".", "/") + ".py") for name in found[module] if name.startswith(("flows.", "nlu."))
        ]
        left += [file for file in ours if file not in found]
    return found


@pytest.mark.parametrize("path", LOADED_BY_RASA, ids=lambda path: str(path.relative_to(HOUSE)))
def test_what_rasa_loads_needs_only_what_rasa_has(path: Path) -> None:
    modules = reached(path)
    foreign = {name.partition(".")[0] for names in modules.values() for name in names} - {"flows", "nlu"}
    # Rasa itself rests on NumPy and SciPy.
    assert foreign <= sys.stdlib_module_names | {"rasa", "numpy", "scipy"}
    for module in modules:
        ast.parse(module.read_text(encoding="utf-8"), feature_version=(3, 10))
