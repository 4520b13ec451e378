"""The public: report what was done with a grant, claim it, by the secret link of the application."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kayoi.engines.casefiles.states import Channel
from kayoi.engines.procedures.selectors.applications import is_protected
from kayoi.foundation.files.forms import REFUSALS as FILES
from kayoi.foundation.identity.marks import Request, public
from kayoi.kit.dates import fiscal_year, local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.schemes.forms.grants import MonthsForm, PapersForm, ReportForm, YearForm, YearReportForm
from kayoi.programmes.schemes.forms.obligations import OwnProofForm
from kayoi.programmes.schemes.forms.refusals import BUSY, REFUSALS
from kayoi.programmes.schemes.models import Grant
from kayoi.programmes.schemes.selectors.grants.before import terms_of
from kayoi.programmes.schemes.selectors.grants.grantee import may_claim, may_report
from kayoi.programmes.schemes.selectors.grants.grants import grant_of
from kayoi.programmes.schemes.selectors.grants.page import costs_of, planned_costs
from kayoi.programmes.schemes.selectors.obligations import page as page_of_duties
from kayoi.programmes.schemes.services import grants as services
from kayoi.programmes.schemes.services import obligations
from kayoi.programmes.schemes.states.grants import Shape
from kayoi.programmes.schemes.states.obligations import PAPERS, Duty
from kayoi.programmes.schemes.views.found import found, link_to_state


@public(opens="town", limit="ask")
@require_http_methods(["GET", "HEAD", "POST"])
def own_report(request: Request, token: str) -> HttpResponse:
    """Report what was done, with receipts and pictures."""
    grant, now = _grant(request, token), timezone.now()
    if not may_report(grant):
        raise Http404
    form = _report_form(request, grant, now)
    labels = terms_of(grant.procedure).report_papers or [_("領収書など")]
    papers = PapersForm(request.POST or None, request.FILES or None, labels=labels)
    if request.limited:
        form.add_error(None, BUSY)
    if form.is_valid() and papers.is_valid():
        values = form.cleaned_data
        done = services.Done(values["words"], values["begun_on"], values["finished_on"], form.said(), papers.papers())
        year = values.get("fiscal_year") or grant.fiscal_year
        if _done(form, lambda: services.report(fiscal_year=year, done=done, **_came(request, grant, now))):
            messages.success(request, _("実績報告を受け取りました。"))
            return redirect("schemes:state", organization=request.organization.slug, token=token)
    return _page(request, "report", {"form": form, "papers": papers, "grant": grant, "token": token})


@public(opens="town", limit="ask")
@require_http_methods(["GET", "HEAD", "POST"])
def own_claim(request: Request, token: str) -> HttpResponse:
    """Claim what was fixed, some months, or a year."""
    grant, now = _grant(request, token), timezone.now()
    if not may_claim(grant):
        raise Http404
    form: Any = None
    if grant.shape == Shape.MONTHLY:
        form = MonthsForm(request.POST or None)
    elif grant.shape == Shape.YEARLY:
        form = YearForm(request.POST or None, initial={"fiscal_year": fiscal_year(local_date(now))})
    if request.limited and form is not None:
        form.add_error(None, BUSY)
    refused: list[Any] = []
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            _claim(request, grant, form, now)
            messages.success(request, _("請求を受け取りました。"))
            return redirect("schemes:state", organization=request.organization.slug, token=token)
        except Refused as error:
            refused = sentences(error.verdict, REFUSALS)
    return _page(request, "claim", {"form": form, "grant": grant, "token": token, "refused": refused})


@public(opens="town", limit="ask")
@require_http_methods(["GET", "HEAD", "POST"])
def own_proof(request: Request, token: str, pk: int) -> HttpResponse:
    """Hand in the proof of a year, as photos or PDFs."""
    grant, now = _grant(request, token), timezone.now()
    proof = page_of_duties.own_proof(grant, pk, on=local_date(now))
    if proof is None and request.method == "POST":  # sent twice: the page of the state says what has come
        return redirect("schemes:state", organization=request.organization.slug, token=token)
    if proof is None:
        raise Http404
    form = OwnProofForm(request.POST or None, request.FILES or None)
    if request.limited:
        form.add_error(None, BUSY)
    if form.is_valid():
        uploads = [(one, one.name, one.size) for one in form.cleaned_data["uploads"]]
        means = PAPERS[Duty.of(proof.obligation.kind)]
        given: dict[str, Any] = {"proof": proof, "channel": Channel.PORTAL, "means": means, "uploads": uploads}
        if _done(form, lambda: obligations.receive_proof(**given, by=request.actor, at=now)):
            messages.success(request, _("証明書類を受け取りました。"))
            return redirect("schemes:state", organization=request.organization.slug, token=token)
    return _page(request, "proof", {"form": form, "proof": proof, "token": token})


def _claim(request: Request, grant: Grant, form: Any, now: datetime) -> None:
    came = _came(request, grant, now)
    if grant.shape == Shape.MONTHLY:
        services.claim_months(row=form.row(), **came)
    elif grant.shape == Shape.YEARLY:
        services.claim_year(fiscal_year=form.cleaned_data["fiscal_year"], **came)
    else:
        services.claim_all(**came)


def _grant(request: Request, token: str) -> Grant:
    """Return the grant of a secret link. Raises Http404, also where somebody is under protection."""
    application = found(request, token)
    grant = grant_of(application)
    if grant is None or is_protected(application, on=local_date(timezone.now())):
        raise Http404
    return grant


def _came(request: Request, grant: Grant, now: datetime) -> dict[str, Any]:
    sender = services.Sender(request.organization, link_to_state(request))
    return {"grant": grant, "channel": Channel.PORTAL, "sender": sender, "by": request.actor, "at": now}


def _report_form(request: Request, grant: Grant, now: datetime) -> ReportForm:
    yearly = grant.shape == Shape.YEARLY
    kind = YearReportForm if yearly else ReportForm
    costs = [] if yearly else costs_of(grant)
    return kind(request.POST or None, today=local_date(now), costs=costs, known=planned_costs(grant))


def _done(form: Any, call: Callable[[], Any]) -> bool:
    try:
        call()
    except Refused as refused:
        form.add_error(None, sentences(refused.verdict, REFUSALS | FILES))
        return False
    except ChangedMeanwhile:
        form.add_error(None, str(CHANGED_MEANWHILE))
        return False
    return True


def _page(request: Request, name: str, context: dict[str, Any]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, f"schemes/apply/{name}.html", context, status=status)
