"""Staff: a use by hand or taken back; at whose counter a benefit is used, and who comes in there."""

from datetime import datetime, time

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.procedures.forms.staff import WhyForm
from kayoi.foundation.identity.marks import Request, staff
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.identity.selectors import members, pending_invitations
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.states import OrganizationKind
from kayoi.kit.dates import JST, local_date
from kayoi.kit.downloads import download
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.furusato.forms.benefits import CounterForm, HandUseForm, InviteForm
from kayoi.programmes.furusato.forms.card_words import REFUSALS
from kayoi.programmes.furusato.models import BenefitUse
from kayoi.programmes.furusato.selectors.uses_file import uses_csv
from kayoi.programmes.furusato.services import benefits as services
from kayoi.programmes.furusato.services import counters
from kayoi.programmes.furusato.services.benefits import Use
from kayoi.programmes.furusato.states import Permission
from kayoi.programmes.furusato.views.benefits import asked_year, benefit_href, benefit_or_404, to_benefit
from kayoi.programmes.furusato.views.steps import step


@staff(Permission.FURUSATO_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: Request, pk: int) -> HttpResponse:
    """Record a use by hand: by telephone, from a counter's paper list."""
    row, form, now = benefit_or_404(pk), HandUseForm(request.POST or None), timezone.now()
    if form.is_valid():
        given = form.cleaned_data
        use = Use(
            row.pk, given["client_key"], datetime.combine(given["used_on"], time(12), JST), given["quantity"],
            registration=given["number"].pk, counter="職員の入力",
        )  # fmt: skip
        try:
            services.record_use(use=use, by=request.actor, at=now)
            messages.success(request, "利用を記録しました。")
            return to_benefit(request, row)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return step(
        request,
        form,
        title="利用を手で記録する",
        button="記録する",
        about=row.name,
        back_url=benefit_href(request, row),
    )


@staff(Permission.FURUSATO_READ)
@require_safe
def uses_file(request: Request, pk: int) -> HttpResponse:
    """Hand out the uses of a fiscal year as a file."""
    row, year = benefit_or_404(pk), asked_year(request, on=local_date(timezone.now()))
    return download(uses_csv(row, year=year), f"特典の利用 {row.key} {year}.csv")


@staff(Permission.FURUSATO_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def reverse_use(request: Request, pk: int) -> HttpResponse:
    """Take a use back that was recorded by mistake."""
    use = get_object_or_404(BenefitUse.objects.select_related("benefit"), pk=pk)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        try:
            back = services.reverse_use(use=use, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
            over = f"戻したポイントのうち{back.over}は、期限が過ぎているため使えません。" if back.over else ""
            messages.success(request, f"利用の記録を取り消しました。{over}")
            return to_benefit(request, use.benefit)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return step(
        request, form, title="利用の記録を取り消す", button="取り消す", about=use.benefit.name,
        back_url=benefit_href(request, use.benefit),
    )  # fmt: skip


@staff(Permission.FURUSATO_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def set_counter(request: Request, pk: int) -> HttpResponse:
    """Say at whose counter a benefit is used."""
    row, form, now = benefit_or_404(pk), CounterForm(request.POST or None), timezone.now()
    if form.is_valid():
        given = form.cleaned_data
        if given["partner"]:
            counters.set_counter(benefit=row, partner=given["partner"], by=request.actor, at=now)
        else:
            kind = OrganizationKind.of(given["kind"])
            counters.open_counter(benefit=row, name=given["name"], kind=kind, by=request.actor, at=now)
        return redirect("furusato:counter_people", organization=request.organization.slug, pk=row.pk)
    return step(
        request, form, title="使える窓口を決める", button="決める", about=row.name, back_url=benefit_href(request, row),
        hints=["町の窓口だけで使う特典では、決めなくてかまいません。"],
    )  # fmt: skip


@staff(Permission.FURUSATO_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: Request, pk: int) -> HttpResponse:
    """Show who comes in at a benefit's counter; invite somebody by mail."""
    row, form, now = benefit_or_404(pk), InviteForm(request.POST or None), timezone.now()
    if row.counter is None:
        return redirect("furusato:set_counter", organization=request.organization.slug, pk=row.pk)
    if form.is_valid():
        link = request.build_absolute_uri(reverse("identity:invitation", args=["TOKEN"])).replace("TOKEN", "{token}")
        counters.invite_to_counter(
            organization=request.organization, benefit=row, **form.cleaned_data, link=link, by=request.actor, at=now
        )
        messages.success(request, "招待のメールを送りました。")
        return redirect(request.path)
    with scope.of_organization(row.counter.pk):
        who = list(members(on=local_date(now))), list(pending_invitations(at=now))
    context = {"benefit": row, "form": form, "members": who[0], "invitations": who[1]}
    return render(request, "furusato/benefits/people.html", context, status=422 if form.is_bound else 200)


@staff(Permission.FURUSATO_MANAGE)
@require_POST
def end_person(request: Request, pk: int, member: int) -> HttpResponse:
    """End that somebody comes in at a benefit's counter."""
    row = benefit_or_404(pk)
    if row.counter is None:
        raise Http404
    with scope.of_organization(row.counter.pk):
        who = get_object_or_404(Membership, pk=member)
    counters.end_counter_member(membership=who, by=request.actor, at=timezone.now())
    messages.success(request, f"{who.name}さんは、もう窓口に入れません。")
    return redirect("furusato:counter_people", organization=request.organization.slug, pk=row.pk)
