"""A room's calendar out and in."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.foundation.identity.marks import Request, public, staff
from kayoi.programmes.stays.forms.bringing import CalendarForm
from kayoi.programmes.stays.selectors import feeds as selectors
from kayoi.programmes.stays.services import bringing
from kayoi.programmes.stays.states import Permission
from kayoi.programmes.stays.views.rooms import room_or_404

CALENDAR = "text/calendar; charset=utf-8"


@public(opens="town")
@require_safe
def feed(request: Request, token: str) -> HttpResponse:
    """Give a room's calendar to the program that knows the secret address."""
    room = selectors.room_of_feed(token)
    if room is None:
        raise Http404
    body = selectors.feed(room, request.organization, at=timezone.now())
    return HttpResponse(body, content_type=CALENDAR, headers={"Cache-Control": "private, no-store"})


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: Request, pk: int) -> HttpResponse:
    """Make a secret address of a room's calendar, which is shown once; read a calendar of another system."""
    room, now = room_or_404(pk), timezone.now()
    wants_address = request.POST.get("action") == "feed"
    form, address = CalendarForm(None if wants_address else request.POST or None, request.FILES or None), ""
    if wants_address:
        token = bringing.make_feed(room=room, by=request.actor, at=now)
        path = reverse("stays:feed", kwargs={"organization": request.organization.slug, "token": token})
        address = request.build_absolute_uri(path)
        room.refresh_from_db()
    elif form.is_valid():
        new, against = bringing.bring_closed(room=room, times=form.cleaned_data["upload"], by=request.actor, at=now)
        messages.success(request, f"{new}件を、利用できない期間にしました。")
        if against:
            messages.warning(request, f"予約があるため閉じられなかった期間があります: {'、'.join(against)}")
        return redirect("stays:closed", organization=request.organization.slug, pk=room.house_id)
    context = {"room": room, "form": form, "address": address}
    return render(request, "stays/running/calendar.html", context, status=422 if form.errors else 200)


@staff(Permission.STAY_HOUSE)
@require_POST
def revoke_feed(request: Request, pk: int) -> HttpResponse:
    """Stop the secret address."""
    room = room_or_404(pk)
    bringing.revoke_feed(room=room, by=request.actor, at=timezone.now())
    messages.success(request, "カレンダーのアドレスを止めました。")
    return redirect("stays:calendar", organization=request.organization.slug, pk=room.pk)
