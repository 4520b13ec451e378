"""The case tables of imports (tests/cases/*.csv): Japanese headers, one case a line."""

import csv
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> pytest.MarkDecorator:
    """Run a test once for each line of a table, as its argument `case`."""
    with (CASES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, strict=True))
    assert lines, name
    return pytest.mark.parametrize("case", lines, ids=[" ".join(filter(None, line.values()))[:60] for line in lines])
