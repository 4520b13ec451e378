"""Staff: plans of a space for its members, and what they cost."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.forms.desk_office_refusals import REFUSALS
from kayoi.programmes.stays.forms.desks_office import BesideForm, PlanForm, PriceForm
from kayoi.programmes.stays.models import DeskPlan, House
from kayoi.programmes.stays.selectors.desk_pages import plan_card
from kayoi.programmes.stays.services import desks_plans as services
from kayoi.programmes.stays.states import Permission
from kayoi.programmes.stays.states.desks import PlanStatus
from kayoi.programmes.stays.views.rooms import room_or_404


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_plan(request: Request, pk: int) -> HttpResponse:
    """Make a plan for members of a space."""
    house = get_object_or_404(House, pk=pk, kind="workplace")
    form = PlanForm(request.POST or None, house=house)
    if form.is_valid():
        made = services.add_plan(
            house=house, fields=form.fields_of(), rooms=list(form.cleaned_data["rooms"]), by=request.actor,
            at=timezone.now(),
        )  # fmt: skip
        return to_plan(request, made, "プランを作りました。次に、会費を決めます。")
    return desk_step_page(request, form, title="会員プランを作る", button="作る", words=house.name)


@staff(Permission.STAY_READ)
@require_safe
def plan(request: Request, pk: int) -> HttpResponse:
    """Show a plan with its fees."""
    row = plan_or_404(pk)
    context = {"card": plan_card(row, on=local_date(timezone.now())), "prices": row.prices.order_by("-starts_on")}
    return render(request, "stays/desks/plan.html", context)


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    """Change what a plan says."""
    row = plan_or_404(pk)
    form = PlanForm(request.POST or None, house=row.house, instance=plan_or_404(pk))
    if form.is_valid():
        try:
            services.change_plan(
                plan=row, fields=form.fields_of(), rooms=list(form.cleaned_data["rooms"]),
                version=form.cleaned_data["version"] or 0, by=request.actor, at=timezone.now(),
            )  # fmt: skip
            return to_plan(request, row, "プランを書き換えました。請求済みの月は、そのままです。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    return desk_step_page(request, form, title="プランを書き換える", button="保存する", words=str(row))


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def price(request: Request, pk: int) -> HttpResponse:
    """Say what a plan costs from a month on."""
    row, form = plan_or_404(pk), PriceForm(request.POST or None)
    if form.is_valid():
        try:
            services.set_price(plan=row, **form.cleaned_data, by=request.actor, at=timezone.now())
            return to_plan(request, row, "会費を登録しました。前の会費は、それまでの月に使います。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return desk_step_page(request, form, title="会費を決める", button="登録する", words=str(row))


@staff(Permission.STAY_HOUSE)
@require_POST
def open_or_close(request: Request, pk: int) -> HttpResponse:
    """Take applications for a plan, or no more."""
    row = plan_or_404(pk)
    try:
        words = _turn(row, request, at=timezone.now())
        return to_plan(request, row, words)
    except Refused as refused:
        for sentence in sentences(refused.verdict, REFUSALS):
            messages.error(request, sentence)
    return redirect("stays:staff_plan", organization=request.organization.slug, pk=row.pk)


def _turn(row: DeskPlan, request: Request, *, at: datetime) -> str:
    if row.status == PlanStatus.OPEN:
        services.close_plan(plan=row, by=request.actor, at=at)
        return "募集を終えました。いまの会員は、そのままです。"
    services.open_plan(plan=row, by=request.actor, at=at)
    return "募集を始めました。施設のページに出ます。"


@staff(Permission.STAY_HOUSE)
@require_http_methods(["GET", "HEAD", "POST"])
def beside(request: Request, pk: int) -> HttpResponse:
    """Name the place for a child that is booked with a desk."""
    room = room_or_404(pk)
    form = BesideForm(request.POST or None, room=room)
    if form.is_valid():
        services.set_beside(room=room, beside=form.cleaned_data["beside"], by=request.actor, at=timezone.now())
        messages.success(request, "保存しました。")
        return redirect("stays:room", organization=request.organization.slug, pk=room.pk)
    return desk_step_page(request, form, title="子どもの場所を決める", button="保存する", words=room.unit.name)


def plan_or_404(pk: int) -> DeskPlan:
    """Return a plan. Raises Http404."""
    rows = DeskPlan.objects.select_related("house").prefetch_related("prices", "rooms__room__unit")
    found: DeskPlan = get_object_or_404(rows, pk=pk)
    return found


def to_plan(request: Request, plan: DeskPlan, words: str) -> HttpResponse:
    """Lead to a plan and say what was done."""
    messages.success(request, words)
    return redirect("stays:staff_plan", organization=request.organization.slug, pk=plan.pk)


def desk_step_page(request: Request, form: Any, *, title: str, button: str, **context: Any) -> HttpResponse:
    """Show a page that asks one thing."""
    values = {"form": form, "title": title, "button": button, **context}
    return render(request, "stays/desks/step.html", values, status=422 if form.is_bound else 200)
