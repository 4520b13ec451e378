"""What the public sees of what is left for a procedure, as the town wishes."""

from dataclasses import dataclass
from datetime import date

from kayoi.engines.procedures.models import Procedure
from kayoi.kit.dates import fiscal_year
from kayoi.programmes.schemes.selectors.budget.lines import budget_lines, totals_of
from kayoi.programmes.schemes.states.budget import Shown


@dataclass(frozen=True)
class Left:
    """What is said of the money of a procedure: in words, as share, in yen."""

    shown: Shown
    year: int
    yen: int
    percent: int
    is_few: bool

    @property
    def is_gone(self) -> bool:
        return self.yen <= 0


def left_of(procedure: Procedure, *, on: date) -> Left | None:
    """Return what the public sees of what is left this fiscal year; None where the town shows nothing of it.

    Of several lines together, in the way that tells the least.
    """
    year = fiscal_year(on)
    totals = totals_of(budget_lines(year).filter(procedure=procedure))
    ways = list(Shown)
    shown = min((Shown.of(one.line.shown) for one in totals), key=ways.index, default=Shown.NOTHING)
    whole, left = sum(one.total for one in totals), sum(one.left for one in totals)
    if shown is Shown.NOTHING or not whole:
        return None
    few = left * 100 < whole * max(one.line.few_percent for one in totals)
    return Left(shown, year, left, left * 100 // whole, few)
