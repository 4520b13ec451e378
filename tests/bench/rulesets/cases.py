"""Invented households as columns, and the same ones as facts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from kayoi.engines.rulesets.rules.columns.bits import pack, unpack
from kayoi.engines.rulesets.rules.columns.tables import Codes, Column, Days, Households, Numbers, RowTable
from kayoi.engines.rulesets.states import FactType
from kayoi.engines.rulesets.states.vocabulary import VOCABULARY
from tests.bench.rulesets.book import DISTRICTS, SCHEMES, STATUSES, TOWNS, WARDS, WAYS

ORIGINS = (*WARDS, *TOWNS, "11100", "12100", "14100")
DAYS = {
    "application.on": ("2026-01-01", "2026-09-30"), "applicant.born_on": ("1960-01-01", "2004-12-31"),
    "move.moved_in_on": ("2024-06-01", "2026-06-30"), "work.listed_on": ("2024-06-01", "2025-12-31"),
    "work.applied_on": ("2025-06-01", "2026-06-30"), "work.startup_granted_on": ("2025-01-01", "2026-06-30"),
    "house.completed_on": ("1960-01-01", "2024-12-31"), "house.contract_on": ("2024-06-01", "2026-12-31"),
}  # fmt: skip
NUMBERS = {"house.floor_m2": (30, 160), "house.cost_yen": (0, 8_000_000), "work.hours_per_week": (10, 45)}
# How many of a hundred say yes.
YES = {
    "applicant.organized_crime": 2, "applicant.tax_unpaid": 10, "move.intends_5_years": 80, "work.open_ended": 80,
    "move.joins_association": 80, "work.run_by_relative": 5, "work.by_own_will": 90, "work.same_job_by_telework": 90,
    "house.in_bank": 40, "house.meets_quake_code": 60, "house.local_builder": 50,
}  # fmt: skip
WORDS = {
    "applicant.residence_status": (*STATUSES, "other"), "move.to": TOWNS, "move.district_kind": DISTRICTS,
    "work.route": ("employment", "telework", "startup", "none"), "house.acquisition": WAYS,
}  # fmt: skip


class Inventing:
    """Columns of so many values, of which a share is not known."""

    def __init__(self, unknown: float) -> None:
        self.chance, self.unknown = np.random.default_rng(8), unknown

    def known(self, count: int) -> Any:
        return pack(self.chance.random(count) >= self.unknown, count) if self.unknown else None

    def days(self, count: int, first: str, last: str) -> Days:
        low, high = (date.fromisoformat(day).toordinal() for day in (first, last))
        return Days(self.chance.integers(low, high, count, np.int32), self.known(count))

    def numbers(self, count: int, least: int, most: int) -> Numbers:
        return Numbers(self.chance.integers(least, most, count, np.int32), self.known(count), most)

    def yes(self, count: int, percent: int) -> Numbers:
        return Numbers((self.chance.integers(0, 100, count) < percent).astype(np.int8), self.known(count))

    def words(self, count: int, words: Sequence[str]) -> Codes:
        return Codes(self.chance.integers(0, len(words), count, np.int16), self.known(count), tuple(words))

    def times(self, count: int) -> RowTable:
        """Return times in order, each after the one before or overlapping it a little."""
        offsets = self.offsets(count, (1, 2, 3, 4))
        rows = int(offsets[-1])
        number = np.arange(rows) - np.repeat(offsets[:-1], np.diff(offsets))
        start = date(2012, 4, 1).toordinal() + 1100 * number + self.chance.integers(0, 500, rows)
        length = self.chance.integers(300, 1300, rows)
        columns: dict[str, Column] = {
            "this.from": Days(start.astype(np.int32), None),
            "this.until": Days((start + length).astype(np.int32), self.known(rows)),
            "this.as": self.words(rows, ("living", "commuting")),
            "this.place": self.words(rows, ORIGINS),
            "this.to": self.words(rows, (*WARDS, "14100")),
            "this.employed": self.yes(rows, 90),
            "this.insured": self.yes(rows, 90),
        }
        return RowTable(offsets, columns, self.known(count))

    def offsets(self, count: int, sizes: Sequence[int]) -> npt.NDArray[np.intp]:
        return np.append(0, np.cumsum(self.chance.choice(sizes, count)))


def invented(count: int, *, unknown: float) -> Households:
    """Return so many households."""
    make = Inventing(unknown)
    columns: dict[str, Column] = {
        **{key: make.days(count, *between) for key, between in DAYS.items()},
        **{key: make.numbers(count, *between) for key, between in NUMBERS.items()},
        **{key: make.yes(count, percent) for key, percent in YES.items()},
        **{key: make.words(count, words) for key, words in WORDS.items()},
    }
    members, grants = make.offsets(count, (0, 1, 2, 3, 4)), make.offsets(count, (0, 0, 1, 2))
    people, received = int(members[-1]), int(grants[-1])
    of_members: dict[str, Column] = {
        "this.relation": make.words(people, ("spouse", "child", "child", "parent")),
        "this.born_on": make.days(people, "1985-01-01", "2025-12-31"),
        "this.together_now": make.yes(people, 95),
    }
    lists = {
        "applicant.times": make.times(count),
        "household.members": RowTable(members, of_members, make.known(count)),
        "received.grants": RowTable(grants, {"this.scheme": make.words(received, SCHEMES)}, make.known(count)),
    }
    return Households(count, columns, lists)


def facts_of(households: Households, number: int) -> dict[str, Any]:
    """Return what is known of one of the households."""
    facts = _values(households.columns, number, households.count)
    for key, table in households.lists.items():
        if table.known is None or unpack(table.known, households.count)[number]:
            rows = range(*table.offsets[number : number + 2])
            facts[key] = tuple(_values(table.columns, row, int(table.offsets[-1]), list_key=key) for row in rows)
    return facts


def _values(columns: Any, place: int, count: int, list_key: str = "") -> dict[str, Any]:
    known = VOCABULARY if not list_key else {f"this.{one.key}": one for one in VOCABULARY[list_key].columns}
    return {
        key: _value(column, column.values[place], known[key].type)
        for key, column in columns.items()
        if column.known is None or unpack(column.known, count)[place]
    }


def _value(column: Column, value: Any, kind: FactType) -> Any:
    if isinstance(column, Days):
        return date.fromordinal(value)
    if isinstance(column, Codes):
        return column.words[value]
    return bool(value) if kind is FactType.YES_NO else int(value)
