"""Staff: payments noted, relief, somebody more, longer, given up."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kayoi.engines.procedures.forms.staff import WhyForm
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.forms.office import (
    CompanionForm,
    LongerForm,
    PaymentForm,
    ReliefForm,
    StaffCancelForm,
)
from kayoi.programmes.stays.forms.office_refusals import REFUSALS
from kayoi.programmes.stays.models import Charge
from kayoi.programmes.stays.selectors.cancelling import cancelling
from kayoi.programmes.stays.services import changing, charging
from kayoi.programmes.stays.services.cancelling import cancel_for
from kayoi.programmes.stays.services.companions import add_companion
from kayoi.programmes.stays.states import CancelReason, PaidBy, Permission, Relief
from kayoi.programmes.stays.views.found import link_to_stay
from kayoi.programmes.stays.views.office import stay_or_404
from kayoi.programmes.stays.views.steps import back, step


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: Request, pk: int) -> HttpResponse:
    """Note when and how something was paid, or take that back with a reason."""
    charge = get_object_or_404(Charge, pk=pk)
    row, now = stay_or_404(charge.stay_id), timezone.now()
    is_paid = charge.paid_on is not None
    form = (
        WhyForm(request.POST or None) if is_paid
        else PaymentForm(request.POST or None, initial={"paid_on": local_date(now), "paid_by": PaidBy.SLIP})
    )  # fmt: skip
    if form.is_valid():
        values = form.cleaned_data
        try:
            if is_paid:
                charging.take_payment_back(charge=charge, why=values["why"], by=request.actor, at=now)
                return back(request, row, "支払いの記録を取り消しました。")
            values |= {"paid_by": PaidBy.of(values["paid_by"])}
            charging.note_payment(charge=charge, by=request.actor, at=now, **values)
            return back(request, row, "支払いを記録しました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    title = "支払いの記録を取り消す" if is_paid else "支払いを記録する"
    hints = [
        f"{charge.get_kind_display()} {charge.amount_yen:,}円",
        "ここでは記録だけをします。",
    ]
    return step(request, form, row, title=title, button=title, hints=hints)


@staff(Permission.STAY_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def relieve(request: Request, pk: int) -> HttpResponse:
    """Ask less, by an article and with a reason."""
    row = stay_or_404(pk)
    known = {"relief": row.relief, "article": row.relief_article, "why": row.relief_why}
    form = ReliefForm(request.POST or None, initial=known)
    if form.is_valid():
        values = form.cleaned_data | {"relief": Relief.of(form.cleaned_data["relief"])}
        try:
            charging.relieve(stay=row, by=request.actor, at=timezone.now(), **values)
            return back(request, row, "減免を記録し、請求を合わせました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return step(request, form, row, title="減額・免除する", button="減免する")


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def companion(request: Request, pk: int) -> HttpResponse:
    """Let somebody more come along; requirement and price are asked again."""
    row, form = stay_or_404(pk), CompanionForm(request.POST or None)
    if form.is_valid():
        try:
            add_companion(stay=row, by=request.actor, at=timezone.now(), **form.cleaned_data)
            return back(request, row, "同行者を加え、要件と料金を確かめ直しました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    hints = [f"定員は{row.room.unit.capacity}人、いまは{row.persons}人です。"]
    return step(request, form, row, title="同行者を加える", button="加える", hints=hints)


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def longer(request: Request, pk: int) -> HttpResponse:
    """Make a stay longer."""
    row, form = stay_or_404(pk), LongerForm(request.POST or None)
    if form.is_valid():
        try:
            changing.extend_stay(stay=row, by=request.actor, at=timezone.now(), **form.cleaned_data)
            return back(request, row, "滞在を延長しました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return step(request, form, row, title="滞在を延長する", button="延長する")


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def staff_cancel(request: Request, pk: int) -> HttpResponse:
    """Give a stay up for somebody who calls, or because the town has to; the fee is that of the ruleset."""
    row, now, form = stay_or_404(pk), timezone.now(), StaffCancelForm(request.POST or None)
    if form.is_valid():
        reason = CancelReason.of(form.cleaned_data["reason"])
        try:
            costs = cancel_for(
                organization=request.organization, stay=row, why=form.cleaned_data["why"], reason=reason,
                link=link_to_stay(request), by=request.actor, at=now,
            )  # fmt: skip
            if costs.fee_yen is None:
                messages.warning(request, "取消料は、決まりからは分かりません。請求を確かめてください。")
            return back(request, row, "滞在を取りやめました。部屋は空きました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    fees = [(one, cancelling(row, on=local_date(now), reason=one).fee_yen) for one in CancelReason]
    hints = [f"きょう取りやめるときの取消料({one.label}): {_yen(fee)}" for one, fee in fees]
    return step(request, form, row, title="滞在を取りやめる", button="取りやめる", hints=hints)


def _yen(amount: int | None) -> str:
    return "決まりからは分かりません" if amount is None else f"{amount:,}円"
