"""Make a family's plan at the counter, share it, follow it up."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import case_file
from kayoi.engines.casefiles.states import ContactBasis
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.programmes.family_plans import selectors, services
from kayoi.programmes.family_plans.forms.mailing import REFUSALS, MailForm
from kayoi.programmes.family_plans.forms.plans import PlanForm, initial_of
from kayoi.programmes.family_plans.models import Plan
from kayoi.programmes.family_plans.states import Permission
from kayoi.programmes.family_plans.views.public import paper_response


@staff(Permission.PLAN_MAKE)
@require_safe
def plans(request: Request) -> HttpResponse:
    """List the plans of the town, the nearest move first."""
    rows = selectors.latest_plans(request.organization, today=_today())
    return render(request, "family_plans/plans.html", {"rows": rows})


@staff(Permission.PLAN_MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def of_file(request: Request, pk: int) -> HttpResponse:
    """Make the plan of a case file; where there is one, go to it."""
    file = _file(pk)
    if (known := selectors.plan_of_file(file)) is not None:
        return redirect("family_plans:plan", organization=request.organization.slug, pk=known.pk)
    form = PlanForm(request.POST or None, initial=selectors.births_of(file, today=_today()), today=_today())
    if not form.is_valid():
        context = {"form": form, "file": file}
        return render(request, "family_plans/edit.html", context, status=422 if form.is_bound else 200)
    plan = services.make_plan(file=file, fields=form.plan_fields(), by=request.actor, at=timezone.now())
    messages.success(request, "計画を作りました。家族に渡すリンクを作れます。")
    return redirect("family_plans:plan", organization=request.organization.slug, pk=plan.pk)


@staff(Permission.PLAN_MAKE)
@require_safe
def plan(request: Request, pk: int) -> HttpResponse:
    """Show a plan to staff."""
    return _page(request, _plan(pk))


@staff(Permission.PLAN_MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Change what a plan is made from."""
    plan = _plan(pk)
    form = PlanForm(request.POST or None, initial=initial_of(plan), today=_today())
    context = {"form": form, "file": plan.case_file, "plan": plan}
    if not form.is_valid():
        return render(request, "family_plans/edit.html", context, status=422 if form.is_bound else 200)
    try:
        services.change_plan(
            organization=request.organization, plan=plan, fields=form.plan_fields(),
            version=form.cleaned_data["version"] or 0, by=request.actor, at=timezone.now(),
        )  # fmt: skip
    except ChangedMeanwhile:
        form.add_error(None, CHANGED_MEANWHILE)
        return render(request, "family_plans/edit.html", context, status=409)
    messages.success(request, "計画を計算し直しました。")
    return redirect("family_plans:plan", organization=request.organization.slug, pk=plan.pk)


@staff(Permission.PLAN_MAKE)
@require_POST
def share(request: Request, pk: int) -> HttpResponse:
    """Make the secret link, and show it once."""
    plan = _plan(pk)
    token = services.share_plan(plan=plan, by=request.actor, at=timezone.now())
    return _page(request, _plan(pk), link=_link(request).replace("{token}", token))


@staff(Permission.PLAN_MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: Request, pk: int) -> HttpResponse:
    """Mail the family a new secret link, or say why that cannot be."""
    plan, now = _plan(pk), timezone.now()
    file = selectors.recipient_of(plan)
    answer = selectors.may_mail_to(file, agreed=True, on=local_date(now))
    data = request.POST if request.method == "POST" else None
    form = MailForm(data, asks=file.contact_basis != ContactBasis.GIVEN)
    if form.is_valid():
        agreed, town = form.cleaned_data.get("agreed", False), request.organization
        try:
            services.mail_plan(
                organization=town, plan=plan, link=_link(request), agreed=agreed, by=request.actor, at=now
            )
        except services.UnableToMail as refused:
            answer = refused.verdict
        else:
            messages.success(request, "計画のリンクをメールで送ります。")
            return redirect("family_plans:plan", organization=town.slug, pk=pk)
    context = {"plan": plan, "file": file, "form": form, "refusals": sentences(answer, REFUSALS)}
    return render(request, "family_plans/mail_link.html", context, status=422 if form.is_bound else 200)


@staff(Permission.PLAN_MAKE)
@require_POST
def stop_sharing(request: Request, pk: int) -> HttpResponse:
    """End the secret link."""
    services.stop_sharing(plan=_plan(pk), by=request.actor, at=timezone.now())
    messages.success(request, "リンクを止めました。渡したリンクは、もう開けません。")
    return redirect("family_plans:plan", organization=request.organization.slug, pk=pk)


@staff(Permission.PLAN_MAKE)
@require_POST
def follow(request: Request, pk: int) -> HttpResponse:
    """Make follow-ups of the important deadlines."""
    made = services.follow_important(
        organization=request.organization, plan=_plan(pk), owner=request.membership, by=request.actor, at=timezone.now()
    )
    words = f"大事な期限{made}件を、次の対応にしました。" if made else "新しく次の対応にする期限はありません。"
    messages.success(request, words)
    return redirect("family_plans:plan", organization=request.organization.slug, pk=pk)


@staff(Permission.PLAN_MAKE)
@require_POST
def tick(request: Request, pk: int, step: str) -> HttpResponse:
    """Say for the family that a step is done, or not."""
    plan, today = _plan(pk), _today()
    if step not in {one.key for one in selectors.steps_of(plan, request.organization, today=today)}:
        raise Http404
    done_on = today if request.POST.get("done") else None
    services.tick_step(plan=plan, key=step, done_on=done_on, by=request.actor, at=timezone.now())
    return redirect("family_plans:plan", organization=request.organization.slug, pk=pk)


@staff(Permission.PLAN_MAKE)
@require_safe
def paper(request: Request, pk: int) -> HttpResponse:
    """Send a plan as a PDF."""
    today = _today()
    return paper_response(request, selectors.page_of(_plan(pk), request.organization, today=today), today)


def _today() -> date:
    return local_date(timezone.now())


def _file(pk: int) -> CaseFile:
    file = case_file(pk)
    if file is None:
        raise Http404
    return file


def _plan(pk: int) -> Plan:
    found = selectors.plan_with_pk(pk)
    if found is None:
        raise Http404
    return found


def _link(request: Request) -> str:
    """Return the address of a family's plan, with {token} in it."""
    path = reverse("family_plans:family", kwargs={"organization": request.organization.slug, "key": "KEY"})
    return request.build_absolute_uri(path).replace("KEY", "{token}")


def _page(request: Request, plan: Plan, link: str = "") -> HttpResponse:
    context = {
        "plan": plan,
        "plan_page": selectors.page_of(plan, request.organization, today=_today()),
        "changes": selectors.changes_of(plan),
        "link": link,
    }
    return render(request, "family_plans/plan.html", context)
