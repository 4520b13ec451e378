"""Staff: the week, one booking, book and move for callers, say how it went."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.engines.casefiles import selectors as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import CONSENT_TEXTS, Channel, ConsentPurpose
from kayoi.foundation.identity.marks import Request, staff
from kayoi.foundation.identity.selectors import members
from kayoi.kit.dates import local_date, parse_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.appointments import services
from kayoi.programmes.appointments.forms.public import ChooseForm
from kayoi.programmes.appointments.forms.refusals import REFUSALS
from kayoi.programmes.appointments.forms.staff import CallerForm, ReasonForm, ResultForm, StaffMoveForm
from kayoi.programmes.appointments.models import Booking
from kayoi.programmes.appointments.selectors import bookings, hours, offers, words
from kayoi.programmes.appointments.states import BookingStatus, Permission, Way
from kayoi.programmes.appointments.views.public import chosen, link_of, start_of, way_of


def refusal(refused: Exception) -> str:
    """Return in words why something was refused."""
    return " ".join(sentences(refused.verdict, REFUSALS)) if isinstance(refused, Refused) else str(CHANGED_MEANWHILE)


@staff(Permission.APPOINTMENT_MANAGE)
@require_safe
def week(request: Request) -> HttpResponse:
    """Show the week of all counsellors; a receipt number leads to its booking."""
    now = timezone.now()
    if receipt := request.GET.get("receipt", "").strip():
        found = bookings.booking_with_receipt(receipt)
        if found is not None:
            return redirect("appointments:staff_booking", organization=request.organization.slug, pk=found.pk)
        messages.warning(request, f"受付番号「{receipt}」の予約はありません。番号を確かめてください。")
    context = {"week": bookings.week(of=_day(request, local_date(now)), now=now), "today": local_date(now)}
    return render(request, "appointments/week.html", context)


@staff(Permission.APPOINTMENT_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def staff_booking(request: Request, pk: int) -> HttpResponse:
    """Show a booking, and say how it went."""
    found, now = get_object_or_404(bookings.bookings(), pk=pk), timezone.now()
    form = ResultForm(
        request.POST or None, members=members(on=local_date(now)), initial={"owner": request.membership.pk}
    )
    if form.is_valid():
        held = form.cleaned_data["outcome"] == BookingStatus.HELD
        record = services.record_held if held else services.record_no_show
        try:
            record(booking=found, **form.result(), by=request.actor, at=now)
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, "結果を記録しました。")
            return redirect("workspace:case_file", organization=request.organization.slug, pk=found.case_file_id)
    (shown,) = bookings.shown_bookings([found], on=local_date(now))
    context = {
        "shown": shown, "booking": found, "form": form, "when": _when(found), "begun": found.starts_at <= now,
        "mails": bookings.deliveries_of([found]).get(found.pk, []), "history": bookings.history_of(found),
    }  # fmt: skip
    return render(request, "appointments/staff_booking.html", context, status=422 if form.is_bound else 200)


@staff(Permission.APPOINTMENT_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def book_for_caller(request: Request) -> HttpResponse:
    """Book for a caller or a visitor, in the file that staff has found or in a new one."""
    now, file = timezone.now(), _known_file(request)
    form = CallerForm(request.POST or None, times=_times(request, now), file=file, initial=_asked_for(request))
    if form.is_valid():
        try:
            booked = _book(request, form, file, now)
        except services.UnableToBook as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, f"予約しました(受付番号 {booked.receipt})。")
            return redirect("appointments:staff_booking", organization=request.organization.slug, pk=booked.pk)
    consent = CONSENT_TEXTS[ConsentPurpose.CONSULTATION].text.replace("{organization}", request.organization.name)
    context = _choosing(request, now) | {"form": form, "file": file, "consent_text": consent, "keep": ["file"]}
    return render(request, "appointments/book_for_caller.html", context, status=422 if form.is_bound else 200)


@staff(Permission.APPOINTMENT_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def staff_move(request: Request, pk: int) -> HttpResponse:
    """Move a booking for a caller, with the reason."""
    found, now = get_object_or_404(bookings.bookings(), pk=pk), timezone.now()
    form = StaffMoveForm(request.POST or None, times=_times(request, now, found), initial={"way": found.way})
    if form.is_valid():
        counsellor, starts_at = chosen(form.cleaned_data["slot"])
        way, why = Way.of(form.cleaned_data["way"]), form.cleaned_data["why"]
        try:
            moved = services.move_booking(
                organization=request.organization, booking=found, counsellor=counsellor, starts_at=starts_at,
                way=way, why=why, link=link_of(request), by=request.actor, at=now,
            )  # fmt: skip
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, "予約を変更しました。前の時間は空きました。")
            return redirect("appointments:staff_booking", organization=request.organization.slug, pk=moved.pk)
    context = _choosing(request, now) | {"form": form, "booking": found, "when": _when(found)}
    return render(request, "appointments/staff_move.html", context, status=422 if form.is_bound else 200)


@staff(Permission.APPOINTMENT_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def staff_cancel(request: Request, pk: int) -> HttpResponse:
    """Cancel a booking, with the reason."""
    found, form = get_object_or_404(bookings.bookings(), pk=pk), ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            services.cancel_booking(
                organization=request.organization, booking=found, why=form.cleaned_data["why"],
                link=link_of(request), by=request.actor, at=timezone.now(),
            )  # fmt: skip
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, "予約を取り消しました。")
            return redirect("appointments:week", organization=request.organization.slug)
    context = {"form": form, "booking": found, "when": _when(found)}
    return render(request, "appointments/staff_cancel.html", context, status=422 if form.is_bound else 200)


def _book(request: Request, form: CallerForm, file: CaseFile | None, now: Any) -> Booking:
    values = form.cleaned_data
    counsellor, starts_at = chosen(values["slot"])
    return services.book(
        organization=request.organization,
        counsellor=counsellor,
        who=services.BookedBy(form.file_fields(), file=file),
        wanted=services.BookingWish(
            starts_at=starts_at,
            way=Way.of(values["way"]),
            channel=Channel.of(values["channel"]),
            topic=values["topic"],
            language=file.language if file else "ja",
            wants_reminder=values["wants_reminder"],
            client_key=values["client_key"],
        ),
        link=link_of(request),
        by=request.actor,
        at=now,
    ).booking


def _day(request: Request, today: date) -> date:
    try:
        return parse_date(request.GET.get("of", ""))
    except ValueError:
        return today


def _when(found: Booking) -> str:
    return words.when_in_words(found.starts_at, found.ends_before, "ja")


def _known_file(request: Request) -> CaseFile | None:
    """Return the file for which staff books, where they have found it."""
    wanted = request.POST.get("file") or request.GET.get("file")
    if not wanted:
        return None
    file = casefiles.case_file(int(wanted)) if wanted.isdecimal() else None
    if file is None:
        raise Http404
    return file


def _asked_for(request: Request) -> dict[str, Any]:
    names = ("slot", "way", "name", "kana", "phone")
    return {name: request.GET[name] for name in names if request.GET.get(name)}


def _times(request: Request, now: Any, without: Booking | None = None) -> list[tuple[str, str]]:
    """Return the free times from the chosen day on, as staff may book them."""
    days = hours.free_days(
        start=start_of(request, now), days=7, now=now, by_staff=True, way=way_of(request), without=without
    )
    times = offers.choices_of([one for day in days for one in day.times], "ja")
    wanted = request.POST.get("slot") or request.GET.get("slot", "")
    if wanted and wanted not in dict(times):  # another week than the one that is shown
        counsellor, starts_at = chosen(wanted)
        if slot := offers.bookable_slot(counsellor, starts_at, now=now, by_staff=True, without=without):
            times = [*offers.choices_of([hours.FreeTime(counsellor, slot)], "ja"), *times]
    return times


def _choosing(request: Request, now: Any) -> dict[str, Any]:
    values = {"start": start_of(request, now), "way": way_of(request)}
    return {"choose": ChooseForm(values, ways=Way.choices())}
