"""Staff: try a version on past applications; what came out, on the page, on paper, as a file."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.engines.procedures.states import Permission as Procedures
from kayoi.engines.rulesets.states import Permission
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import fiscal_year_label, local_date
from kayoi.kit.downloads import download
from kayoi.kit.sentences import sentences
from kayoi.programmes.schemes.forms.refusals import REFUSALS
from kayoi.programmes.schemes.forms.trials import TrialForm
from kayoi.programmes.schemes.models import Trial
from kayoi.programmes.schemes.selectors.trials import listed, page
from kayoi.programmes.schemes.selectors.trials.results import Result, result_of
from kayoi.programmes.schemes.services import trials as services
from kayoi.programmes.schemes.states.trials import SMALL, Change, TrialStatus

PAGE = 50


@staff(Permission.RULESET_EDIT)
@require_safe
def trials(request: Request) -> HttpResponse:
    """List the trials, the latest first."""
    shown = Paginator(listed.trials(), PAGE).get_page(request.GET.get("page"))
    can_try = listed.versions_to_try().exists()
    return render(request, "schemes/trials/list.html", {"page": shown, "rows": shown.object_list, "can_try": can_try})


@staff(Permission.RULESET_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_trial(request: Request) -> HttpResponse:
    """Say what is to be tried on which applications."""
    form = _form(request)
    if form.is_valid():
        try:
            made = services.ask_trial(
                name=form.cleaned_data["name"], question=form.question(), by=request.actor, at=timezone.now()
            )
            return redirect("schemes:trial", organization=request.organization.slug, pk=made.pk)
        except services.UnableToTry as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    context = {"form": form, "can_try": bool(form.fields["version"].queryset)}  # type: ignore[attr-defined]
    return render(request, "schemes/trials/new.html", context, status=422 if form.is_bound else 200)


def _form(request: Request) -> TrialForm:
    """Return the form, made for a version where the address names one."""
    wanted = request.GET.get("version", "")
    version = next((one for one in listed.versions_to_try() if str(one.pk) == wanted), None)
    procedures = listed.procedures_to_try()
    mine = next((one for one in procedures if version and one.ruleset_id == version.ruleset_id), None)
    years = listed.years_to_try()
    initial: dict[str, Any] = {"version": version, "procedure": mine}
    if years:
        initial |= {"first_year": years[min(2, len(years) - 1)], "last_year": years[0]}
    if version:
        initial["name"] = f"{version.ruleset} {version.key}"[:80]
    return TrialForm(
        request.POST or None, versions=listed.versions_to_try(), procedures=procedures, initial=initial,
        years=[(year, fiscal_year_label(year)) for year in years],
        districts=listed.districts_to_tell(list(procedures)),
    )  # fmt: skip


@staff(Permission.RULESET_EDIT)
@require_safe
def trial(request: Request, pk: int) -> HttpResponse:
    """Show what came out of a trial, or how far it has come."""
    row = _trial_or_404(pk)
    if row.status != TrialStatus.DONE:
        return render(request, "schemes/trials/waiting.html", {"row": row})
    result, change = result_of(row), request.GET.get("change", "")
    shown = Paginator(page.chosen(result, change), PAGE).get_page(request.GET.get("page"))
    named = request.actor.may(Procedures.APPLICATION_READ)
    context = _figures(row, result, page.groups_of(result.districts), page.groups_of(result.years)) | {
        "page": shown, "lines": page.lines_of(list(shown.object_list), named=named, on=local_date(timezone.now())),
        "named": named, "change": change, "has_changed": page.has_changed(row), "bridges": page.bridges_of(
            result.differences[:PAGE]
        ),
        "bridge_yen": sum(one.yen for one in result.differences), "same": result.totals.counts[Change.SAME],
        "more_bridges": max(len(result.differences) - PAGE, 0),
        "changes": [(one, count) for one in page.TOLD if (count := result.totals.counts[one])],
    }  # fmt: skip
    return render(request, "schemes/trials/trial.html", context)


@staff(Permission.RULESET_EDIT)
@require_safe
def trial_paper(request: Request, pk: int) -> HttpResponse:
    """Show a trial as it may be printed and handed on: no receipts, and no group in which somebody is recognised."""
    row = _done_or_404(pk)
    result = result_of(row)
    context = _figures(row, result, page.safe_groups(result.districts), page.safe_groups(result.years)) | {
        "gaining": page.small(result.totals.gaining), "losing": page.small(result.totals.losing), "least": SMALL,
    }  # fmt: skip
    return render(request, "schemes/trials/paper.html", context)


@staff(Permission.RULESET_EDIT)
@require_safe
def trial_file(request: Request, pk: int) -> HttpResponse:
    """Hand out every application of a trial as Excel or CSV, with an entry."""
    if not request.actor.may(Procedures.APPLICATION_READ):
        raise PermissionDenied
    row, as_csv = _done_or_404(pk), request.GET.get("as") == "csv"
    body = services.hand_over_trial(trial=row, as_csv=as_csv, by=request.actor, at=timezone.now())
    return download(body, f"trial-{row.pk}.{'csv' if as_csv else 'xlsx'}")


def _figures(row: Trial, result: Result, districts: list[page.Group], years: list[page.Group]) -> dict[str, Any]:
    """Return what the page and the paper both show."""
    base = f"{row.procedure}の決定 {result.totals.count:,}件"
    return {
        "row": row, "result": result, "totals": result.totals, "districts": districts, "years": years,
        "notes": page.notes_of(row, result),
        "district_chart": page.chart_of(districts, title="地区ごとの額", base=base),
        "year_chart": page.chart_of(years, title="年度ごとの額", base=base),
        "period": " から ".join(fiscal_year_label(one) for one in sorted({row.first_year, row.last_year})),
    }  # fmt: skip


def _trial_or_404(pk: int) -> Trial:
    found = listed.trial_with_pk(pk)
    if found is None:
        raise Http404
    return found


def _done_or_404(pk: int) -> Trial:
    found = _trial_or_404(pk)
    if found.status != TrialStatus.DONE:
        raise Http404
    return found
