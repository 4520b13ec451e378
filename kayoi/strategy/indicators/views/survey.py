"""The ministry's survey, and cross tables."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import fiscal_year_label, local_date
from kayoi.kit.downloads import download
from kayoi.strategy.indicators import selectors
from kayoi.strategy.indicators.forms.figures import CrossForm, YearForm
from kayoi.strategy.indicators.states import Dimension, Permission


@staff(Permission.FIGURES_READ)
@require_safe
def survey(request: Request) -> HttpResponse:
    """Show the counts that the ministry asks for, of the fiscal year before this one unless another is chosen."""
    today = local_date(timezone.now())
    form, year = _year(request)
    givers = []
    if request.actor.may(Permission.FIGURES_ROLLUP):
        givers = selectors.survey_of_givers(request.organization, year, on=today)
    context = {"form": form, "year": year, "label": fiscal_year_label(year), "on": today, "givers": givers}
    return render(request, "indicators/survey.html", context | {"survey": selectors.survey(year)})


@staff(Permission.FIGURES_READ)
@require_safe
def survey_file(request: Request) -> HttpResponse:
    """Send the survey as CSV."""
    _, year = _year(request)
    return download(selectors.survey_csv(selectors.survey(year)), f"iju-sodan-chosa-{year}.csv")


@staff(Permission.FIGURES_READ)
@require_safe
def cross(request: Request) -> HttpResponse:
    """Show consultations by two dimensions; for publishing small cells are hidden."""
    years = selectors.fiscal_years(on=local_date(timezone.now()))
    first: dict[str, Any] = {"year": years[0], "one": Dimension.PREFECTURE.value, "other": Dimension.AGE.value}
    form = CrossForm(first | request.GET.dict(), years=years)
    published = "published" in request.GET
    values = form.cleaned_data if form.is_valid() else first
    year, one, other = values["year"], Dimension.of(values["one"]), Dimension.of(values["other"])
    found = selectors.cross(year, one, other)
    if request.GET.get("format") == "csv":
        return download(selectors.cross_csv(found, published=published), f"cross-{one}-{other}-{year}.csv")
    context = {"form": form, "crossed": found, "lines": selectors.cross_lines(found, published=published)}
    query = f"year={year}&one={one}&other={other}"
    context |= {"published": published, "query": query, "label": fiscal_year_label(year), "one": one, "other": other}
    return render(request, "indicators/cross.html", context)


def _year(request: Request) -> tuple[YearForm, int]:
    years = selectors.fiscal_years(on=local_date(timezone.now()))
    before = years[1] if len(years) > 1 else years[0]
    form = YearForm(request.GET if "year" in request.GET else {"year": before}, years=years)
    return form, form.cleaned_data["year"] if form.is_valid() else before
