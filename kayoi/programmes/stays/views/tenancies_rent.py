"""Staff: rent month by month: paid, taken back, closed, reminded of."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date, months_later, parse_month
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.forms import tenancies as forms
from kayoi.programmes.stays.models import RentPayment
from kayoi.programmes.stays.selectors import tenancies as selectors
from kayoi.programmes.stays.services import tenancies_rent as rents
from kayoi.programmes.stays.states import Permission
from kayoi.programmes.stays.views.tenancies import back, may_read_protected, page, tenancy_or_404


@staff(Permission.STAY_EDIT)
@require_POST
def pay_rent(request: Request, pk: int) -> HttpResponse:
    """Note that rent was paid."""
    row, form = tenancy_or_404(pk), forms.PaidForm(request.POST)
    if form.is_valid():
        try:
            rents.note_rent(
                tenancy=row, paid=form.paid(), key=form.cleaned_data["key"], by=request.actor, at=timezone.now()
            )
            return back(request, row, "入金を記録しました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, forms.REFUSALS))
    return page(request, form, title="入金を記録する", button="記録する", row=row)


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def take_rent_back(request: Request, pk: int) -> HttpResponse:
    """Take a note of a payment back."""
    payment = get_object_or_404(RentPayment, pk=pk)
    row, form = tenancy_or_404(payment.tenancy_id), forms.ShortWhyForm(request.POST or None)
    if form.is_valid():
        try:
            rents.take_rent_back(payment=payment, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
            return back(request, row, "入金の記録を取り消しました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, forms.REFUSALS))
    return page(request, form, title="入金の記録を取り消す", button="取り消す", row=row)


@staff(Permission.STAY_READ)
@require_safe
def rent_month(request: Request) -> HttpResponse:
    """Show the rents of a month with their sum, beside what the ledger says; and what is overdue."""
    today = local_date(timezone.now())
    month = parse_month(request.GET.get("month", "")) or today.replace(day=1)
    context = selectors.month_page(month, on=today, may_read_protected=may_read_protected(request))
    context |= {"before": months_later(month, -1), "after": months_later(month, 1)}
    return render(request, "stays/tenancies/rent.html", context)


@staff(Permission.STAY_EDIT)
@require_POST
def remind_rent(request: Request, pk: int) -> HttpResponse:
    """Remind a household of rent that is overdue."""
    row, now = tenancy_or_404(pk), timezone.now()
    [debt] = selectors.debts([row], on=local_date(now))
    if not debt.late_yen or selectors.is_sublet(row):
        return back(request, row, "町に払う家賃で、納期限を過ぎたものはありません。")
    by_mail = rents.remind(organization=request.organization, debt=debt, by=request.actor, at=now)
    return back(
        request,
        row,
        "メールで知らせました。" if by_mail else "メールを送れないため、電話か郵便で伝える予定を作りました。",
    )
