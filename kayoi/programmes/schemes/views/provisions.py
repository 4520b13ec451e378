"""Staff: what a budget provides for beyond its year, as the council has voted it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.posted import version_of
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.schemes.forms.carrying import ProvisionForm
from kayoi.programmes.schemes.forms.money_refusals import REFUSALS
from kayoi.programmes.schemes.models import BudgetLine, Provision
from kayoi.programmes.schemes.services import budget as services
from kayoi.programmes.schemes.states.permissions import Permission


@staff(Permission.BUDGET_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_provision(request: Request, pk: int) -> HttpResponse:
    """Write down what the budget of a line provides for."""
    line = get_object_or_404(BudgetLine, pk=pk)
    form = ProvisionForm(request.POST or None, line=line)
    if form.is_valid():
        try:
            services.provide(line=line, fields=form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "予算の定めを登録しました。")
            return redirect("schemes:budget_line", organization=request.organization.slug, pk=pk)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return _page(request, form, line, None)


@staff(Permission.BUDGET_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_provision(request: Request, pk: int) -> HttpResponse:
    """Change what a budget provides for, as the council has voted anew."""
    row = get_object_or_404(Provision.objects.select_related("line"), pk=pk)
    form = ProvisionForm(request.POST or None, line=row.line, row=row)
    if form.is_valid():
        try:
            services.change_provision(
                provision=row, changes=form.cleaned_data, version=version_of(request), by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, "保存しました。")
            return redirect("schemes:budget_line", organization=request.organization.slug, pk=row.line_id)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    return _page(request, form, row.line, row)


def _page(request: Request, form: ProvisionForm, line: BudgetLine, row: Provision | None) -> HttpResponse:
    context = {"form": form, "line": line, "row": row, "title": "予算の定めを改める" if row else "予算の定めを登録する"}
    return render(request, "schemes/budget/provision.html", context, status=422 if form.is_bound else 200)
