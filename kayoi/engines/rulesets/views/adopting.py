"""A version as it stands, and what is done with it: proposed, given back, adopted, ended, given up."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.rulesets import services
from kayoi.engines.rulesets.forms.staff import EndForm, OrdinanceForm, ReasonForm
from kayoi.engines.rulesets.models import Version
from kayoi.engines.rulesets.selectors.versions import version_page
from kayoi.engines.rulesets.states import Permission, VersionStatus
from kayoi.engines.rulesets.views.finding import done, in_words, status_of, to, version_or_404
from kayoi.foundation.identity.marks import Request, staff


@staff(Permission.RULESET_READ)
@require_safe
def version(request: Request, pk: int) -> HttpResponse:
    """Show a version: its rule in words, its amount, its cases with the answers of this moment."""
    return _page(request, version_or_404(pk), ReasonForm())


@staff(Permission.RULESET_EDIT)
@require_POST
def propose(request: Request, pk: int) -> HttpResponse:
    """Hand a draft to a second person."""
    if done(services.propose_version, request, version=version_or_404(pk)):
        messages.success(request, "確認に出しました。ほかの職員が確かめて施行します。")
    return to("version", request, pk)


@staff(Permission.RULESET_EDIT)
@require_POST
def give_back(request: Request, pk: int) -> HttpResponse:
    """Give a proposed version back to be written on."""
    return _with_reason(request, pk, services.give_version_back, "差し戻しました。")


@staff(Permission.RULESET_EDIT)
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Give a draft up."""
    return _with_reason(request, pk, services.withdraw_version, "取りやめました。")


@staff(Permission.RULESET_PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: Request, pk: int) -> HttpResponse:
    """Put a proposed version into force by its ordinance."""
    row = version_or_404(pk)
    if row.status != VersionStatus.PROPOSED:
        return to("version", request, pk)
    initial = {name: getattr(row, name) for name in ("ordinance", "ordinance_number", "adopted_on")}
    form = OrdinanceForm(request.POST or None, initial=initial)
    if form.is_valid() and done(services.adopt_version, request, form, version=row, ordinance=form.answer()):
        messages.success(request, "施行しました。この版の内容は、もう変わりません。")
        return to("version", request, pk)
    page = version_page(row)
    own = row.proposed_by_id == request.membership.pk
    context = {"form": form, "page": page, "findings": in_words(page.findings), "own": own}
    return render(request, "rulesets/adopt.html", context, status=status_of(form))


@staff(Permission.RULESET_PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: Request, pk: int) -> HttpResponse:
    """Say up to which day a version in force applies."""
    row = version_or_404(pk)
    form = EndForm(request.POST or None, initial={"last_on": row.last_on})
    if form.is_valid() and done(services.end_version, request, form, version=row, **form.cleaned_data):
        messages.success(request, "適用の終わりを決めました。")
        return to("version", request, pk)
    return render(request, "rulesets/end.html", {"form": form, "version": row}, status=status_of(form))


def _with_reason(request: Request, pk: int, service: Callable[..., Any], words: str) -> HttpResponse:
    row, form = version_or_404(pk), ReasonForm(request.POST)
    if form.is_valid() and done(service, request, form, version=row, why=form.cleaned_data["why"]):
        messages.success(request, words)
        return to("version", request, pk)
    return _page(request, row, form)


def _page(request: Request, row: Version, form: forms.Form) -> HttpResponse:
    own = row.proposed_by_id is not None and row.proposed_by_id == request.membership.pk
    page = version_page(row)
    context = {"page": page, "findings": in_words(page.findings), "form": form, "own": own}
    return render(request, "rulesets/version.html", context, status=status_of(form))
