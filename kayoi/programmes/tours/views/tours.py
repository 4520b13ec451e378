"""Staff: tours, made part by part; published, ended, copied for the next year."""

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
from kayoi.programmes.tours.forms.office import PARTS, CopyForm, NewTourForm, PartForm
from kayoi.programmes.tours.forms.office_refusals import REFUSALS, seen_in_words
from kayoi.programmes.tours.models import Tour
from kayoi.programmes.tours.selectors import tours as selectors
from kayoi.programmes.tours.services import tours as services
from kayoi.programmes.tours.states import Permission

# What a button does, and what is said when it is done.
STEPS = {
    "publish": (services.publish_tour, "公開しました。"),
    "withdraw": (services.withdraw_tour, "公開をやめました。"),
    "end": (services.end_tour, "終了しました。"),
}


@staff(Permission.TOUR_READ)
@require_safe
def tours(request: Request) -> HttpResponse:
    """Show all tours of the town with how many people apply for how many places."""
    now = timezone.now()
    context = {"rows": selectors.tours(at=now), "few": selectors.dates_with_too_few(at=now)}
    return render(request, "tours/office/list.html", context)


@staff(Permission.TOUR_MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_tour(request: Request) -> HttpResponse:
    """Make a tour: the first step, which leads to the others."""
    form = NewTourForm(request.POST or None)
    if form.is_valid():
        town = request.organization
        fields = form.cleaned_data | {"place_code": town.place_code, "organizer": town.name}
        tour = services.open_tour(fields=fields, by=request.actor, at=timezone.now())  # type: ignore[arg-type]
        messages.success(request, "ツアーを作りました。続きは、下の順に埋めてください。")
        return to_tour(request, tour)
    return render(request, "tours/office/new.html", {"form": form}, status=422 if form.is_bound else 200)


@staff(Permission.TOUR_READ)
@require_safe
def tour(request: Request, pk: int) -> HttpResponse:
    """Show a tour: what is lacking, what an applicant meets now, its ground, its dates."""
    page = selectors.tour_page(tour_or_404(pk), request.organization, at=timezone.now())
    context = {
        "page": page, "tour": page.row.tour, "lacking": sentences(page.lacking, REFUSALS),
        "ground": sentences(page.ground, REFUSALS), "seen": seen_in_words(page.seen),
    }  # fmt: skip
    return render(request, "tours/office/tour.html", context)


@staff(Permission.TOUR_MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: Request, pk: int, part: str) -> HttpResponse:
    """Write one part of a tour."""
    row = tour_or_404(pk)
    if part not in PARTS:
        raise Http404
    form = PartForm(request.POST or None, part=part, instance=tour_or_404(pk))
    if form.is_valid():
        try:
            services.change_tour(
                tour=row, fields=form.changes(), version=version_of(request), by=request.actor, at=timezone.now()
            )
            messages.success(request, "保存しました。")
            return to_tour(request, row)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    back = reverse("tours:staff_tour", kwargs={"organization": request.organization.slug, "pk": pk})
    context = {"form": form, "title": PARTS[part][0], "name": row.name, "back": back, "version": row.version}
    return render(request, "tours/office/step.html", context, status=422 if form.is_bound else 200)


@staff(Permission.TOUR_MAKE)
@require_POST
def step(request: Request, pk: int, step: str) -> HttpResponse:
    """Publish a tour, take its page back, or end it."""
    row = tour_or_404(pk)
    if step not in STEPS:
        raise Http404
    service, words = STEPS[step]
    try:
        service(tour=row, by=request.actor, at=timezone.now())
        messages.success(request, words)
    except Refused as refused:
        messages.error(request, " ".join(sentences(refused.verdict, REFUSALS)))
    except ChangedMeanwhile:
        messages.error(request, str(CHANGED_MEANWHILE))
    return to_tour(request, row)


@staff(Permission.TOUR_MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: Request, pk: int) -> HttpResponse:
    """Make the next year's tour from one."""
    row = tour_or_404(pk)
    form = CopyForm(request.POST or None, initial={"name": row.name})
    if form.is_valid():
        made = services.copy_tour(tour=row, **form.cleaned_data, by=request.actor, at=timezone.now())
        messages.success(request, "写しを作りました。日程は52週後です。受付の期間と根拠を確かめてください。")
        return to_tour(request, made)
    context = {"form": form, "tour": row}
    return render(request, "tours/office/copy.html", context, status=422 if form.is_bound else 200)


def tour_or_404(pk: int) -> Tour:
    """Return a tour. Raises Http404."""
    found: Tour = get_object_or_404(Tour.objects.select_related("selection", "rule"), pk=pk)
    return found


def to_tour(request: Request, row: Tour) -> HttpResponse:
    """Lead to the page of a tour."""
    return redirect("tours:staff_tour", organization=request.organization.slug, pk=row.pk)
