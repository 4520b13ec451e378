"""One visit: correct it or withdraw it, each with a reason."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE
from kayoi.programmes.fairs import selectors, services
from kayoi.programmes.fairs.forms.visits import VisitForm, WithdrawForm
from kayoi.programmes.fairs.models import Visit
from kayoi.programmes.fairs.states import Permission


@staff(Permission.FAIR_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: Request, pk: int) -> HttpResponse:
    """Show what was written down of a group, and correct it."""
    found = _visit(pk)
    form = VisitForm.of(found, request.POST or None, prefectures=selectors.prefecture_names())
    if not form.is_valid():
        return _page(request, found, form)
    version, why = form.cleaned_data["version"], form.cleaned_data["why"]
    try:
        services.correct_visit(
            visit=found, fields=form.visit_fields(), version=version, why=why, by=request.actor, at=timezone.now()
        )
    except ChangedMeanwhile:
        form.add_error(None, CHANGED_MEANWHILE)
        return _page(request, found, form, status=409)
    messages.success(request, "来場の記録を直しました。集計も変わります。")
    return redirect("fairs:event", organization=request.organization.slug, pk=found.event_id)


@staff(Permission.FAIR_MANAGE)
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Withdraw a visit."""
    found, said = _visit(pk), WithdrawForm(request.POST)
    if not said.is_valid():
        form = VisitForm.of(found, request.POST, prefectures=selectors.prefecture_names())
        return _page(request, found, form)
    version, why = said.cleaned_data["version"], said.cleaned_data["why"]
    try:
        services.withdraw_visit(visit=found, version=version, why=why, by=request.actor, at=timezone.now())
        messages.success(request, "来場の記録を取り消しました。集計から除かれます。")
    except ChangedMeanwhile:
        messages.error(request, str(CHANGED_MEANWHILE))
    return redirect("fairs:event", organization=request.organization.slug, pk=found.event_id)


def _visit(pk: int) -> Visit:
    return get_object_or_404(selectors.visits_behind(), pk=pk)


def _page(request: Request, found: Visit, form: VisitForm, status: int | None = None) -> HttpResponse:
    context = {"visit": found, "form": form}
    return render(request, "fairs/visit.html", context, status=status or (422 if form.is_bound else 200))
