"""What the public sees of what is left for a procedure, as the town wishes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.engines.procedures.models import Procedure
from kayoi.kit.dates import fiscal_year
from kayoi.programmes.schemes.selectors.budget.lines import Totals, budget_lines, totals_of
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


def left_of_each(procedures: Iterable[Procedure], *, on: date) -> dict[int, Left]:
    """Return what the public sees of what is left this fiscal year, by procedure; nothing where the town shows nothing.

    Of several lines of a procedure together, in the way that tells the least.
    """
    year = fiscal_year(on)
    by_procedure: dict[int, list[Totals]] = {}
    for one in totals_of(budget_lines(year).filter(procedure__in=list(procedures))):
        assert one.line.procedure_id is not None
        by_procedure.setdefault(one.line.procedure_id, []).append(one)
    found = {pk: _left(year, totals) for pk, totals in by_procedure.items()}
    return {pk: left for pk, left in found.items() if left is not None}


def _left(year: int, totals: Sequence[Totals]) -> Left | None:
    ways = list(Shown)
    shown = min((Shown.of(one.line.shown) for one in totals), key=ways.index)
    whole, left = sum(one.total for one in totals), sum(one.left for one in totals)
    if shown is Shown.NOTHING or not whole:
        return None
    few = left * 100 < whole * max(one.line.few_percent for one in totals)
    return Left(shown, year, left, left * 100 // whole, few)
