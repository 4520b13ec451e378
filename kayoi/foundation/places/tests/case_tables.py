"""The case tables of places (tests/cases/*.csv): Japanese headers, one case a line."""

import csv
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases"


def rows(name: str) -> list[dict[str, str]]:
    """Return the lines of a table."""
    with (CASES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def cases(name: str) -> pytest.MarkDecorator:
    """Run a test once for each line of a table, as its argument `case`."""
    lines = rows(name)
    assert lines, name
    return pytest.mark.parametrize("case", lines, ids=[" ".join(filter(None, line.values()))[:60] for line in lines])
