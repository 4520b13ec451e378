"""Staff: the report of tours, every number with its rows; what the ministry printed, counted again."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import fiscal_year, fiscal_year_label, local_date
from kayoi.kit.downloads import download
from kayoi.programmes.tours.models import Party
from kayoi.programmes.tours.rules.published import differences
from kayoi.programmes.tours.selectors import report as selectors
from kayoi.programmes.tours.selectors.published import SOURCE, age_sex_tables, stated_figures
from kayoi.programmes.tours.selectors.report import Counted, Scope
from kayoi.programmes.tours.selectors.report_files import report_xlsx, rows_csv
from kayoi.programmes.tours.selectors.report_pages import NONE, ages_shown, shares_shown
from kayoi.programmes.tours.selectors.roll_up import HEADS, HIDDEN, rolled_up, rolled_up_csv
from kayoi.programmes.tours.states import OutcomeKind, Permission
from kayoi.programmes.tours.states.reporting import DEFINITIONS


@staff(Permission.TOUR_READ)
@require_safe
def report(request: Request) -> HttpResponse:
    """Show the report of a fiscal year, or of one tour of it."""
    today, scope = local_date(timezone.now()), _scope(request)
    found = selectors.report(scope, on=today)
    if request.GET.get("format") == "xlsx":
        data = report_xlsx(found, source=request.organization.name, on=today)
        return download(data, f"tour-houkoku-{scope.year}.xlsx")
    context = {
        "found": found, "label": fiscal_year_label(scope.year), "definitions": DEFINITIONS,
        "years": [(one, fiscal_year_label(one)) for one in selectors.years_of_tours(on=today)],
        "tours": selectors.tours_of_year(scope.year), "query": _query(scope),
        "tables": [ages_shown(found), *shares_shown(found)],
    }  # fmt: skip
    return render(request, "tours/report/report.html", context)


@staff(Permission.TOUR_READ)
@require_safe
def report_rows(request: Request) -> HttpResponse:
    """Show the parties behind a number, or send them as CSV."""
    today, scope = local_date(timezone.now()), _scope(request)
    dates = selectors.dates_in(scope)
    wanted = request.GET.get("date", "")
    if wanted:
        dates = [one for one in dates if str(one.pk) == wanted]
    context: dict[str, Any] = {"query": _query(scope), "label": fiscal_year_label(scope.year)}
    if "applied" in request.GET:
        parties, words = _reached(request, selectors.applied(dates))
        return render(request, "tours/report/rows.html", context | {"applied": parties, "words": words})
    rows, words = _chosen(request, selectors.came_to(dates, on=today))
    if request.GET.get("format") == "csv":
        return download(rows_csv(rows), f"tour-uchiwake-{scope.year}.csv")
    query = request.GET.copy()
    query["format"] = "csv"
    context |= {
        "rows": rows, "words": words, "csv": query.urlencode(), "persons": sum(row.persons for row in rows),
    }  # fmt: skip
    return render(request, "tours/report/rows.html", context)


@staff(Permission.TOUR_READ)
@require_safe
def report_outcomes(request: Request, kind: str) -> HttpResponse:
    """Show what came of it, of one kind."""
    if kind not in {one.value for one in OutcomeKind}:
        raise Http404
    scope = _scope(request)
    came = selectors.came_to(selectors.dates_in(scope), on=local_date(timezone.now()))
    context = {
        "kind": OutcomeKind.of(kind), "outcomes": selectors.outcomes_of(came, kind), "query": _query(scope),
        "label": fiscal_year_label(scope.year),
    }  # fmt: skip
    return render(request, "tours/report/outcomes.html", context)


@staff(Permission.TOUR_READ)
@require_safe
def printed(request: Request) -> HttpResponse:
    """Show the three tables that the ministry printed, counted by the same rules, and where it does not add up."""
    tables = [
        (letter, whose, table, list(zip([*table.sexes, "計"], table.cells, table.shares(), strict=True)))
        for letter, whose, table in age_sex_tables()
    ]
    rows = [
        (letter, whose, table, [(name, list(zip(cells, parts, strict=True))) for name, cells, parts in lines])
        for letter, whose, table, lines in tables
    ]
    context = {"tables": rows, "differences": differences(stated_figures()), "source": SOURCE}
    return render(request, "tours/report/printed.html", context)


@staff(Permission.TOUR_READ)
@require_safe
def roll_up(request: Request) -> HttpResponse:
    """Show the tours of the bodies that share their figures with this one."""
    today, year = local_date(timezone.now()), _scope(request).year
    found = rolled_up(request.organization, year, on=today)
    if request.GET.get("format") == "csv":
        return download(rolled_up_csv(found), f"tour-dantai-{year}.csv")
    context = {"found": found, "heads": HEADS, "label": fiscal_year_label(year), "last": year - 1, "hidden": HIDDEN}
    return render(request, "tours/report/roll_up.html", context)


def _scope(request: Request) -> Scope:
    wanted, this = request.GET.get("year", ""), fiscal_year(local_date(timezone.now()))
    year = int(wanted) if wanted.isdecimal() and 1990 <= int(wanted) <= this + 1 else this
    tour = request.GET.get("tour", "")
    return Scope(year, int(tour) if tour.isdecimal() and len(tour) < 18 else None)


def _query(scope: Scope) -> str:
    return urlencode({"year": scope.year} | ({"tour": scope.tour} if scope.tour is not None else {}))


def _reached(request: Request, parties: list[Party]) -> tuple[list[Party], list[str]]:
    """Return the parties of the segment and campaign that are asked for, and these in words."""
    said = []
    for key in {"segment", "campaign"} & request.GET.keys():
        (title, words, read), wanted = selectors.reach_of(key), request.GET[key]
        parties = [party for party in parties if read(party) == wanted]
        said.append(f"{title}: {words.get(wanted, wanted)}")
    return parties, said


def _chosen(request: Request, rows: list[Counted]) -> tuple[list[Counted], list[str]]:
    """Return the rows that all chosen answers are of, and the answers in words. `none` is no answer."""
    words = []
    for one in selectors.dimensions():
        wanted = request.GET.get(one.key)
        if wanted:
            key = "" if wanted == NONE else wanted
            rows = [row for row in rows if one.read(row.one) == key]
            words.append(f"{one.label}: {one.labels.get(key, selectors.UNTOLD)}")
    parties, more = _reached(request, [row.party for row in rows])
    kept = {party.pk for party in parties}
    return [row for row in rows if row.party.pk in kept], [*words, *more]
