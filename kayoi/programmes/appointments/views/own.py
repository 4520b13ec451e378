"""One's own booking, by the secret link of the mail or the log-in: see, move, cancel, put into a calendar."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.appointments import rules, services
from kayoi.programmes.appointments.forms.public import CancelForm, ChooseForm, MoveForm
from kayoi.programmes.appointments.forms.refusals import REFUSALS
from kayoi.programmes.appointments.models import Booking
from kayoi.programmes.appointments.selectors import bookings, calendars, hours, offers, words
from kayoi.programmes.appointments.states import BookingStatus, Way
from kayoi.programmes.appointments.views.public import CALENDAR, chosen, language, link_of, start_of, way_of


@public(opens="town")
@require_safe
def booking(request: Request, key: str) -> HttpResponse:
    """Show a booking: when, with whom, how, its state. Never a name or what is to be talked about."""
    found = _own(request, key)
    answer = rules.may_change(starts_at=found.starts_at, now=timezone.now(), by_staff=False)
    context = _context(request, found, key) | {"changeable": found.status == BookingStatus.BOOKED and answer.met}
    return render(request, "appointments/booking.html", context)


@public(opens="town")
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: Request, key: str) -> HttpResponse:
    """Move a booking to another free time, in one step; the old time is given back."""
    found, now = _own(request, key), timezone.now()
    way, start = way_of(request) or found.way, start_of(request, now)
    days = hours.free_days(start=start, now=now, by_staff=False, way=way, without=found)
    times = offers.choices_of([one for day in days for one in day.times], language())
    form = MoveForm(request.POST or None, times=times)
    context = _context(request, found, key) | {
        "form": form, "way": way, "start": start, "step": hours.SHOWN_DAYS, "has_times": bool(times),
        "choose": ChooseForm({"way": way, "start": start}, ways=offers.way_choices(frozenset(Way))),
    }  # fmt: skip
    if form.is_valid():
        counsellor, starts_at = chosen(form.cleaned_data["slot"])
        try:
            services.move_booking(
                organization=request.organization, booking=found, counsellor=counsellor, starts_at=starts_at,
                way=Way.of(way), why="本人の希望", link=link_of(request), by=request.actor, at=now,
            )  # fmt: skip
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, _refusal(refused))
        else:
            return redirect("appointments:booking", organization=request.organization.slug, key=key)
    return render(request, "appointments/move.html", context, status=422 if form.is_bound else 200)


@public(opens="town")
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Request, key: str) -> HttpResponse:
    """Cancel a booking, with a reason in one touch."""
    found = _own(request, key)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        try:
            services.cancel_booking(
                organization=request.organization, booking=found, why=form.cleaned_data["why"],
                link=link_of(request), by=request.actor, at=timezone.now(),
            )  # fmt: skip
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, _refusal(refused))
        else:
            return redirect("appointments:booking", organization=request.organization.slug, key=key)
    context = _context(request, found, key) | {"form": form}
    return render(request, "appointments/cancel.html", context, status=422 if form.is_bound else 200)


@public(opens="town")
@require_safe
def calendar_entry(request: Request, key: str) -> HttpResponse:
    """Give the booking as a file for the person's own calendar."""
    found = _own(request, key)
    body = calendars.entry(found, request.organization, language=language())
    headers = {
        "Content-Disposition": f'attachment; filename="kayoi-{found.receipt}.ics"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(body, content_type=CALENDAR, headers=headers)


def _own(request: Request, key: str) -> Booking:
    found = bookings.booking_of_key(key, person=request.person, at=timezone.now())
    if found is None:
        raise Http404
    return found


def _context(request: Request, found: Booking, key: str) -> dict[str, Any]:
    return {
        "organization": request.organization,
        "booking": found,
        "key": key,
        "when": words.when_in_words(found.starts_at, found.ends_before, language()),
        "way_words": words.WAYS[Way.of(found.way)],
        "state_words": words.STATES[BookingStatus.of(found.status)],
    }


def _refusal(refused: Exception) -> str:
    if isinstance(refused, Refused | UnableToMove):
        return " ".join(sentences(refused.verdict, REFUSALS))
    return str(CHANGED_MEANWHILE)
