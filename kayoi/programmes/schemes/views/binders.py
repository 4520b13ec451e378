"""Staff: the binder for the auditor: schemes of a year, one with its gaps first, the press, the papers."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.states import ProcedureKind
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import fiscal_year, fiscal_year_label, local_date
from kayoi.kit.downloads import download
from kayoi.programmes.schemes.forms.budget import YearForm
from kayoi.programmes.schemes.selectors.binders.contents import contents
from kayoi.programmes.schemes.selectors.binders.lists import binders as all_binders
from kayoi.programmes.schemes.selectors.binders.lists import binders_of, schemes, years_with_cases
from kayoi.programmes.schemes.services import binders as services
from kayoi.programmes.schemes.states.binders import KEPT_DAYS, BinderPart, BinderStatus
from kayoi.programmes.schemes.states.permissions import Permission

PAGE = 50
# Years of which somebody may ask: what no calendar of an office holds is no year.
FIRST, LAST = 1947, 2200


@staff(Permission.BINDER_MAKE)
@require_safe
def binders(request: Request) -> HttpResponse:
    """Show the schemes of a fiscal year, each with its binder."""
    today = local_date(timezone.now())
    years = years_with_cases(on=today)
    form = YearForm(request.GET or {"year": fiscal_year(today)}, years=[(one, fiscal_year_label(one)) for one in years])
    year = form.cleaned_data["year"] if form.is_valid() else fiscal_year(today)
    context = {"form": form, "year": year, "label": fiscal_year_label(year), "rows": schemes(year)}
    return render(request, "schemes/binders/list.html", context)


@staff(Permission.BINDER_MAKE)
@require_safe
def binder(request: Request, pk: int, year: int) -> HttpResponse:
    """Show a scheme and a year: what to look at first, the figures, the cases, the press, what was made."""
    row = _scheme(pk, year)
    made = binders_of(row, year)
    found = contents(row, year, on=local_date(timezone.now()))
    working = bool(made) and made[0].status == BinderStatus.MAKING
    context = {
        "row": row, "year": year, "label": fiscal_year_label(year), "found": found, "made": made, "working": working,
        "page": Paginator(found.cases, PAGE).get_page(request.GET.get("page")), "kept_days": KEPT_DAYS,
    }  # fmt: skip
    response = render(request, "schemes/binders/binder.html", context)
    if "HX-Request" in request.headers and not working:
        response.headers["HX-Refresh"] = "true"
    return response


@staff(Permission.BINDER_MAKE)
@require_POST
def make_binder(request: Request, pk: int, year: int) -> HttpResponse:
    """Let the binder be made."""
    services.ask_binder(procedure=_scheme(pk, year), fiscal_year=year, by=request.actor, at=timezone.now())
    messages.success(request, "綴りを作り始めました。ほかの画面へ移っても続きます。")
    return redirect("schemes:binder", organization=request.organization.slug, pk=pk, year=year)


@staff(Permission.BINDER_MAKE)
@require_safe
def binder_file(request: Request, pk: int, part: str) -> HttpResponse:
    """Hand the papers or the lists over, with an entry."""
    row = get_object_or_404(all_binders(), pk=pk)
    if part not in set(BinderPart):
        raise Http404
    which = BinderPart.of(part)
    data = services.hand_over_binder(binder=row, part=which, by=request.actor, at=timezone.now())
    if data is None:
        raise Http404
    return download(data, f"監査の綴り_{row.procedure.title}_{row.fiscal_year}.{which}")


def _scheme(pk: int, year: int) -> Procedure:
    """Return a scheme that gives money. Raises Http404, also for what is no year."""
    if not FIRST <= year <= LAST:
        raise Http404
    found: Procedure = get_object_or_404(Procedure, pk=pk, kind=ProcedureKind.GRANT)
    return found
