"""Staff: benefits, their budget, counter, uses and effect."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.procedures.forms.staff import WhyForm
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import fiscal_year, fiscal_year_label, local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.posted import version_of
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.furusato.forms.benefits import BenefitForm, BudgetForm
from kayoi.programmes.furusato.forms.card_words import REFUSALS
from kayoi.programmes.furusato.models import Benefit
from kayoi.programmes.furusato.rules.benefits import may_publish
from kayoi.programmes.furusato.selectors.benefits import benefit_page, offered, rows_of
from kayoi.programmes.furusato.selectors.uses_file import beyond_in_words
from kayoi.programmes.furusato.services import benefits as services
from kayoi.programmes.furusato.states import Permission
from kayoi.programmes.furusato.views.steps import step


@staff(Permission.FURUSATO_READ)
@require_safe
def benefits(request: Request) -> HttpResponse:
    """Show all benefits with this year's uses and money."""
    year = fiscal_year(local_date(timezone.now()))
    found = Benefit.objects.prefetch_related("registers__register").order_by("status", "-is_recorded", "kind", "name")
    context = {"rows": rows_of(list(found), year=year), "year": fiscal_year_label(year)}
    return render(request, "furusato/benefits/list.html", context)


@staff(Permission.FURUSATO_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Write a benefit down."""
    form = BenefitForm(request.POST or None)
    if form.is_valid():
        row = services.add_benefit(
            fields=form.changes(), registers=form.cleaned_data["registers"], by=request.actor, at=timezone.now()
        )
        messages.success(request, "特典を登録しました。内容を確かめて、始めてください。")
        return to_benefit(request, row)
    context = {"form": form, "title": "特典を登録する"}
    return render(request, "furusato/benefits/edit.html", context, status=422 if form.is_bound else 200)


@staff(Permission.FURUSATO_READ)
@require_safe
def benefit(request: Request, pk: int) -> HttpResponse:
    """Show a benefit: what is lacking, its uses of a fiscal year, its effect."""
    row, on = benefit_or_404(pk), local_date(timezone.now())
    year = asked_year(request, on=on)
    page = benefit_page(row, year=year, on=on)
    context: dict[str, Any] = {
        "page": page, "benefit": row, "uses": [(use, beyond_in_words(use.beyond)) for use in page.uses],
        "lacking": sentences(may_publish(offered(row)), REFUSALS),
        "years": [(one, fiscal_year_label(one)) for one in page.years], "year": year,
        "year_label": fiscal_year_label(year),
    }  # fmt: skip
    return render(request, "furusato/benefits/one.html", context)


@staff(Permission.FURUSATO_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Change a benefit."""
    row, form = benefit_or_404(pk), BenefitForm(request.POST or None, instance=benefit_or_404(pk))
    if form.is_valid():
        try:
            services.change_benefit(
                benefit=row, fields=form.changes(), registers=form.cleaned_data["registers"],
                version=version_of(request), by=request.actor, at=timezone.now(),
            )  # fmt: skip
            messages.success(request, "保存しました。")
            return to_benefit(request, row)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    context = {"form": form, "title": "特典を変える", "benefit": row}
    return render(request, "furusato/benefits/edit.html", context, status=422 if form.is_bound else 200)


@staff(Permission.FURUSATO_MANAGE)
@require_POST
def publish(request: Request, pk: int) -> HttpResponse:
    """Begin a benefit."""
    row = benefit_or_404(pk)
    try:
        services.publish_benefit(benefit=row, by=request.actor, at=timezone.now())
        messages.success(request, "特典を始めました。")
    except Refused as refused:
        messages.error(request, " ".join(sentences(refused.verdict, REFUSALS)))
    return to_benefit(request, row)


@staff(Permission.FURUSATO_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: Request, pk: int, how: str) -> HttpResponse:
    """Pause a benefit, or end it for good."""
    row, form = benefit_or_404(pk), WhyForm(request.POST or None)
    words = {"pause": "休止する", "end": "終了する"}.get(how)
    if words is None:
        raise Http404
    if form.is_valid():
        try:
            services.stop_benefit(
                benefit=row, for_good=how == "end", why=form.cleaned_data["why"], by=request.actor, at=timezone.now()
            )
            return to_benefit(request, row)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return step(
        request, form, title=f"特典を{words}", button=words, about=row.name, back_url=benefit_href(request, row)
    )


@staff(Permission.FURUSATO_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def budget(request: Request, pk: int) -> HttpResponse:
    """Set this fiscal year's budget."""
    row, form, now = benefit_or_404(pk), BudgetForm(request.POST or None), timezone.now()
    year = fiscal_year(local_date(now))
    if form.is_valid():
        given = form.cleaned_data
        try:
            services.set_budget(
                benefit=row, year=year, yen=given["yen"], key=given["client_key"], by=request.actor, at=now
            )
            messages.success(request, "予算額を定めました。")
            return to_benefit(request, row)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return step(
        request, form, title=f"{fiscal_year_label(year)}の予算額を定める", button="定める", about=row.name,
        back_url=benefit_href(request, row), hints=["すでに使った額より少なくはできません。"],
    )  # fmt: skip


def benefit_or_404(pk: int) -> Benefit:
    """Return a benefit of the town."""
    return get_object_or_404(Benefit.objects.select_related("counter", "rule"), pk=pk)


def asked_year(request: Request, *, on: date) -> int:
    """Return the fiscal year that is asked for, or that of a day."""
    given = request.GET.get("year", "")
    return int(given) if given.isascii() and given.isdigit() and 2000 <= int(given) <= 2100 else fiscal_year(on)


def benefit_href(request: Request, row: Benefit) -> str:
    """Return the address of a benefit's page."""
    return reverse("furusato:benefit", kwargs={"organization": request.organization.slug, "pk": row.pk})


def to_benefit(request: Request, row: Benefit) -> HttpResponse:
    """Lead back to a benefit."""
    return redirect(benefit_href(request, row))
