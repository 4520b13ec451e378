"""A benefit of a town's registration: houses before they are public."""

from uuid import NAMESPACE_URL, uuid5

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kayoi.doors.portal.selectors.early import benefit_for_homes, early_cards
from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.dates import local_date
from kayoi.programmes.furusato.selectors.registered import registration_of_key
from kayoi.programmes.furusato.services.benefits import Use, record_use


@public(opens="town", limit="ask")
@require_http_methods(["GET", "HEAD", "POST"])
def early_homes(request: Request, token: str) -> HttpResponse:
    """Show houses that are not public yet to whom a benefit lets see them; where it is recorded, once a day."""
    now = timezone.now()
    registration = registration_of_key(token, person=request.person, at=now)
    if registration is None:
        raise Http404
    benefit = benefit_for_homes(registration, at=now)
    opened = benefit is not None and (request.method == "POST" or not benefit.is_recorded)
    if benefit is not None and benefit.is_recorded and request.method == "POST":
        key = uuid5(NAMESPACE_URL, f"early-homes/{benefit.pk}/{registration.pk}/{local_date(now)}")
        use = Use(benefit.pk, key, now, registration=registration.pk, counter="本人のページ")
        record_use(use=use, by=request.actor, at=now)
    context = {"token": token, "benefit": benefit, "cards": early_cards(at=now) if opened else None}
    return render(request, "portal/early_homes.html", context)
