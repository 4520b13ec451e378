"""Figures of moves by each definition, the moves behind a number, definitions, and who stays."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.asked import month_asked
from kayoi.kit.dates import fiscal_year, fiscal_year_label, local_date
from kayoi.programmes.settling import selectors, services
from kayoi.programmes.settling.forms.definitions import DefinitionForm, YearForm
from kayoi.programmes.settling.states import Permission


@staff(Permission.MOVE_RECORD)
@require_safe
def figures(request: Request) -> HttpResponse:
    """Show households and persons by month, by each definition side by side."""
    today = local_date(timezone.now())
    form, year = _year(request, today)
    lines = selectors.figures_of_moves(year, town_code=request.organization.place_code)
    context = {"form": form, "year": year, "label": fiscal_year_label(year), "lines": lines, "on": today}
    return render(request, "settling/figures.html", context)


@staff(Permission.MOVE_RECORD)
@require_safe
def rows(request: Request, key: str) -> HttpResponse:
    """Show the moves behind one number."""
    defined = next((one for one in selectors.definitions() if one.key == key), None)
    if defined is None:
        raise Http404
    _, year = _year(request, local_date(timezone.now()))
    month = month_asked(request)
    found = selectors.moves_behind(key, year, month, town_code=request.organization.place_code)
    page = Paginator(found, 100).get_page(request.GET.get("page"))
    label = fiscal_year_label(year) if month is None else f"{month.year}年{month.month}月"
    persons = sum(move.persons for _, move in found)
    context = {"defined": defined, "page": page, "label": label, "year": year, "persons": persons}
    return render(request, "settling/rows.html", context)


@staff(Permission.MOVE_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def define(request: Request, key: str = "") -> HttpResponse:
    """Write a new definition, or a new version of one."""
    defined = next((one for one in selectors.definitions() if one.key == key), None)
    if key and defined is None:
        raise Http404
    form = DefinitionForm(request.POST or None, latest=defined.latest if defined else None)
    if form.is_valid():
        try:
            services.define_movers(fields=form.definition(), key=key, by=request.actor, at=timezone.now())
            messages.success(request, "定義を保存しました。数は、この定義で数え直しました。")
            return redirect("settling:figures", organization=request.organization.slug)
        except IntegrityError:
            form.add_error("starts_on", "同じ日から始まる版が、もうあります。別の日を書いてください。")
    context = {"form": form, "defined": defined}
    return render(request, "settling/define.html", context, status=422 if form.is_bound else 200)


@staff(Permission.MOVE_RECORD)
@require_safe
def staying(request: Request) -> HttpResponse:
    """Show how many stay, with the number at risk, and what check-ins found."""
    settled = selectors.settled(on=local_date(timezone.now()))
    answered, outcomes, differences = selectors.answers_found()
    context = {"settled": settled, "answered": answered, "outcomes": outcomes, "differences": differences}
    return render(request, "settling/staying.html", context)


def _year(request: Request, today: date) -> tuple[YearForm, int]:
    years = selectors.years_of_moves(on=today)
    form = YearForm(request.GET if "year" in request.GET else {"year": fiscal_year(today)}, years=years)
    return form, form.cleaned_data["year"] if form.is_valid() else years[0]
