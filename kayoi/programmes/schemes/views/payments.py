"""Staff: what waits to be paid, batches for the finance system, what the bank sent back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.procedures.forms.staff import WhyForm
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.downloads import download
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.schemes.forms.money_refusals import REFUSALS
from kayoi.programmes.schemes.forms.payments import BatchForm, FileForm, LayoutForm, ReturnedForm, SettleForm
from kayoi.programmes.schemes.models import Batch, Payment
from kayoi.programmes.schemes.selectors.guard.pages import held_count
from kayoi.programmes.schemes.selectors.payments.batches import columns_for, latest_batches, layout_version, rows_of
from kayoi.programmes.schemes.selectors.payments.due import due_lines
from kayoi.programmes.schemes.services import paying
from kayoi.programmes.schemes.services import payments as services
from kayoi.programmes.schemes.services.grants import Sender
from kayoi.programmes.schemes.states.payments import HandOut
from kayoi.programmes.schemes.states.permissions import Permission
from kayoi.programmes.schemes.views.found import link_to_state


@staff(Permission.PAYMENT_MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def payments(request: Request) -> HttpResponse:
    """Show what waits to be paid, and make a batch of what is chosen."""
    now = timezone.now()
    lines = due_lines(on=local_date(now))
    form = BatchForm(request.POST or None, due=[one.due.payment.pk for one in lines])
    if form.is_valid():
        try:
            batch = services.make_batch(**form.cleaned_data, by=request.actor, at=now)
            if held := len(set(form.cleaned_data["payments"])) - batch.count:
                messages.warning(
                    request, f"{held}件は、支払い前の確認で止まりました。「支払い前の確認」を見てください。"
                )
            return redirect("schemes:batch", organization=request.organization.slug, pk=batch.pk)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    chosen = form.cleaned_data.get("payments", []) if form.is_bound else []
    lines = due_lines(on=local_date(now)) if form.is_bound else lines
    context = {"form": form, "lines": lines, "batches": latest_batches(), "chosen": chosen, "which": list(HandOut),
               "held": held_count()}  # fmt: skip
    return render(request, "schemes/payments/payments.html", context, status=422 if form.is_bound else 200)


@staff(Permission.PAYMENT_MAKE)
@require_safe
def batch(request: Request, pk: int) -> HttpResponse:
    """Show a batch: its rows, its totals, its lists; whether it is paid."""
    return _batch_page(request, get_object_or_404(Batch, pk=pk))


@staff(Permission.PAYMENT_MAKE)
@require_POST
def batch_file(request: Request, pk: int) -> HttpResponse:
    """Hand a list of a batch out as CSV."""
    row, form = get_object_or_404(Batch, pk=pk), FileForm(request.POST)
    if not form.is_valid():
        raise Http404
    which, cp932 = HandOut.of(form.cleaned_data["which"]), form.cleaned_data["cp932"]
    try:
        data = services.give_file(batch=row, which=which, cp932=cp932, by=request.actor, at=timezone.now())
    except Refused as refused:
        form.add_error(None, sentences(refused.verdict, REFUSALS))
        return _batch_page(request, row, file=form)
    name = f"{which.label}_{row.fiscal_year}_{row.number:04d}.csv"
    return download(data, name, charset="shift_jis" if cp932 else "utf-8")


@staff(Permission.PAYMENT_MAKE)
@require_POST
def settle_batch(request: Request, pk: int) -> HttpResponse:
    """Say that a batch was paid."""
    row, form = get_object_or_404(Batch, pk=pk), SettleForm(request.POST)
    if form.is_valid():
        try:
            paying.settle_batch(
                batch=row, paid_on=form.cleaned_data["paid_on"],
                sender=Sender(request.organization, link_to_state(request)), by=request.actor, at=timezone.now(),
            )  # fmt: skip
            messages.success(request, f"{row.count}件 {row.total_yen:,}円を、支払済みにしました。")
            return redirect("schemes:batch", organization=request.organization.slug, pk=pk)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return _batch_page(request, row, settle=form)


@staff(Permission.PAYMENT_MAKE)
@require_POST
def void_batch(request: Request, pk: int) -> HttpResponse:
    """Take a batch back before it is paid."""
    row, form = get_object_or_404(Batch, pk=pk), WhyForm(request.POST)
    if form.is_valid():
        try:
            services.void_batch(batch=row, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
            messages.success(request, "支払データを取り消しました。支払いは、支払待ちに戻りました。")
            return redirect("schemes:payments", organization=request.organization.slug)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return _batch_page(request, row, void=form)


def _batch_page(
    request: Request, row: Batch, *, settle: SettleForm | None = None, void: WhyForm | None = None,
    file: FileForm | None = None,
) -> HttpResponse:  # fmt: skip
    settle = settle or SettleForm(initial={"paid_on": row.pays_on})
    forms = {"settle": settle, "void": void or WhyForm(), "file": file or FileForm()}
    context = {"row": row, "rows": rows_of(row), "forms": forms, "which": list(HandOut)}
    status = 422 if any(form.errors for form in forms.values()) else 200
    return render(request, "schemes/payments/batch.html", context, status=status)


@staff(Permission.PAYMENT_MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def return_payment(request: Request, pk: int) -> HttpResponse:
    """Take in what the bank sent back: it is to be paid again, to another account."""
    row, form = _payment(pk), ReturnedForm(request.POST or None)
    if form.is_valid():
        try:
            paying.return_payment(payment=row, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "組戻しを記録しました。口座を確かめ直すと、もう一度支払えます。")
            return redirect("schemes:payments", organization=request.organization.slug)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    context = {"row": row, "form": form, "words": "組戻しを記録する", "kind": "primary"}
    return render(request, "schemes/payments/payment.html", context, status=422 if form.is_bound else 200)


@staff(Permission.PAYMENT_MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def drop_payment(request: Request, pk: int) -> HttpResponse:
    """Take a payment back before it is handed over."""
    row, form = _payment(pk), WhyForm(request.POST or None)
    if form.is_valid():
        try:
            services.drop_payment(payment=row, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
            messages.success(request, "支払いを取りやめました。")
            return redirect("schemes:payments", organization=request.organization.slug)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    context = {"row": row, "form": form, "words": "支払いを取りやめる", "kind": "danger"}
    return render(request, "schemes/payments/payment.html", context, status=422 if form.is_bound else 200)


def _payment(pk: int) -> Payment:
    row: Payment = get_object_or_404(
        Payment.objects.select_related("commitment__line", "case_file", "entry__transfer"), pk=pk
    )
    return row


@staff(Permission.PAYMENT_MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def layout(request: Request, which: str) -> HttpResponse:
    """Order and name the columns of a list."""
    if which not in set(HandOut):
        raise Http404
    kind = HandOut.of(which)
    form = LayoutForm(request.POST or None, columns=columns_for(kind), version=layout_version(kind))
    if form.is_valid():
        try:
            version, by = form.cleaned_data["version"], request.actor
            services.change_layout(which=kind, columns=form.columns(), version=version, by=by, at=timezone.now())
            messages.success(request, "列の対応を保存しました。次に作る支払データから使われます。")
            return redirect(request.path)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    context = {"form": form, "which": kind}
    return render(request, "schemes/payments/layout.html", context, status=422 if form.is_bound else 200)
