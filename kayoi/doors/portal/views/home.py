"""Home, and the sign of life for those who watch the server."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kayoi.doors.portal.selectors import health, maps, towns
from kayoi.doors.portal.selectors.places import link_to
from kayoi.foundation.identity.marks import Request, public
from kayoi.foundation.places.selectors import prefectures


@public()
@require_safe
def home(request: Request) -> HttpResponse:
    """Show the question, the map of Japan, and who can be asked now."""
    context = {
        "map": maps.japan(),
        "prefectures": [link_to(place) for place in prefectures()],
        "desks": towns.open_desks(at=timezone.now()),
    }
    return render(request, "portal/home.html", context)


@public(opens="nothing")
@require_safe
def healthz(request: Request) -> HttpResponse:
    """Answer 200 when the database does, 503 otherwise; for load balancers and `manage.py run`."""
    alive = health.database_answers()
    return HttpResponse("ok" if alive else "database", status=200 if alive else 503, content_type="text/plain")
