"""Staff: bank accounts of people who get money; numbers are masked unless somebody says why they read one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import is_protected
from kayoi.engines.procedures.forms.staff import WhyForm
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.schemes.forms.money_refusals import REFUSALS
from kayoi.programmes.schemes.forms.payments import AccountForm
from kayoi.programmes.schemes.models import PayeeAccount
from kayoi.programmes.schemes.selectors.payments.accounts import accounts_of
from kayoi.programmes.schemes.services import payments as services
from kayoi.programmes.schemes.states.permissions import Permission


@staff(Permission.PAYEE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def payees(request: Request, pk: int) -> HttpResponse:
    """Show the accounts of somebody, and write another one down."""
    file, form = get_object_or_404(CaseFile.objects.without_search(), pk=pk), AccountForm(request.POST or None)
    if form.is_valid():
        try:
            services.propose_account(
                case_file=file, account=form.details(), names=form.names(), why_other=form.cleaned_data["why_other"],
                by=request.actor, at=timezone.now(),
            )  # fmt: skip
            messages.success(request, "口座を登録しました。別の職員が確認すると、支払いに使えます。")
            return redirect(request.path)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    today = local_date(timezone.now())
    context = {
        "file": file, "form": form, "rows": accounts_of(file), "protected": is_protected(pk, on=today),
    }  # fmt: skip
    return render(request, "schemes/payments/payees.html", context, status=422 if form.is_bound else 200)


@staff(Permission.PAYEE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def payee(request: Request, pk: int) -> HttpResponse:
    """Show one account; end it with a reason."""
    row, form = _account(pk), WhyForm(request.POST or None)
    if form.is_valid():
        try:
            services.end_account(account=row, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
            messages.success(request, "この口座は、もう支払いに使われません。")
            return redirect("schemes:payees", organization=request.organization.slug, pk=row.case_file_id)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return _page(request, row, end=form)


@staff(Permission.PAYEE_CONFIRM)
@require_POST
def confirm_payee(request: Request, pk: int) -> HttpResponse:
    """Confirm an account that somebody else has written down, or give it back with a reason."""
    row, form = _account(pk), WhyForm(request.POST)
    by, at = request.actor, timezone.now()
    try:
        if request.POST.get("action") == "confirm":
            services.confirm_account(account=row, by=by, at=at)
            messages.success(request, "口座を確認済みにしました。")
        elif form.is_valid():
            services.reject_account(account=row, why=form.cleaned_data["why"], by=by, at=at)
            messages.success(request, "口座を差し戻しました。")
        else:
            return _page(request, row, reject=form)
    except Refused as refused:
        messages.error(request, " ".join(sentences(refused.verdict, REFUSALS)))
    except ChangedMeanwhile:
        messages.error(request, str(CHANGED_MEANWHILE))
    return redirect("schemes:payees", organization=request.organization.slug, pk=row.case_file_id)


@staff(Permission.PAYEE_READ)
@require_POST
def show_payee(request: Request, pk: int) -> HttpResponse:
    """Show the whole number once, and keep who has read it, and why."""
    row, form, number = _account(pk), WhyForm(request.POST), ""
    if form.is_valid():
        why = form.cleaned_data["why"]
        number = services.show_number(account=row, why=why, by=request.actor, at=timezone.now())
    response = _page(request, row, show=form, number=number)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _account(pk: int) -> PayeeAccount:
    row: PayeeAccount = get_object_or_404(
        PayeeAccount.objects.select_related("case_file", "proposed_by"), pk=pk
    )  # fmt: skip
    return row


def _page(
    request: Request, row: PayeeAccount, *, number: str = "", end: WhyForm | None = None,
    reject: WhyForm | None = None, show: WhyForm | None = None,
) -> HttpResponse:  # fmt: skip
    forms = {"end": end or WhyForm(), "reject": reject or WhyForm(), "show": show or WhyForm()}
    wrong = any(form.errors for form in forms.values())
    context = {"row": row, "forms": forms, "number": number}
    return render(request, "schemes/payments/payee.html", context, status=422 if wrong else 200)
