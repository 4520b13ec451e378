"""Staff: terms of a scheme, what was said before an application, an early start, a visit."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import is_protected
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.selectors.procedures import shown_procedures
from kayoi.engines.procedures.states import Permission, ProcedureKind
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.posted import version_of
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.programmes.schemes.forms.around import ConsultationForm, EarlyStartForm, TermsForm
from kayoi.programmes.schemes.forms.grants import VisitForm
from kayoi.programmes.schemes.forms.refusals import REFUSALS
from kayoi.programmes.schemes.selectors.grants.before import consultations_of, early_start_of, terms_of
from kayoi.programmes.schemes.services import grants as services
from kayoi.programmes.schemes.states.enquiries import Living
from kayoi.programmes.schemes.views.applications import request_or_404


@staff(Permission.PROCEDURE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: Request, pk: int) -> HttpResponse:
    """Say on which terms a procedure grants something."""
    procedure = get_object_or_404(Procedure, pk=pk, kind=ProcedureKind.GRANT)
    known = terms_of(procedure)
    form = TermsForm(request.POST or None, terms=known)
    if form.is_valid():
        try:
            services.define_terms(
                procedure=procedure, fields=form.cleaned_data, version=version_of(request), by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, "交付の条件を定めました。これから決定する交付に使います。")
            return redirect("schemes:define", organization=request.organization.slug, pk=pk)
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    context = {"form": form, "row": procedure, "version": known.version}
    return render(request, "schemes/procedures/terms.html", context, status=422 if form.is_bound else 200)


@staff(Permission.APPLICATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def consultations(request: Request, pk: int) -> HttpResponse:
    """Show what somebody was told about grants before applying, and note it; from here an application is taken."""
    file, today = get_object_or_404(CaseFile.objects.without_search(), pk=pk), local_date(timezone.now())
    form = ConsultationForm(request.POST or None, today=today, procedure=request.GET.get("procedure", ""))
    if form.is_valid():
        values = form.cleaned_data | {"channel": Channel.of(form.cleaned_data["channel"])}
        services.note_consultation(case_file=file, by=request.actor, at=timezone.now(), **values)
        messages.success(request, "事前相談を記録しました。")
        return redirect(request.path)
    context = {
        "file": file, "form": form, "rows": consultations_of([file]), "protected": is_protected(pk, on=today),
        "open": shown_procedures().filter(kind=ProcedureKind.GRANT),
    }  # fmt: skip
    return render(request, "schemes/applications/consultations.html", context, status=422 if form.is_bound else 200)


@staff(Permission.APPLICATION_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def early_start(request: Request, pk: int) -> HttpResponse:
    """Consent that work begins before the decision."""
    row = request_or_404(pk)
    known = early_start_of(row)
    initial = {"allowed_from": known.allowed_from if known else local_date(timezone.now())}
    form = EarlyStartForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            services.allow_early_start(application=row, by=request.actor, at=timezone.now(), **form.cleaned_data)
            return _back(request, pk, "事前着手を承認し、通知書を作りました。")
        except services.UnableToConsent as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    return _page(request, "事前着手を承認する", row, form)


@staff(Permission.APPLICATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def note_visit(request: Request, pk: int) -> HttpResponse:
    """Note what was seen on a visit."""
    row, form = request_or_404(pk), VisitForm(request.POST or None)
    if form.is_valid():
        values = form.cleaned_data | {"finding": Living.of(form.cleaned_data["finding"])}
        services.note_visit(application=row, by=request.actor, at=timezone.now(), **values)
        return _back(request, pk, "現地確認を記録しました。")
    return _page(request, "現地確認を記録する", row, form)


def _back(request: Request, pk: int, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("schemes:application", organization=request.organization.slug, pk=pk)


def _page(request: Request, title: str, row: Any, form: Any) -> HttpResponse:
    context = {"title": title, "row": row, "form": form}
    return render(request, "schemes/applications/around.html", context, status=422 if form.is_bound else 200)
