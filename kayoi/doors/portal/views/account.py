"""Take everything along, or have it erased."""

from typing import cast

from django.contrib.auth import logout
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.doors.portal import services
from kayoi.doors.portal.forms.own import EraseForm
from kayoi.doors.portal.selectors.export import export_of
from kayoi.doors.portal.selectors.my_page import my_page
from kayoi.foundation.identity.marks import Request, person, public
from kayoi.foundation.identity.models import User
from kayoi.kit.dates import local_date


@person(opens="nothing")
@require_safe
def export(request: Request) -> HttpResponse:
    """Send everything about the person as a file."""
    assert request.person is not None
    now = timezone.now()
    data = export_of(request.person, cast(User, request.user), at=now)
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="kayoi-{local_date(now).isoformat()}.json"'
    return response


@person(opens="nothing")
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: Request) -> HttpResponse:
    """Say what goes, what stays and until when; on the typed confirmation, erase and log out."""
    assert request.person is not None
    user, now = cast(User, request.user), timezone.now()
    form = EraseForm(request.POST or None, own_email=user.email)
    if not form.is_valid():
        context = {"form": form, "my": my_page(request.person, user, on=local_date(now))}
        return render(request, "portal/erase.html", context, status=422 if form.is_bound else 200)
    services.erase_person(person=request.person, by=request.actor, at=now)
    logout(request)
    return redirect("portal:erased")


@public(opens="nothing")
@require_safe
def erased(request: Request) -> HttpResponse:
    """Say that log-in and profile are gone."""
    return render(request, "portal/erased.html")
