"""Staff: a guarantee ends, a claim for a damage is taken back."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.forms import tenancies as forms
from kayoi.programmes.stays.forms.securities import EndGuaranteeForm
from kayoi.programmes.stays.models import DamageClaim, Guarantee
from kayoi.programmes.stays.services.tenancies_damage import take_claim_back
from kayoi.programmes.stays.services.tenancies_guarantee import end_guarantee
from kayoi.programmes.stays.states import Permission
from kayoi.programmes.stays.views.tenancies import back, page, tenancy_or_404


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def end_security(request: Request, pk: int) -> HttpResponse:
    """Note that a guarantee ends."""
    guarantee = get_object_or_404(Guarantee, pk=pk)
    row, form = tenancy_or_404(guarantee.tenancy_id), EndGuaranteeForm(request.POST or None)
    if form.is_valid():
        try:
            end_guarantee(guarantee=guarantee, **form.cleaned_data, by=request.actor, at=timezone.now())
            return back(request, row, "保証の終わりを記録しました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, forms.REFUSALS))
    return page(request, form, title=f"保証を終える: {guarantee.name}", button="記録する", row=row)


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def take_damage_back(request: Request, pk: int) -> HttpResponse:
    """Take a claim for a damage back."""
    claim = get_object_or_404(DamageClaim, pk=pk)
    row, form = tenancy_or_404(claim.tenancy_id), forms.ShortWhyForm(request.POST or None)
    if form.is_valid():
        try:
            take_claim_back(claim=claim, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
            return back(request, row, "請求を取り消しました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, forms.REFUSALS))
    return page(request, form, title="原状回復の費用の請求を取り消す", button="取り消す", row=row)
