"""Staff: guided days, from the plan to what follows."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.casefiles import selectors as casefiles
from kayoi.engines.casefiles.selectors import is_protected
from kayoi.foundation.identity.marks import Request, staff
from kayoi.foundation.identity.selectors import members
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE
from kayoi.kit.verdict import Refused
from kayoi.programmes.appointments import services
from kayoi.programmes.appointments.forms.days import DayForm, NoteForm
from kayoi.programmes.appointments.forms.staff import ReasonForm
from kayoi.programmes.appointments.models import GuidedDay
from kayoi.programmes.appointments.selectors import days as selectors
from kayoi.programmes.appointments.states import Permission
from kayoi.programmes.appointments.views.desk import refusal


@staff(Permission.APPOINTMENT_MANAGE)
@require_safe
def days(request: Request) -> HttpResponse:
    """Show what is ahead, and the latest that are over."""
    today = local_date(timezone.now())
    context = {"coming": selectors.coming_days(on=today), "past": selectors.past_days(on=today), "today": today}
    return render(request, "appointments/days.html", context)


@staff(Permission.APPOINTMENT_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_day(request: Request, pk: int) -> HttpResponse:
    """Plan a day for the family of a case file."""
    file, now = casefiles.case_file(pk), timezone.now()
    if file is None:
        raise Http404
    form = DayForm(request.POST or None, members=members(on=local_date(now)), initial={"owner": request.membership.pk})
    if not form.is_valid():
        context = {"form": form, "file": file}
        return render(request, "appointments/plan_day.html", context, status=422 if form.is_bound else 200)
    day = services.plan_day(file=file, fields=form.day_fields(), by=request.actor, at=now)
    messages.success(request, "現地案内の計画を作りました。立ち寄り先を加えてください。")
    return _back(request, day)


@staff(Permission.APPOINTMENT_MANAGE)
@require_safe
def day(request: Request, pk: int) -> HttpResponse:
    """Show a day with its stops, what is still open, and what can be done."""
    found, today = _day(pk), local_date(timezone.now())
    stops = selectors.stops_of(found)
    context = {
        "day": found,
        "stops": stops,
        "gaps": selectors.gaps_of(stops),
        "protected": is_protected(found.case_file_id, on=today),
        "note_form": NoteForm(),
        "is_live": found.status in selectors.LIVE,
        "has_come": found.on <= today,
        "has_declined": any(stop.status == "declined" for stop in stops),
    }
    return render(request, "appointments/day.html", context)


@staff(Permission.APPOINTMENT_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change_day(request: Request, pk: int) -> HttpResponse:
    """Change date, people, words; another date moves all stops."""
    found, now = _day(pk), timezone.now()
    initial = {name: getattr(found, name) for name in DayForm.base_fields}
    form = DayForm(request.POST or None, initial=initial, members=members(on=local_date(now)))
    if form.is_valid():
        try:
            services.change_day(
                day=found, fields=form.day_fields(), version=form.cleaned_data["version"], by=request.actor, at=now
            )
        except ChangedMeanwhile:
            form.add_error(None, CHANGED_MEANWHILE)
        else:
            messages.success(request, "計画を変えました。")
            return _back(request, found)
    context = {"form": form, "day": found}
    return render(request, "appointments/change_day.html", context, status=422 if form.is_bound else 200)


@staff(Permission.APPOINTMENT_MANAGE)
@require_POST
def confirm_day(request: Request, pk: int) -> HttpResponse:
    """Confirm a day, or say which hosts are missing."""
    found = _day(pk)
    try:
        services.confirm_day(day=found, by=request.actor, at=timezone.now())
    except (Refused, ChangedMeanwhile) as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, "確定しました。ご家族に計画を送り、相手ごとの紙を印刷できます。")
    return _back(request, found)


@staff(Permission.APPOINTMENT_MANAGE)
@require_POST
def send_day(request: Request, pk: int) -> HttpResponse:
    """Mail the plan to the family."""
    found = _day(pk)
    if services.send_day(organization=request.organization, day=found, by=request.actor, at=timezone.now()):
        messages.success(request, "計画をメールで送ります。")
    else:
        messages.warning(request, "個票にメールアドレスがありません。印刷して渡してください。")
    return _back(request, found)


@staff(Permission.APPOINTMENT_MANAGE)
@require_POST
def finish_day(request: Request, pk: int) -> HttpResponse:
    """Say that the day took place."""
    found, form = _day(pk), NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        services.finish_day(day=found, note=note, by=request.actor, at=timezone.now())
    except (Refused, ChangedMeanwhile) as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, "案内を終えたと記録しました。一週間後の声かけを、次の対応に入れました。")
    return _back(request, found)


@staff(Permission.APPOINTMENT_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_day(request: Request, pk: int) -> HttpResponse:
    """Call a day off, with the reason; hosts and family are told."""
    found, form = _day(pk), ReasonForm(request.POST or None)
    if form.is_valid():
        why = form.cleaned_data["why"]
        try:
            services.cancel_day(
                organization=request.organization, day=found, why=why, by=request.actor, at=timezone.now()
            )
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, "取りやめました。電話で伝える人は、次の対応に入れました。")
            return _back(request, found)
    context = {"form": form, "day": found}
    return render(request, "appointments/cancel_day.html", context, status=422 if form.is_bound else 200)


def _day(pk: int) -> GuidedDay:
    return get_object_or_404(selectors.days(), pk=pk)


def _back(request: Request, found: GuidedDay) -> HttpResponse:
    return redirect("appointments:day", organization=request.organization.slug, pk=found.pk)
