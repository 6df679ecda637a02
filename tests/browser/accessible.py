"""What axe finds: the rules of WCAG that a program can check."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_AXE = Axe()


def faults(page: Page, context: str | None = None) -> list[str]:
    """The serious and critical faults of what is shown now, one line an element; shadow roots are looked into."""
    found: list[dict[str, Any]] = _AXE.run(page, context).response["violations"]
    grave = [rule for rule in found if rule["impact"] in ("serious", "critical")]
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in grave for node in rule["nodes"]]
