"""The coverage thresholds, as a pytest plugin: `make test` loads it, so that a thin spot fails before the summary."""

import io
from pathlib import Path

import coverage
import pytest

HOUSE = Path(__file__).resolve().parent.parent
# Least percentage of lines covered: the engine decides about people, the rest can be seen to work.
THRESHOLDS = {("flows",): 95.0, ("bot", "nlu", "channels", "storage"): 85.0}


def measure(packages: tuple[str, ...], data_file: Path) -> tuple[float, str]:
    """Percentage of the packages' lines covered, and the table of what is missing. No data at all counts as 0."""
    table = io.StringIO()
    measured = coverage.Coverage(data_file=str(data_file), config_file=str(HOUSE / "pyproject.toml"))
    try:
        measured.load()
        percent = measured.report(include=[f"{HOUSE}/{name}/*" for name in packages], file=table)
    except coverage.CoverageException as why:
        return 0.0, str(why)
    return percent, table.getvalue()


class Gate:
    """Measures once, after pytest-cov has stored its data; fails the run when a threshold is missed."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        for packages, least in THRESHOLDS.items():
            percent, table = measure(packages, HOUSE / ".coverage")
            missed = percent < least
            self.lines.append(f"{' '.join(packages)}: {percent:.1f} % of lines covered, at least {least:.0f} %")
            if missed:
                self.lines += [table, f"FAILED: too little of {' '.join(packages)} is covered"]
                session.exitstatus = exitstatus or pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("coverage")
        for line in self.lines:
            terminalreporter.write_line(line)


def pytest_configure(config: pytest.Config) -> None:
    # A worker of pytest-xdist sees only its own share of the lines.
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Gate(), "coverage-gate")
