"""Staff: refunds as a list, one refund, what goes back to 国 and 県 in a year, on which terms the town demands."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.engines.procedures.states import Permission
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.downloads import download
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.posted import version_of
from kayoi.kit.sentences import CHANGED_MEANWHILE
from kayoi.programmes.schemes.forms.recovery import RecoveryTermsForm
from kayoi.programmes.schemes.models import Recovery
from kayoi.programmes.schemes.selectors.recovery import recoveries as found
from kayoi.programmes.schemes.selectors.recovery.lists import lines, on_shelf, shelves
from kayoi.programmes.schemes.selectors.recovery.page import recovery_page
from kayoi.programmes.schemes.selectors.recovery.returned import (
    NAME,
    returned_in,
    years_with_returns,
)
from kayoi.programmes.schemes.services import recovery as services
from kayoi.programmes.schemes.states.budget import Payer

PAGE = 50


@staff(Permission.APPLICATION_READ)
@require_safe
def recoveries(request: Request) -> HttpResponse:
    """Show the refunds of a shelf; the first that holds something, unless one is chosen."""
    today = local_date(timezone.now())
    known = shelves(on=today)
    chosen = next((one for one in known if one.shelf == request.GET.get("shelf")), None)
    chosen = chosen or next((one for one in known if one.count), known[0])
    page = Paginator(on_shelf(chosen.shelf, on=today), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": lines(page.object_list, on=today), "shelves": known, "chosen": chosen}
    return render(request, "schemes/recovery/list.html", context)


@staff(Permission.APPLICATION_READ)
@require_safe
def recovery(request: Request, pk: int) -> HttpResponse:
    """Show a refund: the next step, what the rule says, the decision, what is owed and came in, what happened."""
    page = recovery_page(recovery_or_404(pk), by=request.actor, on=local_date(timezone.now()))
    return render(request, "schemes/recovery/recovery.html", {"page": page, "row": page.recovery})


@staff(Permission.APPLICATION_READ)
@require_safe
def returned(request: Request) -> HttpResponse:
    """Show what came back in a fiscal year, and who gets which share of it."""
    years = years_with_returns(on=local_date(timezone.now()))
    context = {"found": returned_in(_year(request, years)), "years": years, "payers": list(Payer)}
    return render(request, "schemes/recovery/returned.html", context)


@staff(Permission.APPLICATION_READ)
@require_safe
def returned_sheet(request: Request) -> HttpResponse:
    """Hand the same out as Excel or CSV, for the report to the prefecture, with an entry."""
    year = _year(request, years_with_returns(on=local_date(timezone.now())))
    xlsx = request.GET.get("kind") != "csv"
    data = services.hand_over_returned(
        organization=request.organization, year=year, xlsx=xlsx, by=request.actor, at=timezone.now()
    )
    return download(data, f"{NAME}_{year}.{'xlsx' if xlsx else 'csv'}")


@staff(Permission.PROCEDURE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_terms(request: Request) -> HttpResponse:
    """Say on which terms the town demands refunds."""
    known = found.recovery_terms()
    form = RecoveryTermsForm(request.POST or None, terms=known)
    if form.is_valid():
        try:
            services.define_recovery_terms(
                fields=form.cleaned_data, version=version_of(request), by=request.actor, at=timezone.now()
            )
            messages.success(request, "返還のきまりを定めました。これから命じる返還に使います。")
            return redirect("schemes:recoveries", organization=request.organization.slug)
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    context = {"form": form, "version": known.version}
    return render(request, "schemes/recovery/terms.html", context, status=422 if form.is_bound else 200)


def recovery_or_404(pk: int) -> Recovery:
    """Return a refund. Raises Http404."""
    row: Recovery = get_object_or_404(found.recoveries(), pk=pk)
    return row


def _year(request: Request, years: list[int]) -> int:
    """Return the fiscal year that is asked for, or the latest. Raises Http404."""
    text = request.GET.get("year", "")
    if not text:
        return years[0]
    if not text.isdecimal() or int(text) not in years:
        raise Http404
    return int(text)
