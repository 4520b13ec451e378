"""Staff: what is held back before payment, one payment with its checks, looking again, releasing with a reason."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kayoi.engines.procedures.forms.staff import WhyForm
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.schemes.forms.money_refusals import REFUSALS
from kayoi.programmes.schemes.models import Payment, PaymentFinding
from kayoi.programmes.schemes.selectors.guard.pages import check_page, held_lines
from kayoi.programmes.schemes.services import payments as services
from kayoi.programmes.schemes.states.payments import CHECKED
from kayoi.programmes.schemes.states.permissions import Permission
from kayoi.programmes.schemes.views.found import too_late


@staff(Permission.PAYMENT_MAKE)
@require_safe
def payment_checks(request: Request) -> HttpResponse:
    """Show what is held back before payment, with what to do next."""
    lines = held_lines(on=local_date(timezone.now()))
    return render(request, "schemes/payments/checks.html", {"lines": lines})


@staff(Permission.PAYMENT_MAKE)
@require_safe
def payment_check(request: Request, pk: int) -> HttpResponse:
    """Show a payment: the case worked out once more, what was found, what was checked."""
    return _page(request, pk)


@staff(Permission.PAYMENT_MAKE)
@require_POST
def check_again(request: Request, pk: int) -> HttpResponse:
    """Look at a payment once more, after something was put right."""
    row, now = get_object_or_404(Payment, pk=pk), timezone.now()
    if row.status not in CHECKED:
        return too_late(request, "schemes:payment_check", pk)
    held = services.check_payments(payments=[row.pk], on=local_date(now), by=request.actor, at=now)
    if held:
        messages.warning(request, "もう一度確かめました。まだ支払えません。")
    else:
        messages.success(request, "もう一度確かめました。支払えます。")
    return redirect("schemes:payment_check", organization=request.organization.slug, pk=pk)


@staff(Permission.PAYMENT_MAKE)
@require_POST
def release_finding(request: Request, pk: int) -> HttpResponse:
    """Let a payment pass in spite of a finding, with the reason."""
    row, form = get_object_or_404(PaymentFinding, pk=pk), _form(pk, request.POST)
    if form.is_valid():
        try:
            services.release_finding(finding=row, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
            messages.success(request, "理由を残しました。")
            return redirect("schemes:payment_check", organization=request.organization.slug, pk=row.payment_id)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    return _page(request, row.payment_id, {pk: form})


@staff(Permission.PAYMENT_MAKE)
@require_POST
def note_finding(request: Request, pk: int) -> HttpResponse:
    """Say that something that holds nothing back was looked at."""
    row = get_object_or_404(PaymentFinding, pk=pk)
    try:
        services.note_finding(finding=row, by=request.actor, at=timezone.now())
    except Refused as refused:
        messages.error(request, " ".join(sentences(refused.verdict, REFUSALS)))
    except ChangedMeanwhile:
        messages.error(request, CHANGED_MEANWHILE)
    return redirect("schemes:payment_check", organization=request.organization.slug, pk=row.payment_id)


def _form(finding: int, data: Any = None) -> WhyForm:
    """Return the question for the reason; each finding on a page has its own."""
    return WhyForm(data, auto_id=f"finding-{finding}-%s")


def _page(request: Request, pk: int, answered: Mapping[int, WhyForm] | None = None) -> HttpResponse:
    page = check_page(pk, on=local_date(timezone.now()))
    if page is None:
        raise Http404
    answered = answered or {}
    found = [(one, answered.get(one.pk) or _form(one.pk)) for one in page.open]
    context = {"page": page, "found": found, "forms": list(answered.values())}
    return render(request, "schemes/payments/check.html", context, status=422 if answered else 200)
