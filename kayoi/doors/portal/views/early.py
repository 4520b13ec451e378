"""A benefit of a town's registration: houses before they are public."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kayoi.doors.portal.selectors.early import benefit_for_homes, early_cards
from kayoi.doors.portal.services import note_early_view
from kayoi.foundation.identity.marks import Request, public
from kayoi.programmes.furusato.forms.registration_refusals import BUSY
from kayoi.programmes.furusato.selectors.registered import registration_of_key


@public(opens="town", limit="ask")
@require_http_methods(["GET", "HEAD", "POST"])
def early_homes(request: Request, token: str) -> HttpResponse:
    """Show houses that are not public yet to whom a benefit lets see them; where it is recorded, once a day."""
    now = timezone.now()
    registration = registration_of_key(token, person=request.person, at=now)
    if registration is None:
        raise Http404
    benefit = benefit_for_homes(registration, at=now)
    opened = benefit is not None and not benefit.is_recorded
    if request.limited:
        messages.error(request, BUSY)
    elif benefit is not None and request.method == "POST":
        note_early_view(benefit=benefit, registration=registration, by=request.actor, at=now)
        opened = True
    context = {"token": token, "benefit": benefit, "cards": early_cards(at=now) if opened else None}
    return render(request, "portal/early_homes.html", context, status=429 if request.limited else 200)
