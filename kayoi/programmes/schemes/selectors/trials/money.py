"""What a trial would do to the budget: who bears how much, the day on which the money of each year is used up."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kayoi.kit.dates import fiscal_year_end, fiscal_year_start
from kayoi.programmes.schemes.models import BudgetLine, Trial
from kayoi.programmes.schemes.rules.budget import Source, sources_of
from kayoi.programmes.schemes.rules.trials import Row, borne, moved, runs_out_on
from kayoi.programmes.schemes.selectors.budget.forecasts import courses_of
from kayoi.programmes.schemes.selectors.budget.lines import totals_of


def money_of(
    trial: Trial, rows: Sequence[Row], sources: Mapping[int, tuple[list[Source], list[Source]]], *, on: date
) -> dict[str, Any]:
    """Return the shares now and then, and the budget of each year that has one, as JSON holds them.

    What is not yet known counts with the least.
    """
    rows_of_lines = BudgetLine.objects.filter(procedure=trial.procedure_id, fiscal_year__lte=trial.last_year)
    lines = list(rows_of_lines.select_related("free", "committed", "paid").order_by("fiscal_year", "number"))
    of_year: dict[int, list[BudgetLine]] = {}
    for line in lines:
        of_year.setdefault(line.fiscal_year, []).append(line)
    booked = {year: sources_of(those[0].sources) for year, those in of_year.items()}
    each = [(row, *sources.get(row.application, (booked.get(row.year, []),) * 2)) for row in rows]
    return {
        "now": {payer.value: yen for payer, yen in borne((row.now_yen, now) for row, now, _ in each).items()},
        "then": {payer.value: yen for payer, yen in borne((row.least_yen, then) for row, _, then in each).items()},
        "budgets": _budgets(trial, lines, rows, on=on) if lines else [],
    }


def _budgets(trial: Trial, lines: Sequence[BudgetLine], rows: Sequence[Row], *, on: date) -> list[dict[str, Any]]:
    """Return what may be spent in each year, and the days on which it is used up now and then."""
    courses: dict[int, dict[date, int]] = {}
    for by_year in courses_of(lines, until=trial.last_year).values():
        courses |= by_year
    whole: dict[int, int] = {}
    for one in totals_of(lines):
        whole[one.line.fiscal_year] = whole.get(one.line.fiscal_year, 0) + one.total
    found = []
    for year, total in whole.items():
        if year < trial.first_year or not total:
            continue
        past = [course for earlier, course in courses.items() if earlier < year]
        now = courses.get(year, {})
        then = moved(now, ((row.decided_on, row.difference_yen) for row in rows if row.year == year))
        day = min(max(on, fiscal_year_start(year)), fiscal_year_end(year))
        days = [runs_out_on(total, course, past, on=day) for course in (now, then)]
        found.append({"year": year, "total": total, "days": [one.isoformat() if one else None for one in days]})
    return found
