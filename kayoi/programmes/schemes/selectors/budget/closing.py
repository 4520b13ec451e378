"""The end of a fiscal year: what must be decided by 31 March, reported and paid by 31 May."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.states import OPEN
from kayoi.kit.dates import fiscal_year_end
from kayoi.programmes.schemes.models import Commitment, Grant, Payment
from kayoi.programmes.schemes.rules.budget import books_close_on
from kayoi.programmes.schemes.selectors.budget.commitments import open_commitments
from kayoi.programmes.schemes.selectors.budget.lines import Totals, budget_lines, totals_of
from kayoi.programmes.schemes.states.budget import GRANT
from kayoi.programmes.schemes.states.payments import UNPAID

CARRIES_FROM_MONTH = 2


@dataclass(frozen=True)
class ToDecide:
    """Applications that wait for a decision on the money of a line."""

    totals: Totals
    count: int


@dataclass(frozen=True)
class Unpaid:
    """A commitment that is not all paid: whether its payment is on the way, or still to be reported and fixed."""

    commitment: Commitment
    on_the_way: bool
    grant_id: int | None


@dataclass(frozen=True)
class Closing:
    """What is still to be done with the money of a year."""

    year: int
    decide_by: date
    pay_by: date
    to_decide: Sequence[ToDecide]
    unpaid: Sequence[Unpaid]
    carries: bool

    @property
    def unpaid_yen(self) -> int:
        return sum(one.commitment.open_yen for one in self.unpaid)


def closing(year: int, *, on: date) -> Closing:
    """Return what is still to be done with the money of a fiscal year; from February on it can be carried over."""
    totals = totals_of(budget_lines(year))
    keys = [one.line.procedure.key for one in totals if one.line.procedure]
    rows = Application.objects.filter(procedure__in=keys, status__in=OPEN).order_by().values_list("procedure")
    waiting = dict(rows.annotate(Count("pk")))
    moving = set(
        Payment.objects.filter(status__in=UNPAID, commitment__line__fiscal_year=year).values_list(
            "commitment", flat=True
        )
    )
    return Closing(
        year=year,
        decide_by=fiscal_year_end(year),
        pay_by=books_close_on(year),
        to_decide=[
            ToDecide(one, waiting[one.line.procedure.key])
            for one in totals
            if one.line.procedure and one.line.procedure.key in waiting
        ],
        unpaid=_unpaid(list(open_commitments(year)), moving),
        carries=date(year + 1, CARRIES_FROM_MONTH, 1) <= on <= books_close_on(year),
    )


def _unpaid(rows: Sequence[Commitment], moving: set[int]) -> list[Unpaid]:
    """Return what is not paid, each with its grant where the decision on one has bound it."""
    grants = {row.pk: int(row.reference) for row in rows if row.cause == GRANT and row.reference.isdecimal()}
    known = set(Grant.objects.filter(pk__in=grants.values()).values_list("pk", flat=True))
    return [Unpaid(row, row.pk in moving, pk if (pk := grants.get(row.pk)) in known else None) for row in rows]
