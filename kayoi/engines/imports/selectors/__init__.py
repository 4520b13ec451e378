"""Reads of imports."""

from kayoi.engines.imports.selectors.places import place_names
from kayoi.engines.imports.selectors.returned import returned_table
from kayoi.engines.imports.selectors.runs import (
    RowShown,
    counted_after,
    earlier_import,
    latest_runs,
    remembered,
    rows_shown,
    run_named,
)

__all__ = [
    "RowShown",
    "counted_after",
    "earlier_import",
    "latest_runs",
    "place_names",
    "remembered",
    "returned_table",
    "rows_shown",
    "run_named",
]
