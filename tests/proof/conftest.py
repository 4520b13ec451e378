"""Counts of the proofs stand at the end of the output."""

from collections.abc import Callable

import pytest

_lines: list[str] = []


@pytest.fixture
def say() -> Callable[[str], None]:
    """Return the function that adds a line to the summary."""
    return _lines.append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in _lines:
        terminalreporter.write_line(f"proof: {line}")
