"""Staff: the steps of a refund, each a form of its own; what a step needs stands in one table."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kayoi.engines.procedures.forms.staff import WhyForm
from kayoi.engines.procedures.states import Permission
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.schemes.forms.grants import EmptyForm
from kayoi.programmes.schemes.forms.recovery import (
    CorrectForm,
    InstalmentsForm,
    ProposeForm,
    ReceiveForm,
    UpholdForm,
    WriteOffForm,
)
from kayoi.programmes.schemes.forms.refusals import REFUSALS
from kayoi.programmes.schemes.models import Recovery
from kayoi.programmes.schemes.rules.recovery.reckoning import certain_yen
from kayoi.programmes.schemes.selectors.recovery.page import possible, recovery_page
from kayoi.programmes.schemes.selectors.recovery.recoveries import reckoned
from kayoi.programmes.schemes.services import recovery as services
from kayoi.programmes.schemes.services.grants import Sender
from kayoi.programmes.schemes.states.recovery import Ground, Loss, RecoveryAction, Stands
from kayoi.programmes.schemes.views.found import link_to_state, too_late, version_of
from kayoi.programmes.schemes.views.recoveries import recovery_or_404

A = RecoveryAction
WITH_REASON = (A.SEND_BACK, A.CONTEST)


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


def _known(action: str) -> None:
    """Raise Http404 for what is no step at all."""
    if action not in set(RecoveryAction):
        raise Http404


def _form(request: Request, row: Recovery, step: RecoveryAction, today: date) -> Any:
    data = request.POST if request.method == "POST" else None
    if step in WITH_REASON:
        return WhyForm(data)
    match step:
        case A.CORRECT:
            return CorrectForm(data, initial={name: getattr(row, name) for name in CorrectForm.field_order})
        case A.PROPOSE:
            again = row.proposed_on is not None
            names = ("base_yen", "exempted_yen", "hardship", "reason", "evidence")
            known = {name: getattr(row, name) for name in names} if again else {"base_yen": certain_yen(reckoned(row))}
            return ProposeForm(data, initial=known)
        case A.RECEIVE:
            return ReceiveForm(data, initial={"on": today})
        case A.INSTALMENTS:
            return InstalmentsForm(data, today=today)
        case A.UPHOLD if row.demanded_yen:
            return UpholdForm(data)
        case A.UPHOLD:
            return WhyForm(data)
        case A.WRITE_OFF:
            return WriteOffForm(data)
        case _:
            return EmptyForm(data)


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
        A.RECEIVE: lambda: services.receive_repayment(**who, **values),
        A.REMIND: lambda: services.remind(**told),
        A.INSTALMENTS: lambda: services.allow_instalments(**told, **values),
        A.CONTEST: lambda: services.contest_recovery(**who, **values),
        A.UPHOLD: lambda: (
            services.withdraw_demand(why=values["why"], **told)
            if values.get("result") == Stands.WITHDRAWN
            else services.uphold_recovery(why=values["why"], **who)
        ),
        A.WRITE_OFF: lambda: services.write_off(**who, **values | {"loss": Loss.of(values["loss"])}),
    }
    calls[step]()
