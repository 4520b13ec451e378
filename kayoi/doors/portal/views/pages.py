"""Pages about Kayoi itself: what it is, whose data lie where, accessibility, terms and sources."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kayoi.doors.portal.selectors.credits import credits
from kayoi.foundation.identity.marks import Request, public


@public(opens="nothing")
@require_safe
def about(request: Request) -> HttpResponse:
    """Say what Kayoi is."""
    return render(request, "portal/about.html")


@public(opens="nothing")
@require_safe
def privacy(request: Request) -> HttpResponse:
    """Say who holds what, why and for how long."""
    return render(request, "portal/privacy.html")


@public(opens="nothing")
@require_safe
def accessibility(request: Request) -> HttpResponse:
    """Say which standard is aimed at, how it is tested, and how to tell us."""
    return render(request, "portal/accessibility.html")


@public()
@require_safe
def terms(request: Request) -> HttpResponse:
    """Say on which terms the site may be used, and where its figures come from."""
    return render(request, "portal/terms.html", {"credits": credits()})
