"""What has come out of a trial, read back from what was kept of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from kayoi.kit.dates import fiscal_year_label
from kayoi.programmes.schemes.models import Trial
from kayoi.programmes.schemes.rules.trials import Difference, Row, Totals, grouped, totals
from kayoi.programmes.schemes.states.budget import Payer
from kayoi.programmes.schemes.states.trials import Cause, Change

UNKNOWN_DISTRICT = "(地区が分からない)"


@dataclass(frozen=True)
class Budget:
    """The money of a year, and the days on which it is used up now and then; None: it lasts the year."""

    year: int
    total_yen: int
    days: tuple[date | None, date | None]

    @property
    def year_label(self) -> str:
        return fiscal_year_label(self.year)


@dataclass(frozen=True)
class Result:
    """Every application with what would become of it, and all sums over them."""

    rows: Sequence[Row]
    differences: Sequence[Difference]
    # Who bears how much now and then.
    shares: Sequence[tuple[str, int, int]]
    budgets: Sequence[Budget]

    @cached_property
    def totals(self) -> Totals:
        return totals(self.rows)

    @property
    def recomputed_yen(self) -> int:
        """What the rules of the decisions give: with the differences it is what is booked."""
        return self.totals.now_yen - sum(one.yen for one in self.differences)

    @cached_property
    def districts(self) -> dict[str, list[Row]]:
        return grouped(self.rows, lambda row: row.district or UNKNOWN_DISTRICT)

    @cached_property
    def years(self) -> dict[str, list[Row]]:
        years = grouped(self.rows, lambda row: str(row.year))
        return {fiscal_year_label(int(year)): rows for year, rows in years.items()}

    @property
    def questions(self) -> list[tuple[str, int]]:
        """What would have to be asked, of how many; the most first."""
        return Counter(words for row in self.rows for words in row.missing).most_common()


def result_of(trial: Trial) -> Result:
    """Return what has come out of a trial that is done."""
    data = trial.result
    assert data is not None
    now, then = data["now"], data["then"]
    return Result(
        rows=[_row(*one) for one in data["rows"]],
        differences=[Difference(pk, Cause.of(cause), yen) for pk, cause, yen in data["differences"]],
        shares=[(Payer.of(payer).label, yen, then[payer]) for payer, yen in now.items() if yen or then[payer]],
        budgets=[Budget(one["year"], one["total"], _days(one["days"])) for one in data["budgets"]],
    )


def _row(pk: int, year: int, decided_on: str, district: str, change: str, *yen: Any) -> Row:
    now, least, most, missing = yen
    return Row(pk, year, date.fromisoformat(decided_on), district, Change.of(change), now, least, most, tuple(missing))


def _days(days: Sequence[str | None]) -> tuple[date | None, date | None]:
    now, then = (date.fromisoformat(day) if day else None for day in days)
    return now, then
