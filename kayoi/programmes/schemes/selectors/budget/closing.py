"""The end of a fiscal year: what must be decided by 31 March, reported and paid by 31 May."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.states import OPEN
from kayoi.kit.dates import fiscal_year_end
from kayoi.programmes.schemes.models import Commitment, Grant
from kayoi.programmes.schemes.rules.budget import books_close_on
from kayoi.programmes.schemes.selectors.budget.commitments import carried_commitments, on_the_way, open_commitments
from kayoi.programmes.schemes.selectors.budget.lines import Totals, budget_lines, totals_of
from kayoi.programmes.schemes.selectors.budget.provisions import Provided, provided_in, rights_of
from kayoi.programmes.schemes.selectors.grants.money import grants_of

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
    grant: Grant | None
    on_the_way: bool


@dataclass(frozen=True)
class Carried:
    """A commitment that goes along into the next year, with its grant, and by what right (繰越の種類)."""

    commitment: Commitment
    grant: Grant | None
    right: str


@dataclass(frozen=True)
class Closing:
    """What is still to be done with the money of a year."""

    year: int
    decide_by: date
    pay_by: date
    to_decide: Sequence[ToDecide]
    unpaid: Sequence[Unpaid]
    carried: Sequence[Carried]
    provided: Sequence[Provided]
    carries: bool

    @property
    def unpaid_yen(self) -> int:
        return sum(one.commitment.open_yen for one in self.unpaid)

    @property
    def carried_yen(self) -> int:
        """What of it is still to be paid."""
        return sum(one.commitment.open_yen for one in self.carried)


def closing(year: int, *, on: date) -> Closing:
    """Return what is still to be done with the money of a fiscal year; from February on it can be carried over."""
    totals = totals_of(budget_lines(year))
    keys = [one.line.procedure.key for one in totals if one.line.procedure]
    rows = Application.objects.filter(procedure__in=keys, status__in=OPEN).order_by().values_list("procedure")
    waiting = dict(rows.annotate(Count("pk")))
    unpaid, carried = list(open_commitments(year)), list(carried_commitments(year))
    moving, grants = on_the_way(unpaid), grants_of([*unpaid, *carried])
    rights = rights_of([one.pk for one in carried])
    return Closing(
        year=year,
        decide_by=fiscal_year_end(year),
        pay_by=books_close_on(year),
        to_decide=[
            ToDecide(one, waiting[one.line.procedure.key])
            for one in totals
            if one.line.procedure and one.line.procedure.key in waiting
        ],
        unpaid=[Unpaid(one, grants.get(one.pk), one.pk in moving) for one in unpaid],
        carried=[Carried(one, grants.get(one.pk), rights[one.pk]) for one in carried],
        provided=provided_in(year),
        carries=date(year + 1, CARRIES_FROM_MONTH, 1) <= on <= books_close_on(year),
    )
