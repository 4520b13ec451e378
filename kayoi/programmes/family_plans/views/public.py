"""Try a plan without leaving anything; look at, tick and change the family's own by its secret link or log-in."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.dates import local_date
from kayoi.kit.documents import NoFont
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.programmes.family_plans import selectors, services
from kayoi.programmes.family_plans.forms.plans import DaysForm, PlanForm, initial_of
from kayoi.programmes.family_plans.models import Plan
from kayoi.programmes.family_plans.rules import Family


@public()
@require_http_methods(["GET", "HEAD", "POST"])
def try_plan(request: Request) -> HttpResponse:
    """Show what a move at some day would ask for; nothing of it is kept."""
    today = local_date(timezone.now())
    form = PlanForm(request.POST or None, today=today)
    page = None
    if form.is_valid():
        given = form.plan_fields()
        family = Family(given.moves_on, tuple(given.children), given.facts, given.dates)
        tasks = selectors.tasks_of(request.organization, on=given.moves_on)
        page = selectors.shown(tasks, family, today=today, done={}, followed=frozenset())
        if "paper" in request.POST:
            return paper_response(request, page, today)
    context = {"form": form, "plan_page": page, "organization": request.organization}
    return render(request, "family_plans/try.html", context, status=422 if form.is_bound and page is None else 200)


@public(opens="town")
@require_safe
def family(request: Request, key: str) -> HttpResponse:
    """Show the family's plan."""
    plan, today = _plan(request, key)
    return _page(request, plan, key, DaysForm(initial=initial_of(plan), today=today), today)


@public(opens="town")
@require_safe
def paper(request: Request, key: str) -> HttpResponse:
    """Send the family's plan as a PDF."""
    plan, today = _plan(request, key)
    return paper_response(request, selectors.page_of(plan, request.organization, today=today), today)


@public(opens="town")
@require_POST
def tick(request: Request, key: str, step: str) -> HttpResponse:
    """Say that a step is done, or not."""
    plan, today = _plan(request, key)
    known = {one.key for one in selectors.steps_of(plan, request.organization, today=today)}
    if step not in known:
        raise Http404
    done_on = today if request.POST.get("done") else None
    services.tick_step(plan=plan, key=step, done_on=done_on, by=request.actor, at=timezone.now())
    words = _("済みにしました。") if done_on else _("まだ済んでいないことに戻しました。")
    messages.success(request, words)
    return redirect("family_plans:family", organization=request.organization.slug, key=key)


@public(opens="town")
@require_POST
def change(request: Request, key: str) -> HttpResponse:
    """Change the day of the move or a settled day; everything is worked out anew."""
    plan, today = _plan(request, key)
    form = DaysForm(request.POST, today=today)
    if not form.is_valid():
        return _page(request, plan, key, form, today, status=422)
    try:
        services.change_plan(
            organization=request.organization, plan=plan, fields=form.fields_on(plan),
            version=form.cleaned_data["version"] or 0, by=request.actor, at=timezone.now(),
        )  # fmt: skip
    except ChangedMeanwhile:
        form.add_error(None, _("ほかの人が先に書き換えました。いまの内容を確かめてから、もう一度保存してください。"))
        plan.refresh_from_db()
        return _page(request, plan, key, form, today, status=409)
    messages.success(request, _("計画を計算し直しました。"))
    return redirect("family_plans:family", organization=request.organization.slug, key=key)


def _plan(request: Request, key: str) -> tuple[Plan, date]:
    today = local_date(timezone.now())
    plan = selectors.plan_for_visitor(key, person=request.person, on=today)
    if plan is None:
        raise Http404
    return plan, today


def _page(request: Request, plan: Plan, key: str, form: DaysForm, today: date, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "plan": plan,
        "key": key,
        "form": form,
        "version": plan.version,
        "plan_page": selectors.page_of(plan, request.organization, today=today),
        "changes": selectors.changes_of(plan),
        "organization": request.organization,
    }
    response = render(request, "family_plans/family.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def paper_response(request: Request, page: selectors.PlanShown, today: date) -> HttpResponse:
    """Return a plan as a PDF, or say why there is none."""
    town = request.organization
    try:
        made = selectors.paper(page, town=town.name, phone=town.phone, today=today)
    except NoFont as missing:
        return HttpResponse(str(missing), status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="plan.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
