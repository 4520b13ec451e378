"""Staff: the steps of a grant, each a form of its own; what a step needs stands in one table."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kayoi.engines.casefiles.states import Channel
from kayoi.engines.procedures.forms.staff import WhyForm
from kayoi.engines.procedures.states import Permission
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import business_day_from, fiscal_year, local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.schemes.forms import grants as asked
from kayoi.programmes.schemes.forms.recovery import CancelForm, HearForm, OpenForm, StatementForm
from kayoi.programmes.schemes.forms.refusals import REFUSALS
from kayoi.programmes.schemes.models import Claim, Grant, GrantChange, Report
from kayoi.programmes.schemes.selectors.grants.page import costs_of, grant_page, planned_costs
from kayoi.programmes.schemes.selectors.grants.years import years_of
from kayoi.programmes.schemes.selectors.recovery.recoveries import recovery_terms
from kayoi.programmes.schemes.services import grants as services
from kayoi.programmes.schemes.services.grants import hearings
from kayoi.programmes.schemes.services.recovery import open_recovery
from kayoi.programmes.schemes.states.actions import GrantAction
from kayoi.programmes.schemes.states.enquiries import Living
from kayoi.programmes.schemes.states.grants import ChangeKind, ChangeStatus, ClaimStatus, ReportStatus, Shape
from kayoi.programmes.schemes.states.hearings import DAYS_TO_SPEAK
from kayoi.programmes.schemes.states.recovery import Ground
from kayoi.programmes.schemes.views.found import link_to_state, too_late
from kayoi.programmes.schemes.views.grants import grant_or_404

A = GrantAction
Given = dict[str, Any]
Calls = dict[GrantAction, Callable[[], Any]]
FORMS: dict[GrantAction, type[forms.Form]] = {
    A.FINISH: asked.FinishForm,
    A.RETURN_REPORT: WhyForm,
    A.LOOK_AGAIN: WhyForm,
    A.CLAIM_MONTHS: asked.MonthsForm,
    A.CLAIM_YEAR: asked.YearForm,
    A.RETURN_CLAIM: WhyForm,
    A.PAY: asked.PaidForm,
    A.BOUNCE: WhyForm,
    A.REFUSE_CHANGE: WhyForm,
    A.HEAR: HearForm,
    A.STATEMENT: StatementForm,
    A.CANCEL: CancelForm,
    A.TAKE_BACK: OpenForm,
    A.VISIT: asked.VisitForm,
}
# What came from outside: staff say by which way.
FROM_OUTSIDE = (A.REPORT, A.CLAIM, A.CLAIM_MONTHS, A.CLAIM_YEAR)
HARD = (A.CANCEL, A.BOUNCE)


@staff(Permission.APPLICATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def grant_step(request: Request, pk: int, action: str) -> HttpResponse:
    """Take a step with a grant, if it can be taken now."""
    row, now, step = grant_or_404(pk), timezone.now(), _step(action)
    possible = grant_page(row, on=local_date(now)).actions
    if step not in possible:
        return too_late(request, "schemes:grant", pk)
    form, how = _form(request, row, step, local_date(now)), _how(request, step)
    if request.method == "POST" and form.is_valid() and (how is None or how.is_valid()):
        channel = Channel.of(how.cleaned_data["channel"]) if how else Channel.COUNTER
        try:
            _do(request, row, step, form, channel, at=now)
            messages.success(request, f"{step.label}: 済みました。")
            return redirect("schemes:grant", organization=request.organization.slug, pk=row.pk)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    context = {"row": row, "step": step, "form": form, "how": how, "is_hard": step in HARD, "of": _pending(row, step)}
    context["can_hear"] = step is A.CANCEL and A.HEAR in possible
    return render(request, "schemes/grants/step.html", context, status=422 if request.method == "POST" else 200)


def _step(action: str) -> GrantAction:
    try:
        return GrantAction.of(action)
    except ValueError as error:
        raise Http404 from error


def _how(request: Request, step: GrantAction) -> asked.ChannelForm | None:
    return asked.ChannelForm(request.POST or None) if step in FROM_OUTSIDE else None


def _form(request: Request, grant: Grant, step: GrantAction, today: date) -> Any:
    data = request.POST if request.method == "POST" else None
    planned = planned_costs(grant)
    if step is A.REPORT:
        yearly = grant.shape == Shape.YEARLY
        kind = asked.YearReportForm if yearly else asked.ReportForm
        return kind(data, today=today, costs=[] if yearly else costs_of(grant), known=planned)
    if step is A.INSPECT:
        report = _pending(grant, step)
        costs = costs_of(grant) if grant.shape == Shape.ONCE else []
        return asked.InspectForm(data, costs=costs, known=planned | report.costs)
    if step is A.PLAN_YEARS:
        return asked.PlanForm(data, years={one.year: one.planned_yen for one in years_of(grant)})
    if step is A.CHANGE:
        return asked.ChangeForm(data, costs=costs_of(grant), known=planned)
    initial = {
        "paid_on": today, "said_on": today, "due_on": business_day_from(today + timedelta(days=DAYS_TO_SPEAK)),
        "unheard_ground": recovery_terms().unheard_ground,
        "visited_on": today, "on": today, "fiscal_year": fiscal_year(today),
    }  # fmt: skip
    return FORMS.get(step, asked.EmptyForm)(data, initial=initial)


def _pending(grant: Grant, step: GrantAction) -> Any:
    """Return the report, claim or change that a step is about: the oldest that waits for it. Raises Http404."""
    match step:
        case A.INSPECT | A.RETURN_REPORT:
            rows: Any = Report.objects.filter(grant=grant, status=ReportStatus.RECEIVED).order_by("fiscal_year")
        case A.LOOK_AGAIN:
            rows = Report.objects.filter(grant=grant, status=ReportStatus.INSPECTED).order_by("-fiscal_year")
        case A.CHECK_CLAIM:
            rows = Claim.objects.filter(grant=grant, status=ClaimStatus.ASKED).order_by("number")
        case A.RETURN_CLAIM:
            waits = (ClaimStatus.ASKED, ClaimStatus.FIXED)
            rows = Claim.objects.filter(grant=grant, status__in=waits).order_by("status", "number")
        case A.PAY:
            rows = Claim.objects.filter(grant=grant, status=ClaimStatus.FIXED).order_by("number")
        case A.BOUNCE:
            rows = Claim.objects.filter(grant=grant, status=ClaimStatus.PAID).order_by("-paid_on", "-number")
        case A.APPROVE_CHANGE | A.REFUSE_CHANGE:
            rows = GrantChange.objects.filter(grant=grant, status=ChangeStatus.ASKED)
        case _:
            return None
    found = rows.select_related("grant").first()
    if found is None:
        raise Http404
    return found


def _do(request: Request, grant: Grant, step: GrantAction, form: Any, channel: Channel, *, at: datetime) -> None:
    """Call the service of a step with what was written."""
    of = _pending(grant, step)
    who: dict[str, Any] = {"by": request.actor, "at": at}
    told = who | {"sender": services.Sender(request.organization, link_to_state(request))}
    came = told | {"channel": channel, "grant": grant}
    calls = _on_reports(grant, of, form, came, told, who) | _on_claims(of, form, came, told, who)
    calls |= _on_grants(grant, of, form, told, who)
    calls[step]()


def _on_reports(grant: Grant, of: Any, form: Any, came: Given, told: Given, who: Given) -> Calls:
    values = form.cleaned_data
    return {
        A.REPORT: lambda: services.report(
            fiscal_year=values.get("fiscal_year") or grant.fiscal_year,
            done=services.Done(values["words"], values["begun_on"], values["finished_on"], form.said()), **came,
        ),
        A.FINISH: lambda: services.finish_work(grant=grant, **values, **who),
        A.INSPECT: lambda: services.inspect(report=of, accepted=form.said(), remark=values["remark"], **who),
        A.RETURN_REPORT: lambda: services.return_report(report=of, **values, **told),
        A.LOOK_AGAIN: lambda: services.look_again(report=of, **values, **who),
        A.FIX: lambda: services.fix_grant(grant=grant, **told),
    }  # fmt: skip


def _on_claims(of: Any, form: Any, came: Given, told: Given, who: Given) -> Calls:
    values = form.cleaned_data
    return {
        A.CLAIM: lambda: services.claim_all(**came),
        A.CLAIM_MONTHS: lambda: services.claim_months(row=form.row(), **came),
        A.CLAIM_YEAR: lambda: services.claim_year(**values, **came),
        A.CHECK_CLAIM: lambda: services.check_claim(claim=of, **who),
        A.RETURN_CLAIM: lambda: services.return_claim(claim=of, **values, **told),
        A.PAY: lambda: services.record_payment(claim=of, **values, **told),
        A.BOUNCE: lambda: services.bounce_payment(claim=of, **values, **who),
    }


def _on_grants(grant: Grant, of: Any, form: Any, told: Given, who: Given) -> Calls:
    values = form.cleaned_data
    return {
        A.DECIDE_YEAR: lambda: services.decide_year(grant=grant, **told),
        A.PLAN_YEARS: lambda: services.plan_years(grant=grant, years=form.years(), **who),
        A.COMPLETE: lambda: services.complete_grant(grant=grant, **who),
        A.CHANGE: lambda: services.ask_change(
            grant=grant, kind=ChangeKind.of(values["kind"]), why=values["why"], costs=form.said(), **who
        ),
        A.APPROVE_CHANGE: lambda: services.approve_change(change=of, **told),
        A.REFUSE_CHANGE: lambda: services.refuse_change(change=of, **values, **told),
        A.HEAR: lambda: hearings.ask_to_speak(grant=grant, **values, **told),
        A.STATEMENT: lambda: hearings.note_statement(grant=grant, **values, **who),
        A.CANCEL: lambda: services.cancel_grant(grant=grant, **values, **who),
        A.TAKE_BACK: lambda: open_recovery(
            grant=grant, ground=Ground.of(values["ground"]), happened_on=values["happened_on"], why=values["why"], **who
        ),
        A.VISIT: lambda: services.note_visit(
            application=grant.application, visited_on=values["visited_on"], finding=Living.of(values["finding"]),
            text=values["text"], **who,
        ),
    }  # fmt: skip
