"""Staff: the steps of a refund, each a form of its own; what a step needs stands in one table."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kayoi.engines.procedures.forms.staff import WhyForm
from kayoi.engines.procedures.states import Permission
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import business_day_from, local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.posted import version_of
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.schemes.forms.grants import EmptyForm
from kayoi.programmes.schemes.forms.recovery import (
    AcknowledgeForm,
    CorrectForm,
    HearForm,
    InstalmentsForm,
    ProposeForm,
    ReceiveForm,
    StatementForm,
    UpholdForm,
    WriteOffForm,
)
from kayoi.programmes.schemes.forms.refusals import REFUSALS
from kayoi.programmes.schemes.models import Recovery, Repayment, Reversal
from kayoi.programmes.schemes.rules.recovery.reckoning import certain_yen
from kayoi.programmes.schemes.selectors.recovery.page import possible, recovery_page
from kayoi.programmes.schemes.selectors.recovery.recoveries import reckoned
from kayoi.programmes.schemes.services import recovery as services
from kayoi.programmes.schemes.services.grants import Sender, hearings
from kayoi.programmes.schemes.states.hearings import DAYS_TO_SPEAK
from kayoi.programmes.schemes.states.permissions import Permission as Money
from kayoi.programmes.schemes.states.recovery import Ground, Loss, RecoveryAction, Stands
from kayoi.programmes.schemes.views.found import link_to_state, too_late
from kayoi.programmes.schemes.views.recoveries import recovery_or_404

A = RecoveryAction
FORMS: dict[RecoveryAction, type[forms.Form]] = {
    A.CORRECT: CorrectForm,
    A.HEAR: HearForm,
    A.STATEMENT: StatementForm,
    A.PROPOSE: ProposeForm,
    A.SEND_BACK: WhyForm,
    A.RECEIVE: ReceiveForm,
    A.ACKNOWLEDGE: AcknowledgeForm,
    A.CONTEST: WhyForm,
    A.WRITE_OFF: WriteOffForm,
}


@staff(Permission.APPLICATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_step(request: Request, pk: int, action: str) -> HttpResponse:
    """Take a step with a refund, if it can be taken now."""
    row, now = recovery_or_404(pk), timezone.now()
    step = next((one for one in possible(row, on=local_date(now)) if one == action), None)
    if step is None:
        _known(action)
        return too_late(request, "schemes:recovery", pk)
    form = _form(request, row, step, local_date(now))
    if request.method == "POST" and form.is_valid():
        try:
            _do(request, row, step, form, at=now)
            messages.success(request, f"{step.label}: 済みました。")
            return redirect("schemes:recovery", organization=request.organization.slug, pk=row.pk)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    page = recovery_page(row, by=request.actor, on=local_date(now))
    context = {"row": row, "page": page, "step": step, "form": form, "is_hard": step is A.WRITE_OFF}
    return render(request, "schemes/recovery/step.html", context, status=422 if request.method == "POST" else 200)


@staff(Money.PAYMENT_MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def reverse_repayment(request: Request, pk: int) -> HttpResponse:
    """Reverse a repayment that was booked by mistake, with the reason."""
    repayment = get_object_or_404(Repayment.objects.select_related("made_by"), pk=pk)
    row = recovery_or_404(repayment.recovery_id)
    if Reversal.objects.filter(repayment=repayment).exists():
        return too_late(request, "schemes:recovery", row.pk)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        try:
            services.reverse_repayment(repayment=repayment, by=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "納付を取り消しました。")
            return redirect("schemes:recovery", organization=request.organization.slug, pk=row.pk)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    context = {"row": row, "repayment": repayment, "form": form}
    return render(request, "schemes/recovery/reverse.html", context, status=422 if form.is_bound else 200)


def _known(action: str) -> None:
    """Raise Http404 for what is no step at all."""
    if action not in set(RecoveryAction):
        raise Http404


def _form(request: Request, row: Recovery, step: RecoveryAction, today: date) -> Any:
    data = request.POST if request.method == "POST" else None
    if step is A.INSTALMENTS:
        return InstalmentsForm(data, today=today)
    if step is A.UPHOLD:
        return UpholdForm(data) if row.demanded_yen else WhyForm(data)
    kind: Any = FORMS.get(step, EmptyForm)
    form = kind(data, initial=_initial(row, step, today))
    if step is A.PROPOSE and not row.grant.surcharge_percent:
        del form.fields["no_surcharge"]
    return form


def _initial(row: Recovery, step: RecoveryAction, today: date) -> dict[str, Any]:
    match step:
        case A.CORRECT:
            return {name: getattr(row, name) for name in CorrectForm.field_order}
        case A.HEAR:
            return {"matter": row.why, "due_on": business_day_from(today + timedelta(days=DAYS_TO_SPEAK))}
        case A.STATEMENT:
            return {"said_on": today}
        case A.PROPOSE if row.proposed_on is None:
            return {"base_yen": certain_yen(reckoned(row))}
        case A.PROPOSE:
            names = ("base_yen", "exempted_yen", "hardship", "no_surcharge", "reason", "evidence")
            return {name: getattr(row, name) for name in names}
        case A.RECEIVE | A.ACKNOWLEDGE:
            return {"on": today}
        case _:
            return {}


def _do(request: Request, row: Recovery, step: RecoveryAction, form: Any, *, at: datetime) -> None:
    """Call the service of a step with what was written."""
    values: dict[str, Any] = form.cleaned_data
    who: dict[str, Any] = {"recovery": row, "by": request.actor, "at": at}
    read = who | {"version": version_of(request)}
    told = who | {"sender": Sender(request.organization, link_to_state(request))}
    calls: dict[RecoveryAction, Callable[[], Any]] = {
        A.CORRECT: lambda: services.correct_recovery(**read, **values | {"ground": Ground.of(values["ground"])}),
        A.PROPOSE: lambda: services.propose_recovery(proposal=form.proposal(), **who),
        A.APPROVE: lambda: services.approve_proposal(**told | read),
        A.SEND_BACK: lambda: services.send_back_proposal(**read, **values),
        A.HEAR: lambda: hearings.ask_to_speak(grant=row.grant, **told | values),
        A.STATEMENT: lambda: hearings.note_statement(grant=row.grant, **who, **values),
        A.RECEIVE: lambda: services.receive_repayment(**who, **values),
        A.REMIND: lambda: services.remind(**told),
        A.INSTALMENTS: lambda: services.allow_instalments(**told, **values),
        A.ACKNOWLEDGE: lambda: services.acknowledge(**who, **values),
        A.CONTEST: lambda: services.contest_recovery(**who, **values),
        A.UPHOLD: lambda: (
            services.withdraw_demand(why=values["why"], **told)
            if values.get("result") == Stands.WITHDRAWN
            else services.uphold_recovery(why=values["why"], **who)
        ),
        A.WRITE_OFF: lambda: services.write_off(**who, **values | {"loss": Loss.of(values["loss"])}),
    }
    calls[step]()
