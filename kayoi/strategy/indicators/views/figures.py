"""Pages of figures: a fiscal year by month, the rows behind a number, CSV and Excel, the roll-up, the preview."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.foundation.identity.states import Permission as Identity
from kayoi.kit.asked import month_asked
from kayoi.kit.dates import fiscal_year, fiscal_year_label, local_date
from kayoi.kit.downloads import download
from kayoi.strategy.indicators import selectors
from kayoi.strategy.indicators.forms.figures import YearForm
from kayoi.strategy.indicators.states import BY_KEY, DONATIONS, Permission


@staff(Permission.FIGURES_READ)
@require_safe
def figures(request: Request) -> HttpResponse:
    """Show the figures of a fiscal year by month; each number leads to its rows."""
    today = local_date(timezone.now())
    form, year = _year(request, today)
    found = selectors.figures(year, on=today)
    context = {"figures": found, "form": form, "label": fiscal_year_label(year), "charts": selectors.charts(found)}
    return render(request, "indicators/figures.html", context)


@staff(Permission.FIGURES_READ)
@require_safe
def figures_file(request: Request, kind: str) -> HttpResponse:
    """Send the figures of a fiscal year as CSV or Excel."""
    today = local_date(timezone.now())
    _, year = _year(request, today)
    found = selectors.figures(year, on=today)
    if kind == "csv":
        return download(selectors.figures_csv(found), f"shukei-{year}.csv")
    if kind == "xlsx":
        return download(selectors.figures_xlsx(found, request.organization), f"shukei-{year}.xlsx")
    raise Http404


@staff(Permission.FIGURES_READ)
@require_safe
def rows(request: Request, key: str) -> HttpResponse:
    """Show the rows behind one number, or send them as CSV."""
    if key not in BY_KEY:
        raise Http404
    today = local_date(timezone.now())
    _, year = _year(request, today)
    month = month_asked(request)
    donations = BY_KEY[key] in DONATIONS
    events: Any = (
        selectors.gifts_behind(year, month) if donations else selectors.rows_behind(key, year, month, on=today)
    )
    files = selectors.files_of(events)
    if request.GET.get("format") == "csv":
        as_csv = selectors.gifts_csv if donations else selectors.rows_csv
        return download(as_csv(events, files), f"uchiwake-{key}-{year}.csv")
    page = Paginator(events, 100).get_page(request.GET.get("page"))
    context = {
        "indicator": BY_KEY[key],
        "donations": donations,
        "page": page,
        "rows": [(event, files[event.file_id]) for event in page.object_list],
        "month": month,
        "year": year,
        "label": fiscal_year_label(year),
    }
    return render(request, "indicators/rows.html", context)


@staff(Permission.FIGURES_ROLLUP)
@require_safe
def roll_up(request: Request) -> HttpResponse:
    """Show or send the figures that organizations share with this one."""
    today = local_date(timezone.now())
    year = any_year(request, today)
    tables = selectors.roll_up(request.organization, year, on=today)
    if request.GET.get("format") == "csv":
        return download(selectors.roll_up_csv(tables), f"shichoson-{year}.csv")
    if request.GET.get("format") == "xlsx":
        return download(selectors.roll_up_xlsx(tables, request.organization, today), f"shichoson-{year}.xlsx")
    context = {"tables": tables, "label": fiscal_year_label(year), "year": year, "last": year - 1, "preview": False}
    context["persons"] = selectors.persons_of_givers(request.organization, year, on=today)
    return render(request, "indicators/roll_up.html", context)


@staff(Identity.SHARING_GIVE)
@require_safe
def preview(request: Request) -> HttpResponse:
    """Show how this town's figures look to those it shares them with."""
    today = local_date(timezone.now())
    year = any_year(request, today)
    tables = selectors.roll_up_of([request.organization], year, on=today)
    context = {"tables": tables, "label": fiscal_year_label(year), "year": year, "last": year - 1, "preview": True}
    return render(request, "indicators/roll_up.html", context)


def _year(request: Request, today: date) -> tuple[YearForm, int]:
    years = selectors.fiscal_years(on=today)
    form = YearForm(request.GET if "year" in request.GET else {"year": years[0]}, years=years)
    return form, form.cleaned_data["year"] if form.is_valid() else years[0]


def any_year(request: Request, today: date) -> int:
    """Return the fiscal year of the address, or that of today where it names none that has begun."""
    wanted = request.GET.get("year", "")
    this = fiscal_year(today)
    return int(wanted) if wanted.isdecimal() and 2000 <= int(wanted) <= this else this
