"""Staff: give an application back, withdraw or refuse it; look at its papers."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Paper
from kayoi.engines.procedures.selectors.applications import page_of
from kayoi.engines.procedures.states import Permission as Procedures
from kayoi.foundation.files.forms import REFUSALS as FILES
from kayoi.foundation.files.selectors import response_for
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import UnableToMove
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.homes import services
from kayoi.programmes.homes.forms.applications import (
    AcceptForm,
    EndProxyForm,
    ReceiveForm,
    ReturnForm,
    ReturnPaperForm,
    WhyForm,
)
from kayoi.programmes.homes.selectors.applying import home_of
from kayoi.programmes.homes.states.applying import OFFER
from kayoi.programmes.homes.views.applications import offer_or_404
from kayoi.programmes.homes.views.offers import link_to_state

DAYS_TO_PUT_RIGHT = 14


@staff(Procedures.APPLICATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def return_application(request: Request, pk: int) -> HttpResponse:
    """Give an application back with what is to be put right."""
    row, now = offer_or_404(pk), timezone.now()
    today = local_date(now)
    without_mail = row.case_file is None or not row.case_file.email
    initial = {"due_on": today + timedelta(days=DAYS_TO_PUT_RIGHT), "by_letter": without_mail}
    form = ReturnForm(request.POST or None, today=today, initial=initial)
    if form.is_valid():
        values = form.cleaned_data
        try:
            services.return_offer(
                organization=request.organization, application=row, link=link_to_state(request), by=request.actor,
                what=services.Return(values["reasons"], values["due_on"], by_letter=values["by_letter"]), at=now,
            )  # fmt: skip
            messages.success(request, "補正をお願いしました。")
            return _back(request, row.pk)
        except UnableToMove as refused:
            form.add_error(None, sentences(refused.verdict, {}))
    return _page(request, "return", {"row": row, "form": form}, bound=form.is_bound)


@staff(Procedures.APPLICATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_application(request: Request, pk: int) -> HttpResponse:
    """Withdraw an application for somebody who calls or writes."""
    row, form = offer_or_404(pk), WhyForm(request.POST or None)
    if form.is_valid():
        try:
            services.withdraw_offer(
                organization=request.organization, application=row, why=form.cleaned_data["why"],
                link=link_to_state(request), by=request.actor, at=timezone.now(),
            )  # fmt: skip
            messages.success(request, "申込みを取り下げました。")
            return _back(request, row.pk)
        except UnableToMove as refused:
            form.add_error(None, sentences(refused.verdict, {}))
    return _page(request, "withdraw", {"row": row, "form": form}, bound=form.is_bound)


@staff(Procedures.APPLICATION_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def refuse_application(request: Request, pk: int) -> HttpResponse:
    """Refuse an application that has no house of its own."""
    row, form = offer_or_404(pk), WhyForm(request.POST or None)
    if home_of(row) is not None:
        raise Http404
    if form.is_valid():
        try:
            services.refuse_offer(application=row, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
            messages.success(request, "申込みを却下しました。")
            return _back(request, row.pk)
        except UnableToMove as refused:
            form.add_error(None, sentences(refused.verdict, {}))
    return _page(request, "refuse", {"row": row, "form": form}, bound=form.is_bound)


@staff(Procedures.APPLICATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def end_proxy(request: Request, pk: int) -> HttpResponse:
    """Say that the mandate ends, as when the owner takes it back or dies; what was agreed to before stays."""
    row, now = offer_or_404(pk), timezone.now()
    if row.proxy is None:
        raise Http404
    form = EndProxyForm(request.POST or None, starts_on=row.proxy.starts_on, initial={"ends_on": local_date(now)})
    if form.is_valid():
        ends_before = form.cleaned_data["ends_on"] + timedelta(days=1)
        why = form.cleaned_data["why"]
        procedures.end_proxy(proxy=row.proxy, ends_before=ends_before, why=why, by=request.actor, at=now)
        messages.success(request, "代理の終わりを記録しました。")
        return _back(request, row.pk)
    return _page(request, "end_proxy", {"row": row, "form": form}, bound=form.is_bound)


@staff(Procedures.APPLICATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: Request, pk: int) -> HttpResponse:
    """Show one paper; receive it, find it in order, or say what is wrong."""
    row, action = _paper(pk), request.POST.get("action", "")
    today = local_date(timezone.now())
    forms = {
        "receive": ReceiveForm(
            request.POST if action == "receive" else None, request.FILES or None, initial={"received_on": today}
        ),
        "accept": AcceptForm(request.POST if action == "accept" else None),
        "return": ReturnPaperForm(request.POST if action == "return" else None),
    }
    if action in forms and forms[action].is_valid():
        try:
            _do(request, row, action, forms[action].cleaned_data)
            messages.success(request, f"{row.label}: {row.get_status_display()}")
            return _back(request, row.application_id)
        except Refused as refused:
            forms[action].add_error(None, sentences(refused.verdict, FILES))
    return _page(request, "paper", {"paper": row, "forms": forms}, bound=bool(action))


@staff(Procedures.APPLICATION_READ)
@require_safe
def paper_file(request: Request, pk: int, position: int) -> FileResponse:
    """Send a page of a paper: a picture or PDF."""
    page = page_of(_paper(pk), position)
    if page is None:
        raise Http404
    return response_for(page.file)


def _do(request: Request, row: Paper, action: str, values: dict[str, Any]) -> None:
    by, at = request.actor, timezone.now()
    if action == "receive":
        uploads = [(one, one.name, one.size) for one in values["uploads"]]
        services.send_paper(paper=row, uploads=uploads, received_on=values["received_on"], by=by, at=at)
    elif action == "accept":
        services.accept_offer_paper(paper=row, valid_until=values["valid_until"], by=by, at=at)
    else:
        services.return_offer_paper(paper=row, why=values["why"], by=by, at=at)


def _paper(pk: int) -> Paper:
    rows = Paper.objects.select_related("document", "application__case_file", "application__proxy__principal")
    found: Paper = get_object_or_404(rows, pk=pk, application__procedure=OFFER.key)
    return found


def _back(request: Request, pk: int) -> HttpResponse:
    return redirect("homes:application", organization=request.organization.slug, pk=pk)


def _page(request: Request, name: str, context: dict[str, object], *, bound: bool) -> HttpResponse:
    return render(request, f"homes/applications/{name}.html", context, status=422 if bound else 200)
