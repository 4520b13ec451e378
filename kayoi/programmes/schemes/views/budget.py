"""Staff: the budget of a year at a glance, one line with all that happened, the end of the year."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import fiscal_year, fiscal_year_label, local_date
from kayoi.kit.documents import NoFont
from kayoi.kit.downloads import download
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.posted import version_of
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.schemes.forms.budget import LineForm, YearForm
from kayoi.programmes.schemes.forms.money_refusals import REFUSALS
from kayoi.programmes.schemes.models import BudgetLine
from kayoi.programmes.schemes.rules.budget import may_supplement
from kayoi.programmes.schemes.selectors.budget.carried import carried_paper as paper_of
from kayoi.programmes.schemes.selectors.budget.closing import closing as closing_of
from kayoi.programmes.schemes.selectors.budget.forecasts import explained, forecasts
from kayoi.programmes.schemes.selectors.budget.lines import (
    budget_chart,
    budget_lines,
    entries_of,
    line_named,
    shares_in_words,
    totals_of,
    years_with_lines,
)
from kayoi.programmes.schemes.selectors.budget.provisions import provided
from kayoi.programmes.schemes.selectors.budget.summary import summaries, whole
from kayoi.programmes.schemes.selectors.grants.years import expected_of
from kayoi.programmes.schemes.services import budget as services
from kayoi.programmes.schemes.states.permissions import Permission

PAGE = 50


@staff(Permission.BUDGET_READ)
@require_safe
def budget(request: Request) -> HttpResponse:
    """Show the lines of a fiscal year with bars."""
    form, year = _year(request)
    rows, today = totals_of(budget_lines(year)), local_date(timezone.now())
    expected = forecasts([one.line for one in rows], on=today)
    context = {
        "form": form, "year": year, "label": fiscal_year_label(year),
        "rows": [(one, expected[one.line.pk]) for one in rows],
        "chart": budget_chart(year, rows) if any(one.total for one in rows) else None,
        "is_running": year == fiscal_year(today),
    }  # fmt: skip
    return render(request, "schemes/budget/lines.html", context)


@staff(Permission.BUDGET_READ)
@require_safe
def line(request: Request, pk: int) -> HttpResponse:
    """Show one line: what became of its money, what is to be expected, all entries."""
    row = get_object_or_404(line_named(pk))
    totals, today = totals_of([row])[0], local_date(timezone.now())
    page = Paginator(entries_of(row), PAGE).get_page(request.GET.get("page"))
    context = {
        "row": row, "totals": totals, "page": page, "shares": shares_in_words(row), "provided": provided(row),
        "over_years": expected_of(row),
        "expected": list(explained(forecasts([row], on=today)[pk], year=row.fiscal_year, on=today)),
    }  # fmt: skip
    return render(request, "schemes/budget/line.html", context)


@staff(Permission.BUDGET_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_line(request: Request) -> HttpResponse:
    """Open a line, with its first money."""
    form, now = LineForm(request.POST or None, year=fiscal_year(local_date(timezone.now()))), timezone.now()
    if form.is_valid():
        try:
            row = services.open_line(
                fields=form.fields_of_line(), initial_yen=form.cleaned_data["initial_yen"] or 0, by=request.actor,
                at=now,
            )  # fmt: skip
            messages.success(request, "予算を登録しました。")
            return redirect("schemes:budget_line", organization=request.organization.slug, pk=row.pk)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return _form(request, form, title="予算を登録する", press="登録する")


@staff(Permission.BUDGET_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_line(request: Request, pk: int) -> HttpResponse:
    """Change what a line says, who bears what, and what the public sees."""
    row = get_object_or_404(BudgetLine, pk=pk)
    form = LineForm(request.POST or None, row=row)
    if form.is_valid():
        try:
            services.change_line(
                line=row, changes=form.fields_of_line(), version=version_of(request), by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, "保存しました。")
            return redirect("schemes:budget_line", organization=request.organization.slug, pk=pk)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    return _form(request, form, row=row, title="予算を書き換える", press="保存する")


@staff(Permission.BUDGET_READ)
@require_safe
def closing(request: Request) -> HttpResponse:
    """Show what became of the money of a year, and what is still to be done with it."""
    form, year = _year(request)
    today, rows = local_date(timezone.now()), summaries(year)
    context = {
        "form": form, "label": fiscal_year_label(year), "page": closing_of(year, on=today), "rows": rows,
        "whole": whole(rows), "may_supplement": may_supplement(year, on=today).met,
    }  # fmt: skip
    return render(request, "schemes/budget/closing.html", context)


@staff(Permission.BUDGET_READ)
@require_safe
def carried_paper(request: Request, year: int) -> HttpResponse:
    """Send the paper on what passed into the next fiscal year."""
    if year not in _years():
        raise Http404
    try:
        return download(paper_of(year, request.organization), f"{fiscal_year_label(year)}繰越計算書.pdf")
    except NoFont as missing:
        messages.error(request, str(missing))
    return redirect("schemes:budget_closing", organization=request.organization.slug)


def _year(request: Request) -> tuple[YearForm, int]:
    """Return the form that picks a year, and the year: this one, unless another is asked for."""
    now = fiscal_year(local_date(timezone.now()))
    form = YearForm(request.GET or {"year": now}, years=[(year, fiscal_year_label(year)) for year in _years()])
    return form, form.cleaned_data["year"] if form.is_valid() else now


def _years() -> list[int]:
    """Return the fiscal years of which something can be shown: those with lines, and this one."""
    return sorted({*years_with_lines(), fiscal_year(local_date(timezone.now()))}, reverse=True)


def _form(request: Request, form: LineForm, **context: Any) -> HttpResponse:
    shared: dict[str, Any] = {"form": form, "row": None}
    return render(
        request, "schemes/budget/line_form.html", shared | context, status=422 if form.is_bound else 200
    )  # fmt: skip
