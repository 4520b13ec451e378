"""Staff: how much the houses were used, every number with its rows; CSV and Excel; stays brought from a table."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.asked import month_asked
from kayoi.kit.dates import fiscal_year, fiscal_year_label, local_date
from kayoi.kit.downloads import download
from kayoi.programmes.stays.forms.bringing import BringForm
from kayoi.programmes.stays.rules.figures import Figures
from kayoi.programmes.stays.selectors import figures as selectors
from kayoi.programmes.stays.selectors.figures import Chosen
from kayoi.programmes.stays.services.bringing import bring_earlier
from kayoi.programmes.stays.states import Permission
from kayoi.programmes.stays.states.figures import DEFINITIONS


@staff(Permission.STAY_READ)
@require_safe
def figures(request: Request) -> HttpResponse:
    """Show groups, persons, nights and person-nights of a fiscal year by house, month and prefecture."""
    today = local_date(timezone.now())
    year = _year(request, today)
    found = selectors.year_of_stays(year, on=today)
    if request.GET.get("format") == "xlsx":
        data = selectors.figures_xlsx(found, source=request.organization.name, on=today)
        return download(data, f"taizai-{year}.xlsx")
    tables = (("施設別", found.by_house), ("月別", found.by_month), ("都道府県別", found.by_prefecture))
    context = {
        "found": found, "label": fiscal_year_label(year), "definitions": DEFINITIONS, "tables": tables,
        "years": [(one, fiscal_year_label(one)) for one in selectors.years_of_stays(on=today)],
    }  # fmt: skip
    return render(request, "stays/running/figures.html", context)


@staff(Permission.STAY_READ)
@require_safe
def figure_rows(request: Request, key: str = "") -> HttpResponse:
    """Show the stays behind a number, each with what it adds to it; or send them as CSV."""
    today = local_date(timezone.now())
    year, chosen = _year(request, today), _chosen(request)
    if request.GET.get("format") == "csv":
        return download(selectors.rows_csv(year, chosen, on=today), f"taizai-uchiwake-{year}.csv")
    rows = selectors.rows_behind(year, chosen, on=today)
    label = f"{chosen.month.year}年{chosen.month.month}月" if chosen.month else fiscal_year_label(year)
    query = request.GET.copy()
    query["format"] = "csv"
    context = {
        "rows": rows, "sum": sum((adds for _, adds in rows), Figures()), "label": label, "year": year,
        "names": selectors.prefecture_names(), "csv": query.urlencode(),
    }  # fmt: skip
    return render(request, "stays/running/figure_rows.html", context)


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: Request) -> HttpResponse:
    """Read a table of past stays: first what it holds and what is wrong, row by row; then take it, once."""
    form = BringForm(request.POST or None, request.FILES or None)
    rows = form.cleaned_data.get("rows", []) if form.is_valid() else []
    if rows and request.POST.get("action") == "do":
        count = bring_earlier(rows=rows, by=request.actor, at=timezone.now())
        messages.success(request, f"{count}件を取り込みました。前に取り込んだ{len(rows) - count}件は、そのままです。")
        return redirect("stays:figures", organization=request.organization.slug)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "stays/running/bring.html", {"form": form, "rows": rows}, status=status)


def _year(request: Request, today: date) -> int:
    wanted, this = request.GET.get("year", ""), fiscal_year(today)
    return int(wanted) if wanted.isdecimal() and 1990 <= int(wanted) <= this + 1 else this


def _chosen(request: Request) -> Chosen:
    house, prefecture = request.GET.get("house", ""), request.GET.get("prefecture")
    wanted = {"none": ""}.get(prefecture, prefecture) if prefecture else None
    return Chosen(month_asked(request), int(house) if house.isdecimal() else None, wanted)
