"""The public: search, map, one house, comparison."""

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.documents import NoFont
from kayoi.programmes.homes.forms.search import search_page
from kayoi.programmes.homes.models import Listing
from kayoi.programmes.homes.selectors import listing_words as words
from kayoi.programmes.homes.selectors import public as selectors
from kayoi.programmes.homes.selectors.feed import feed_csv, feed_geojson, published
from kayoi.programmes.homes.selectors.search import towns_of
from kayoi.programmes.homes.selectors.sheet import sheet_pdf


@public()
@require_safe
def search(request: Request) -> HttpResponse:
    """Show the houses of a town that fit, as a list or on the map, and what each condition would leave."""
    town, now = request.organization, timezone.now()
    towns = towns_of(town, at=now)
    page = search_page(request.GET, towns=towns, place_code=town.place_code, at=now)
    name, *others = (words.either(one.name, one.name_en) for one in towns)
    return render(request, "homes/search.html", {**page, "town": name, "others": _("、").join(others)})


@public()
@require_safe
def listing(request: Request, pk: int) -> HttpResponse:
    """Show one published house."""
    house = _shown(request, pk)
    context = {
        "house": house,
        "card": selectors.card_of(house),
        "pictures": selectors.pictures_of(house),
        "facts": words.facts_of(house),
        "groups": words.groups_of(house),
        "around": words.surroundings_of(house),
        "appeal": words.either(house.appeal, house.appeal_en),
        "is_japanese": words.english() and not house.appeal_en,
        "town": words.either(house.organization.name, house.organization.name_en),
        "closes": words.day(house.window_ends_on) if house.window_ends_on else "",
    }
    return render(request, "homes/listing.html", context)


@public(opens="town")
@require_safe
def sheet(request: Request, pk: int) -> HttpResponse:
    """Send one house as a sheet of paper, for those who come without a phone."""
    house = _shown(request, pk)
    try:
        made = sheet_pdf(house, address=request.build_absolute_uri(selectors.card_of(house).href))
    except NoFont as reason:
        return HttpResponse(str(reason), status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse(made, content_type="application/pdf")


@public()
@require_safe
def compare(request: Request) -> HttpResponse:
    """Show up to four houses side by side."""
    table = selectors.comparison(request.GET.getlist("id"), at=timezone.now())
    return render(request, "homes/compare.html", {"table": table, "most": selectors.MOST_COMPARED})


@public()
@require_safe
def feed(request: Request, form: str) -> HttpResponse:
    """Send what is published as open data, for anybody's map or list."""
    if form not in {"csv", "geojson"}:
        raise Http404
    here = reverse("homes:listing", kwargs={"organization": "SLUG", "pk": 0}).replace("SLUG", "{slug}")
    address = settings.CANONICAL_URL + here.replace("/0/", "/{pk}/")
    found = published(request.organization, at=timezone.now())
    name = f'attachment; filename="{request.organization.slug}-homes.{form}"'
    if form == "csv":
        made = feed_csv(found, address=address)
        return HttpResponse(made, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})
    made_json = feed_geojson(found, address=address)
    return JsonResponse(made_json, content_type="application/geo+json", json_dumps_params={"ensure_ascii": False})


def _shown(request: Request, pk: int) -> Listing:
    house = selectors.listing_shown(pk, at=timezone.now())
    if house is None or house.organization_id != request.organization.pk:
        raise Http404
    return house
