"""A viewing of a house becomes a stop of a guided day: two programmes meet here."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kayoi.doors.workspace.forms.viewings import DayForm
from kayoi.doors.workspace.services import put_viewing_in_day
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.sentences import sentences
from kayoi.programmes.appointments.forms.refusals import REFUSALS
from kayoi.programmes.appointments.selectors.days import days_of_file
from kayoi.programmes.appointments.services import UnableToPlaceStop
from kayoi.programmes.appointments.states import Permission
from kayoi.programmes.homes.selectors.viewings import viewings


@staff(Permission.APPOINTMENT_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def viewing_in_day(request: Request, pk: int) -> HttpResponse:
    """Put a viewing into a guided day of the same family on the same date, or show the day in which it is."""
    viewing = get_object_or_404(viewings(), pk=pk)
    if viewing.guided_day:
        return redirect("appointments:day", organization=request.organization.slug, pk=int(viewing.guided_day))
    if viewing.starts_at is None:
        raise Http404
    days = days_of_file(viewing.seeker.case_file, on=local_date(viewing.starts_at))
    form = DayForm(request.POST or None, days=days)
    if form.is_valid():
        day = form.chosen()
        try:
            put_viewing_in_day(viewing=viewing, day=day, by=request.actor, at=timezone.now())
            return redirect("appointments:day", organization=request.organization.slug, pk=day.pk)
        except UnableToPlaceStop as refused:
            for sentence in sentences(refused.verdict, REFUSALS):
                form.add_error(None, sentence)
    context = {"viewing": viewing, "form": form, "days": days}
    return render(request, "workspace/viewing_in_day.html", context, status=422 if form.is_bound else 200)
