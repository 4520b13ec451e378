"""Staff: partners that let homes under their own name; what they propose; what the town pays them."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.foundation.identity import services as identity
from kayoi.foundation.identity.marks import Request, staff
from kayoi.foundation.identity.selectors import member_of
from kayoi.foundation.tenancy.models import Partnership
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.forms import sublets as forms
from kayoi.programmes.stays.forms import tenancies as homes
from kayoi.programmes.stays.models import HeadLease, PartnerPayment, Proposal, SubLessor
from kayoi.programmes.stays.selectors import sublets as selectors
from kayoi.programmes.stays.services import sublessors as services
from kayoi.programmes.stays.services.sublets import decline_proposal, take_proposal
from kayoi.programmes.stays.services.tenancies_head import change_head_end
from kayoi.programmes.stays.states import Permission
from kayoi.programmes.stays.views.tenancies import back, may_read_protected, page


@staff(Permission.STAY_READ)
@require_safe
def sub_lessors(request: Request) -> HttpResponse:
    """Show the bodies that let homes under their own name."""
    rows = selectors.sub_lessors(on=local_date(timezone.now()))
    return render(request, "stays/sublets/list.html", {"rows": rows})


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_sub_lessor(request: Request) -> HttpResponse:
    """Register a body that lets homes under its own name."""
    form = forms.SubLessorForm(request.POST or None)
    if form.is_valid():
        made = services.add_sub_lessor(fields=form.lessor(), by=request.actor, at=timezone.now())
        return _to(request, made, "団体を登録しました。借上げを登録するときに、借りて貸す人として選べます。")
    return page(request, form, title="転貸する団体を登録する", button="登録する")


@staff(Permission.STAY_READ)
@require_safe
def sub_lessor(request: Request, pk: int) -> HttpResponse:
    """Show a partner: chain of leases, households, proposals, money, people at the counter."""
    context = selectors.sub_lessor_page(
        _lessor(pk), town=request.organization, at=timezone.now(),
        may_read_protected=may_read_protected(request),
    )  # fmt: skip
    return render(request, "stays/sublets/lessor.html", context)


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def change_sub_lessor(request: Request, pk: int) -> HttpResponse:
    """Write who a partner is now."""
    row = _lessor(pk)
    form = forms.SubLessorForm(request.POST or None, instance=_lessor(pk), initial={"version": row.version})
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            services.change_sub_lessor(
                sub_lessor=row, fields=form.lessor(), version=version, by=request.actor, at=timezone.now()
            )
            return _to(request, row, "保存しました。渡した書面は、そのままです。")
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    return page(request, form, title=f"団体の内容を変える: {row.name}", button="保存する")


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def invite_sub_lessor(request: Request, pk: int) -> HttpResponse:
    """Invite somebody of a partner to its counter."""
    row, form = _lessor(pk), forms.InviteForm(request.POST or None)
    if form.is_valid():
        link = f"{settings.CANONICAL_URL.rstrip('/')}/account/invitations/{{token}}/"
        services.invite_sub_lessor(
            organization=request.organization, sub_lessor=row, **form.cleaned_data, link=link, by=request.actor,
            at=timezone.now(),
        )  # fmt: skip
        return _to(request, row, "招待のメールを送りました。")
    return page(request, form, title=f"窓口に招く: {row.name}", button="招待のメールを送る")


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def close_sub_lessor(request: Request, pk: int) -> HttpResponse:
    """Close the counter to a partner."""
    row, now = _lessor(pk), timezone.now()
    rows = Partnership.objects.in_force(local_date(now)).filter(town=request.organization, partner=row.partner_id)
    form = homes.NothingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        for partnership in rows:
            services.close_sub_lessor(partnership=partnership, by=request.actor, at=now)
        return _to(request, row, "窓口を閉じました。団体の人は、いまから入れません。")
    return page(request, form, title=f"窓口を閉じる: {row.name}", button="窓口を閉じる")


@staff(Permission.STAY_HOUSE)
@require_POST
def end_lessor_member(request: Request, pk: int, member: int) -> HttpResponse:
    """End that somebody works for a partner."""
    row = _lessor(pk)
    found = member_of(row.partner, member)
    if found is None:
        raise Http404
    identity.end_partner_member(membership=found, by=request.actor, at=timezone.now())
    return _to(request, row, f"{found.name}さんの利用を終えました。")


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def note_money(request: Request, pk: int) -> HttpResponse:
    """Note what the town paid a partner or received from it."""
    row, form = _lessor(pk), forms.MoneyForm(request.POST or None)
    if form.is_valid():
        services.note_money(
            sub_lessor=row, money=form.money(), key=form.cleaned_data["key"], by=request.actor, at=timezone.now()
        )
        return _to(request, row, "記録しました。")
    return page(request, form, title=f"町と団体の間のお金を記録する: {row.name}", button="記録する")


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def take_money_back(request: Request, pk: int) -> HttpResponse:
    """Take a note of money back."""
    payment = get_object_or_404(PartnerPayment.objects.select_related("sub_lessor"), pk=pk)
    form = homes.ShortWhyForm(request.POST or None)
    if form.is_valid():
        try:
            services.take_money_back(payment=payment, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
            return _to(request, payment.sub_lessor, "記録を取り消しました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, homes.REFUSALS))
    return page(request, form, title="町と団体の間のお金の記録を取り消す", button="取り消す")


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def head_end(request: Request, pk: int) -> HttpResponse:
    """Change the day on which a head lease ends."""
    row = get_object_or_404(HeadLease.objects.select_related("house"), pk=pk)
    form = forms.HeadEndForm(request.POST or None, initial={"ends_on": row.ends_on})
    if form.is_valid():
        ends_before, why = homes.after(form.cleaned_data["ends_on"]), form.cleaned_data["why"]
        try:
            change_head_end(head_lease=row, ends_before=ends_before, why=why, by=request.actor, at=timezone.now())
            messages.success(request, "借上げの最終日を変え、前の予定を入れ直しました。")
            return redirect("stays:head_lease", organization=request.organization.slug, pk=row.pk)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, homes.REFUSALS))
    return page(request, form, title=f"借上げの最終日を変える: {row.house.name}", button="変える", house=row.house)


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: Request, pk: int) -> HttpResponse:
    """Show whom a partner proposes, and make an application of it."""
    row, form = _proposal(pk), homes.OfFileForm(request.POST or None)
    if form.is_valid():
        assert form.file is not None
        try:
            made = take_proposal(proposal=row, case_file=form.file, by=request.actor, at=timezone.now())
            return back(request, made, "推薦から申込みを作り、部屋を押さえました。決定は、ほかの職員がします。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, homes.REFUSALS))
    context: dict[str, Any] = {"row": row, "form": form}
    return render(request, "stays/sublets/proposal.html", context, status=422 if form.is_bound else 200)


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: Request, pk: int) -> HttpResponse:
    """Answer a partner that a household is not taken."""
    row, form = _proposal(pk), homes.ShortWhyForm(request.POST or None)
    if form.is_valid():
        try:
            decline_proposal(proposal=row, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
            return _to(request, row.sub_lessor, "見送りを記録しました。理由は、団体の窓口に出ます。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, homes.REFUSALS))
    return page(request, form, title="推薦を見送る", button="見送る", house=row.room.house)


def _lessor(pk: int) -> SubLessor:
    found: SubLessor = get_object_or_404(SubLessor.objects.select_related("partner"), pk=pk)
    return found


def _proposal(pk: int) -> Proposal:
    rows = Proposal.objects.select_related("sub_lessor", "room__house", "room__unit")
    found: Proposal = get_object_or_404(rows, pk=pk)
    return found


def _to(request: Request, row: SubLessor, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("stays:sub_lessor", organization=request.organization.slug, pk=row.pk)
