"""Staff: what happened to houses in a fiscal year, by month, and how long each stage took."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.asked import month_asked
from kayoi.kit.dates import fiscal_year_label, local_date
from kayoi.programmes.homes.forms.counts import YearForm
from kayoi.programmes.homes.selectors import counts
from kayoi.programmes.homes.states import Counted, Permission
from kayoi.programmes.homes.states.counts import DEFINITIONS


@staff(Permission.HOME_READ)
@require_safe
def figures(request: Request) -> HttpResponse:
    """Show registrations, contracts and the days in each stage; each number leads to its houses."""
    form, year = _year(request)
    context = {
        "form": form,
        "year": year,
        "label": fiscal_year_label(year),
        "lines": counts.figures_of_homes(year),
        "stages": counts.stage_days(year),
        "definitions": [(what.label, text) for what, text in DEFINITIONS.items()],
        "on": local_date(timezone.now()),
    }
    return render(request, "homes/figures.html", context)


@staff(Permission.HOME_READ)
@require_safe
def rows(request: Request, key: str) -> HttpResponse:
    """Show the houses behind one number."""
    if key not in list(Counted):
        raise Http404
    _, year = _year(request)
    what, month = Counted.of(key), month_asked(request)
    events = counts.events_counted(what, year, month).select_related("home")
    context = {
        "what": what,
        "definition": DEFINITIONS[what],
        "page": Paginator(events, 100).get_page(request.GET.get("page")),
        "label": fiscal_year_label(year) if month is None else f"{month.year}年{month.month}月",
        "year": year,
    }
    return render(request, "homes/figure_rows.html", context)


def _year(request: Request) -> tuple[YearForm, int]:
    years = counts.years_of_homes(on=local_date(timezone.now()))
    form = YearForm(request.GET if "year" in request.GET else {"year": years[0]}, years=years)
    return form, form.cleaned_data["year"] if form.is_valid() else years[0]
