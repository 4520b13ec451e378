"""Staff: a room is needed now. First what that displaces is shown, then it is done."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.forms.emergency import EmergencyForm
from kayoi.programmes.stays.forms.office_refusals import REFUSALS
from kayoi.programmes.stays.selectors.emergency import plan
from kayoi.programmes.stays.services.emergency import override
from kayoi.programmes.stays.states import Permission
from kayoi.programmes.stays.views.found import link_to_stay


@staff(Permission.STAY_OVERRIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request: Request) -> HttpResponse:
    """Show what a room that is needed now displaces and where that goes; on the second button do it."""
    now = timezone.now()
    form = EmergencyForm(request.POST or None, today=local_date(now))
    shown = None
    if form.is_valid():
        needed = form.needed()
        shown = plan(needed.room, needed.span, at=now)
        if request.POST.get("action") == "do":
            try:
                stay = override(
                    organization=request.organization, needed=needed, cancels=form.cleaned_data["cancels"],
                    link=link_to_stay(request), by=request.actor, at=now,
                )  # fmt: skip
                messages.success(request, "部屋を割り当てました。移した予約の方には、知らせを送りました。")
                return redirect("stays:staff_stay", organization=request.organization.slug, pk=stay.pk)
            except Refused as refused:
                form.add_error(None, sentences(refused.verdict, REFUSALS))
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "stays/running/emergency.html", {"form": form, "plan": shown}, status=status)
