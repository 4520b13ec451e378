"""Staff: stops of a guided day, hosts and their answers, the papers."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.casefiles.selectors import is_protected
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date, local_time
from kayoi.kit.documents import NoFont, pdf
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.verdict import Refused
from kayoi.programmes.appointments import services
from kayoi.programmes.appointments.forms.days import AnswerForm, StopForm
from kayoi.programmes.appointments.forms.staff import ReasonForm
from kayoi.programmes.appointments.models import Stop
from kayoi.programmes.appointments.selectors import days as selectors
from kayoi.programmes.appointments.selectors import sheets
from kayoi.programmes.appointments.states import Permission
from kayoi.programmes.appointments.views.desk import refusal


@staff(Permission.APPOINTMENT_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def add_stop(request: Request, pk: int) -> HttpResponse:
    """Add a stop."""
    day = get_object_or_404(selectors.days(), pk=pk)
    form = StopForm(request.POST or None, on=day.on, initial=_after(selectors.way_of(day)))
    if form.is_valid():
        try:
            services.add_stop(day=day, fields=form.stop_fields(), by=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error("starts", refusal(refused))
        else:
            messages.success(request, "立ち寄り先を加えました。")
            return redirect("appointments:day", organization=request.organization.slug, pk=day.pk)
    context = {"form": form, "day": day, "stop": None}
    return render(request, "appointments/stop.html", context, status=422 if form.is_bound else 200)


@staff(Permission.APPOINTMENT_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change_stop(request: Request, pk: int) -> HttpResponse:
    """Change a stop; what a host has agreed to is asked anew."""
    stop = _stop(pk)
    form = StopForm(request.POST or None, on=stop.day.on, initial=_initial(stop))
    if form.is_valid():
        try:
            services.change_stop(
                organization=request.organization, stop=stop, fields=form.stop_fields(), by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error("starts", refusal(refused))
        else:
            messages.success(request, "立ち寄り先を変えました。")
            return _back(request, stop)
    context = {"form": form, "day": stop.day, "stop": stop}
    return render(request, "appointments/stop.html", context, status=422 if form.is_bound else 200)


@staff(Permission.APPOINTMENT_MANAGE)
@require_POST
def remove_stop(request: Request, pk: int) -> HttpResponse:
    """Take a stop out of the day."""
    stop = _stop(pk)
    services.remove_stop(organization=request.organization, stop=stop, by=request.actor, at=timezone.now())
    messages.success(request, "立ち寄り先を外しました。依頼していた相手には、取りやめを知らせます。")
    return _back(request, stop)


@staff(Permission.APPOINTMENT_MANAGE)
@require_POST
def ask_host(request: Request, pk: int) -> HttpResponse:
    """Ask a host by mail."""
    stop = _stop(pk)
    path = reverse("appointments:host", kwargs={"organization": request.organization.slug, "token": "TOKEN"})
    link = request.build_absolute_uri(path).replace("TOKEN", "{token}")
    try:
        services.ask_host(organization=request.organization, stop=stop, link=link, by=request.actor, at=timezone.now())
    except (Refused, ChangedMeanwhile) as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, f"{stop.host_name or stop.place}に、メールで依頼します。")
    return _back(request, stop)


@staff(Permission.APPOINTMENT_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_stop(request: Request, pk: int) -> HttpResponse:
    """Write down what a host has said on the telephone."""
    stop, form = _stop(pk), AnswerForm(request.POST or None)
    if form.is_valid():
        accepts, remark = form.cleaned_data["answer"] == "yes", form.cleaned_data["remark"]
        try:
            services.answer_stop(stop=stop, accepts=accepts, remark=remark, by=request.actor, at=timezone.now())
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, "返事を記録しました。")
            return _back(request, stop)
    context = {"form": form, "day": stop.day, "stop": stop}
    return render(request, "appointments/answer_stop.html", context, status=422 if form.is_bound else 200)


@staff(Permission.APPOINTMENT_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def disclose_stop(request: Request, pk: int) -> HttpResponse:
    """Write down why a host is told of a person under protection measures."""
    stop, form = _stop(pk), ReasonForm(request.POST or None)
    if form.is_valid():
        services.disclose_stop(stop=stop, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
        return _back(request, stop)
    context = {"form": form, "day": stop.day, "stop": stop}
    return render(request, "appointments/disclose_stop.html", context, status=422 if form.is_bound else 200)


@staff(Permission.APPOINTMENT_MANAGE)
@require_safe
def family_sheet(request: Request, pk: int) -> HttpResponse:
    """Show the paper for the family; as PDF with ?pdf."""
    day = get_object_or_404(selectors.days(), pk=pk)
    return _paper(request, sheets.family_sheet(day, request.organization), f"plan-{day.on.isoformat()}", day.pk)


@staff(Permission.APPOINTMENT_MANAGE)
@require_safe
def host_sheet(request: Request, pk: int) -> HttpResponse:
    """Show the paper for one host; nothing of a protected family before a reason is written down."""
    stop = _stop(pk)
    if is_protected(stop.day.case_file_id, on=local_date(timezone.now())) and not stop.disclosed_why:
        return redirect("appointments:disclose_stop", organization=request.organization.slug, pk=stop.pk)
    return _paper(request, sheets.host_sheet(stop, request.organization), f"host-{stop.pk}", stop.day_id)


def _paper(request: Request, sheet: sheets.Sheet, name: str, day: int) -> HttpResponse:
    if "pdf" in request.GET:
        try:
            body = pdf(sheets.typst_source(), sheet.as_data())
        except NoFont as missing:
            messages.error(request, str(missing))
            return redirect("appointments:day", organization=request.organization.slug, pk=day)
        headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
        return HttpResponse(body, content_type="application/pdf", headers=headers)
    return render(request, "appointments/sheet.html", {"sheet": sheet, "day": day})


def _stop(pk: int) -> Stop:
    return get_object_or_404(
        Stop.objects.select_related("day", "day__case_file").defer("day__case_file__search"), pk=pk
    )


def _initial(stop: Stop) -> dict[str, Any]:
    names = ("kind", "place", "purpose", "host_name", "host_email", "host_phone", "host_note", "needs_answer")
    times = {"starts": local_time(stop.starts_at).time(), "ends": local_time(stop.ends_before).time()}
    return {name: getattr(stop, name) for name in names} | times


def _after(stops: list[Stop]) -> dict[str, Any]:
    """Begin where the stop before ends."""
    return {"starts": local_time(stops[-1].ends_before).time()} if stops else {}


def _back(request: Request, stop: Stop) -> HttpResponse:
    return redirect("appointments:day", organization=request.organization.slug, pk=stop.day_id)
