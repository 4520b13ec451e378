"""Figures over organizations that share theirs: counts only, small cells suppressed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import connection

from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.selectors import givers_to
from kayoi.foundation.tenancy.states import Shared
from kayoi.kit.dates import JST, fiscal_year_months, fiscal_year_start
from kayoi.programmes.homes.selectors.counts import counted_by_month
from kayoi.programmes.homes.states import Counted
from kayoi.strategy.indicators import rules
from kayoi.strategy.indicators.rules import Asked
from kayoi.strategy.indicators.rules.persons import PersonsOfTown, PersonsRange, persons_in_all
from kayoi.strategy.indicators.selectors.figures import asked_in, by_month
from kayoi.strategy.indicators.states import HOME_COUNTS, INDICATORS, Indicator


@dataclass(frozen=True)
class RollUp:
    """One figure over organizations and months, with totals; None is a cell that is not shown because it is small."""

    indicator: Indicator
    organizations: Sequence[Organization]
    months: Sequence[date]
    cells: Sequence[Sequence[int | None]]
    hidden: int

    @property
    def named(self) -> list[tuple[str, Sequence[int | None]]]:
        """The rows with the name of their organization; the total comes last."""
        names = [*(organization.name for organization in self.organizations), "計"]
        return list(zip(names, self.cells, strict=True))


def roll_up(reader: Organization, year: int, *, on: date) -> list[RollUp]:
    """Return the figures that organizations share with `reader`; small cells are suppressed."""
    givers = givers_to(reader, Shared.FIGURES, on=on)
    return roll_up_of(givers, year, on=on)


def persons_of_givers(reader: Organization, year: int, *, on: date) -> PersonsRange:
    """Return how many different persons asked the organizations that share their figures: exact, or a range."""
    givers = givers_to(reader, Shared.FIGURES, on=on)
    if not givers:
        return persons_in_all([], distinct_known=0)
    start, end = (datetime.combine(fiscal_year_start(one), time.min, JST) for one in (year, year + 1))
    with scope.of_rollup(tuple(giver.pk for giver in givers)), connection.cursor() as cursor:
        cursor.execute("SELECT persons, linked, known, doubtful FROM casefiles_persons(%s, %s)", [start, end])
        rows = cursor.fetchall()
    towns = [PersonsOfTown(persons, known) for persons, known, *_ in rows]
    _, _, known, doubtful = rows[0] if rows else (0, 0, 0, 0)
    return persons_in_all(towns, distinct_known=known, doubtful=doubtful)


def roll_up_of(givers: Sequence[Organization], year: int, *, on: date) -> list[RollUp]:
    """Return the rolled-up figures of these organizations, as anybody they share with would see them."""
    if not givers:
        return []
    months = fiscal_year_months(year)
    events: dict[int, list[Asked]] = {}
    with scope.of_rollup(tuple(giver.pk for giver in givers)):
        for event in asked_in(year, roots={}):
            events.setdefault(event.organization_id, []).append(event)
        homes = {indicator: counted_by_month(Counted.of(indicator.behind), year) for indicator in HOME_COUNTS}
    bunches = [by_month(events.get(giver.pk, [])) for giver in givers]
    tables = [
        (one, [[len(rules.rows_behind(one.key, bunch.get(month, []), on=on)) for month in months] for bunch in bunches])
        for one in INDICATORS
        if one.rolled_up
    ]
    tables += [
        (one, [[counted.get(giver.pk, {}).get(month, 0) for month in months] for giver in givers])
        for one, counted in homes.items()
        if counted
    ]
    return [_roll_up(one, givers, months, counts) for one, counts in tables]


def _roll_up(
    indicator: Indicator, givers: Sequence[Organization], months: Sequence[date], counts: list[list[int]]
) -> RollUp:
    table = rules.with_totals(counts)
    hidden = rules.suppressed(table)
    shown = [
        [None if (row, column) in hidden else number for column, number in enumerate(line)]
        for row, line in enumerate(table)
    ]
    return RollUp(indicator, givers, months, shown, len(hidden))
