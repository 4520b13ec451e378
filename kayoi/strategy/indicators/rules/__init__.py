"""Decisions of figures on plain values: counting, suppression, cross tables, the survey, persons in several towns."""

from kayoi.strategy.indicators.rules.counting import (
    Asked,
    Cell,
    Table,
    asked,
    rows_behind,
    suppressed,
    value,
    with_totals,
)

__all__ = ["Asked", "Cell", "Table", "asked", "rows_behind", "suppressed", "value", "with_totals"]
