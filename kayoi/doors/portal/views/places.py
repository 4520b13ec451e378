"""Search of places, prefectures, and the page of a place that does not work with Kayoi."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kayoi.doors.portal.selectors import maps
from kayoi.doors.portal.selectors import places as selectors
from kayoi.doors.portal.selectors.place_page import place_page, prefecture_page
from kayoi.foundation.identity.marks import Request, public
from kayoi.foundation.places.selectors import prefectures
from kayoi.foundation.places.states import PlaceKind
from kayoi.kit.dates import local_date


@public()
@require_safe
def places(request: Request) -> HttpResponse:
    """Find a place by name, reading, code or a former name; without words, all prefectures as map and list."""
    words = request.GET.get("q", "").strip()[:60]
    if words:
        hits = selectors.found(words, at=timezone.now())
        return render(request, "portal/places_found.html", {"words": words, "hits": hits})
    context = {"map": maps.japan(), "prefectures": [selectors.link_to(one) for one in prefectures()]}
    return render(request, "portal/places.html", context)


@public()
@require_safe
def prefecture(request: Request, number: str) -> HttpResponse:
    """Show a prefecture: its map, its municipalities, its first figures."""
    page = prefecture_page(number)
    if page is None:
        raise Http404
    desk = selectors.organization_at(page.code, on=local_date(timezone.now()))
    return render(request, "portal/prefecture.html", {"prefecture": page, "desk": desk, "breadcrumb": page.ways})


@public()
@require_safe
def place(request: Request, code: str) -> HttpResponse:
    """Show a place; lead to its town's own page where it has one, and from a former code to what it is today."""
    found = selectors.place_with(code)
    if found is None:
        former = selectors.former_with(code)
        if former is None:
            raise Http404
        return render(request, "portal/former_place.html", {"former": former})
    if town := selectors.organization_at(found.code, on=local_date(timezone.now())):
        return redirect("portal:town", organization=town.slug)
    if found.code != code or found.kind == PlaceKind.PREFECTURE:
        return redirect(selectors.href_of(found))
    page = place_page(found.code)
    return render(request, "portal/place.html", {"page": page, "breadcrumb": page.ways if page else ()})
