"""Staff: a duty that was not kept; lists of who moved away."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.engines.casefiles.selectors import is_protected
from kayoi.engines.procedures.forms.staff import WhyForm
from kayoi.engines.procedures.states import Permission
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.posted import version_of
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.schemes.forms.obligations import BreachForm, DayForm, DeparturesForm
from kayoi.programmes.schemes.forms.refusals import REFUSALS
from kayoi.programmes.schemes.models import Obligation
from kayoi.programmes.schemes.selectors.obligations.departures import lines, lists_taken, waiting
from kayoi.programmes.schemes.selectors.obligations.lists import breaches
from kayoi.programmes.schemes.services import obligations as services
from kayoi.programmes.schemes.states.obligations import BreachKind, BreachStatus, FoundBy, ObligationStatus
from kayoi.programmes.schemes.views.found import too_late


@staff(Permission.APPLICATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def report_breach(request: Request, pk: int) -> HttpResponse:
    """Note that a duty was not kept."""
    row = get_object_or_404(Obligation.objects.select_related("grant__application", "grant__procedure"), pk=pk)
    if row.status != ObligationStatus.RUNNING:
        return too_late(request, "schemes:grant", row.grant_id)
    form = BreachForm(request.POST or None, obligation=row)
    if form.is_valid():
        values = form.cleaned_data | {"kind": BreachKind.of(form.cleaned_data["kind"])}
        values["found_by"] = FoundBy.of(values["found_by"])
        try:
            made = services.report_breach(obligation=row, by=request.actor, at=timezone.now(), **values)
            messages.success(request, "義務違反を記録しました。")
            return redirect("schemes:breach", organization=request.organization.slug, pk=made.pk)
        except services.UnableToBreak as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    context = {"row": row, "grant": row.grant, "form": form}
    return render(request, "schemes/obligations/report.html", context, status=422 if form.is_bound else 200)


@staff(Permission.APPLICATION_READ)
@require_safe
def breach(request: Request, pk: int) -> HttpResponse:
    """Show a breach, and what is to be decided."""
    row = get_object_or_404(breaches(), pk=pk)
    grant = row.obligation.grant
    protected = is_protected(grant.case_file_id, on=local_date(timezone.now()))
    context = {"row": row, "grant": grant, "protected": protected, "is_open": row.status == BreachStatus.OPEN}
    return render(request, "schemes/obligations/breach.html", context)


@staff(Permission.APPLICATION_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def decide_day(request: Request, pk: int) -> HttpResponse:
    """Decide on which day it happened, with the reason."""
    row = get_object_or_404(breaches(), pk=pk)
    if row.status != BreachStatus.OPEN or not row.day_is_contested:
        return too_late(request, "schemes:breach", pk)
    form = DayForm(request.POST or None, initial={"happened_on": row.happened_on})
    if form.is_valid():
        try:
            services.decide_day(
                breach=row, version=version_of(request), by=request.actor, at=timezone.now(), **form.cleaned_data
            )
            return _to_breach(request, pk, "起きた日を決めました。")
        except services.UnableToBreak as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    return _step(request, "起きた日を決める", row, form)


@staff(Permission.APPLICATION_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def dismiss_breach(request: Request, pk: int) -> HttpResponse:
    """Find that the duty was kept after all."""
    row = get_object_or_404(breaches(), pk=pk)
    if row.status != BreachStatus.OPEN:
        return too_late(request, "schemes:breach", pk)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        try:
            services.dismiss_breach(breach=row, by=request.actor, at=timezone.now(), **form.cleaned_data)
            return _to_breach(request, pk, "違反ではないとしました。義務は続きます。")
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
        except ChangedMeanwhile:
            form.add_error(None, str(CHANGED_MEANWHILE))
    return _step(request, "違反ではないとする", row, form)


@staff(Permission.APPLICATION_EDIT)
@require_POST
def recover_after(request: Request, pk: int) -> HttpResponse:
    """Begin to consider a refund because of a breach."""
    row, slug = get_object_or_404(breaches(), pk=pk), request.organization.slug
    try:
        found = services.recover_after(breach=row, by=request.actor, at=timezone.now())
        messages.success(request, "返還の検討を始めました。")
        return redirect("schemes:recovery", organization=slug, pk=found.pk)
    except Refused as refused:
        messages.error(request, " ".join(sentences(refused.verdict, REFUSALS)))
    except ChangedMeanwhile:
        messages.error(request, CHANGED_MEANWHILE)
    return redirect("schemes:breach", organization=slug, pk=pk)


@staff(Permission.APPLICATION_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def departures(request: Request) -> HttpResponse:
    """Take in a list of who moved away; show the matches that wait for a person, and the lists before."""
    now, wrong = timezone.now(), []
    posted = request.method == "POST"
    form = DeparturesForm(request.POST if posted else None, request.FILES or None, today=local_date(now))
    if form.is_valid():
        values = form.cleaned_data
        source, wrong = services.Source(values["source"], values["ground"], values["as_of"]), values["wrong"]
        taken = services.take_departures(source=source, rows=values["rows"], by=request.actor, at=now)
        messages.success(
            request,
            f"{len(values['rows'])}行を照合しました。確かめる人 {taken.new}件、前に照合した人 {taken.known}件、"
            f"町内の転居 {taken.within}件(義務は続きます)。",
        )
        if not wrong:
            return redirect("schemes:departures", organization=request.organization.slug)
    context = {"form": form, "rows": lines(on=local_date(now)), "lists": lists_taken()[:20], "wrong": wrong}
    return render(request, "schemes/obligations/departures.html", context, status=422 if posted else 200)


@staff(Permission.APPLICATION_DECIDE)
@require_POST
def decide_departures(request: Request) -> HttpResponse:
    """Say of matches that were ticked that they are the grantees or of their household, or other people."""
    ids = [int(one) for one in request.POST.getlist("pk") if one.isascii() and one.isdigit()]
    chosen = waiting(ids)
    who: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
    try:
        if request.POST.get("answer") == "same":
            broken, ended = services.confirm_departures(departures=chosen, **who)
            ends = f"転出による義務違反 {broken}件、死亡による終了 {ended}件。"
            asked = sum(bool(one.relation) for one in chosen)
            looked = f"世帯員の異動 {asked}件は、「次の対応」で世帯の要件を確かめてください。" if asked else ""
            messages.success(request, f"{len(chosen)}件を、本人・世帯員と認めました。{ends}{looked}")
        else:
            count = services.refuse_departures(departures=chosen, **who)
            messages.success(request, f"{count}件を、別の人としました。")
    except Refused as refused:
        messages.error(request, " ".join(sentences(refused.verdict, REFUSALS)))
    except ChangedMeanwhile:
        messages.error(request, CHANGED_MEANWHILE)
    return redirect("schemes:departures", organization=request.organization.slug)


def _to_breach(request: Request, pk: int, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("schemes:breach", organization=request.organization.slug, pk=pk)


def _step(request: Request, title: str, row: Any, form: Any) -> HttpResponse:
    context = {"title": title, "row": row, "form": form, "grant": row.obligation.grant}
    return render(request, "schemes/obligations/step.html", context, status=422 if form.is_bound else 200)
