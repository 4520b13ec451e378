"""A town's own page, and its colour."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from kayoi.doors.portal.selectors.towns import town_page
from kayoi.engines.openings.selectors import holidays_ahead, school_charts
from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.dates import fiscal_year, local_date
from kayoi.kit.html import accent_stylesheet, fits_as_accent
from kayoi.programmes.homes.forms.search import search_page
from kayoi.programmes.homes.selectors.search import all_towns
from kayoi.programmes.tours.selectors.across import tours_across

YEAR_S = 31_536_000


@public()
@require_safe
def town(request: Request) -> HttpResponse:
    """Show a town or prefecture in its own words, with the facts; others have no page for the public."""
    if not request.organization.is_desk:
        raise Http404
    page = town_page(request.organization, at=timezone.now())
    return render(request, "portal/town.html", {"town": page, "organization": request.organization, "page": page.page})


@public(opens="town")
@require_safe
def school_terms(request: Request) -> HttpResponse:
    """Show when the schools of a town have terms and long holidays, this fiscal year and the next."""
    today = local_date(timezone.now())
    charts = school_charts(fiscal_year(today), on=today)
    return render(request, "portal/school_terms.html", {"charts": charts, "ahead": holidays_ahead(on=today)})


@public()
@require_safe
def homes(request: Request) -> HttpResponse:
    """Search the houses of all towns."""
    now = timezone.now()
    page = search_page(request.GET, towns=all_towns(at=now), place_code="", at=now)
    return render(request, "portal/homes.html", page)


@public()
@require_safe
def tours(request: Request) -> HttpResponse:
    """List the tours of all towns that take applications now; only joint ones where that is asked for."""
    found, only_joint = tours_across(at=timezone.now()), "joint" in request.GET
    joint = [one for one in found if one.is_joint]
    context = {"found": joint if only_joint else found, "only_joint": only_joint, "any_joint": joint}
    return render(request, "portal/tours.html", context)


@public(opens="nothing")
@require_safe
def accent(request: Request) -> HttpResponse:
    """Send an organization's colour as a stylesheet; its address carries the version, so browsers may keep it."""
    colour, version = request.organization.accent, str(request.organization.version)
    css = accent_stylesheet(colour) if fits_as_accent(colour) else ""
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    if request.GET.get("v") == version:
        patch_cache_control(response, private=True, max_age=YEAR_S, immutable=True)
    else:
        patch_cache_control(response, no_cache=True)
    return response
