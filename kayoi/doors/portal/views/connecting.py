"""Connect a log-in with the file that a town has opened, by the link of its mail."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kayoi.doors.portal.selectors.language import either
from kayoi.doors.portal.selectors.relations import town_of_link
from kayoi.engines.casefiles.services import UnableToConnect, connect_person
from kayoi.foundation.identity.marks import Request, person


@person(opens="nothing")
@require_http_methods(["GET", "HEAD", "POST"])
def connect(request: Request, token: str) -> HttpResponse:
    """Show which town it is and, on POST, connect: a link that is only opened must not change anything."""
    assert request.person is not None
    now = timezone.now()
    town = town_of_link(token, at=now)
    if town is None:
        return render(request, "portal/connect_invalid.html", status=404)
    name = either(town.name, town.name_en)
    if request.method != "POST":
        return render(request, "portal/connect.html", {"town": name, "email": request.user})
    try:
        connect_person(token=token, person=request.person, by=request.actor, at=now)
    except UnableToConnect:
        return render(request, "portal/connect_invalid.html", status=404)
    messages.success(request, _("%(town)sとのやりとりが、マイページで見られるようになりました。") % {"town": name})
    return redirect("portal:relations")
