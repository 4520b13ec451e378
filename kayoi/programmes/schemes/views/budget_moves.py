"""Staff: money is added to lines, taken away, moved to others and into the next year."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.schemes.forms.budget import MoveForm, SupplementForm, begun
from kayoi.programmes.schemes.forms.carrying import CarryForm, RightForm
from kayoi.programmes.schemes.forms.money_refusals import REFUSALS
from kayoi.programmes.schemes.models import BudgetLine, Commitment
from kayoi.programmes.schemes.selectors.budget.lines import line_named
from kayoi.programmes.schemes.services import budget as services
from kayoi.programmes.schemes.services import carrying
from kayoi.programmes.schemes.states.permissions import Permission


@staff(Permission.BUDGET_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def supplement(request: Request, pk: int) -> HttpResponse:
    """Raise or lower a line by a vote of the council."""
    form = SupplementForm(request.POST or None, initial=begun() | {"change_yen": request.GET.get("change_yen")})
    about = "議会で議決された補正予算を、この予算に足すか、引きます。"
    return _page(request, pk, form, services.supplement, title="補正する", about=about, line="line")


@staff(Permission.BUDGET_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def divert(request: Request, pk: int) -> HttpResponse:
    """Let money pass to another line of the year."""
    row = get_object_or_404(BudgetLine, pk=pk)
    form = MoveForm(request.POST or None, giver=row)
    about = "同じ年度・会計・款・項の予算へ移します。項のあいだは、予算総則に定めがあるときだけです。"
    return _page(request, pk, form, services.divert, title="流用する", about=about)


@staff(Permission.BUDGET_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def carry_over(request: Request, pk: int) -> HttpResponse:
    """Let what is left pass into the next fiscal year."""
    row = get_object_or_404(BudgetLine, pk=pk)
    form = CarryForm(request.POST or None, giver=row)
    about = (
        "残りと、支払いの済んでいない決定を、次の年度の同じ科目へ移します。先に、次の年度の予算を登録してください。"
        "繰越明許費と継続費は議決の限度額まで、事故繰越は支出負担行為をしたものだけです。"
    )
    return _page(request, pk, form, carrying.carry_line, title="繰り越す", about=about)


@staff(Permission.BUDGET_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def carry_commitment(request: Request, pk: int) -> HttpResponse:
    """Let a decision that is not all paid pass into the next fiscal year, by a right that is chosen."""
    row, now = get_object_or_404(Commitment.objects.select_related("line"), pk=pk), timezone.now()
    form = RightForm(request.POST or None, line=row.line, initial={"on": local_date(now)})
    closing = reverse("schemes:budget_closing", kwargs={"organization": request.organization.slug})
    back_url = f"{closing}?year={row.line.fiscal_year}"
    if form.is_valid():
        try:
            carrying.carry_grant(commitment=row, **form.cleaned_data, by=request.actor, at=now)
            messages.success(request, f"{row.number}の残りを、次の年度に繰り越しました。")
            return redirect(back_url)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    context = {"row": row, "form": form, "back_url": back_url}
    return render(request, "schemes/budget/carry.html", context, status=422 if form.is_bound else 200)


def _page(
    request: Request, pk: int, form: Form, change: Callable[..., Any], *, line: str = "giver", **words: str
) -> HttpResponse:
    row = get_object_or_404(line_named(pk))
    if form.is_valid():
        values = form.cleaned_data | {"key": str(form.cleaned_data["key"])}
        try:
            change(**{line: row}, **values, by=request.actor, at=timezone.now())
            messages.success(request, "記録しました。")
            return redirect("schemes:budget_line", organization=request.organization.slug, pk=pk)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    context = {"row": row, "form": form, **words}
    return render(request, "schemes/budget/move.html", context, status=422 if form.is_bound else 200)
