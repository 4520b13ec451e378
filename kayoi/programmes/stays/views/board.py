"""Staff: the board of all rooms, who comes and goes, what has to be made ready."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kayoi.engines.reservations.models import Booking
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date, months_later
from kayoi.kit.sentences import sentences
from kayoi.programmes.stays.forms.office_refusals import REFUSALS
from kayoi.programmes.stays.forms.running import CleaningForm
from kayoi.programmes.stays.models import Room
from kayoi.programmes.stays.selectors import arrivals as coming
from kayoi.programmes.stays.selectors import board as selectors
from kayoi.programmes.stays.services import inspecting
from kayoi.programmes.stays.states import Permission

WEEK = timedelta(days=7)


@staff(Permission.STAY_READ)
@require_safe
def board(request: Request) -> HttpResponse:
    """Show all rooms for a month or a season."""
    now = timezone.now()
    length = "season" if request.GET.get("length") == "season" else "month"
    today = local_date(now)
    first, until = selectors.span_of(request.GET.get("month", ""), length, today=today)
    shown = selectors.board(first, until, at=now)
    step = 3 if length == "season" else 1
    context = {
        "board": shown, "length": length, "today": today, "previous": months_later(first, -step), "following": until
    }  # fmt: skip
    return render(request, "stays/running/board.html", context)


@staff(Permission.STAY_READ)
@require_safe
def arrivals(request: Request) -> HttpResponse:
    """Show who arrives and leaves today, or within a week, what is lacking, and which rooms are to be looked at."""
    now = timezone.now()
    today, week = local_date(now), request.GET.get("days") == "week"
    until = today + (WEEK if week else timedelta(days=1))
    arriving, leaving, left = coming.coming(today, until, at=now)
    rows = [(one, sentences(one.lacking, REFUSALS)) for one in arriving]
    context = {"arriving": rows, "leaving": leaving, "left": left, "week": week, "today": today}
    return render(request, "stays/running/arrivals.html", context)


@staff(Permission.STAY_READ)
@require_safe
def cleaning(request: Request) -> HttpResponse:
    """Show which rooms have to be made ready within a week; printed, it is the list of whoever cleans."""
    now = timezone.now()
    today = local_date(now)
    rows = [(one, CleaningForm(prefix=f"c{one.booking.pk}")) for one in coming.to_clean(today, today + WEEK, at=now)]
    return render(request, "stays/running/cleaning.html", {"rows": rows, "today": today})


@staff(Permission.STAY_EDIT)
@require_POST
def clean(request: Request, pk: int) -> HttpResponse:
    """Note that a room was made ready."""
    booking = get_object_or_404(Booking.objects.filter(unit__in=Room.objects.values("unit")), pk=pk)
    form = CleaningForm(request.POST, prefix=f"c{pk}")
    if form.is_valid():
        inspecting.note_cleaning(booking=booking, by=request.actor, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "清掃を記録しました。")
    else:
        messages.error(request, "清掃した人か会社を書いてください。")
    return redirect("stays:cleaning", organization=request.organization.slug)
