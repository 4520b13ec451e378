"""Staff: houses, registered part by part; published, paused, ended."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.posted import version_of
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.forms.houses import PARTS, EndForm, NewHouseForm, PartForm, WhyForm
from kayoi.programmes.stays.forms.office_refusals import REFUSALS
from kayoi.programmes.stays.models import House
from kayoi.programmes.stays.selectors import houses as selectors
from kayoi.programmes.stays.services import houses as services
from kayoi.programmes.stays.states import Permission


@staff(Permission.STAY_READ)
@require_safe
def houses(request: Request) -> HttpResponse:
    """Show all houses of the town."""
    return render(request, "stays/houses/list.html", {"rows": selectors.houses()})


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_house(request: Request) -> HttpResponse:
    """Register a house: the first step, which leads to the others."""
    form = NewHouseForm(request.POST or None)
    if form.is_valid():
        fields = form.cleaned_data | {"place_code": request.organization.place_code}
        house = services.open_house(fields=fields, by=request.actor, at=timezone.now())  # type: ignore[arg-type]
        messages.success(request, "施設を登録しました。続きは、下の順に埋めてください。")
        return to_house(request, house)
    return render(request, "stays/houses/new.html", {"form": form}, status=422 if form.is_bound else 200)


@staff(Permission.STAY_READ)
@require_safe
def house(request: Request, pk: int) -> HttpResponse:
    """Show a house: what is lacking, what follows from its ground, rooms, photos, rules in words."""
    page = selectors.house_page(house_or_404(pk), at=timezone.now())
    context = {"page": page, "house": page.house, "lacking": sentences(page.lacking, REFUSALS)}
    return render(request, "stays/houses/house.html", context | {"parts": PARTS})


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: Request, pk: int, part: str) -> HttpResponse:
    """Write one part of a house."""
    row = house_or_404(pk)
    if part not in PARTS:
        raise Http404
    form = PartForm(request.POST or None, part=part, instance=house_or_404(pk))
    if form.is_valid():
        try:
            services.change_house(
                house=row, fields=form.changes(), version=version_of(request), by=request.actor, at=timezone.now()
            )
            messages.success(request, "保存しました。")
            return to_house(request, row)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    context = {"form": form, "house": row, "title": PARTS[part][0]}
    return render(request, "stays/houses/part.html", context, status=422 if form.is_bound else 200)


@staff(Permission.STAY_HOUSE)
@require_POST
def publish(request: Request, pk: int) -> HttpResponse:
    """Show a house to the public."""
    row = house_or_404(pk)
    try:
        services.publish_house(house=row, by=request.actor, at=timezone.now())
        messages.success(request, "公開しました。")
    except Refused as refused:
        messages.error(request, " ".join(sentences(refused.verdict, REFUSALS)))
    return to_house(request, row)


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: Request, pk: int) -> HttpResponse:
    """Take a house off the public pages for a time."""
    row, form = house_or_404(pk), WhyForm(request.POST or None)
    if form.is_valid():
        try:
            services.pause_house(house=row, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
            messages.success(request, "休止しました。許可した滞在は、そのまま続きます。")
            return to_house(request, row)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return step(request, form, row, title="施設を休止する", button="休止する")


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: Request, pk: int) -> HttpResponse:
    """End a house for good."""
    row, form = house_or_404(pk), EndForm(request.POST or None)
    if form.is_valid():
        try:
            services.end_house(house=row, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "終了しました。")
            return to_house(request, row)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return step(request, form, row, title="施設を終了する", button="終了する")


def house_or_404(pk: int) -> House:
    """Return a house. Raises Http404."""
    rows = House.objects.select_related("procedure__ruleset", "price_rule", "cancel_rule", "deposit_rule")
    found: House = get_object_or_404(rows, pk=pk)
    return found


def to_house(request: Request, row: House) -> HttpResponse:
    """Lead to the page of a house."""
    return redirect("stays:staff_house", organization=request.organization.slug, pk=row.pk)


def step(request: Request, form: Any, row: House, *, title: str, button: str, hint: str = "") -> HttpResponse:
    """Show a page that asks one thing about a house."""
    context = {"form": form, "house": row, "title": title, "button": button, "hint": hint}
    return render(request, "stays/houses/step.html", context, status=422 if form.is_bound else 200)
