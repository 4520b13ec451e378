"""Staff: give back, withdraw, judge, propose, send back, decide; several at once; the draft that goes round."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.forms.staff import DeputyForm, JudgeForm, ProposeForm, ReturnForm, WhyForm
from kayoi.engines.procedures.selectors.evaluating import evaluated
from kayoi.engines.procedures.selectors.page import draft_of
from kayoi.engines.procedures.selectors.words import told
from kayoi.engines.procedures.states import ApplicationStatus, Permission
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.posted import version_of
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Outcome, Refused
from kayoi.programmes.schemes import services
from kayoi.programmes.schemes.forms.refusals import REFUSALS
from kayoi.programmes.schemes.selectors.inbox import chosen, ticked
from kayoi.programmes.schemes.states import DAYS_TO_PUT_RIGHT
from kayoi.programmes.schemes.views.applications import request_or_404
from kayoi.programmes.schemes.views.found import link_to_state


@staff(Permission.APPLICATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def return_application(request: Request, pk: int) -> HttpResponse:
    """Give an application back with what is to be put right."""
    row, now = request_or_404(pk), timezone.now()
    today = local_date(now)
    without_mail = row.case_file is None or not row.case_file.email
    initial = {"due_on": today + timedelta(days=DAYS_TO_PUT_RIGHT), "by_letter": without_mail}
    form = ReturnForm(request.POST or None, today=today, initial=initial)
    if form.is_valid():
        values = form.cleaned_data
        try:
            services.return_application(
                organization=request.organization, application=row, link=link_to_state(request), by=request.actor,
                what=services.Return(values["reasons"], values["due_on"], by_letter=values["by_letter"]), at=now,
            )  # fmt: skip
            return _back(request, row.pk, "補正をお願いしました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return _page(request, "return", {"row": row, "form": form})


@staff(Permission.APPLICATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_application(request: Request, pk: int) -> HttpResponse:
    """Withdraw an application for somebody who calls or writes."""
    row, form = request_or_404(pk), WhyForm(request.POST or None)
    if form.is_valid():
        try:
            services.withdraw_application(
                organization=request.organization, application=row, why=form.cleaned_data["why"],
                link=link_to_state(request), by=request.actor, at=timezone.now(),
            )  # fmt: skip
            return _back(request, row.pk, "申請を取り下げました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return _page(request, "withdraw", {"row": row, "form": form})


@staff(Permission.APPLICATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: Request, pk: int, number: int) -> HttpResponse:
    """Find that a condition holds or not where the rule does not know."""
    row, now, form = request_or_404(pk), timezone.now(), JudgeForm(request.POST or None)
    found = evaluated(row, today=local_date(now)).findings()
    finding = next((one for one in found if one.number == number), None)
    if finding is None:
        raise Http404
    if form.is_valid():
        holds, ground = form.cleaned_data["holds"] == "yes", form.cleaned_data["ground"]
        try:
            procedures.judge(application=row, number=number, holds=holds, ground=ground, by=request.actor, at=now)
            return _back(request, row.pk, "認定を記録しました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return _page(request, "judge", {"row": row, "form": form, "finding": finding})


@staff(Permission.APPLICATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: Request, pk: int) -> HttpResponse:
    """Put a decision before whoever decides; what the rule says stands in the form already."""
    row, now = request_or_404(pk), timezone.now()
    says = told(evaluated(row, today=local_date(now)))
    refused_by_rule = says.outcome is Outcome.NOT_MET
    initial = {
        "outcome": ApplicationStatus.REFUSED if refused_by_rule else ApplicationStatus.APPROVED,
        "amount_yen": says.yen,
        "reasons": "\n".join(f"次の要件を満たしません: {one.text}" for one in says.against) if refused_by_rule else "",
    }
    form = ProposeForm(request.POST or None, initial=initial)
    if form.is_valid():
        values = form.cleaned_data | {"outcome": ApplicationStatus.of(form.cleaned_data["outcome"])}
        try:
            services.propose_application(application=row, by=request.actor, at=now, **values)
            return _back(request, row.pk, "決裁に回しました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return _page(request, "propose", {"row": row, "form": form, "told": says})


@staff(Permission.APPLICATION_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: Request, pk: int) -> HttpResponse:
    """Give a proposal back to the examiner."""
    row, form = request_or_404(pk), WhyForm(request.POST or None)
    if form.is_valid():
        why, version = form.cleaned_data["why"], version_of(request) or None
        try:
            services.send_back_application(
                application=row, why=why, version=version, by=request.actor, at=timezone.now()
            )
            return _back(request, row.pk, "審査に戻しました。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    return _page(request, "send_back", {"row": row, "form": form})


@staff(Permission.APPLICATION_DECIDE)
@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    """Approve an application as proposed; the last step of its route decides it."""
    row, form = request_or_404(pk), DeputyForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    try:
        done = services.sign_application(
            organization=request.organization, application=row, link=link_to_state(request), why=why,
            version=version_of(request) or None, by=request.actor, at=timezone.now(),
        )  # fmt: skip
        passed = isinstance(done, procedures.Passed)
        return _back(request, row.pk, "承認し、次に回しました。" if passed else "決定し、通知書を作りました。")
    except Refused as refused:
        messages.error(request, " ".join(sentences(refused.verdict, REFUSALS)))
    except ChangedMeanwhile:
        messages.error(request, str(CHANGED_MEANWHILE))
    return redirect("schemes:application", organization=request.organization.slug, pk=row.pk)


@staff(Permission.APPLICATION_DECIDE)
@require_POST
def decide_chosen(request: Request) -> HttpResponse:
    """Approve several applications as proposed, or decide them, each with its own letter."""
    seen = ticked(request.POST.getlist("pk"))
    decided, passed, left = services.sign_applications(
        organization=request.organization, applications=chosen(seen), seen=seen,
        link=link_to_state(request), by=request.actor, at=timezone.now(),
    )  # fmt: skip
    rows = [(one.application, sentences(one.why, REFUSALS)) for one in left]
    return render(request, "schemes/applications/decided.html", {"decided": decided, "passed": passed, "left": rows})


@staff(Permission.APPLICATION_READ)
@require_safe
def draft(request: Request) -> HttpResponse:
    """Show the draft that goes round for one proposal or several (起案)."""
    rows = [row for row in chosen(ticked(request.GET.getlist("pk"))) if row.proposal is not None]
    keys = {row.procedure for row in rows}
    examiners = "、".join(sorted({row.examined_by.name for row in rows if row.examined_by}))
    office = f"{request.organization.office_name} {examiners}".strip()
    text = draft_of(rows, on=local_date(timezone.now()), office=office) if len(keys) == 1 else ""
    return render(request, "schemes/applications/draft.html", {"text": text, "rows": rows, "mixed": len(keys) > 1})


@staff(Permission.APPLICATION_EDIT)
@require_POST
def allow_status(request: Request, pk: int) -> HttpResponse:
    """Let the state be asked for again, once the caller is known."""
    row = request_or_404(pk)
    procedures.allow_status_again(application=row, by=request.actor, at=timezone.now())
    return _back(request, row.pk, "受付番号での照会を、また使えるようにしました。")


def _back(request: Request, pk: int, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("schemes:application", organization=request.organization.slug, pk=pk)


def _page(request: Request, name: str, context: dict[str, Any]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, f"schemes/applications/{name}.html", context, status=status)
