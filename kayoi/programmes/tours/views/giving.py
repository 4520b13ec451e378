"""Staff: give the places of a tour: terms, dry run, list, draw, more places; what an auditor needs."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.selections.selectors import gives_places, office_list
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.posted import version_of
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused, Verdict
from kayoi.programmes.tours import services
from kayoi.programmes.tours.forms.giving import AddForm, NumberForm, TermsForms
from kayoi.programmes.tours.forms.giving_refusals import REFUSALS
from kayoi.programmes.tours.models import Tour, TourDate
from kayoi.programmes.tours.selectors import giving
from kayoi.programmes.tours.selectors.doors import share_of, without_step
from kayoi.programmes.tours.selectors.results import checked
from kayoi.programmes.tours.states import Permission
from kayoi.programmes.tours.views.found import teller_of
from kayoi.programmes.tours.views.own import json_file


def tour_or_404(pk: int) -> Tour:
    """Return a tour of the town. Raises Http404."""
    return get_object_or_404(Tour.objects.select_related("selection", "organization", "rule"), pk=pk)


@staff(Permission.TOUR_READ)
@require_safe
def selection(request: Request, pk: int) -> HttpResponse:
    """Show how the places of a tour are given, what comes next, who tends to lose, and who took another door."""
    return _page(request, tour_or_404(pk), NumberForm())


def _page(request: Request, tour: Tour, number: NumberForm, why: list[str] | None = None) -> HttpResponse:
    now = timezone.now()
    context: dict[str, Any] = {
        "tour": tour, "selection": tour.selection,
        "gives_places": tour.selection is not None and gives_places(tour.selection),
        "rooms": giving.rooms_of(tour), "asked": len(giving.asked(tour)),
        "quotas": giving.quotas_in_words(tour.quotas), "number": number, "why": why or [],
        "unready": _said(giving.may_publish(tour)) if tour.selection is None else [],
        "unclosed": _said(giving.may_close(tour, at=now)) if tour.selection else [],
        "losers": giving.losers(tour, on=local_date(now)) if request.GET.get("try") else None,
        "checks": checked(tour.selection) if tour.selection else [],
        "share": share_of(tour, at=now), "without_step": without_step(tour),
    }  # fmt: skip
    return render(request, "tours/giving/selection.html", context, status=422 if why or number.is_bound else 200)


def _said(answer: Verdict) -> list[str]:
    return sentences(answer, REFUSALS)


@staff(Permission.TOUR_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: Request, pk: int) -> HttpResponse:
    """Write how the places are given, as long as it is not published."""
    tour = tour_or_404(pk)
    if tour.selection is not None:
        return redirect("tours:selection", organization=request.organization.slug, pk=pk)
    forms = TermsForms(request.POST or None, tour=tour)
    if request.method == "POST" and forms.is_valid():
        try:
            services.write_terms(
                tour=tour, fields=forms.fields(), version=version_of(request), by=request.actor, at=timezone.now()
            )
            messages.success(request, "選び方を保存しました。")
            return redirect("tours:selection", organization=request.organization.slug, pk=pk)
        except Refused as refused:
            forms.terms.add_error(None, _said(refused.verdict))
        except ChangedMeanwhile:
            forms.terms.add_error(None, str(CHANGED_MEANWHILE))
    context = {"tour": tour, "forms": forms}
    return render(request, "tours/giving/terms.html", context, status=422 if forms.terms.is_bound else 200)


@staff(Permission.TOUR_DECIDE)
@require_POST
def publish_terms(request: Request, pk: int) -> HttpResponse:
    """Publish the terms with the hash of a secret; nothing of them changes afterwards."""
    return _done(request, pk, services.publish_terms, "選び方と、事前に公表する値を公表しました。")


@staff(Permission.TOUR_DECIDE)
@require_POST
def close_list(request: Request, pk: int) -> HttpResponse:
    """Make the list of those who applied final."""
    return _done(request, pk, services.close_list, "名簿を確定し、指紋を公表しました。")


def _done(request: Request, pk: int, service: Any, words: str) -> HttpResponse:
    tour = tour_or_404(pk)
    try:
        service(tour=tour, by=request.actor, at=timezone.now())
    except Refused as refused:
        return _page(request, tour, NumberForm(), _said(refused.verdict))
    messages.success(request, words)
    return redirect("tours:selection", organization=request.organization.slug, pk=pk)


@staff(Permission.TOUR_DECIDE)
@require_POST
def draw(request: Request, pk: int) -> HttpResponse:
    """Draw with the public number, and tell every party."""
    tour, form = tour_or_404(pk), NumberForm(request.POST)
    if form.is_valid():
        try:
            services.draw(
                teller=teller_of(request), tour=tour, number=form.cleaned_data["number"], by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, "抽選しました。全員に、理由とともに知らせました。")
            return redirect("tours:selection", organization=request.organization.slug, pk=pk)
        except Refused as refused:
            form.add_error(None, _said(refused.verdict))
    return _page(request, tour, form)


@staff(Permission.TOUR_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def add_places(request: Request, pk: int) -> HttpResponse:
    """Let more people come to a date; whoever waits moves up."""
    date, form = get_object_or_404(TourDate.objects.select_related("tour"), pk=pk), AddForm(request.POST or None)
    if date.tour.selection_id is None:
        raise Http404
    if form.is_valid():
        try:
            moved = services.add_places(
                teller=teller_of(request), date=date, persons=form.cleaned_data["persons"], key=form.key(),
                by=request.actor, at=timezone.now(),
            )  # fmt: skip
            messages.success(request, f"定員を増やしました。繰り上がったのは{len(moved)}組です。")
            return redirect("tours:selection", organization=request.organization.slug, pk=date.tour_id)
        except Refused as refused:
            form.add_error(None, _said(refused.verdict))
    context = {"date": date, "form": form, "title": "定員を増やす", "button": "増やして、補欠を繰り上げる"}
    return render(request, "tours/giving/add_places.html", context, status=422 if form.is_bound else 200)


@staff(Permission.TOUR_DECIDE)
@require_safe
def audit_list(request: Request, pk: int) -> HttpResponse:
    """Give the office's list for an auditor; who took it is on record."""
    tour = tour_or_404(pk)
    if tour.selection is None:
        raise Http404
    audit.record("tours.audit_list", tour, by=request.actor, at=timezone.now())
    return json_file(office_list(tour.selection), f"list-{tour.key}.json")
