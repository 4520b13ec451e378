"""What became of the money of a year, line by line: paid, waiting, let go, carried over, not used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, Sum

from kayoi.programmes.schemes.models import BudgetEntry
from kayoi.programmes.schemes.selectors.budget.lines import Totals, budget_lines, totals_of
from kayoi.programmes.schemes.states.budget import CarryKind, EntryKind


@dataclass(frozen=True)
class Summary:
    """A line at the end of its year, in yen. Of what was let go all is free again, and stands in what is left."""

    totals: Totals
    let_go: int
    carried_by: Mapping[CarryKind, int]

    @property
    def carried(self) -> int:
        """What has passed into the next year."""
        return sum(self.carried_by.values())

    @property
    def rights(self) -> Sequence[tuple[str, int]]:
        """By what right how much has passed into the next year."""
        return [(kind.label, yen) for kind, yen in self.carried_by.items() if yen]

    @property
    def given(self) -> int:
        """What the line had before it passed anything on: paid, waiting, carried over and left together."""
        return self.totals.total + self.carried


def summaries(year: int) -> list[Summary]:
    """Return what became of the money of a fiscal year, in the order of the lines."""
    totals = totals_of(budget_lines(year))
    let_go = Q(kind__in=(EntryKind.REDUCED, EntryKind.RELEASED))
    # A line that gives to the next year loses what it carries; one that has got something from the last year gains it.
    gave = Q(kind=EntryKind.CARRIED) & (Q(free_yen__lt=0) | Q(committed_yen__lt=0))
    by_right = {kind.value: Sum("amount_yen", filter=gave & Q(carry=kind), default=0) for kind in CarryKind}
    rows = BudgetEntry.objects.filter(line__in=[one.line for one in totals]).order_by().values_list("line")
    sums = {
        pk: (let, dict(zip(CarryKind, carried, strict=True)))
        for pk, let, *carried in rows.annotate(let=Sum("amount_yen", filter=let_go, default=0), **by_right)
    }
    return [Summary(one, *sums.get(one.line.pk, (0, {}))) for one in totals]


def whole(rows: Sequence[Summary]) -> dict[str, int]:
    """Return the sums of all lines."""
    return {
        "given": sum(one.given for one in rows),
        "paid": sum(one.totals.paid for one in rows),
        "waiting": sum(one.totals.waiting for one in rows),
        "carried": sum(one.carried for one in rows),
        "left": sum(one.totals.left for one in rows),
        "let_go": sum(one.let_go for one in rows),
    }
