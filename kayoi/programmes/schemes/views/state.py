"""The public: where an application stands, by its secret link or by receipt number and day of birth; withdraw it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.forms.applying import StatusForm, WithdrawForm
from kayoi.engines.procedures.selectors.applications import is_protected, papers_of
from kayoi.engines.procedures.states import OPEN, ApplicationStatus
from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.dates import local_date
from kayoi.kit.moves import UnableToMove
from kayoi.kit.sentences import sentences
from kayoi.programmes.schemes import services
from kayoi.programmes.schemes.forms.refusals import BUSY, REFUSALS
from kayoi.programmes.schemes.selectors.grants.grantee import own_grant
from kayoi.programmes.schemes.selectors.recovery.grantee import own_recovery
from kayoi.programmes.schemes.selectors.refusal import refusal_of
from kayoi.programmes.schemes.views.found import found, link_to_state


@public(opens="town")
@require_safe
def state(request: Request, token: str) -> HttpResponse:
    """Show where an application stands and what is missing; a draft goes on where it is."""
    application = found(request, token)
    if application.status == ApplicationStatus.DRAFT:
        return redirect("schemes:you", organization=request.organization.slug, token=token)
    now = timezone.now()
    today = local_date(now)
    protected = is_protected(application, on=today)
    own = None if protected else own_grant(application, on=today)
    context = {
        "application": application,
        "token": token,
        "protected": protected,
        "papers": [] if protected else papers_of(application),
        "is_open": application.status in OPEN,
        "own": own,
        "refund": own_recovery(own.grant, on=today) if own else None,
        "refusal": None if protected else refusal_of(application, at=now),
    }
    return render(request, "schemes/apply/state.html", context)


@public(opens="town")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Request, token: str) -> HttpResponse:
    """Withdraw an application with a reason."""
    application, form = found(request, token), WithdrawForm(request.POST or None)
    if application.status not in OPEN:
        raise Http404
    if form.is_valid():
        try:
            services.withdraw_application(
                organization=request.organization, application=application, why=form.cleaned_data["why"],
                link=link_to_state(request), by=request.actor, at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("取り下げました。"))
            return redirect("schemes:state", organization=request.organization.slug, token=token)
        except UnableToMove as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    context = {"application": application, "token": token, "form": form}
    return render(request, "schemes/apply/withdraw.html", context, status=422 if form.is_bound else 200)


@public(opens="town", limit="code")
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: Request) -> HttpResponse:
    """Say the state of an application, and nothing else, to whoever knows its number and the day of birth."""
    form, told = StatusForm(request.POST or None), None
    if request.limited:
        form.add_error(None, BUSY)
    if form.is_valid():
        told = procedures.ask_status(
            receipt=form.cleaned_data["receipt"], birth_on=form.cleaned_data["birth_on"], by=request.actor,
            at=timezone.now(),
        )  # fmt: skip
        if told is None:
            form.add_error(None, _("受付番号か生年月日が合わないため、表示できません。お電話でお尋ねください。"))
    wrong = form.is_bound and told is None
    context = {"form": form, "told": told, "organization": request.organization}
    return render(request, "schemes/apply/status.html", context, status=422 if wrong else 200)
