"""Staff: the dates of a tour, what happens on them, their papers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.posted import version_of
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.tours.forms.office import CancelForm, DateForm, ItemForm
from kayoi.programmes.tours.forms.office_refusals import REFUSALS
from kayoi.programmes.tours.models import ItineraryItem, TourDate
from kayoi.programmes.tours.selectors.dates import date_page, left_without
from kayoi.programmes.tours.services import attending, cancelling
from kayoi.programmes.tours.services import dates as services
from kayoi.programmes.tours.states import Permission
from kayoi.programmes.tours.views.found import teller_of
from kayoi.programmes.tours.views.tours import to_tour, tour_or_404

# What a button does, and what is said when it is done.
STEPS = {
    "open": (services.open_date, "受付を始めました。"),
    "close": (services.close_date, "受付を終えました。"),
    "reopen": (services.reopen_date, "受付を再開しました。"),
    "remove": (services.remove_date, "日程を消しました。"),
}


@staff(Permission.TOUR_READ)
@require_safe
def date(request: Request, pk: int) -> HttpResponse:
    """Show a date: what it lacks, who comes, what happens when, its papers."""
    page = date_page(date_or_404(pk), at=timezone.now())
    context = {"page": page, "date": page.date, "lacking": sentences(page.lacking, REFUSALS)}
    return render(request, "tours/office/date.html", context)


@staff(Permission.TOUR_MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_date(request: Request, pk: int) -> HttpResponse:
    """Give a tour another date."""
    tour = tour_or_404(pk)
    form = DateForm(request.POST or None, tour=tour)
    if form.is_valid():
        try:
            made = services.add_date(tour=tour, fields=form.changes(), by=request.actor, at=timezone.now())
            messages.success(request, "日程を加えました。続けて、行程を書いてください。")
            return to_date(request, made)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return _asked(request, form, title="日程を加える", name=tour.name, back=_address(request, "staff_tour", pk))


@staff(Permission.TOUR_MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def change_date(request: Request, pk: int) -> HttpResponse:
    """Change when, where, and for how many."""
    row = date_or_404(pk)
    form = DateForm(request.POST or None, tour=row.tour, instance=date_or_404(pk))
    if form.is_valid():
        try:
            services.change_date(
                date=row, fields=form.changes(), version=version_of(request), by=request.actor, at=timezone.now()
            )
            messages.success(request, "保存しました。")
            return to_date(request, row)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    back = _address(request, "staff_date", pk)
    return _asked(request, form, title="日程を変える", name=row.tour.name, back=back, version=row.version)


@staff(Permission.TOUR_MAKE)
@require_POST
def step(request: Request, pk: int, step: str) -> HttpResponse:
    """Take applications, no more, again; or remove a date that nobody has seen."""
    row = date_or_404(pk)
    if step not in STEPS:
        raise Http404
    service, words = STEPS[step]
    tour = row.tour
    try:
        service(date=row, by=request.actor, at=timezone.now())
        messages.success(request, words)
    except Refused as refused:
        messages.error(request, " ".join(sentences(refused.verdict, REFUSALS)))
    except ChangedMeanwhile:
        messages.error(request, str(CHANGED_MEANWHILE))
    return to_tour(request, tour) if step == "remove" else to_date(request, row)


@staff(Permission.TOUR_EDIT)
@require_POST
def hold(request: Request, pk: int) -> HttpResponse:
    """Note that a date took place: who was not checked in is absent."""
    row = date_or_404(pk)
    try:
        absent = attending.finish(date=row, by=request.actor, at=timezone.now())
        messages.success(request, f"実施済みにしました。欠席は{absent}組です。参加した人への連絡を、予定に入れました。")
    except Refused as refused:
        messages.error(request, " ".join(sentences(refused.verdict, REFUSALS)))
    return to_date(request, row)


@staff(Permission.TOUR_MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Request, pk: int) -> HttpResponse:
    """Let a date not take place; how many are told by mail and by telephone is said before."""
    row, form = date_or_404(pk), CancelForm(request.POST or None)
    if form.is_valid():
        try:
            told = cancelling.cancel_date(
                teller=teller_of(request), date=row, why=form.cleaned_data["why"], by=request.actor, at=timezone.now()
            )
            messages.success(request, f"中止しました。{len(told)}組にお知らせします。")
            return to_date(request, row)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    left = left_without(row)
    context = {"form": form, "date": row, "left": left, "calls": [one for one in left if not one.case_file.email]}
    return render(request, "tours/office/cancel.html", context, status=422 if form.is_bound else 200)


@staff(Permission.TOUR_MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_item(request: Request, pk: int) -> HttpResponse:
    """Add a point to the itinerary."""
    row = date_or_404(pk)
    form = ItemForm(request.POST or None, date=row)
    if form.is_valid():
        services.add_item(date=row, fields=form.changes(), by=request.actor, at=timezone.now())
        messages.success(request, "行程を加えました。")
        return to_date(request, row)
    back = _address(request, "staff_date", pk)
    return _asked(request, form, title="行程を加える", name=row.tour.name, back=back)


@staff(Permission.TOUR_MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: Request, pk: int) -> HttpResponse:
    """Change a point of the itinerary."""
    row = item_or_404(pk)
    form = ItemForm(request.POST or None, date=row.date, instance=item_or_404(pk))
    if form.is_valid():
        services.change_item(item=row, fields=form.changes(), by=request.actor, at=timezone.now())
        messages.success(request, "保存しました。")
        return to_date(request, row.date)
    context = {"form": form, "item": row}
    return render(request, "tours/office/item.html", context, status=422 if form.is_bound else 200)


@staff(Permission.TOUR_MAKE)
@require_POST
def remove_item(request: Request, pk: int) -> HttpResponse:
    """Take a point off the itinerary."""
    row = item_or_404(pk)
    services.remove_item(item=row, by=request.actor, at=timezone.now())
    messages.success(request, "行程から外しました。")
    return to_date(request, row.date)


def date_or_404(pk: int) -> TourDate:
    """Return a date with its tour. Raises Http404."""
    found: TourDate = get_object_or_404(TourDate.objects.select_related("tour__selection", "tour__rule"), pk=pk)
    return found


def item_or_404(pk: int) -> ItineraryItem:
    """Return a point of an itinerary. Raises Http404."""
    found: ItineraryItem = get_object_or_404(ItineraryItem.objects.select_related("date__tour"), pk=pk)
    return found


def to_date(request: Request, row: TourDate) -> HttpResponse:
    """Lead to the page of a date."""
    return redirect("tours:staff_date", organization=request.organization.slug, pk=row.pk)


def _address(request: Request, name: str, pk: int) -> str:
    return reverse(f"tours:{name}", kwargs={"organization": request.organization.slug, "pk": pk})


def _asked(request: Request, form: Any, *, title: str, name: str, back: str, version: int = 0) -> HttpResponse:
    context = {"form": form, "title": title, "name": name, "back": back, "version": version}
    return render(request, "tours/office/step.html", context, status=422 if form.is_bound else 200)
