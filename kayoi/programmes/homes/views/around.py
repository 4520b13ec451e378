"""Staff: where a house stands and what is around it; the facilities that the town knows."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kayoi.foundation.identity.marks import Request, staff
from kayoi.foundation.places.selectors import quarter_point
from kayoi.foundation.places.states import FacilityKind
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE
from kayoi.programmes.homes import services
from kayoi.programmes.homes.forms.around import FacilityForm, FacilityListForm, PlaceForm
from kayoi.programmes.homes.models import Home, LocalFacility
from kayoi.programmes.homes.selectors import around as selectors
from kayoi.programmes.homes.selectors.maps import house_map, middle_of_map
from kayoi.programmes.homes.states import Permission


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: Request, pk: int) -> HttpResponse:
    """Say where a house stands and in which hazard zones; show what is near."""
    home = get_object_or_404(Home, pk=pk)
    form = PlaceForm(request.POST or None, home=home)
    if form.is_valid():
        version, now = form.cleaned_data["version"], timezone.now()
        try:
            services.place_home(home=home, changes=form.changes(), version=version, by=request.actor, at=now)
        except ChangedMeanwhile:
            form.add_error(None, CHANGED_MEANWHILE)
        else:
            messages.success(request, "位置と災害の区域を記録しました。")
            return redirect(request.path)
    return _place_page(request, home, form)


def _place_page(request: Request, home: Home, form: PlaceForm) -> HttpResponse:
    quarter = quarter_point(home.place_code, home.quarter)
    middle = middle_of_map(home, quarter)
    if quarter and not home.position:
        form.initial.update(lat=quarter[0], lon=quarter[1])
    context = {
        "home": home, "form": form, "quarter": quarter,
        "map": house_map(home, middle) if middle else None,
        "nearest": selectors.nearest_of_each(home.position) if home.position else [],
        "shelters": selectors.shelters_of(home), "library": selectors.library_on(home),
    }  # fmt: skip
    return render(request, "homes/place.html", context, status=422 if form.is_bound else 200)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def facilities(request: Request) -> HttpResponse:
    """Show what the town has entered; add one facility."""
    form = FacilityForm(request.POST or None)
    if not form.is_valid():
        return _facilities_page(request, form=form)
    values = form.cleaned_data
    services.take_facilities(
        kind=FacilityKind.of(values["kind"]), rows=form.rows(), source=values["source"], as_of=values["as_of"],
        by=request.actor, at=timezone.now(),
    )  # fmt: skip
    messages.success(request, f"{values['name']}を加えました。")
    return redirect(request.path)


@staff(Permission.HOME_EDIT)
@require_POST
def take_facilities(request: Request) -> HttpResponse:
    """Take a list of facilities as open data."""
    form = FacilityListForm(request.POST, request.FILES, auto_id="list_%s")
    if not form.is_valid():
        return _facilities_page(request, list_form=form)
    values = form.cleaned_data
    count = services.take_facilities(
        kind=FacilityKind.of(values["kind"]), rows=values["read"].rows, source=values["source"],
        as_of=values["as_of"], by=request.actor, at=timezone.now(),
    )  # fmt: skip
    messages.success(request, f"{count}件を取り込みました。")
    for sentence in values["read"].left_out[:10]:
        messages.warning(request, sentence)
    return redirect("homes:facilities", organization=request.organization.slug)


@staff(Permission.HOME_EDIT)
@require_POST
def remove_facility(request: Request, pk: int) -> HttpResponse:
    """Take a facility off the list."""
    facility = get_object_or_404(LocalFacility, pk=pk)
    services.remove_facility(facility=facility, by=request.actor, at=timezone.now())
    messages.success(request, f"{facility.name}を外しました。")
    return redirect("homes:facilities", organization=request.organization.slug)


def _facilities_page(request: Request, **bound: Any) -> HttpResponse:
    forms = {"form": FacilityForm(), "list_form": FacilityListForm(auto_id="list_%s"), **bound}
    status = 422 if any(form.is_bound for form in forms.values()) else 200
    context = {"facilities": selectors.local_facilities(), **forms}
    return render(request, "homes/facilities.html", context, status=status)
