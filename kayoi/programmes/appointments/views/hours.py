"""Staff: who can be booked, and when; the secret addresses of calendars."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kayoi.foundation.identity.marks import Request, staff
from kayoi.foundation.identity.selectors import members
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE
from kayoi.programmes.appointments import services
from kayoi.programmes.appointments.forms.staff import CounsellorForm, ExceptionForm, HoursForm
from kayoi.programmes.appointments.models import Counsellor, HoursException, WeeklyHours
from kayoi.programmes.appointments.selectors import pattern
from kayoi.programmes.appointments.states import ExceptionKind, Permission, Way, Weekday

# Three forms on one page ask for hours: their fields need ids of their own.
OF_HOURS, OF_EXCEPTION = "hours_%s", "exception_%s"


@staff(Permission.APPOINTMENT_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def counsellors(request: Request) -> HttpResponse:
    """Show who can be booked, and enter somebody new."""
    now = timezone.now()
    form = CounsellorForm(request.POST or None, members=members(on=local_date(now)))
    if form.is_valid():
        counsellor = services.add_counsellor(
            organization=request.organization, fields=form.values(), path=_path(request), by=request.actor, at=now
        )
        messages.success(request, "相談員を登録しました。次に、受付時間を加えてください。")
        return _back(request, counsellor)
    context = {"form": form, "people": pattern.all_counsellors()}
    return render(request, "appointments/counsellors.html", context, status=422 if form.is_bound else 200)


@staff(Permission.APPOINTMENT_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def counsellor(request: Request, pk: int) -> HttpResponse:
    """Show and change one counsellor: words, hours, exceptions, calendar."""
    person, now = _counsellor(pk), timezone.now()
    initial = {name: getattr(person, name) for name in CounsellorForm.base_fields}
    form = CounsellorForm(request.POST or None, initial=initial, members=members(on=local_date(now)))
    if not form.is_valid():
        return _page(request, person, form=form)
    try:
        services.change_counsellor(
            organization=request.organization, counsellor=person, fields=form.values(),
            version=form.cleaned_data["version"], path=_path(request), by=request.actor, at=now,
        )  # fmt: skip
    except ChangedMeanwhile:
        form.add_error(None, CHANGED_MEANWHILE)
        return _page(request, person, form=form)
    messages.success(request, "変更を保存しました。")
    return _back(request, person)


@staff(Permission.APPOINTMENT_MANAGE)
@require_POST
def add_hours(request: Request, pk: int) -> HttpResponse:
    """Publish hours of each week."""
    person, form = _counsellor(pk), HoursForm(request.POST, auto_id=OF_HOURS)
    if form.is_valid():
        values = form.cleaned_data
        try:
            with transaction.atomic():
                services.add_hours(
                    counsellor=person, weekday=Weekday.of(values["weekday"]), starts=values["starts"],
                    ends=values["ends"], ways=[Way.of(way) for way in values["ways"]], by=request.actor,
                    at=timezone.now(),
                )  # fmt: skip
        except IntegrityError:
            form.add_error("starts", "この曜日のこの時刻から始まる受付時間は、すでにあります。")
        else:
            messages.success(request, "受付時間を加えました。")
            return _back(request, person)
    return _page(request, person, hours_form=form)


@staff(Permission.APPOINTMENT_MANAGE)
@require_POST
def remove_hours(request: Request, pk: int) -> HttpResponse:
    """Take hours away; bookings stay."""
    hours = get_object_or_404(WeeklyHours.objects.select_related("counsellor"), pk=pk)
    services.remove_hours(hours=hours, by=request.actor, at=timezone.now())
    messages.success(request, "受付時間を外しました。入っている予約はそのままです。")
    return _back(request, hours.counsellor)


@staff(Permission.APPOINTMENT_MANAGE)
@require_POST
def add_exception(request: Request, pk: int) -> HttpResponse:
    """Close or open hours of one day."""
    person, form = _counsellor(pk), ExceptionForm(request.POST, auto_id=OF_EXCEPTION)
    if not form.is_valid():
        return _page(request, person, exception_form=form)
    values = form.cleaned_data
    services.add_exception(
        counsellor=person, on=values["on"], kind=ExceptionKind.of(values["kind"]), starts=values["starts"],
        ends=values["ends"], ways=[Way.of(way) for way in values["ways"]], why=values["why"], by=request.actor,
        at=timezone.now(),
    )  # fmt: skip
    messages.success(request, "臨時の休み・受付を決めました。入っている予約はそのままです。週の表で確かめてください。")
    return _back(request, person)


@staff(Permission.APPOINTMENT_MANAGE)
@require_POST
def remove_exception(request: Request, pk: int) -> HttpResponse:
    """Let a day be as every week again."""
    exception = get_object_or_404(HoursException.objects.select_related("counsellor"), pk=pk)
    services.remove_exception(exception=exception, by=request.actor, at=timezone.now())
    messages.success(request, "いつもの曜日のとおりに戻しました。")
    return _back(request, exception.counsellor)


@staff(Permission.APPOINTMENT_MANAGE)
@require_POST
def make_feed(request: Request, pk: int) -> HttpResponse:
    """Give out the secret address of a calendar; it is shown once."""
    person = _counsellor(pk)
    names = request.POST.get("names") == "on"
    token = services.make_feed(counsellor=person, names=names, by=request.actor, at=timezone.now())
    path = reverse("appointments:feed", kwargs={"organization": request.organization.slug, "token": token})
    return _page(request, person, feed=request.build_absolute_uri(path))


@staff(Permission.APPOINTMENT_MANAGE)
@require_POST
def revoke_feed(request: Request, pk: int) -> HttpResponse:
    """Stop the secret address of a calendar."""
    person = _counsellor(pk)
    services.revoke_feed(counsellor=person, by=request.actor, at=timezone.now())
    messages.success(request, "カレンダーのアドレスを止めました。")
    return _back(request, person)


def _counsellor(pk: int) -> Counsellor:
    return get_object_or_404(Counsellor.objects.select_related("membership"), pk=pk)


def _path(request: Request) -> str:
    return reverse("appointments:free", kwargs={"organization": request.organization.slug})


def _back(request: Request, person: Counsellor) -> HttpResponse:
    return redirect("appointments:counsellor", organization=request.organization.slug, pk=person.pk)


def _page(
    request: Request,
    person: Counsellor,
    *,
    form: CounsellorForm | None = None,
    hours_form: HoursForm | None = None,
    exception_form: ExceptionForm | None = None,
    feed: str = "",
) -> HttpResponse:
    """Show the page of a counsellor with the form that was sent, wrong or not, and the others empty."""
    now = timezone.now()
    initial = {name: getattr(person, name) for name in CounsellorForm.base_fields}
    sent = next((one for one in (form, hours_form, exception_form) if one is not None and one.is_bound), None)
    context: dict[str, Any] = {
        "counsellor": person,
        "sent": sent,
        "form": form or CounsellorForm(initial=initial, members=members(on=local_date(now))),
        "hours_form": hours_form or HoursForm(auto_id=OF_HOURS, initial={"ways": ["online", "telephone", "counter"]}),
        "exception_form": exception_form or ExceptionForm(auto_id=OF_EXCEPTION, initial={"kind": ExceptionKind.CLOSED}),
        "hours": pattern.weekly_of(person),
        "exceptions": pattern.exceptions_of(person, on=local_date(now)),
        "feed": feed,
    }
    return render(request, "appointments/counsellor.html", context, status=422 if sent is not None else 200)
