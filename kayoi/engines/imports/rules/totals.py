"""Totals before and after (検算): what the sheet holds, counted by itself, against what the town has afterwards."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kayoi.engines.imports.rules.plans import Planned
from kayoi.engines.imports.states import IMPORTED, Fate

CELLS = ("read", "memo", "returned", "skipped", "left", "heads", "unused")
CELL_WORDS = {
    "read": "項目として読んだ",
    "memo": "メモに残した",
    "returned": "読めず、返した",
    "skipped": "読まないことにした列",
    "left": "合計・注記など、データではない行",
    "heads": "見出しとその上",
    "unused": "読まない表・シート",
}


@dataclass
class Totals:
    """Counts of one reading: cells by what became of them, rows by fate, consultations by month and channel."""

    cells: Counter[str] = field(default_factory=Counter)
    fates: Counter[str] = field(default_factory=Counter)
    months: Counter[str] = field(default_factory=Counter)
    channels: Counter[str] = field(default_factory=Counter)
    repairs: int = 0
    likely: int = 0
    yen: int = 0

    def as_data(self) -> dict[str, Any]:
        """Return the totals as plain data."""
        return {
            "cells": dict(self.cells), "fates": dict(self.fates), "months": dict(self.months),
            "channels": dict(self.channels), "repairs": self.repairs, "likely": self.likely, "yen": self.yen,
        }  # fmt: skip


def totals_of(rows: Iterable[Planned], *, heads: int, unused: int) -> Totals:
    """Count a reading (件数). `heads` and `unused` are filled cells outside of all rows that were read.

    Source: docs/decisions/0017-undo-of-an-import.md (every cell is accounted for)
    """
    totals = Totals()
    totals.cells.update({"heads": heads, "unused": unused})
    for row in rows:
        totals.cells.update(row.cells)
        totals.fates[row.fate] += 1
        totals.repairs += sum(said.kind == "repair" for said in row.said)
        totals.likely += row.likely
        if row.fate in IMPORTED and row.at:
            totals.months[row.at[:7]] += 1
            totals.channels[row.channel] += 1
            totals.yen += row.amount_yen
    return totals


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return where the town has another count than the sheet (くいちがい): by month, by channel, in yen; none is right.

    Source: as for totals_of
    """
    wrong = []
    for name in ("months", "channels"):
        here, there = before.get(name, {}), after.get(name, {})
        wrong += [f"{key}: {here.get(key, 0)} → {there.get(key, 0)}" for key in sorted({*here, *there})
                  if here.get(key, 0) != there.get(key, 0)]  # fmt: skip
    if (here := before.get("yen", 0)) != (there := after.get("yen", 0)):
        wrong.append(f"寄附の額: {here:,} → {there:,}")
    return wrong


def rows_of(fates: Mapping[str, int]) -> int:
    """Return how many rows are records, imported or not.

    Source: as for totals_of
    """
    return sum(count for fate, count in fates.items() if fate != Fate.LEFT)
